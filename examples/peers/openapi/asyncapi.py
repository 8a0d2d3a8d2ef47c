"""Validates AsyncAPI documents, whose files are the arguments, with jsonschema and the schema of the specification."""

import json
import pathlib
import sys

from jsonschema import Draft7Validator

PEERS = pathlib.Path(__file__).parent.parent
sys.path.insert(0, str(PEERS / "chatkit-python"))

from report import Report  # noqa: E402

LIMIT_SECONDS = 240
SCHEMA = PEERS / "node_modules/@asyncapi/specs/schemas/3.0.0-without-$id.json"


def read(path):
    """Reads a document."""
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def mistakes(document):
    """Returns the mistakes in a document, each in a line: those of the document, and those of its schemas."""
    found = list(Draft7Validator(read(SCHEMA)).iter_errors(document))
    schemas = Draft7Validator(Draft7Validator.META_SCHEMA)
    for schema in document.get("components", {}).get("schemas", {}).values():
        found += schemas.iter_errors(schema)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}" for error in found]


def is_valid(document):
    """Raises if the document has mistakes."""
    found = mistakes(document)
    assert not found, "\n".join(found[:20])


def is_refused(path, change):
    """Raises if a changed document is accepted: a validator that accepts everything would prove nothing."""
    document = read(path)
    change(document)
    assert mistakes(document), "it is accepted"


def main(paths):
    """Validates the documents and reports."""
    report = Report(LIMIT_SECONDS)
    for path in paths:
        report.check(f"{pathlib.Path(path).name} is valid", lambda path=path: is_valid(read(path)))
    report.check(
        "a document without a title is not", lambda: is_refused(paths[0], lambda document: document["info"].pop("title"))
    )
    report.check(
        "a document with an unknown action is not",
        lambda: is_refused(
            paths[0], lambda document: next(iter(document["operations"].values())).update(action="publish")
        ),
    )
    return report.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
