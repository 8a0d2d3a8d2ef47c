"""Assertions about results and errors of the client."""

import json
import re


def has(members, value):
    """Asserts that a JSON object has these members, and possibly others."""
    for name, expected in members.items():
        assert value.get(name) == expected, f"{name} of {value} is not {expected!r}"


def equal(actual, expected):
    """Asserts that two values are equal."""
    assert actual == expected, f"expected {expected!r}, got {actual!r}"


def is_time(text):
    """Asserts that a text is a time in the format of the service: whole seconds of UTC."""
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text), text


def refused(call, exception, error=None):
    """Asserts that a call raises the client's exception of a status, with an error of this type in its body."""
    try:
        answer = call()
    except exception as raised:
        # The exception of status 404 has no body.
        if error is not None:
            body = json.loads(str(raised))
            equal(body["error"], error)
            equal(body["error_uri"], f"https://docs.pusher.com/errors/{error}")
            assert body["error_description"], body
    else:
        raise AssertionError(f"expected {exception.__name__}, but the call succeeded: {answer}")
