"""Read cursors."""

from assertions import equal, has, is_time


def run(sdk, check):
    for user in ["cleo", "carl"]:
        sdk.create_user(user, user.title())
    room = sdk.create_room("Cursors", "cleo", user_ids=["carl"])["id"]

    def one():
        equal(sdk.get_read_cursor("cleo", room), None)
        equal(sdk.set_user_read_cursors("cleo", room, 7), {})
        cursor = sdk.get_read_cursor("cleo", room)
        has({"cursor_type": 0, "room_id": room, "user_id": "cleo", "position": 7}, cursor)
        is_time(cursor["updated_at"])

    check("get_read_cursor returns what set_user_read_cursors sets", one)

    def several():
        sdk.set_user_read_cursors("carl", room, 5)
        cursors = sdk.get_room_read_cursor(room)
        equal({(cursor["user_id"], cursor["position"]) for cursor in cursors}, {("cleo", 7), ("carl", 5)})
        equal([cursor["position"] for cursor in sdk.get_user_read_cursor("carl")], [5])

    check("get_room_read_cursor and get_user_read_cursor", several)
