"""Validates values by schemas. The argument is a file with lines of {"name", "schema", "values"}."""

import json
import pathlib
import sys

from jsonschema import Draft202012Validator

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "chatkit-python"))

from report import Report  # noqa: E402

LIMIT_SECONDS = 240


def accepts(case):
    """Raises if the schema is not one, or refuses a value."""
    Draft202012Validator.check_schema(case["schema"])
    validator = Draft202012Validator(case["schema"])
    for value in case["values"]:
        for error in validator.iter_errors(value):
            raise AssertionError(f"{json.dumps(value)[:500]}: {error.message[:500]}")
    # A schema that accepts everything would prove nothing. No model is a list of lists of booleans.
    assert case["schema"].keys() <= {"$schema", "description"} or not validator.is_valid([[True]]), "it is too wide"


def main(path):
    """Validates the cases and reports."""
    report = Report(LIMIT_SECONDS)
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        report.check(f"{case['name']}: {len(case['values'])} values", lambda case=case: accepts(case))
    return report.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
