"""Rooms and their members."""

from assertions import equal, has, is_time, refused
from pusher_chatkit.exceptions import PusherBadAuth, PusherBadRequest, PusherNotFound

NO_USERS = "services/chatkit/bad_request/users_not_found"


def run(sdk, check):
    for user in ["rose", "roy", "ruth"]:
        sdk.create_user(user, user.title())
    rooms = {}

    def create():
        room = sdk.create_room("Lobby", "rose")
        has({"name": "Lobby", "created_by_id": "rose", "private": False, "member_user_ids": ["rose"]}, room)
        is_time(room["created_at"])
        rooms["lobby"] = room["id"]
        room = sdk.create_room("Cellar", "rose", private=True, user_ids=["roy"], custom_data={"dark": True})
        has({"private": True, "custom_data": {"dark": True}}, room)
        equal(sorted(room["member_user_ids"]), ["rose", "roy"])
        rooms["cellar"] = room["id"]

    check("create_room", create)

    def create_with_strangers():
        refused(lambda: sdk.create_room("X", "rose", user_ids=["nobody"]), PusherBadRequest, NO_USERS)

    check("create_room rejects unknown members", create_with_strangers)

    def update():
        equal(sdk.update_room(rooms["lobby"], name="Hall", custom_data={"lit": True}), None)
        has({"name": "Hall", "private": False, "custom_data": {"lit": True}}, sdk.get_room(rooms["lobby"]))
        sdk.update_room(rooms["lobby"], private=True)
        # A fault of the client: it omits `private` if it is false, and a private room stays private.
        sdk.update_room(rooms["lobby"], name="Lobby", private=False)
        has({"name": "Lobby", "private": True, "custom_data": {"lit": True}}, sdk.get_room(rooms["lobby"]))

    check("update_room keeps what is absent", update)

    def list_rooms():
        rooms["garden"] = sdk.create_room("Garden", "roy")["id"]
        equal([room["name"] for room in sdk.get_rooms()], ["Garden"])
        # The client sends `True`, as Python writes it.
        listed = sdk.get_rooms(include_private=True)
        equal([room["id"] for room in listed], sorted(rooms.values()))
        equal([room["id"] for room in sdk.get_rooms(from_id=listed[0]["id"], include_private=True)],
              sorted(rooms.values())[1:])

    check("get_rooms pages through rooms in the order of ids", list_rooms)

    def rooms_of_a_user():
        equal({room["name"] for room in sdk.get_user_rooms("roy")}, {"Cellar", "Garden"})
        equal([room["name"] for room in sdk.get_user_joinable_rooms("ruth")], ["Garden"])
        equal(sdk.get_user_joinable_rooms("roy"), [])

    check("get_user_rooms and get_user_joinable_rooms", rooms_of_a_user)

    def members():
        equal(sdk.add_users_to_room(rooms["cellar"], ["ruth"]), None)
        equal(sorted(sdk.get_room(rooms["cellar"])["member_user_ids"]), ["rose", "roy", "ruth"])
        equal(sdk.remove_users_to_room(rooms["cellar"], ["ruth"]), None)
        equal(sorted(sdk.get_room(rooms["cellar"])["member_user_ids"]), ["rose", "roy"])
        refused(lambda: sdk.add_users_to_room(rooms["cellar"], ["nobody"]), PusherBadRequest, NO_USERS)

    check("add_users_to_room and remove_users_to_room", members)

    def search():
        equal(sdk.search_rooms_by_name("Cellar")["id"], rooms["cellar"])
        # More than a page. The client parses the last id of a page as a number.
        for number in range(100):
            sdk.create_room(f"Room {number}", "ruth")
        equal(len(sdk.get_rooms(include_private=True)), 100)
        equal(sdk.search_rooms_by_name("Attic"), None)

    check("search_rooms_by_name reads every page", search)

    def delete():
        equal(sdk.delete_room(rooms["garden"]), None)
        refused(lambda: sdk.get_room(rooms["garden"]), PusherNotFound)

    check("delete_room", delete)

    def create_without_permission():
        sdk.create_global_role("visitor", ["room:join"])
        sdk.assign_global_role_to_user("visitor", "ruth")
        missing = "services/chatkit_authorizer/authorization/missing_permission"
        refused(lambda: sdk.create_room("X", "ruth"), PusherBadAuth, missing)

    check("create_room acts with the permissions of its creator", create_without_permission)
