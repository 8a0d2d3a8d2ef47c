// Settings from environment variables: the server under test and its features.

export const settings = {
  host: required("CHATKIT_HOST"),
  port: required("CHATKIT_PORT"),
  instanceLocator: required("CHATKIT_INSTANCE"),
  key: required("CHATKIT_KEY"),
};

// Whether the server uses HTTP without TLS. The SDKs support TLS only.
export const plain = process.env.CHATKIT_PLAIN === "1";

// Whether the test token provider is on.
export const testTokens = process.env.CHATKIT_TEST_TOKENS === "true";

export const address = `${plain ? "http" : "https"}://${settings.host}:${settings.port}`;

// Returns the URL of a resource of a service.
export const addressOf = (service, version, path) =>
  `${address}/services/${service}/${version}/${settings.instanceLocator.split(":")[2]}${path}`;

function required(name) {
  const value = process.env[name];
  if (!value) {
    console.error(`${name} is not set.`);
    console.error("Required: CHATKIT_HOST, CHATKIT_PORT, CHATKIT_INSTANCE and CHATKIT_KEY.");
    console.error("Optional: NODE_EXTRA_CA_CERTS for a private certificate authority, CHATKIT_PLAIN=1 without TLS,");
    console.error("CHATKIT_TEST_TOKENS=true if the test token provider is on.");
    process.exit(2);
  }
  return value;
}
