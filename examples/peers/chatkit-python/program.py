"""Drives a Chatkit-compatible server with the published Python client. The instance must be empty."""

import os
import sys

from connection import connect, uncalled
from report import Report
from suites import cursors, endings, messages, roles, rooms, tokens, tornado, users

# A scenario that waits forever would block the tests.
LIMIT_SECONDS = 240


def main():
    report = Report(LIMIT_SECONDS)
    plain = os.environ["CHATKIT_PLAIN"] == "1"
    for suite in [tokens, users, rooms, messages, roles, cursors, tornado, endings]:
        name = suite.__name__.rpartition(".")[2]
        try:
            suite.run(connect(plain), lambda text, body: report.check(f"{name}: {text}", body))
        except Exception as error:
            # The preparations of a suite outside its checks may fail too.
            report.fail(f"{name}: complete the suite", error)
    report.check("every method of the client was called", every_method_was_called)
    sys.exit(report.finish())


def every_method_was_called():
    assert uncalled() == [], f"not called: {uncalled()}"


main()
