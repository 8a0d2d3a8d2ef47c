"""Tokens that the client signs."""

import base64
import json

from assertions import equal, has, refused
from pusher_chatkit.exceptions import PusherBadAuth

DAY = 24 * 60 * 60


def run(sdk, check):
    def token_of_a_user():
        token = sdk.generate_token(user_id="alice")
        equal(token["expires_in"], DAY)
        claims = claims_of(token["token"])
        has({"sub": "alice", "exp": claims["iat"] + DAY}, claims)
        assert "su" not in claims, claims

    check("generate_token signs for a user", token_of_a_user)

    def token_of_the_server():
        claims = claims_of(sdk.generate_token(su=True)["token"])
        has({"su": True}, claims)
        assert "sub" not in claims, claims

    check("generate_token signs for the server", token_of_the_server)

    def answer_of_a_token_endpoint():
        answer = sdk.authenticate_user("alice")
        has({"token_type": "bearer", "expires_in": DAY}, answer)
        has({"sub": "alice"}, claims_of(answer["access_token"]))

    check("authenticate_user returns the body of a token endpoint", answer_of_a_token_endpoint)

    def token_without_permission():
        token = sdk.generate_token(user_id="alice")
        missing = "services/chatkit_authorizer/authorization/missing_permission"
        refused(lambda: sdk.client.get("api", "/users", token=token), PusherBadAuth, missing)

    check("a user's token does not list users", token_without_permission)

    def token_of_another_key():
        key = sdk.api_key
        sdk.sdk.api_key = f"{key}x"
        try:
            refused(lambda: sdk.get_user("alice"), PusherBadAuth)
        finally:
            sdk.sdk.api_key = key

    check("a token of another secret is refused", token_of_another_key)


def claims_of(token):
    """Returns the claims of a token, without checking its signature."""
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
