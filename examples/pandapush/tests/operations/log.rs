//! No secret is in any line of the log, whatever is requested and however much is logged.

use std::net::TcpListener;

use api_core::description::{Description, Segment, Verb};
use pandapush::admin::AdminApi;
use pandapush::publishing::PublishingApi;
use pandapush::server::MetadataApi;
use pandapush::transport::{PushApi, PushSocketApi, PushStreamApi};
use serde_json::{Value, json};

use super::node::{ADMIN_PASSWORD, APPLICATION, KEY, Node, SECRET, command};
use super::wire::{handshake, request};

/// Secrets that only requests have.
const WRONG_PASSWORD: &str = "wrong-password-that-was-sent";
const QUERY: &str = "text-of-a-query";
const COOKIE: &str = "cookie-of-another-session";
const DATA: &str = "data-of-an-event";

/// The APIs of the program. What is served beside them is in `PAGES`.
const APIS: [&Description; 6] = [
    MetadataApi::DESCRIPTION,
    PublishingApi::DESCRIPTION,
    PushApi::DESCRIPTION,
    PushSocketApi::DESCRIPTION,
    PushStreamApi::DESCRIPTION,
    AdminApi::DESCRIPTION,
];

const PAGES: [(&str, &str); 6] = [
    ("GET", "/admin"),
    ("GET", "/login"),
    ("POST", "/admin/session"),
    ("DELETE", "/admin/session"),
    ("GET", "/logout"),
    ("GET", "/nowhere"),
];

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_in_any_line_of_the_log() {
    for (format, filter) in [("text", ""), ("json", ""), ("json", "debug"), ("text", "trace,pandapush=trace")] {
        let filter: &[(&str, &str)] = if filter.is_empty() { &[] } else { &[("PANDAPUSH_LOG", filter)] };
        let node = Node::start(&["--log-format", format], filter);
        let secrets = use_everything(&node).await;
        let log = node.log();
        assert!(log.contains("the node serves"), "{log}");
        assert!(log.contains("an administrator's sign-in was refused"), "{log}");
        for line in log.lines() {
            for secret in &secrets {
                assert!(!line.contains(secret), "{filter:?}: the line has {secret}: {line}");
            }
            assert!(!line.contains('\u{1b}'), "a colour without a terminal: {line}");
            if format == "json" {
                let line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
                assert!(line["timestamp"].is_string() && line["level"].is_string(), "{line}");
            }
        }
    }
}

