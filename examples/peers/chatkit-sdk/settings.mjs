// Where the server under test is, as the environment says.

export const settings = {
  host: required("CHATKIT_HOST"),
  port: required("CHATKIT_PORT"),
  instanceLocator: required("CHATKIT_INSTANCE"),
  key: required("CHATKIT_KEY"),
};

// Whether the server speaks plain HTTP. The SDKs are made for TLS only.
export const plain = process.env.CHATKIT_PLAIN === "1";

// Whether the server gives test tokens to anybody.
export const testTokens = process.env.CHATKIT_TEST_TOKENS === "true";

export const address = `${plain ? "http" : "https"}://${settings.host}:${settings.port}`;

// The address of a service's resource.
export const addressOf = (service, version, path) =>
  `${address}/services/${service}/${version}/${settings.instanceLocator.split(":")[2]}${path}`;

function required(name) {
  const value = process.env[name];
  if (!value) {
    console.error(`${name} is not set; needed are CHATKIT_HOST, CHATKIT_PORT, CHATKIT_INSTANCE, CHATKIT_KEY, and`);
    console.error("NODE_EXTRA_CA_CERTS for a server with a certificate of its own or CHATKIT_PLAIN=1 for one without;");
    console.error("CHATKIT_TEST_TOKENS=true says that the server gives test tokens");
    process.exit(2);
  }
  return value;
}
