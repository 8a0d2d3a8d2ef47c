"""Makes clients with openapi-python-client, and calls the APIs with them.

Arguments: the folder with the documents, the URL of the server, credentials.
"""

import datetime
import importlib
import json
import pathlib
import re
import subprocess
import sys
import urllib.request
import uuid

FOLDER = pathlib.Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent / "chatkit-python"))

from report import Report  # noqa: E402

LIMIT_SECONDS = 240
# What the generator does not read, in its own words.
NOT_READ = {
    "everything": {
        "PUT /everything/{tenant}/things/{id}/image": "Unsupported content type image/*",
        "POST /everything/{tenant}/reports": "Unsupported content type",
        "POST /everything/{tenant}/echo": "Unsupported content type text/plain",
        "GET /everything/{tenant}/paint/{colour}": "is not allowed in header",
        # An object inside of a variant of a union that is a component. Only events and callbacks have it.
        "schema /components/schemas/ChangeInput_ChangeInputRemoved": "Attempted to generate duplicate models",
        "schema /components/schemas/Change_ChangeRemoved": "Attempted to generate duplicate models",
    },
    "journal": {},
}


def generate(folder, name):
    """Makes a client, and raises unless exactly the known parts are missing."""
    settings = folder / "settings.json"
    settings.write_text(json.dumps({"post_hooks": []}), encoding="utf-8")
    program = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--overwrite"]
    options = ["--path", folder / f"{name}.json", "--output-path", folder / f"{name}_client", "--config", settings]
    run = subprocess.run([*program, *options], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert run.returncode == 0, run.stdout
    found = re.findall(r"(?:WARNING parsing|Unable to process) (.+?)(?: within \w+)?[.:](?: Endpoint.*)?\n+(.+)", run.stdout)
    known = NOT_READ[name]
    unexpected = [pair for pair in found if known.get(pair[0], "\0") not in pair[1]]
    assert not unexpected, f"{unexpected}\n{run.stdout}"
    stale = set(known) - {operation for operation, _ in found}
    assert not stale, f"read after all: {stale}"


class Caller:
    """Calls operations and reports the outcomes to the server."""

    def __init__(self, report, url):
        """Takes the report and the URL of the server."""
        self.report = report
        self.url = url

    def judged(self, name, call, value):
        """Calls an operation, and raises if the request or the outcome differs from that of the client in Rust."""
        self.report.check(name, lambda: self.compare(name, outcome(call(), value)))

    def compare(self, name, found):
        """Lets the server compare an outcome."""
        body = json.dumps({"case": name, "outcome": found}).encode()
        with urllib.request.urlopen(urllib.request.Request(f"{self.url}/trial/outcome", body)) as answer:
            problem = answer.read().decode()
        assert not problem, problem


def outcome(answer, value):
    """Returns the outcome of a call as the tests compare it."""
    if answer.status_code >= 400:
        problem = answer.parsed
        # The kind is an enum of its own for each error.
        return {"status": answer.status_code, "kind": problem.type_.value, "detail": problem.detail or None}
    return {"value": value(answer)}


def model(answer):
    """Returns the JSON of a decoded model."""
    return answer.parsed.to_dict()


def models(answer):
    """Returns the JSON of a list of decoded models."""
    return [one.to_dict() for one in answer.parsed]


def parsed(answer):
    """Returns a decoded value."""
    return answer.parsed


def text(answer):
    """Returns a text, which the generator does not decode."""
    return answer.content.decode()


def nothing(answer):
    """Returns no value."""
    return None


def field(answer):
    """Returns a field of the header."""
    return {"next": answer.headers.get("x-next")}


def everything(caller, credentials):
    """Calls the API of every feature."""
    package = importlib.import_module("everything_client")
    models_ = importlib.import_module("everything_client.models")
    types = importlib.import_module("everything_client.types")
    client = package.AuthenticatedClient(base_url=caller.url, token=credentials.removeprefix("Bearer "))
    anonymous = package.AuthenticatedClient(base_url=caller.url, token="other")
    colour = models_.Colour

    def judged(case, value, /, *arguments, operation=None, client=client, **named):
        module = importlib.import_module(f"everything_client.api.everything.{operation or case}")
        caller.judged(case, lambda: module.sync_detailed("acme", *arguments, client=client, **named), value)

    judged("root", model)
    judged("anonymous", model, operation="root", client=anonymous)
    judged("thing", model, 7)
    judged("thing_missing", model, 404, operation="thing")
    judged("newest", models, tag=["a b", "c&d"], verbose=True, n=2)
    judged("sign_in", text, name="ada")
    judged("urge", text, priority="u=1, i", accept_ch="dpr, width")
    judged("session", parsed, sid="s1", theme=colour.BLUE)
    judged("relabel", parsed, "a", body=models_.RelabelBody.from_dict({"d": 4}), other=["b"], x_label="c")
    judged("shelves", models)
    judged("shelves_with_number", models, 3, full=True)
    judged(
        "things",
        lambda answer: {"things": models(answer), **field(answer)},
        after="x/y",
        ids=[2, 5],
        reverse=True,
        x_request_id="r-1",
        x_trace=colour.DARK_RED,
    )
    judged("rank", lambda answer: {"status": answer.status_code, "thing": model(answer)}, 8, rank=-3)
    judged("slashed", model, 5)
    judged("cancel", nothing, 5)
    judged("compare", text, "main", "topic")
    judged("summary", text, summary="")
    judged("full", text, view=models_.FullView.FULL, limit=9, x_version=models_.FullXVersion.VALUE_0)
    judged("inspect", field, 5)
    judged("order_options", field)
    judged("remove", nothing, 5)
    judged("file", text, "read me.txt")
    judged("line", text, "readme", 3)
    new = models_.NewThing(name="chair", colour=colour.DARK_RED, rank=7)
    # Of a body with several media types the generator makes a module that lacks an import.
    caller.report.check("create cannot be imported", lambda: not_imported("everything_client.api.everything.create"))
    for name, number in [("replace_unchanged", 3), ("replace_created", 4), ("replace_changed", 5)]:
        page = models_.PageInput(ids=[1, 2])
        judged(name, replaced, number, body=page, operation="replace")
    judged("note", model, 6, body=new)
    # Without its body, which may be missing, `note` cannot be called: "Object of type Unset is not JSON serializable".
    judged("patch", lambda answer: answer.parsed.payload.read().decode(), 6, body=types.File(payload=b"a raw body"))
    judged("merge", model, 6, body=new)


def not_imported(module):
    """Raises if a module can be imported after all."""
    try:
        importlib.import_module(module)
    except NameError as error:
        assert error.name == "Unset", error
    else:
        raise AssertionError(f"{module} can be imported: call it")


def replaced(answer):
    """Returns the status, and the thing if there is one."""
    status = int(answer.status_code)
    return {"status": status} if status == 204 else {"status": status, "thing": model(answer)}


def journal(caller):
    """Calls the journal, which has times, dates, ids and unions."""
    package = importlib.import_module("journal_client")
    models_ = importlib.import_module("journal_client.models")
    client = package.Client(base_url=caller.url)

    def judged(case, value, /, *arguments, operation=None, **named):
        module = importlib.import_module(f"journal_client.api.journal.{operation or case}")
        caller.judged(case, lambda: module.sync_detailed(*arguments, client=client, **named), value)

    def entry(answer):
        found = answer.parsed
        assert isinstance(found.id, uuid.UUID) and isinstance(found.written, datetime.datetime)
        assert isinstance(found.entry.day, datetime.date) and found.steps == 2**53 + 1
        assert all(isinstance(one, models_.HappeningWalked | models_.HappeningMet) for one in found.entry.happenings)
        return json.loads(answer.content) if normal(found.to_dict()) == normal(json.loads(answer.content)) else None

    judged("entry", entry, uuid.UUID(int=0xABC))
    judged("entry_missing", entry, uuid.UUID(int=0), operation="entry")
    since = datetime.datetime.fromtimestamp(1_600_000_000, datetime.UTC)
    mood = models_.Mood
    judged(
        "entries",
        lambda answer: [normal(one.to_dict()) for one in answer.parsed],
        since=since,
        mood=[mood.GOOD, mood.NOT_GOOD],
    )
    until = datetime.datetime.fromtimestamp(1_650_000_000, datetime.UTC)
    happenings = [
        models_.HappeningInputWalked(kind=models_.HappeningInputWalkedKind.WALKED, metres=5),
        models_.HappeningInputMet(kind=models_.HappeningInputMetKind.MET, name="Grace", until=None),
        models_.HappeningInputMet(kind=models_.HappeningInputMetKind.MET, name="Ada", until=until),
    ]
    day = datetime.date(2026, 11, 30)
    body = models_.NewEntryInput(day=day, mood=mood.GOOD, note=None, happenings=happenings, weather="rain")
    judged("write", lambda answer: normal(model(answer)), body=body)
    judged("tell", lambda answer: normal(models(answer)), uuid.UUID(int=1), body=happenings)


def normal(value):
    """Returns JSON with `Z` in place of the offset that Python writes."""
    return json.loads(json.dumps(value).replace("+00:00", "Z"))


def main(folder, url, credentials):
    """Makes the clients, calls, and reports."""
    report = Report(LIMIT_SECONDS)
    folder = pathlib.Path(folder)
    for name in ("everything", "journal"):
        report.check(f"a client of {name} is made", lambda name=name: generate(folder, name))
    sys.path.insert(0, str(folder))
    if report.failed == 0:
        caller = Caller(report, url)
        everything(caller, credentials)
        journal(caller)
    return report.finish()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
