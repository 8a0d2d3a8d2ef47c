//! Backpressure in both directions: a slow end limits what the other end produces and reads.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use api_core::subscription::LagPolicy;
use api_core::websocket::ConnectionOptions;
use api_core::{Compose as _, Event, Messages, Model, Subscription, Topic, api};
use futures_util::stream;
use serde::{Deserialize, Serialize};

use super::peer::{close, settle, text};
use super::server::{Oops, opening, send};

#[derive(Debug, Clone, Serialize, Deserialize, Model)]
struct Load {
    text: String,
}

fn load() -> Load {
    Load { text: "x".repeat(989) }
}

/// The size of one message on the wire.
const SIZE: usize = 4 + 1001;
/// The write buffer.
const BUFFER: usize = 10_000;

#[api(errors = Oops)]
trait Loads {
    /// Sends endlessly, from a stream.
    #[duplex("/pushed")]
    async fn pushed(&self, input: Messages<Load>) -> Result<Messages<Load>, Oops>;
    /// Sends endlessly, from another task.
    #[duplex("/channel")]
    async fn channel(&self, input: Messages<Load>) -> Result<Messages<Load>, Oops>;
    /// Takes a message whenever the test permits one.
    #[duplex("/taken")]
    async fn taken(&self, input: Messages<Load>) -> Result<Messages<Load>, Oops>;
    /// Publishes events endlessly.
    #[subscribe("/events")]
    async fn events(&self) -> Result<Subscription<Load>, Oops>;
    /// Publishes the events of a topic.
    #[subscribe("/topic")]
    async fn topic(&self) -> Result<Subscription<Load>, Oops>;
}

struct Counting {
    count: Arc<AtomicUsize>,
    go: Arc<tokio::sync::Semaphore>,
    topic: Arc<Topic<Load>>,
}

impl Counting {
    fn endless(&self) -> impl futures_util::Stream<Item = Load> + Send + 'static {
        let count = self.count.clone();
        stream::repeat_with(move || {
            count.fetch_add(1, Ordering::SeqCst);
            load()
        })
    }
}

impl Loads for Counting {
    async fn pushed(&self, _: Messages<Load>) -> Result<Messages<Load>, Oops> {
        Ok(Messages::new(self.endless()))
    }

    async fn channel(&self, _: Messages<Load>) -> Result<Messages<Load>, Oops> {
        let (sender, messages) = Messages::channel(4);
        let count = self.count.clone();
        tokio::spawn(async move {
            while sender.send(load()).await.is_ok() {
                count.fetch_add(1, Ordering::SeqCst);
            }
        });
        Ok(messages)
    }

    async fn taken(&self, input: Messages<Load>) -> Result<Messages<Load>, Oops> {
        let go = self.go.clone();
        Ok(Messages::new(stream::unfold((input, go), |(mut input, go)| async {
            go.acquire().await.expect("never closed").forget();
            let message = input.next().await?.ok()?;
            Some((message, (input, go)))
        })))
    }

    async fn events(&self) -> Result<Subscription<Load>, Oops> {
        let events = futures_util::StreamExt::map(self.endless(), Event::new);
        Ok(Subscription::new(events))
    }

    async fn topic(&self) -> Result<Subscription<Load>, Oops> {
        Ok(self.topic.subscribe())
    }
}

fn counting() -> (Counting, Arc<AtomicUsize>) {
    let count = Arc::<AtomicUsize>::default();
    let topic = Arc::new(Topic::new(8, LagPolicy::Backpressure));
    (Counting { count: count.clone(), go: Arc::new(tokio::sync::Semaphore::new(0)), topic }, count)
}

async fn open(loads: Counting, path: &str) -> super::server::Answered {
    let options = ConnectionOptions::default().write_buffer(BUFFER);
    let answered = send(LoadsApi::serve(loads).websocket_options(options), opening(path)).await;
    assert_eq!(answered.status.as_u16(), 101, "{:?}", answered.body);
    answered
}

/// Checks that no more messages are produced than the buffers hold and the peer reads.
///
/// The peer reads nothing at first, and then a hundred messages. `beside` is the number of messages that fit outside
/// the write buffer.
async fn check_bounded(path: &str, beside: usize) {
    let (loads, count) = counting();
    let (end, room) = (BUFFER / SIZE + beside, 100);
    let answered = open(loads, path).await;
    answered.peer.room(0);
    // Messages that were sent before the limit do not count.
    let mut before = answered.peer.take_received().await.len();
    settle().await;
    before += answered.peer.take_received().await.len();
    let made = count.load(Ordering::SeqCst);
    assert!(made <= before / SIZE + end, "{path}: {made} produced, {before} bytes sent");
    settle().await;
    assert_eq!(count.load(Ordering::SeqCst), made, "{path}: production stops");
    answered.peer.room(room * SIZE);
    settle().await;
    let more = count.load(Ordering::SeqCst) - made;
    assert!(more <= room + end && more >= room / 2, "{path}: {more} produced afterwards");
}

#[tokio::test]
async fn a_peer_that_reads_slowly_holds_back_the_messages_of_a_stream() {
    check_bounded("/pushed", 4).await;
}

#[tokio::test]
async fn a_peer_that_reads_slowly_holds_back_the_messages_of_a_channel() {
    // Four messages in the channel, and one in the sender that waits.
    check_bounded("/channel", 8).await;
}

#[tokio::test]
async fn a_peer_that_reads_slowly_holds_back_events() {
    check_bounded("/events", 4).await;
}

#[tokio::test]
async fn a_peer_that_reads_slowly_holds_back_the_publisher_of_a_topic() {
    let (loads, _) = counting();
    let topic = loads.topic.clone();
    let answered = open(loads, "/topic").await;
    answered.peer.room(0);
    let published = Arc::<AtomicUsize>::default();
    let counter = published.clone();
    let publishing = tokio::spawn(async move {
        loop {
            topic.publish(Event::new(load())).await;
            counter.fetch_add(1, Ordering::SeqCst);
        }
    });
    settle().await;
    settle().await;
    let count = published.load(Ordering::SeqCst);
    assert!(count <= BUFFER / SIZE + 8 + 4, "{count}");
    answered.peer.take_received().await;
    answered.peer.room(usize::MAX);
    answered.peer.take_received().await;
    settle().await;
    assert!(published.load(Ordering::SeqCst) > count, "publishing goes on");
    publishing.abort();
}

#[tokio::test]
async fn a_handler_that_reads_slowly_holds_back_its_peer() {
    let (loads, _) = counting();
    let go = loads.go.clone();
    let answered = open(loads, "/taken").await;
    let message = text(&serde_json::to_string(&load()).expect("JSON"));
    for _ in 0..100 {
        answered.peer.send(&message);
        settle().await;
    }
    // One message is read ahead. The same read may have returned another one.
    assert!(answered.peer.untaken() >= 97 * message.len(), "{} are left", answered.peer.untaken());
    for taken in 1..=100 {
        go.add_permits(1);
        assert_eq!(answered.peer.frame().await.0, 0x81, "{taken}");
    }
    answered.peer.send(&close(1000, ""));
    assert_eq!(answered.peer.untaken(), close(1000, "").len());
    go.add_permits(1);
    assert_eq!(answered.peer.frame().await.0, 0x88);
}
