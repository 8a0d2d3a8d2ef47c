// Examples of programs that use a key.

// Returns a shell command that publishes with the key and the secret.
export function publishSnippet(application, { id, secret }) {
  const url = `${location.origin}/channel/${application}/public/hello`;
  return `PANDAPUSH_KEY=${quoted(`${id}:${secret}`)}
curl ${quoted(url)} \\
  -u "$PANDAPUSH_KEY" \\
  -H 'Content-Type: application/json' \\
  -d '{"text":"Hello"}'
`;
}

// Returns a part of a page that subscribes with client.js.
export function browserSnippet(application) {
  const channel = (kind) => JSON.stringify(`/${application}/${kind}/hello`);
  return `<script src="${location.origin}/client.js"></script>
<script>
  const client = new Pandapush.Client(${JSON.stringify(`${location.origin}/push`)});

  // Everybody may read public channels.
  client.subscribe(${channel("public")}, (message) => console.log(message));

  // Private channels need a token. Your server signs it with the secret of a key, and never sends the secret.
  const token = () => fetch("/my-token").then((answer) => answer.text());
  token().then((token) => client.subscribeTo(${channel("private")}, token, (message) => console.log(message)));
</script>
`;
}

// Returns a word of a shell. Quotation marks in single quotes end them, are escaped, and begin them again.
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
