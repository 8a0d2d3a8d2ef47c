// Access tokens, signed in the page: for a superuser, and for users with the permissions of their roles.

const LIFETIME = 3600;

export class Tokens {
  #known = new Map();
  #claims;
  #key;

  constructor({ instanceId, keyId, secret }) {
    if (!crypto.subtle) throw new Error("Browsers can sign tokens only on pages served over https or from this machine.");
    this.#claims = { instance: instanceId, iss: `api_keys/${keyId}` };
    this.#key = crypto.subtle.importKey("raw", utf8(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  }

  // Returns the token of a user, or without a user that of a superuser. A token is renewed 30 seconds before it
  // expires.
  async of(user) {
    const known = this.#known.get(user);
    if (known && known.expires > seconds() + 30) return known.token;
    const token = await this.sign(user, LIFETIME);
    this.#known.set(user, { token, expires: seconds() + LIFETIME });
    return token;
  }

  forget(user) {
    this.#known.delete(user);
  }

  async sign(user, lifetime) {
    const iat = seconds();
    const who = user === undefined ? { su: true } : { sub: user };
    const claims = { ...this.#claims, iat, exp: iat + lifetime, ...who };
    const signed = [{ alg: "HS256", typ: "JWT" }, claims].map((part) => base64url(utf8(JSON.stringify(part)))).join(".");
    return `${signed}.${base64url(new Uint8Array(await crypto.subtle.sign("HMAC", await this.#key, utf8(signed))))}`;
  }
}

const seconds = () => Math.floor(Date.now() / 1000);
const utf8 = (text) => new TextEncoder().encode(text);
const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
