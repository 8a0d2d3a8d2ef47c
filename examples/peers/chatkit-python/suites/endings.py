"""Calls that empty the instance."""

from assertions import equal


def run(sdk, check):
    def delete():
        assert sdk.get_users(), "the other suites have created users"
        equal(sdk.delete_all_users(), True)
        equal(sdk.get_users(), [])

    check("delete_all_users", delete)
