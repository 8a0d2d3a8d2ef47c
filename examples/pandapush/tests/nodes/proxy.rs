//! Two nodes behind nginx with the configuration of the compose file.

use std::fs;

use libtest_mimic::Trial;
use peers::{Nginx, Proxy, Redis, trial};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::client::{Client, Poller};
use super::http::request;
use super::world::{ADMIN, KEY, PATIENCE, World, block_on};

const CONFIGURATION: &str = include_str!("../../nginx.conf");
const CHANNEL: &str = "/app/public/x";

pub(crate) fn trials() -> Vec<Trial> {
    let engines = || Redis::find().zip(Nginx::find());
    vec![
        trial("every_transport_works_through_nginx_without_stickiness", engines(), |(redis, nginx)| {
            block_on(transports(redis, nginx));
            Ok(())
        }),
        trial("nginx_goes_on_with_the_other_node_when_one_is_killed", engines(), |(redis, nginx)| {
            block_on(killed(redis, nginx));
            Ok(())
        }),
    ]
}

/// nginx in front of all nodes of a world.
struct Front {
    proxy: Proxy,
    folder: TempDir,
}

impl Front {
    fn of(world: &World, nginx: Nginx) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("access.log");
        let (before, server) = CONFIGURATION.split_once("\nserver {\n").unwrap();
        let mut before = format!("{before}\n");
        for (index, node) in world.nodes.iter().enumerate() {
            let name = format!("node{}:3000", index + 1);
            assert!(before.contains(&name));
            before = before.replace(&name, node.address().trim_start_matches("http://"));
        }
        let server = server.trim_end().strip_suffix('}').unwrap();
        let server = server.replace("    listen 80;\n", "");
        let server = server.replace("/var/log/nginx/access.log", log.to_str().unwrap());
        Self { proxy: nginx.start_beside(&before, &server).unwrap(), folder }
    }

    fn address(&self) -> String {
        format!("http://{}", self.proxy.address())
    }

    fn access_log(&self) -> String {
        fs::read_to_string(self.folder.path().join("access.log")).unwrap()
    }
}

async fn transports(redis: Redis, nginx: Nginx) {
    let world = World::new(redis, 2);
    let front = Front::of(&world, nginx);
    let address = front.address();
    let mut sockets = [Client::start(&address).await, Client::start(&address).await];
    let mut poller = Poller::start(vec![address.clone()]).await;
    for socket in &mut sockets {
        assert_eq!(socket.subscribe(CHANNEL, None).await["successful"], true);
    }
    poller.subscribe(CHANNEL).await;
    let streamed = Poller::start(vec![address.clone()]).await;
    let mut stream = Stream::open(&front, &streamed.id).await;
    let mut streamed = streamed;
    streamed.subscribe(CHANNEL).await;

    for number in 0..10 {
        let data = json!({"n": number});
        let target = format!("/channel{CHANNEL}?note=text-of-a-query");
        assert_eq!(request(&address, "POST", &target, KEY, &data.to_string()).await.unwrap().status, 200);
        for socket in &mut sockets {
            assert_eq!(socket.event().await, data);
        }
        assert_eq!(stream.event().await["data"], data, "the proxy holds events back");
        assert_eq!(poller.poll().await, [data]);
    }
    assert_eq!(request(&address, "GET", "/metrics", "", "").await.unwrap().status, 404);
    assert_eq!(request(&address, "GET", "/admin/api/info", ADMIN, "").await.unwrap().status, 200);
    let log = front.access_log();
    assert!(log.contains(r#""GET /push/..." "#) || log.contains("/channel/app/public/x"), "{log}");
    for secret in ["text-of-a-query", &*streamed.id, &*poller.id] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
}

async fn killed(redis: Redis, nginx: Nginx) {
    let mut world = World::new(redis, 2);
    let front = Front::of(&world, nginx);
    let address = front.address();
    let mut poller = Poller::start(vec![address.clone()]).await;
    poller.subscribe(CHANNEL).await;
    world.nodes[0].kill().unwrap();
    for number in 0..20 {
        let data = json!({"n": number});
        let published = request(&address, "POST", &format!("/channel{CHANNEL}"), KEY, &data.to_string()).await;
        assert_eq!(published.unwrap().status, 200, "publication {number}");
        assert_eq!(poller.poll().await, [data]);
    }
}

/// A stream of server-sent events.
struct Stream(BufReader<TcpStream>);

impl Stream {
    async fn open(front: &Front, client: &str) -> Self {
        let mut stream = TcpStream::connect(front.proxy.address()).await.unwrap();
        let head = format!("GET /push/{client} HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut stream = Self(BufReader::new(stream));
        stream.line_with("retry: ").await;
        stream
    }

    /// Returns the next event.
    async fn event(&mut self) -> Value {
        let line = self.line_with("data: ").await;
        let messages: Value = serde_json::from_str(&line).unwrap();
        messages[0].clone()
    }

    /// Returns what follows a text in the first line that has it.
    async fn line_with(&mut self, text: &str) -> String {
        loop {
            let mut line = String::new();
            let read = timeout(PATIENCE, self.0.read_line(&mut line)).await.expect("nothing came in time").unwrap();
            assert_ne!(read, 0, "the stream ended");
            if let Some(rest) = line.strip_prefix(text) {
                return rest.trim_end().to_owned();
            }
        }
    }
}
