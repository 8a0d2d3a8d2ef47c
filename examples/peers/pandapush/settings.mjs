// The server under test, from the arguments, and the application that it has at its start.

const [program, data] = process.argv.slice(2);
if (!program || !data) {
  console.error("Arguments: the path of the program pandapush, the folder for its data, and names of suites.");
  process.exit(2);
}

export const settings = {
  program,
  data,
  // All suites if empty.
  suites: process.argv.slice(4),
  app: "devapp",
  key: "devkey",
  secret: "devsecret",
};

// The server inherits these.
Object.assign(process.env, {
  DEV_APPLICATION_ID: settings.app,
  DEV_KEY_ID: settings.key,
  DEV_KEY_SECRET: settings.secret,
  AUTH_METHOD: "basic",
  ADMIN_USERNAME: "admin",
  ADMIN_PASSWORD: "secret",
});
