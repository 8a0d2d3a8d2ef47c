// Pages of messages, in both directions and in both forms.

import assert from "node:assert/strict";

import { idsOf, refused } from "../../assertions.mjs";

export async function paging(sdk, check) {
  await sdk.createUser({ id: "alice", name: "Alice" });
  await sdk.createRoom({ id: "lobby", creatorId: "alice", name: "Lobby" });
  const ids = [];
  for (let number = 0; number < 25; number += 1) {
    const sent = await sdk.sendSimpleMessage({ userId: "alice", roomId: "lobby", text: `message ${number}` });
    ids.push(sent.message_id);
  }
  const newestFirst = ids.toReversed();

  for (const method of ["fetchMultipartMessages", "getRoomMessages"]) {
    const page = async (options) => idsOf(await sdk[method]({ roomId: "lobby", ...options }));

    await check(`${method} returns the newest twenty messages, newest first`, async () => {
      assert.deepEqual(await page({}), newestFirst.slice(0, 20));
    });
    await check(`${method} respects the limit`, async () => {
      assert.deepEqual(await page({ limit: 3 }), newestFirst.slice(0, 3));
      assert.deepEqual(await page({ limit: 100 }), newestFirst);
    });
    await check(`${method} returns messages before a given one`, async () => {
      assert.deepEqual(await page({ initialId: ids[10], limit: 4 }), newestFirst.slice(15, 19));
      assert.deepEqual(await page({ initialId: ids[2], direction: "older" }), [ids[1], ids[0]]);
      assert.deepEqual(await page({ initialId: ids[0] }), []);
    });
    await check(`${method} returns messages after a given one`, async () => {
      assert.deepEqual(await page({ initialId: ids[10], limit: 4, direction: "newer" }), ids.slice(11, 15));
      assert.deepEqual(await page({ direction: "newer", limit: 2 }), ids.slice(0, 2));
      assert.deepEqual(await page({ initialId: ids[24], direction: "newer" }), []);
    });
    await check(`${method} returns all messages page by page`, async () => {
      const gathered = [];
      let initialId;
      for (let pages = 0; pages < 10; pages += 1) {
        const found = await page({ initialId, limit: 7 });
        gathered.push(...found);
        initialId = gathered.at(-1);
        if (found.length < 7) break;
      }
      assert.deepEqual(gathered, newestFirst);
    });
    await check(`${method} of an unknown room is not found`, () =>
      refused(sdk[method]({ roomId: "nowhere" }), 404, "services/chatkit/not_found/room_not_found"),
    );
  }
}
