// What programs may write, and what they may not: each line after `@ts-expect-error` is a mistake.

import * as api from "./client";

const client = api.connect({ baseUrl: "https://everything.example", bind: { tenant: "t" }, token: async () => "t" });

// @ts-expect-error: the base has a capture
api.connect({ baseUrl: "https://everything.example" });

export async function calls(): Promise<string> {
  const thing: api.Thing = await api.thing(client, { id: 7 });
  const note: string | null | undefined = thing.note;
  // @ts-expect-error: a number is no text
  await api.thing(client, { id: "7" });
  // @ts-expect-error: an argument is missing
  await api.thing(client, {});
  await api.newest(client);
  await api.newest(client, { tag: ["a"], n: undefined });
  // @ts-expect-error: a colour is misspelt
  await api.create(client, { body: { name: "a", colour: "bleu", rank: 1 } });
  await api.create(client, { body: { name: "a", colour: "dark-red" } });
  await api.rank(client, { id: 7, rank: 1n << 60n });
  const replaced = await api.replace(client, { id: 7, body: { reverse: true } });
  const id: number = replaced.status === 204 ? 0 : replaced.content.id;
  return `${note ?? ""}${id}`;
}

export async function errors(): Promise<string> {
  const outcome = await api.thing(client, { id: 7 }).outcome();
  if (outcome.ok) return outcome.value.name;
  switch (outcome.error.kind) {
    case "no_such_thing":
      return `${outcome.error.status satisfies 404}`;
    case "too_many":
      return `${outcome.error.headers.xRatelimitRemaining satisfies number}`;
    case "elsewhere":
      return outcome.error.headers.location;
    case "name-taken":
    case "anonymous":
      return outcome.error.description ?? "";
    case null:
      return JSON.stringify(outcome.error.content);
    default:
      return outcome.error satisfies never;
  }
}

export async function streams(signal: AbortSignal): Promise<number> {
  let sum = 0;
  const followed = api.follow(client, { signal, lastEventId: "7", attempts: 3, backoff: [100, 1000] });
  for await (const { id, content } of followed) {
    sum += content.change === "added" ? content.thing.id : (id?.length ?? 0);
  }
  const ended = await followed.ended;
  sum += ended.ok ? ended.value.status : ended.error.status;
  const outbox = new api.Outbox<api.NewThing>();
  outbox.send({ name: "a", colour: "blue" });
  for await (const thing of api.paint(client, { colour: "blue" }, outbox, { signal })) sum += thing.id;
  const answer = await api.answer(client, { body: { name: "a", colour: "blue" } });
  if ("one" in answer) return sum + answer.one.id;
  for await (const { content } of answer.events) sum += content.change === "cleared" ? 1 : 0;
  return sum;
}
