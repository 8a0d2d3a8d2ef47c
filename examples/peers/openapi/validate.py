"""Validates OpenAPI documents, whose files are the arguments, with openapi-spec-validator."""

import json
import pathlib
import sys

from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "chatkit-python"))

from report import Report  # noqa: E402

LIMIT_SECONDS = 240


def mistakes(document):
    """Returns the mistakes in a document, each in a line."""
    validator = OpenAPIV31SpecValidator if document["openapi"].startswith("3.1.") else OpenAPIV30SpecValidator
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator(document).iter_errors()]


def is_valid(document):
    """Raises if the document has mistakes."""
    found = mistakes(document)
    assert not found, "\n".join(found[:20])


def is_refused(document):
    """Raises if the document is accepted: a validator that accepts everything would prove nothing."""
    try:
        found = mistakes(document)
    except Exception:  # So it reports a reference to nothing.
        return
    assert found, "it is accepted"


def read(path):
    """Reads a document."""
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"))


def untitled(path):
    """Returns a document whose title was removed."""
    document = read(path)
    del document["info"]["title"]
    return document


def dangling(path):
    """Returns a document with a reference to nothing."""
    document = read(path)
    operation = next(iter(next(iter(document["paths"].values())).values()))
    operation["responses"]["400"] = {"$ref": "#/components/responses/Nothing"}
    return document


def main(paths):
    """Validates the documents and reports."""
    report = Report(LIMIT_SECONDS)
    for path in paths:
        report.check(f"{pathlib.Path(path).name} is valid", lambda path=path: is_valid(read(path)))
    report.check("a document without a title is not", lambda: is_refused(untitled(paths[0])))
    report.check("a document with a reference to nothing is not", lambda: is_refused(dangling(paths[0])))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
