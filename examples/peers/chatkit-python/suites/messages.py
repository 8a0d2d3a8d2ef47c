"""Messages in the form of version 2, with a text and an optional attachment."""

from assertions import equal, has, is_time, refused
from pusher_chatkit.exceptions import PusherBadAuth, PusherNotFound

IMAGE = {"resource_link": "https://example.com/cat.png", "type": "image"}


def run(sdk, check):
    for user in ["mia", "max"]:
        sdk.create_user(user, user.title())
    room = sdk.create_room("Messages", "mia", user_ids=["max"])["id"]

    def send():
        # A fault of the client: it names the sender in the body, and signs a token that has no subject.
        subject = "services/chatkit_authorizer/authorization/invalid_token_subject"
        refused(lambda: sdk.send_message("mia", room, "hello"), PusherBadAuth, subject)
        refused(lambda: sdk.send_message("mia", room, "hello", IMAGE), PusherBadAuth, subject)
        equal(sdk.get_room_messages(room), [])

    check("send_message lacks a sender", send)

    ids = [send_as(sdk, user, room, text) for user, text in [("mia", "one"), ("max", "two"), ("mia", "three")]]
    ids.append(send_as(sdk, "max", room, "four", IMAGE))

    def read():
        newest = sdk.get_room_messages(room)
        equal([message["id"] for message in newest], ids[::-1])
        has({"text": "four", "user_id": "max", "room_id": room}, newest[0])
        has({"resource_link": IMAGE["resource_link"], "type": "image"}, newest[0]["attachment"])
        is_time(newest[0]["created_at"])

    check("get_room_messages starts with the newest", read)

    def pages():
        equal(texts(sdk.get_room_messages(room, limit=2)), ["four", "three"])
        equal(texts(sdk.get_room_messages(room, initial_id=ids[2], limit=1)), ["two"])
        equal(texts(sdk.get_room_messages(room, initial_id=ids[2], direction="older")), ["two", "one"])
        equal(texts(sdk.get_room_messages(room, initial_id=ids[0], limit=2, direction="newer")), ["two", "three"])

    check("get_room_messages pages in both directions", pages)

    def delete():
        equal(sdk.delete_message(ids[1]), None)
        equal(texts(sdk.get_room_messages(room)), ["four", "three", "one"])
        refused(lambda: sdk.delete_message(ids[3] + 1000), PusherNotFound)

    check("delete_message", delete)


def send_as(sdk, user, room, text, attachment=None):
    """Sends a message with the body of `send_message` and a token that names the sender. Returns the message's id."""
    token = sdk.generate_token(user_id=user, su=True)
    body = {"sender_id": user, "text": text, "attachment": attachment}
    return sdk.client.post("api", f"/rooms/{room}/messages", body=body, token=token)["message_id"]


def texts(messages):
    return [message["text"] for message in messages]
