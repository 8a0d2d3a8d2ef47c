//! Two nodes of one service share a room: what is said on one is heard on the other.
//!
//! `cargo run -p redis-topic --example two_nodes -- redis://127.0.0.1:6379`

use api_core::prelude::*;
use api_core::subscription::Resumed;
use redis_topic::{Options, RedisLogs, RedisTopic};

#[api(base = "/v1")]
trait Rooms {
    #[post("/messages")]
    async fn say(&self, #[body] message: String) -> Result<(), Error>;
    #[subscribe("/messages")]
    async fn listen(&self, #[resume] after: Option<EventId>) -> Result<Subscription<String>, Error>;
}

/// One node. All of them have a topic on the same log.
struct Node(RedisTopic<String>);

impl Node {
    async fn start(redis: &str) -> Result<Self, redis_topic::Error> {
        let logs = RedisLogs::new(redis, Options::default())?;
        RedisTopic::open(logs.log("lobby"), Topic::new(64, LagPolicy::Close)).await.map(Self)
    }
}

impl Rooms for Node {
    async fn say(&self, message: String) -> Result<(), Error> {
        self.0.publish(Event::new(message)).await.map(drop).map_err(|_| Error::unavailable("redis"))
    }

    async fn listen(&self, after: Option<EventId>) -> Result<Subscription<String>, Error> {
        let Some(after) = after else { return Ok(self.0.subscribe()) };
        let (events, resumed) = self.0.resume(&after).await.map_err(|_| Error::unavailable("redis"))?;
        match resumed {
            Resumed::Complete => Ok(events),
            // Most services send a snapshot here. A room of messages has none.
            Resumed::Gap => Err(Error::conflict("messages_missed")),
        }
    }
}

/// Talks and listens on two nodes. Returns what was heard.
pub(crate) async fn run(redis: &str) -> Result<Vec<String>, BoxError> {
    let connect = |node| RoomsApi::connect(InProcess::new(RoomsApi::serve(node)));
    let (first, second) = (connect(Node::start(redis).await?), connect(Node::start(redis).await?));
    let mut heard = Vec::new();
    let mut events = first.listen(None).await?;
    second.say("hello".to_owned()).await?;
    let Next::Event(event) = events.next().await? else { return Err("the subscription has ended".into()) };
    heard.push(event.body);
    // The listener loses its node, misses a message, and goes on with the other node.
    drop(events);
    first.say("anybody?".to_owned()).await?;
    let mut events = second.listen(event.id).await?;
    second.say("here".to_owned()).await?;
    while heard.len() < 3 {
        let Next::Event(event) = events.next().await? else { return Err("the subscription has ended".into()) };
        heard.push(event.body);
    }
    Ok(heard)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), BoxError> {
    let redis = std::env::args().nth(1).unwrap_or_else(|| "redis://127.0.0.1:6379".to_owned());
    println!("heard {:?}", run(&redis).await?);
    Ok(())
}
