// Access tokens: those the SDK hands out, and what a server must not accept.

import assert from "node:assert/strict";

import { requestAs, tokenOf } from "../../connection.mjs";
import { has, refused } from "../../assertions.mjs";
import { addressOf, testTokens } from "../../settings.mjs";

const INVALID_TOKEN = "authentication/invalid_token";
const MISSING_PERMISSION = "services/chatkit_authorizer/authorization/missing_permission";

export async function tokens(sdk, check) {
  await sdk.createUsers({ users: ["alice", "bob"].map((id) => ({ id, name: id })) });
  const getAlice = (jwt) => sdk.apiRequest({ method: "GET", path: "/users/alice", jwt });

  await check("authenticate hands out a token that the server accepts", async () => {
    const { status, body } = sdk.authenticate({ userId: "alice" });
    assert.equal(status, 200);
    has(body, { token_type: "bearer", expires_in: 86400 });
    has(JSON.parse((await getAlice(body.access_token)).body), { id: "alice" });
  });
  await check("authenticate refuses other grants, as the token endpoint of an application does", () => {
    const { status, body } = sdk.authenticate({ userId: "alice", authPayload: { grant_type: "password" } });
    assert.deepEqual([status, body.error], [422, "token_provider/invalid_grant_type"]);
  });
  await check("getServerToken is the SDK's own token, which has every right", async () => {
    has(JSON.parse((await getAlice(sdk.getServerToken())).body), { id: "alice" });
    assert.equal(sdk.getServerToken(), sdk.getServerToken());
  });
  const policy = testTokens ? "given, as the instance says" : "not given unless the instance says so";
  await check(`tokens without a secret are ${policy}`, async () => {
    const asked = await fetch(addressOf("chatkit_token_provider", "v1", "/token?user_id=alice"), {
      method: "POST",
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    const answer = await asked.json();
    if (testTokens) {
      has(answer, { user_id: "alice" });
      await getAlice(answer.access_token);
    } else {
      assert.deepEqual([asked.status, typeof answer.error], [404, "string"]);
    }
  });
  await check("a user reads others and changes only itself", async () => {
    assert.equal((await requestAs(sdk, "bob", "GET", "/users/alice")).statusCode, 200);
    const self = await requestAs(sdk, "bob", "PUT", "/users/bob", { name: "Robert" });
    assert.deepEqual([self.statusCode, self.body], [204, ""]);
    await refused(
      requestAs(sdk, "bob", "PUT", "/users/alice", { name: "Mallory" }),
      401,
      "services/chatkit_authorizer/authorization/invalid_token_subject",
    );
  });
  await check("a user creates no users", () =>
    refused(requestAs(sdk, "bob", "POST", "/users", { id: "x", name: "x" }), 401, MISSING_PERMISSION),
  );
  await check("a user has the default role: rooms are created but not deleted", async () => {
    const room = { id: "lobby", name: "Lobby", private: false };
    assert.equal((await requestAs(sdk, "bob", "POST", "/rooms", room)).statusCode, 201);
    await refused(requestAs(sdk, "bob", "PUT", "/rooms/lobby", { name: "x" }), 401, MISSING_PERMISSION);
    await refused(requestAs(sdk, "bob", "DELETE", "/rooms/lobby"), 401, MISSING_PERMISSION);
  });
  await check("permission is asked before existence", () =>
    refused(requestAs(sdk, "bob", "DELETE", "/rooms/nowhere"), 401, MISSING_PERMISSION),
  );

  await check("an expired token is refused as such", () => {
    const { token } = sdk.generateAccessToken({ su: true, tokenExpiry: -10 });
    return refused(getAlice(token), 401, "authentication/expired");
  });
  await check("a token for another instance is refused", () => {
    const { token } = sdk.generateAccessToken({ su: true, serviceClaims: { instance: "another" } });
    return refused(getAlice(token), 401, INVALID_TOKEN);
  });
  await check("a token of an unknown key is refused", () => {
    const { token } = sdk.generateAccessToken({ su: true, serviceClaims: { iss: "api_keys/another" } });
    return refused(getAlice(token), 401, INVALID_TOKEN);
  });
  await check("a token that was tampered with is refused", () => {
    const [header, claims, signature] = tokenOf(sdk, "alice").split(".");
    const forged = JSON.parse(Buffer.from(claims, "base64url"));
    forged.su = true;
    const rewritten = Buffer.from(JSON.stringify(forged)).toString("base64url");
    return refused(getAlice([header, rewritten, signature].join(".")), 401, INVALID_TOKEN);
  });
  await check("an unsigned token is refused", () => {
    const [, claims] = tokenOf(sdk, "alice").split(".");
    const header = Buffer.from(JSON.stringify({ alg: "none", typ: "JWT" })).toString("base64url");
    return refused(getAlice(`${header}.${claims}.`), 401, INVALID_TOKEN);
  });
  await check("garbage is refused", () => refused(getAlice("garbage"), 401, INVALID_TOKEN));
}
