"""What schemathesis is told beyond a document of OpenAPI 3.1, and the findings that are not taken from it.

schemathesis loads this module. `CLAIMS` names the module with the findings, `CLAIMS_USED` a file for those that
occurred.
"""

import importlib
import json
import os

import schemathesis

CLAIMS = importlib.import_module(os.environ["CLAIMS"]).CLAIMS
METHODS = ("get", "put", "post", "delete", "options", "head", "patch")


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Adds the schema of one event. Ours is that of all events, as in OpenAPI 3.2; version 3.1 leaves it open."""
    for item in raw_schema["paths"].values():
        for operation in (item[method] for method in METHODS if method in item):
            for response in operation["responses"].values():
                stream = response.get("content", {}).get("text/event-stream")
                if stream is not None:
                    stream["itemSchema"] = stream["schema"]["items"]
            forms = operation.get("requestBody", {}).get("content", {}).get("multipart/form-data")
            if forms is not None:
                drop_examples(raw_schema, forms["schema"])


def drop_examples(document, form):
    """Drops the examples of the types in a form with files: with them schemathesis 4.32 fails, as it compares the files."""
    for part in form.get("properties", {}).values():
        name = part.get("$ref", "").removeprefix("#/components/schemas/")
        document["components"]["schemas"].get(name, {}).pop("examples", None)


@schemathesis.deserializer("application/x-ndjson")
def lines(context, response):
    """Reads JSON in lines."""
    return [json.loads(line) for line in response.content.splitlines() if line.strip()]


@schemathesis.deserializer("application/json-seq")
def sequence(context, response):
    """Reads JSON text sequences (RFC 7464)."""
    return [json.loads(text) for text in response.content.split(b"\x1e") if text.strip()]


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Drops the findings that are not taken."""
    for claim in CLAIMS:
        if claim.applies(failure, case, response):
            with open(os.environ["CLAIMS_USED"], "a", encoding="utf-8") as used:
                used.write(f"{claim.name}\n")
            return False
    return True
