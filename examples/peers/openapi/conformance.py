"""Lets schemathesis judge a server by its document.

Arguments: document, URL, module with the claims, credentials, and parameters of paths that are known, as `name=value`.
"""

import importlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

FOLDER = pathlib.Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent / "chatkit-python"))

from report import Report  # noqa: E402

LIMIT_SECONDS = 240


class Judge:
    """Runs schemathesis with one module of claims."""

    def __init__(self, url, claims, credentials, parameters):
        """Takes the URL of the server, the module's name, the field `Authorization` and parameters of paths."""
        sys.path.insert(0, str(FOLDER))
        self.url = url
        self.claims = claims
        self.credentials = credentials
        self.module = importlib.import_module(claims)
        known = [f"{json.dumps(f'path.{name}')} = {json.dumps(value)}" for name, value in parameters]
        warnings = ["[warnings]", f"fail-on = {json.dumps(self.module.FATAL_WARNINGS)}"]
        text = (FOLDER / "conformance.toml").read_text(encoding="utf-8")
        self.settings = "\n".join([text, *warnings, "[parameters]", *known, ""])

    def run(self, document, *options):
        """Judges, and returns the exit code, the output and the names of the claims that occurred."""
        with tempfile.TemporaryDirectory() as folder:
            path, used = pathlib.Path(folder) / "document.json", pathlib.Path(folder) / "used"
            path.write_text(json.dumps(document), encoding="utf-8")
            used.touch()
            settings = pathlib.Path(folder) / "settings.toml"
            settings.write_text(self.settings, encoding="utf-8")
            environment = {**os.environ, "CLAIMS": self.claims, "CLAIMS_USED": str(used), "SCHEMATHESIS_HOOKS": "hooks"}
            environment["PYTHONPATH"] = str(FOLDER)
            program = [pathlib.Path(sys.executable).parent / "st", "--config-file", settings, "run"]
            token = ["--header", f"Authorization: {self.credentials}"]
            run = subprocess.run(
                [*program, path, "--url", self.url, *token, *options],
                cwd=folder,
                env=environment,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            return run.returncode, run.stdout, set(used.read_text(encoding="utf-8").splitlines())


def everything_is_found_right(judge, document):
    """Raises if schemathesis has a finding, skips an operation, or if a claim has no finding any more."""
    code, output, used = judge.run(document, *judge.module.OPTIONS)
    assert code == 0, output
    methods = ("get", "put", "post", "delete", "options", "head", "patch")
    operations = sum(method in item for item in document["paths"].values() for method in methods)
    assert re.search(rf"Tested: {operations}$", output, re.MULTILINE), f"not all {operations} operations: {output}"
    stale = {claim.name for claim in judge.module.CLAIMS if claim.always} - used
    assert not stale, f"claims without a finding: {sorted(stale)}"


def a_lie_is_found(judge, document, change, code):
    """Raises if a document with a mistake passes: a judge that accepts everything would prove nothing."""
    lie = json.loads(json.dumps(document))
    change(lie)
    returned, output, _ = judge.run(lie, "--phases", "coverage", "--max-failures", "1")
    assert returned == 1 and code in output, output


def without_errors(document):
    """Removes the errors from every operation."""
    for item in document["paths"].values():
        for operation in item.values():
            for status in [status for status in operation["responses"] if status.startswith("4")]:
                del operation["responses"][status]


def without_types(document):
    """Says that everything in JSON is `null`."""
    for item in document["paths"].values():
        for operation in item.values():
            for response in operation["responses"].values():
                content = response.get("content", {})
                if "application/json" in content:
                    content["application/json"]["schema"] = {"type": "null"}


def main(path, url, claims, credentials, *parameters):
    """Judges and reports."""
    report = Report(LIMIT_SECONDS)
    document = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    judge = Judge(url, claims, credentials, [parameter.split("=", 1) for parameter in parameters])
    report.check("schemathesis finds nothing", lambda: everything_is_found_right(judge, document))
    report.check("missing errors are found", lambda: a_lie_is_found(judge, document, without_errors, "ST103"))
    report.check("wrong types are found", lambda: a_lie_is_found(judge, document, without_types, "ST108"))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
