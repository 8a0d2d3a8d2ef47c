"""Roles, their permissions and their assignment."""

from assertions import equal, refused
from pusher_chatkit.exceptions import PusherBadStatus, PusherNotFound


def run(sdk, check):
    sdk.create_user("rita", "Rita")
    room = sdk.create_room("Roles", "rita")["id"]

    def create():
        equal(sdk.create_room_role("moderator", ["room:update"]), None)
        equal(sdk.create_global_role("watcher", ["room:get"]), None)
        equal(sdk.create_global_role("idle"), None)
        roles = {(role["name"], role["scope"]): role["permissions"] for role in sdk.list_all_roles()}
        equal(roles["moderator", "room"], ["room:update"])
        equal(roles["watcher", "global"], ["room:get"])
        equal(roles["idle", "global"], [])

    check("create_room_role, create_global_role and list_all_roles", create)

    def create_with_an_unknown_permission():
        refused(lambda: sdk.create_global_role("odd", ["room:fly"]), PusherBadStatus)

    check("create_global_role rejects an unknown permission", create_with_an_unknown_permission)

    def permissions():
        equal(sdk.list_permissions_for_room_role("moderator"), ["room:update"])
        equal(sdk.list_permissions_for_global_role("watcher"), ["room:get"])
        refused(lambda: sdk.list_permissions_for_global_role("moderator"), PusherNotFound)

    check("list_permissions_for_room_role and list_permissions_for_global_role", permissions)

    def update_permissions():
        # A fault of the client: the members are `add_permissions` and `remove_permissions`. Nothing is changed.
        equal(sdk.update_permissions_for_room_role("moderator", ["room:delete"], ["room:update"]), None)
        equal(sdk.list_permissions_for_room_role("moderator"), ["room:update"])
        equal(sdk.update_permissions_for_global_role("watcher", ["room:delete"], ["room:get"]), None)
        equal(sdk.list_permissions_for_global_role("watcher"), ["room:get"])

    check("update_permissions_for_*_role name members that do not exist", update_permissions)

    def assign():
        equal(sdk.assign_room_role_to_user("moderator", "rita", room), None)
        equal(sdk.assign_global_role_to_user("watcher", "rita"), None)
        equal(roles_of(sdk), {("moderator", room), ("watcher", None)})
        refused(lambda: sdk.assign_global_role_to_user("nothing", "rita"), PusherNotFound)

    check("assign_room_role_to_user and assign_global_role_to_user", assign)

    def remove():
        # A fault of the client: it names the room in a body, where the service reads the query. Both remove the global
        # role.
        equal(sdk.remove_room_role_to_user("moderator", "rita", room), None)
        equal(roles_of(sdk), {("moderator", room)})
        sdk.assign_global_role_to_user("watcher", "rita")
        equal(sdk.remove_global_role_to_user("watcher", "rita"), None)
        equal(roles_of(sdk), {("moderator", room)})

    check("remove_room_role_to_user and remove_global_role_to_user both remove the global role", remove)

    def delete():
        equal(sdk.delete_room_role("moderator"), None)
        equal(sdk.delete_global_role("watcher"), None)
        equal(sdk.delete_global_role("idle"), None)
        names = [role["name"] for role in sdk.list_all_roles()]
        assert not {"moderator", "watcher", "idle"} & set(names), names

    check("delete_room_role and delete_global_role", delete)


def roles_of(sdk):
    return {(role["role_name"], role.get("room_id")) for role in sdk.list_user_roles("rita")}
