// Asynchronous deletions and their status.

import assert from "node:assert/strict";

import { inTime } from "../../../in-time.mjs";
import { has, idsOf, refused } from "../../assertions.mjs";

const STATES = ["in_progress", "completed"];
const NOT_FOUND = /^services\/chatkit.*not_found/;

export async function jobs(sdk, check) {
  await sdk.createUsers({ users: ["alice", "bob"].map((id) => ({ id, name: id })) });
  for (const id of ["lobby", "a/b"]) await sdk.createRoom({ id, creatorId: "alice", name: id, userIds: ["bob"] });

  const completed = (job) => {
    const ask = async () => {
      const found = await sdk.getDeleteStatus({ jobId: job.id });
      assert.equal(found.id, job.id);
      assert.ok(STATES.includes(found.status), found.status);
      // Each response takes a round trip, so this is no busy loop.
      return found.status === "completed" ? found : ask();
    };
    return inTime(ask(), `the end of ${job.id}`);
  };
  const accepted = (job) => {
    assert.equal(typeof job.id, "string");
    assert.notEqual(job.id, "");
    assert.ok(STATES.includes(job.status), job.status);
    return job;
  };

  for (const roomId of ["lobby", "a/b"]) {
    await check(`asyncDeleteRoom deletes the room ${roomId}`, async () => {
      await sdk.sendSimpleMessage({ userId: "alice", roomId, text: "hello" });
      await completed(accepted(await sdk.asyncDeleteRoom({ roomId })));
      await refused(sdk.getRoom({ roomId }), 404, NOT_FOUND);
      assert.ok(!idsOf(await sdk.getUserRooms({ userId: "alice" })).includes(roomId));
    });
  }
  await check("asyncDeleteUser deletes the user and keeps the messages", async () => {
    await sdk.createRoom({ id: "attic", creatorId: "alice", name: "Attic", userIds: ["bob"] });
    await sdk.sendSimpleMessage({ userId: "bob", roomId: "attic", text: "hello" });
    await completed(accepted(await sdk.asyncDeleteUser({ userId: "bob" })));
    await refused(sdk.getUser({ id: "bob" }), 404, NOT_FOUND);
    has(await sdk.getRoom({ roomId: "attic" }), { member_user_ids: ["alice"] });
    has((await sdk.fetchMultipartMessages({ roomId: "attic" }))[0], { user_id: "bob" });
  });
  await check("job ids are unique", async () => {
    const made = [];
    for (const id of ["one", "two"]) {
      await sdk.createRoom({ id, creatorId: "alice", name: id });
      made.push(await sdk.asyncDeleteRoom({ roomId: id }));
    }
    assert.notEqual(made[0].id, made[1].id);
    await Promise.all(made.map(completed));
  });
  await check("getDeleteStatus of an unknown job is not found", () =>
    refused(sdk.getDeleteStatus({ jobId: "no such job" }), 404, NOT_FOUND),
  );
}
