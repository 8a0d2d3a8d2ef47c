//! Subscriptions through a real nginx with default settings: no event is held back, and no idle stream is cut.
//!
//! The test needs nginx. If it is missing, the test counts as ignored, or as failed if `CI` is set. The standard test
//! harness cannot ignore a test at run time; therefore this binary has another one.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use api_core::subscription::LagPolicy;
use api_core::{End, Error, Event, Subscription, Topic, api};
use api_server::{Listener, Server, serve};
use api_websocket::{Connection, OpenOptions, client};
use bytes::Bytes;
use http::{Request, Version};
use http_body_util::{BodyExt as _, Empty};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use libtest_mimic::{Arguments, Failed};
use peers::{Nginx, Proxy};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// nginx ends a stream of the server that is silent for this long.
const READ_TIMEOUT: Duration = Duration::from_secs(2);
/// The interval of the server's heartbeats, which keeps streams open.
const HEARTBEAT: Duration = Duration::from_secs(1);
/// The longest time that a test waits for one step, so that a hang becomes a failure.
const STEP_TIMEOUT: Duration = Duration::from_secs(20);

#[api(base = "/feed")]
trait Feed {
    #[subscribe("/events")]
    async fn events(&self) -> Result<Subscription<String>, Error>;
}

struct News(Arc<Topic<String>>);

impl Feed for News {
    async fn events(&self) -> Result<Subscription<String>, Error> {
        Ok(self.0.subscribe())
    }
}

/// A subscriber behind the proxy.
enum Subscriber {
    /// Over HTTP/1.1.
    Stream(hyper::body::Incoming),
    WebSocket(Connection),
}

impl Subscriber {
    /// Opens the subscription in a dialect of HTTP.
    async fn stream(proxy: &Proxy, method: &str, accept: &str) -> Result<Self, Failed> {
        let stream = TcpStream::connect(proxy.address()).await?;
        let (mut requests, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let request = Request::builder().method(method).uri("/feed/events").header("host", "test");
        let response = requests.send_request(request.header("accept", accept).body(Empty::<Bytes>::new())?).await?;
        if response.status() != 200 || response.version() != Version::HTTP_11 {
            return Err(format!("{method} {accept}: {response:?}").into());
        }
        Ok(Self::Stream(response.into_body()))
    }

    async fn websocket(proxy: &Proxy) -> Result<Self, Failed> {
        let stream = TcpStream::connect(proxy.address()).await?;
        let uri = format!("ws://{}/socket/feed/events", proxy.address()).parse()?;
        Ok(Self::WebSocket(client::connect(stream, &uri, OpenOptions::default()).await?.0))
    }

    /// Reads until `text` has arrived. `None` reads to the end. Returns what was read.
    async fn read(&mut self, text: Option<&str>) -> Result<String, Failed> {
        let mut all = String::new();
        let reading = async {
            while !text.is_some_and(|text| all.contains(text)) {
                match self {
                    Self::Stream(body) => match body.frame().await {
                        Some(frame) => all.push_str(std::str::from_utf8(frame?.data_ref().ok_or("no data")?)?),
                        None if text.is_none() => break,
                        None => return Err(Failed::from(format!("cut before {text:?}, after {all:?}"))),
                    },
                    Self::WebSocket(connection) => match connection.receive::<String>().await {
                        Ok(message) => all.push_str(&message),
                        Err(_) if text.is_none() => break,
                        Err(error) => return Err(format!("{error} before {text:?}, after {all:?}").into()),
                    },
                }
            }
            Ok(())
        };
        let read = timeout(STEP_TIMEOUT, reading).await;
        read.map_err(|_| format!("{text:?} is held back, after {all:?}"))??;
        Ok(all)
    }
}

/// Reads a subscription in each dialect at the same time, while `topic` publishes.
async fn check(nginx: Nginx) -> Result<(), Failed> {
    let topic = Arc::new(Topic::new(64, LagPolicy::Close));
    let server = Server::new(FeedApi::serve(News(topic.clone()))).heartbeat(HEARTBEAT);
    let listening = serve(Listener::bind("127.0.0.1:0").await?, server);
    let (upstream, shutdown) = (listening.local_addr(), listening.shutdown_handle());
    let serving = tokio::spawn(std::future::IntoFuture::into_future(listening));
    // The lines for WebSockets are those of nginx's manual. Everything else is as it comes.
    let proxy = nginx.start(&format!(
        "        proxy_read_timeout {}s;
        location / {{
            proxy_pass http://{upstream};
        }}
        location /socket/ {{
            proxy_pass http://{upstream}/;
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection \"upgrade\";
        }}",
        READ_TIMEOUT.as_secs()
    ))?;
    let mut subscribers = [
        ("server-sent events", Subscriber::stream(&proxy, "GET", "text/event-stream").await?),
        ("NDJSON", Subscriber::stream(&proxy, "GET", "application/x-ndjson").await?),
        ("elements", Subscriber::stream(&proxy, "SUBSCRIBE", "*/*").await?),
        ("a WebSocket", Subscriber::websocket(&proxy).await?),
    ];
    // Each event arrives before the next is published. The large one is more than nginx's buffers.
    for text in ["first".to_owned(), "second".to_owned(), "x".repeat(200_000) + "large", "fourth".to_owned()] {
        topic.publish_now(Event::new(text.clone()));
        for (name, subscriber) in &mut subscribers {
            subscriber.read(Some(&text)).await.map_err(|error| format!("{name}: {error:?}"))?;
        }
    }
    // Nothing but heartbeats for longer than nginx waits.
    tokio::time::sleep(READ_TIMEOUT * 2).await;
    topic.publish_now(Event::new("after the silence".to_owned()));
    for (name, subscriber) in &mut subscribers {
        subscriber.read(Some("after the silence")).await.map_err(|error| format!("{name}: {error:?}"))?;
    }
    topic.finish(&End::because(410, "no more news"));
    for (name, subscriber) in &mut subscribers {
        let rest = subscriber.read(None).await.map_err(|error| format!("{name}: {error:?}"))?;
        if !rest.contains("410") {
            return Err(format!("{name} has no end: {rest:?}").into());
        }
    }
    shutdown.shut_down();
    timeout(STEP_TIMEOUT, serving).await???;
    if proxy.log().contains("[error]") {
        return Err(proxy.log().into());
    }
    Ok(())
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let nginx = if arguments.list { None } else { Nginx::find() };
    let trial = peers::trial("subscriptions_pass_through_nginx", nginx, |nginx| {
        tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(check(nginx))
    });
    libtest_mimic::run(&arguments, vec![trial]).exit_code()
}
