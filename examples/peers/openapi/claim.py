"""A finding of schemathesis that is not taken, and why."""


class Claim:
    """A function that returns whether a finding is one of the claim's. Its documentation is the reason."""

    def __init__(self, code, operations, holds, always):
        """Takes the code of the finding, and the operations as schemathesis names them. No operations: all of them.

        `always`: whether each run has the finding. Stateful tests follow other links when the machine is slow.
        """
        assert holds.__doc__, f"{holds.__name__} has no reason"
        self.name = holds.__name__
        self.code = code
        self.operations = operations
        self.holds = holds
        self.always = always

    def applies(self, failure, case, response):
        """Returns whether a finding is one of the claim's."""
        is_named = not self.operations or case.operation.label in self.operations
        return is_named and failure.code == self.code and self.holds(failure, case, response)


class Claims(list):
    """Claims, each added by a decorator."""

    def not_taken(self, code, *operations, always=True):
        """Adds a claim."""

        def add(holds):
            self.append(Claim(code, operations, holds, always))
            return holds

        return add
