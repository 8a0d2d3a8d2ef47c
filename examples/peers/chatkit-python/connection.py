"""Connects the client to the server of the test and records which of its methods are called."""

import inspect
import os

from pusher_chatkit import PusherChatKit

_called = set()


def connect(plain, **options):
    """Returns a client of the server. The client has no setting for the address, only attributes."""
    sdk = PusherChatKit(os.environ["CHATKIT_INSTANCE"], os.environ["CHATKIT_KEY"], **options)
    sdk.client.scheme = "http" if plain else "https"
    sdk.client.host = f'{os.environ["CHATKIT_HOST"]}:{os.environ["CHATKIT_PORT"]}'
    return Recorder(sdk, plain)


class Recorder:
    """A client whose calls are recorded, except those that it makes itself."""

    def __init__(self, sdk, plain):
        self.sdk = sdk
        self.plain = plain

    def __getattr__(self, name):
        _called.add(name)
        return getattr(self.sdk, name)


def uncalled():
    """Returns the client's public methods that no check has called."""
    methods = [name for name, _ in inspect.getmembers(PusherChatKit, inspect.isfunction) if not name.startswith("_")]
    assert len(methods) > 40, methods
    return [name for name in methods if name not in _called]
