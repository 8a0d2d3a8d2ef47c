// Access tokens: tokens that the SDK issues, and tokens that the server must reject.

import assert from "node:assert/strict";

import { requestAs, tokenOf } from "../../connection.mjs";
import { has, refused } from "../../assertions.mjs";
import { addressOf, testTokens } from "../../settings.mjs";

const INVALID_TOKEN = "authentication/jwt/invalid";
const MISSING_PERMISSION = "services/chatkit_authorizer/authorization/missing_permission";

export async function tokens(sdk, check) {
  await sdk.createUsers({ users: ["alice", "bob"].map((id) => ({ id, name: id })) });
  const getAlice = (jwt) => sdk.apiRequest({ method: "GET", path: "/users/alice", jwt });

  await check("authenticate issues a token that the server accepts", async () => {
    const { status, body } = sdk.authenticate({ userId: "alice" });
    assert.equal(status, 200);
    has(body, { token_type: "bearer", expires_in: 86400 });
    has(JSON.parse((await getAlice(body.access_token)).body), { id: "alice" });
  });
  await check("authenticate rejects other grant types", () => {
    const { status, body } = sdk.authenticate({ userId: "alice", authPayload: { grant_type: "password" } });
    assert.deepEqual([status, body.error], [422, "token_provider/invalid_grant_type"]);
  });
  await check("getServerToken returns the SDK's superuser token", async () => {
    has(JSON.parse((await getAlice(sdk.getServerToken())).body), { id: "alice" });
    assert.equal(sdk.getServerToken(), sdk.getServerToken());
  });
  await check(`the test token provider is ${testTokens ? "on" : "off"}`, async () => {
    const response = await fetch(addressOf("chatkit_token_provider", "v1", "/token?user_id=alice"), {
      method: "POST",
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    const answer = await response.json();
    if (testTokens) {
      has(answer, { user_id: "alice" });
      await getAlice(answer.access_token);
    } else {
      assert.deepEqual([response.status, typeof answer.error], [404, "string"]);
    }
  });
  await check("a user can read other users and change only itself", async () => {
    assert.equal((await requestAs(sdk, "bob", "GET", "/users/alice")).statusCode, 200);
    const self = await requestAs(sdk, "bob", "PUT", "/users/bob", { name: "Robert" });
    assert.deepEqual([self.statusCode, self.body], [204, ""]);
    await refused(
      requestAs(sdk, "bob", "PUT", "/users/alice", { name: "Mallory" }),
      401,
      "services/chatkit_authorizer/authorization/invalid_token_subject",
    );
  });
  await check("a user cannot create users", () =>
    refused(requestAs(sdk, "bob", "POST", "/users", { id: "x", name: "x" }), 401, MISSING_PERMISSION),
  );
  await check("the default role can create rooms but not change or delete them", async () => {
    const room = { id: "lobby", name: "Lobby", private: false };
    assert.equal((await requestAs(sdk, "bob", "POST", "/rooms", room)).statusCode, 201);
    await refused(requestAs(sdk, "bob", "PUT", "/rooms/lobby", { name: "x" }), 401, MISSING_PERMISSION);
    await refused(requestAs(sdk, "bob", "DELETE", "/rooms/lobby"), 401, MISSING_PERMISSION);
  });
  await check("permission is checked before existence", () =>
    refused(requestAs(sdk, "bob", "DELETE", "/rooms/nowhere"), 401, MISSING_PERMISSION),
  );

  await check("an expired token is rejected as expired", () => {
    const { token } = sdk.generateAccessToken({ su: true, tokenExpiry: -10 });
    return refused(getAlice(token), 401, "authentication/expired");
  });
  await check("a token for another instance is rejected", () => {
    const { token } = sdk.generateAccessToken({ su: true, serviceClaims: { instance: "another" } });
    return refused(getAlice(token), 401, INVALID_TOKEN);
  });
  await check("a token of an unknown key is rejected", () => {
    const { token } = sdk.generateAccessToken({ su: true, serviceClaims: { iss: "api_keys/another" } });
    return refused(getAlice(token), 401, INVALID_TOKEN);
  });
  await check("a token with changed claims is rejected", () => {
    const [header, claims, signature] = tokenOf(sdk, "alice").split(".");
    const forged = JSON.parse(Buffer.from(claims, "base64url"));
    forged.su = true;
    const rewritten = Buffer.from(JSON.stringify(forged)).toString("base64url");
    return refused(getAlice([header, rewritten, signature].join(".")), 401, INVALID_TOKEN);
  });
  await check("an unsigned token is rejected", () => {
    const [, claims] = tokenOf(sdk, "alice").split(".");
    const header = Buffer.from(JSON.stringify({ alg: "none", typ: "JWT" })).toString("base64url");
    return refused(getAlice(`${header}.${claims}.`), 401, INVALID_TOKEN);
  });
  await check("a malformed token is rejected", () => refused(getAlice("garbage"), 401, INVALID_TOKEN));
}