#[test]
fn no_error_at_the_start_shows_a_password() {
    // Nothing listens there once the listener is gone.
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let database = format!("postgres://user:secret-of-a-database@{closed}/name?connect_timeout=1");
    for (name, value) in [
        ("DATABASE_URL", database.as_str()),
        ("DATABASE_URL", "mysql://user:secret-of-a-database@host/name"),
        ("REDIS_HOSTS", "other://:secret-of-a-database@host"),
        ("REDIS_HOSTS", "redis://:secret-of-a-database@host:port"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut command = command();
        command.args(["serve", "--listen", "127.0.0.1:0"]).env("PANDAPUSH_DATA", folder.path()).env(name, value);
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "{name}={value}");
        assert!(said.contains("pandapush: ") && !said.contains("secret-of-a-database"), "{name}={value}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redis_that_is_away_is_logged_without_its_password() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let hosts = format!("redis://:secret-of-redis@{closed}");
    let variables = [("PANDAPUSH_LOG", "debug"), ("REDIS_URL_ENV_VARS", "CACHE_URL"), ("CACHE_URL", &*hosts)];
    let node = Node::start(&[], &variables);
    let health = request(node.address(), "GET", "/health", "", "").await;
    assert!(health.starts_with("HTTP/1.1 503") && health.contains("\"redis\""), "{health}");
    let publish = format!("/channel/{APPLICATION}/public/x");
    let answer = request(node.address(), "POST", &publish, &basic(KEY, SECRET), "{}").await;
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    let log = node.log();
    assert!(log.contains("an event was not published"), "{log}");
    assert!(!log.contains("secret-of-redis") && !health.contains("secret-of-redis"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn variables_of_the_original_that_have_no_effect_are_named() {
    let node = Node::start(&[], &[("STATSD_HOST", "metrics"), ("LOG_PATH", "")]);
    let log = node.log();
    assert!(log.contains("STATSD_HOST") && !log.contains("LOG_PATH"), "{log}");
}

/// Sends every secret in every place, to every endpoint. Returns the secrets.
async fn use_everything(node: &Node) -> Vec<String> {
    let address = node.address();
    let grants = ["--pub", "--sub"];
    let channel = format!("/{APPLICATION}/**");
    let token = node.run(&[&["admin", "token", APPLICATION, KEY, &*channel][..], &grants].concat()).trim().to_owned();
    let client = handshake(address).await;
    let credentials = [
        basic(KEY, SECRET),
        basic("admin", ADMIN_PASSWORD),
        basic("admin", WRONG_PASSWORD),
        format!("authorization: Token {token}\r\n"),
        format!("cookie: pandapush_session={COOKIE}\r\n"),
    ];
    let message = json!({
        "channel": "/meta/subscribe", "clientId": client, "subscription": format!("/{APPLICATION}/private/x"),
        "ext": {"auth": {"token": token}},
    });
    let publication = json!({
        "channel": format!("/{APPLICATION}/private/x"), "clientId": client, "data": DATA,
        "ext": {"auth": {"key": KEY, "secret": SECRET}},
    });
    // A connect that is answered at once, so that nothing is waited for.
    let connect = json!({
        "channel": "/meta/connect", "clientId": client, "connectionType": "long-polling", "advice": {"timeout": 0},
    });
    let messages = json!([message, publication, connect]).to_string();
    let query = format!("?token={token}&note={QUERY}&message={}", percent_encoded(&messages));
    let form = format!("username=admin&password={WRONG_PASSWORD}");
    for (method, path) in endpoints(&client) {
        for fields in &credentials {
            for body in [&*messages, "{", &form] {
                let kind = if body == form { "content-type: application/x-www-form-urlencoded\r\n" } else { "" };
                let stream = if path.contains(&*client) { "accept: text/event-stream\r\n" } else { "" };
                let fields = format!("{fields}{kind}{stream}");
                let target = format!("{path}{query}");
                if is_stream(&path) {
                    // It is answered and stays open. The connection ends here.
                    let mut wire = super::wire::Wire::open(address).await;
                    wire.send(method, &target, &fields, "").await;
                    wire.until("\r\n\r\n").await;
                } else {
                    request(address, method, &target, &fields, body).await;
                }
            }
        }
    }
    let secrets = [SECRET, ADMIN_PASSWORD, WRONG_PASSWORD, QUERY, COOKIE, DATA, &token, &client];
    // What a program might write of them: the text, and its Base64 in `Authorization`.
    let encoded = credentials.iter().filter_map(|fields| fields.trim_end().strip_prefix("authorization: Basic "));
    secrets.into_iter().chain(encoded).map(str::to_owned).collect()
}

/// Returns method and path of every endpoint. The deletion comes last.
fn endpoints(client: &str) -> Vec<(&'static str, String)> {
    let mut endpoints: Vec<(&str, String)> = PAGES.map(|(method, path)| (method, path.to_owned())).to_vec();
    for api in APIS {
        let mount = if api.base.0.is_empty() && api.name.starts_with("Push") { "/push" } else { "" };
        for endpoint in api.endpoints {
            let segments = api.base.0.iter().chain(endpoint.path.0).map(|segment| match segment {
                Segment::Literal(text) => (*text).to_owned(),
                Segment::Capture("client") => client.to_owned(),
                Segment::Capture("kind") => "private".to_owned(),
                Segment::Capture("key") => KEY.to_owned(),
                Segment::Capture(_) => APPLICATION.to_owned(),
                Segment::Wildcard(_) | Segment::Mixed(_) => "x".to_owned(),
            });
            let path = segments.fold(String::new(), |path, segment| path + "/" + &segment);
            let path = if path.is_empty() && mount.is_empty() { "/".to_owned() } else { format!("{mount}{path}") };
            let method = match endpoint.verb {
                Verb::Post => "POST",
                Verb::Delete => "DELETE",
                _ => "GET",
            };
            endpoints.push((method, path));
        }
    }
    // Revoked keys and deleted applications refuse what follows.
    endpoints.sort_by_key(|(method, path)| (*method == "DELETE", path.ends_with("/revoke")));
    endpoints
}

fn is_stream(path: &str) -> bool {
    path.ends_with("/live") || path.strip_prefix("/push/").is_some_and(|rest| !rest.is_empty())
}

fn basic(user: &str, password: &str) -> String {
    use base64::Engine as _;
    let encoded = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
    format!("authorization: Basic {encoded}\r\n")
}

fn percent_encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
