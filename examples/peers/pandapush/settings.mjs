// The server under test, from the arguments, and the application that it has at its start.

const [program, data, ...selected] = process.argv.slice(2);
if (!program || !data) {
  console.error("Arguments: the path of the program pandapush and the folder for its data.");
  console.error("Further arguments select libraries, transports and suites by name.");
  process.exit(2);
}

export const settings = {
  program,
  data,
  app: "devapp",
  key: "devkey",
  secret: "devsecret",
};

// Returns the selected ones of the names, or all if none of them is selected.
export function selection(names) {
  const found = names.filter((name) => selected.includes(name));
  return found.length > 0 ? found : names;
}

// The server inherits these.
Object.assign(process.env, {
  DEV_APPLICATION_ID: settings.app,
  DEV_KEY_ID: settings.key,
  DEV_KEY_SECRET: settings.secret,
  AUTH_METHOD: "basic",
  ADMIN_USERNAME: "admin",
  ADMIN_PASSWORD: "secret",
});
