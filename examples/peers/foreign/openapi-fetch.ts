// Calls the APIs with the types of openapi-typescript and the client of openapi-fetch, as a user would write it.

import type create from "openapi-fetch";

import type { paths as Everything } from "./everything.js";
import type { paths as Journal } from "./journal.js";

type Judged = (name: string, outcome: () => Promise<unknown>) => Promise<void>;
type Problem = { type: string; detail?: string };
type Answer<T> = { data?: T; error?: Problem | undefined; response: Response };

// The outcome of a call, as the tests compare it.
async function shown<T>(call: Promise<Answer<T>>, value: (data: T, response: Response) => unknown = (data) => data) {
  const { data, error, response } = await call;
  if (!response.ok) return { status: response.status, kind: error?.type, detail: error?.detail };
  return { value: value(data as T, response) };
}

// openapi-fetch writes all lists of a client, or of a call, in one style.
function query(pairs: readonly (readonly [string, string])[]): () => string {
  return () => pairs.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join("&");
}

export async function run(createClient: typeof create, baseUrl: string, credentials: string, judged: Judged) {
  const client = createClient<Everything>({ baseUrl, headers: { authorization: credentials } });
  const path = { tenant: "acme" };
  const base = "/everything/{tenant}";

  await judged("root", () => shown(client.GET(base, { params: { path } })));
  await judged("anonymous", () => shown(createClient<Everything>({ baseUrl }).GET(base, { params: { path } })));
  await judged("thing", () => shown(client.GET(`${base}/things/{id}`, { params: { path: { ...path, id: 7 } } })));
  await judged("thing_missing", async () => {
    const { error, response } = await client.GET(`${base}/things/{id}`, { params: { path: { ...path, id: 404 } } });
    // The kind narrows the union of all errors.
    if (error?.type !== "#no_such_thing") throw new Error(`another error: ${error?.type}`);
    const kind: "#no_such_thing" = error.type;
    return { status: response.status, kind, detail: error.detail };
  });
  await judged("newest", () => {
    const params = { path, query: { tag: ["a b", "c&d"], verbose: true, n: 2 } };
    return shown(client.GET(`${base}/things/newest`, { params }));
  });
  await judged("sort", () => {
    const params = { path, query: { ids: [3, 1], by: ["dark-red" as const, "blue" as const], most: 1, step: 15 } };
    const querySerializer = query([["ids", "3,1"], ["by", "dark-red|blue"], ["most", "1"], ["step", "15"]]);
    return shown(client.GET(`${base}/things/sorted`, { params, querySerializer }));
  });
  await judged("find", () => {
    const params = { path, query: { filter: { size: 3 }, from: 2, steps: [4, 5], others: { x: "y z" } } };
    const querySerializer = query([["filter[size]", "3"], ["from", "2"], ["steps", "4 5"], ["x", "y z"]]);
    return shown(client.GET(`${base}/things/found`, { params, querySerializer }));
  });
  await judged("session", () => {
    // The parameters of cookies have types, and openapi-fetch does not send them.
    const params = { path, cookie: { sid: "s1", theme: "blue" as const } };
    return shown(client.GET(`${base}/session`, { params, headers: { cookie: "sid=s1; theme=blue" } }));
  });
  await judged("sign_in", () => {
    const params = { path, query: { name: "ada" } };
    return shown(client.POST(`${base}/session`, { params, parseAs: "text" }));
  });
  await judged("urge", () => {
    const params = { path, header: { priority: "u=1, i", "accept-ch": "dpr, width" } };
    return shown(client.GET(`${base}/urgencies`, { params, parseAs: "text" }));
  });
  await judged("relabel", () => {
    const params = { path: { ...path, first: "a" }, query: { other: ["b"] }, header: { "x-label": "c" } };
    return shown(client.PUT(`${base}/labels/{first}`, { params, body: { d: 4 } }));
  });
  await judged("shelves", () => shown(client.GET(`${base}/shelves`, { params: { path } })));
  await judged("shelves_with_number", () => {
    const params = { path: { ...path, number: 3 }, query: { full: true } };
    return shown(client.GET(`${base}/shelves/{number}`, { params }));
  });
  await judged("things", () => {
    const query = { after: "x/y", ids: [2, 5], reverse: true };
    const header = { "x-request-id": "r-1", "x-trace": "dark-red" as const, accept: "application/json" };
    const call = client.GET(`${base}/things`, { params: { path, query, header } });
    return shown(call, (things, response) => ({ things, next: response.headers.get("x-next") }));
  });
  await judged("rank", () => {
    const params = { path: { ...path, id: 8 }, query: { rank: -3 } };
    return shown(client.PUT(`${base}/things/{id}/rank`, { params }), (thing, { status }) => ({ status, thing }));
  });
  await judged("slashed", () => shown(client.GET(`${base}/slashed/{id}/`, { params: { path: { ...path, id: 5 } } })));
  await judged("cancel", () => {
    return shown(client.POST(`${base}/things/{id}:cancel`, { params: { path: { ...path, id: 5 } } }), () => null);
  });
  await judged("compare", () => {
    const params = { path: { ...path, base: "main", head: "topic" } };
    return shown(client.GET(`${base}/things/{base}...{head}`, { params, parseAs: "text" }));
  });
  await judged("inspect", async () => {
    const { response } = await client.HEAD(`${base}/things/{id}/raw`, { params: { path: { ...path, id: 5 } } });
    return { value: { next: response.headers.get("x-next") } };
  });
  await judged("order_options", async () => {
    const { response } = await client.OPTIONS(`${base}/orders`, { params: { path } });
    return { value: { next: response.headers.get("x-next") } };
  });
  await judged("remove", () => {
    return shown(client.DELETE(`${base}/things/{id}`, { params: { path: { ...path, id: 5 } } }), () => null);
  });
  await judged("file", () => {
    const params = { path: { ...path, path: "read me.txt" } };
    return shown(client.GET(`${base}/files/{path}`, { params, parseAs: "text" }));
  });
  await judged("line", () => {
    const params = { path: { ...path, path: "readme", number: 3 } };
    return shown(client.GET(`${base}/files/{path}/lines/{number}`, { params, parseAs: "text" }));
  });

  const body = { name: "chair", colour: "dark-red" as const, rank: 7 };
  await judged("create", () => shown(client.POST(`${base}/things`, { params: { path }, body })));
  await judged("create_taken", () => {
    return shown(client.POST(`${base}/things`, { params: { path }, body: { ...body, name: "taken" } }));
  });
  for (const [name, id] of [["replace_unchanged", 3], ["replace_created", 4], ["replace_changed", 5]] as const) {
    await judged(name, () => {
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      // openapi-fetch writes a list in a form as `1,2`, and not with a key for each.
      const bodySerializer = () => "ids=1&ids=2";
      const params = { path: { ...path, id } };
      const call = client.PUT(`${base}/things/{id}`, { params, body: { ids: [1, 2] }, headers, bodySerializer });
      return shown(call, (thing, { status }) => (status === 204 ? { status } : { status, thing }));
    });
  }
  await judged("note", () => {
    return shown(client.POST(`${base}/things/{id}/note`, { params: { path: { ...path, id: 6 } }, body }));
  });
  await judged("note_missing", () => {
    return shown(client.POST(`${base}/things/{id}/note`, { params: { path: { ...path, id: 6 } } }));
  });
  await judged("patch", () => {
    const params = { path: { ...path, id: 6 } };
    const headers = { "content-type": "application/octet-stream" };
    const bodySerializer = (raw: unknown) => raw as string;
    const call = client.PATCH(`${base}/things/{id}/raw`, { params, body: "a raw body", headers, bodySerializer, parseAs: "text" });
    return shown(call);
  });
  await judged("merge", () => {
    const params = { path: { ...path, id: 6 } };
    const headers = { "content-type": "application/merge-patch+json" };
    return shown(client.PATCH(`${base}/things/{id}/merged`, { params, body, headers }));
  });
  await judged("image", () => {
    const params = { path: { ...path, id: 6 } };
    const headers = { "content-type": "image/png" };
    const bodySerializer = (raw: unknown) => raw as string;
    return shown(client.PUT(`${base}/things/{id}/image`, { params, body: "png", headers, bodySerializer, parseAs: "text" }));
  });
  await judged("convert", () => {
    const headers = { "content-type": "application/x-www-form-urlencoded", accept: "application/json" };
    const bodySerializer = () => "ids=9&reverse=true";
    const body = { ids: [9], reverse: true };
    return shown(client.POST(`${base}/reports`, { params: { path }, body, headers, bodySerializer }));
  });
  await judged("echo", () => {
    const headers = { "content-type": "text/plain; charset=utf-8" };
    const bodySerializer = (text: unknown) => text as string;
    return shown(client.POST(`${base}/echo`, { params: { path }, body: "h\u00e9llo", headers, bodySerializer, parseAs: "text" }));
  });

  const journal = createClient<Journal>({ baseUrl });
  const id = "00000000-0000-0000-0000-000000000abc";
  // `steps` is beyond 2^53, which JSON.parse rounds. The comparison takes the nearest number.
  await judged("entry", () => shown(journal.GET("/journal/entries/{id}", { params: { path: { id } } })));
  await judged("entries", () => {
    const query = { since: new Date(1_600_000_000_000).toISOString(), mood: ["good" as const, "not_good" as const] };
    return shown(journal.GET("/journal/entries", { params: { query } }));
  });
  await judged("write", () => {
    const until = new Date(1_650_000_000_000).toISOString();
    const body = {
      day: "2026-11-30",
      mood: "good" as const,
      note: null,
      happenings: [
        { kind: "walked" as const, metres: 5 },
        { kind: "met" as const, name: "Grace", until: null },
        { kind: "met" as const, name: "Ada", until },
      ],
      weather: "rain",
    };
    return shown(journal.POST("/journal/entries", { body }));
  });
  await judged("entry_missing", () => {
    const params = { path: { id: "00000000-0000-0000-0000-000000000000" } };
    return shown(journal.GET("/journal/entries/{id}", { params }));
  });
  await judged("tell", () => {
    const params = { path: { id: "00000000-0000-0000-0000-000000000001" } };
    const until = new Date(1_650_000_000_000).toISOString();
    const body = [
      { kind: "walked" as const, metres: 5 },
      { kind: "met" as const, name: "Grace", until: null },
      { kind: "met" as const, name: "Ada", until },
    ];
    return shown(journal.PUT("/journal/entries/{id}/happenings", { params, body }), (happenings) => {
      // The member `kind` tells the variants of the union apart.
      const metres = happenings.flatMap((one) => (one.kind === "walked" ? [one.metres] : []));
      if (metres[0] !== 5) throw new Error(`the wrong distance: ${metres}`);
      return happenings;
    });
  });
}
