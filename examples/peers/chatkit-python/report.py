"""Runs checks in sequence, prints a line for each, and counts failures."""

import faulthandler
import traceback


class Report:
    """The results of checks."""

    def __init__(self, limit_seconds):
        """Ends the process with a traceback of its threads if it runs longer than the limit."""
        self.passed = 0
        self.failed = 0
        faulthandler.dump_traceback_later(limit_seconds, exit=True)

    def check(self, name, body):
        """Runs a check. If it raises, it is reported as failed, and the next one still runs."""
        try:
            body()
        except Exception as error:
            self.fail(name, error)
        else:
            self.passed += 1
            print(f"ok      {name}", flush=True)

    def fail(self, name, error):
        """Reports a failed check."""
        self.failed += 1
        text = "".join(traceback.format_exception(type(error), error, error.__traceback__)).rstrip()
        print(f"FAILED  {name}\n        " + text.replace("\n", "\n        "), flush=True)

    def finish(self):
        """Prints the totals and returns the exit code of the process."""
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        return 0 if self.failed == 0 and self.passed > 0 else 1
