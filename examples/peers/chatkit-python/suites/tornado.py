"""The client's second transport, for programs that wait with `await`."""

import asyncio

from assertions import equal, has
from connection import connect
from pusher_chatkit.backends import TornadoBackend


def run(sdk, check):
    async def calls():
        awaited = connect(sdk.plain, backend=TornadoBackend)
        has({"id": "tara", "name": "Tara"}, await awaited.create_user("tara", "Tara"))
        equal(await awaited.update_user("tara", name="Tina"), None)
        has({"name": "Tina"}, await awaited.get_user("tara"))
        equal(await awaited.delete_user("tara"), None)

    check("users are created, changed, read and deleted", lambda: asyncio.run(calls()))
