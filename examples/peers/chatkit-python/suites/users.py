"""Users: creating, listing, reading, changing and deleting."""

from assertions import equal, has, is_time, refused
from pusher_chatkit.exceptions import PusherBadRequest, PusherNotFound

INVALID = "services/chatkit/bad_request/validation_failed"


def run(sdk, check):
    def create():
        # The client sends null for what is not given.
        user = sdk.create_user("alice", "Alice")
        has({"id": "alice", "name": "Alice", "avatar_url": None, "custom_data": None}, user)
        is_time(user["created_at"])
        is_time(user["updated_at"])

    check("create_user", create)

    def create_with_everything():
        user = sdk.create_user("bob", "Bob", "https://example.com/bob.png", {"age": 42})
        has({"avatar_url": "https://example.com/bob.png", "custom_data": {"age": 42}}, user)

    check("create_user with an avatar and custom data", create_with_everything)

    def create_again():
        refused(lambda: sdk.create_user("bob", "B"), PusherBadRequest, "services/chatkit/user_already_exists")

    check("create_user rejects a duplicate", create_again)

    def create_many():
        # A fault of the client: it sends the list as the body, and the service expects it in a member `users`.
        users = [{"id": "carol", "name": "Carol"}, {"id": "dave", "name": "Dave"}]
        refused(lambda: sdk.batch_create_user(users), PusherBadRequest, INVALID)
        token = sdk.generate_token(su=True)
        created = sdk.client.post("api", "/batch_users", body={"users": users}, token=token)
        equal([user["id"] for user in created], ["carol", "dave"])

    check("batch_create_user sends a body of another shape", create_many)

    def update():
        equal(sdk.update_user("bob", "Robert", "https://example.com/robert.png", {"age": 43}), None)
        user = sdk.get_user("bob")
        has({"id": "bob", "name": "Robert", "avatar_url": "https://example.com/robert.png"}, user)
        has({"custom_data": {"age": 43}}, user)
        sdk.update_user("bob", name="Bob")
        has({"name": "Bob", "custom_data": {"age": 43}}, sdk.get_user("bob"))

    check("update_user keeps what is absent", update)

    def update_nothing():
        # A fault of the client: without changes it sends no body instead of `{}`.
        refused(lambda: sdk.update_user("bob"), PusherBadRequest)

    check("update_user without a change has no body", update_nothing)

    def list_users():
        equal([user["id"] for user in sdk.get_users()], ["alice", "bob", "carol", "dave"])
        equal([user["id"] for user in sdk.get_users(limit=2)], ["alice", "bob"])
        carol = sdk.get_user("carol")["created_at"]
        assert "dave" in [user["id"] for user in sdk.get_users(from_ts=carol)]
        equal(sdk.get_users(from_ts="2100-01-01T00:00:00Z"), [])

    check("get_users pages through users in the order of creation", list_users)

    def list_by_id():
        equal([user["name"] for user in sdk.get_users_by_id("alice")], ["Alice"])
        # A fault of the client: it sends a list as one value, the text that Python prints for it.
        equal(sdk.get_users_by_id(["alice", "bob"]), [])

    check("get_users_by_id finds one user", list_by_id)

    def delete():
        equal(sdk.delete_user("dave"), None)
        refused(lambda: sdk.get_user("dave"), PusherNotFound)
        refused(lambda: sdk.delete_user("dave"), PusherNotFound)

    check("delete_user", delete)
