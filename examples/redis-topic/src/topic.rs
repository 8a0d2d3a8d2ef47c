//! A topic of events that several processes share.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use api_core::subscription::{Resumed, SourceItem};
use api_core::{End, Event, EventId, Failure, Subscription, Topic};
use futures_core::Stream;
use futures_util::stream;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::task::JoinHandle;

use crate::entry::Item;
use crate::error::Error;
use crate::follower::Follower;
use crate::log::RedisLog;
use crate::position::Position;
use crate::record::{decode, encode};

/// The most events that a resumed subscription reads from Redis at once.
const PAGE: usize = 64;

/// A topic that several processes share: an event that one of them publishes reaches the subscribers of all.
///
/// Each process has a [`Topic`] of its own, which this one feeds. So an event is encoded once for all subscribers of a
/// process, and their queues and the policy for slow ones are those of that topic. The id of an event is its position
/// in the log, the same in all processes, so a subscription resumes in any of them.
///
/// If events were lost, all subscriptions of the process end with [`End::upstream_lost`], after the events before the
/// gap. Clients subscribe again then with their last id, and [`RedisTopic::resume`] says that there is a gap.
///
/// ```no_run
/// use api_core::subscription::LagPolicy;
/// use api_core::{Event, Topic};
/// use redis_topic::{Options, RedisLogs, RedisTopic};
///
/// # async fn example() -> Result<(), redis_topic::Error> {
/// let logs = RedisLogs::new("redis://127.0.0.1:6379", Options::default())?;
/// let room = RedisTopic::open(logs.log("lobby"), Topic::new(64, LagPolicy::Close)).await?;
/// let subscription = room.subscribe();
/// room.publish(Event::new("hello".to_owned())).await?;
/// # Ok(())
/// # }
/// ```
pub struct RedisTopic<T> {
    log: RedisLog,
    topic: Arc<Topic<T>>,
    feed: JoinHandle<()>,
}

impl<T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static> RedisTopic<T> {
    /// Opens a topic on a log, and feeds `topic` with the events that any process publishes from now on, in a task.
    ///
    /// # Errors
    /// Returns an error if Redis did not answer within the time limit.
    pub async fn open(log: RedisLog, topic: Topic<T>) -> Result<Self, Error> {
        let follower = log.follow(log.position().await?);
        let topic = Arc::new(topic);
        let feed = tokio::spawn(feed(follower, topic.clone()));
        Ok(Self { log, topic, feed })
    }

    /// Publishes an event to the subscribers in all processes, and returns its id. An id that it has is replaced.
    ///
    /// Events that are published one after the other arrive in this order.
    ///
    /// # Errors
    /// Returns [`Error::Unknown`] if the time is over and the event may have been published. After any other error it
    /// was not.
    ///
    /// # Cancel safety
    /// Not cancel safe: if the future is dropped, the event may or may not be published.
    pub async fn publish(&self, event: Event<T>) -> Result<EventId, Error> {
        let position = self.log.append(encode(&event)?).await?;
        Ok(EventId::from(position.to_string()))
    }

    /// Subscribes to all events from now on, in whatever process they are published.
    ///
    /// Events that were published shortly before may be among them.
    pub fn subscribe(&self) -> Subscription<T> {
        self.topic.subscribe()
    }

    /// Subscribes to all events after the one with an id, as far as the log reaches. The id may be that of an event
    /// that another process has sent.
    ///
    /// The events are read from Redis page by page as the subscriber takes them, unless the history of the topic in
    /// this process has them ([`Topic::with_history`]). Of an id that is no position, as of one that the log has
    /// forgotten, nothing is known: the subscription begins with what the log has, or from now on, and there is a gap.
    ///
    /// # Errors
    /// Returns an error if Redis did not answer within the time limit.
    pub async fn resume(&self, last: &EventId) -> Result<(Subscription<T>, Resumed), Error> {
        let (subscription, resumed) = self.topic.subscribe_after(last);
        if resumed == Resumed::Complete {
            return Ok((subscription, resumed));
        }
        let Ok(position) = last.as_str().parse() else { return Ok((subscription, Resumed::Gap)) };
        // The subscription is open by now, so what is appended after this page is in its queue.
        let mut missed = Missed::new(&self.log, position).await?;
        let resumed = if missed.skip_loss::<T>() { Resumed::Gap } else { Resumed::Complete };
        let reached = missed.reached.clone();
        let rest = subscription.filtering(move |event| reached.is_before(event));
        Ok((rest.preceded_by(missed.into_stream()), resumed))
    }

    /// Returns the topic of this process, for example to subscribe with a snapshot or to count subscribers. What is
    /// published on it directly stays in this process.
    pub fn topic(&self) -> &Topic<T> {
        &self.topic
    }

    /// Returns the log that the processes share.
    pub fn log(&self) -> &RedisLog {
        &self.log
    }
}

impl<T> Drop for RedisTopic<T> {
    fn drop(&mut self) {
        self.feed.abort();
    }
}

impl<T> fmt::Debug for RedisTopic<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RedisTopic").field("log", &self.log).finish_non_exhaustive()
    }
}

/// Publishes what a log has on the topic of this process. Never ends.
async fn feed<T>(mut follower: Follower, topic: Arc<Topic<T>>)
where
    T: Clone + DeserializeOwned + Send + Sync + 'static,
{
    loop {
        match event(&follower.next().await) {
            Some(event) => topic.publish(event).await,
            None => topic.interrupt(&End::upstream_lost()),
        }
    }
}

/// Reads an event. `None` if it is lost: at a gap, and if it is not readable, since another version of the program may
/// have published it.
fn event<T: DeserializeOwned>(item: &Item) -> Option<Event<T>> {
    let Item::Entry(entry) = item else { return None };
    let event = decode(entry);
    event.inspect_err(|error| tracing::warn!(position = %entry.position, %error, "an event cannot be read")).ok()
}

/// The position up to which events were read from the log. The same events may be in the queue of the topic.
#[derive(Debug, Clone, Default)]
struct Reached(Arc<Mutex<Option<Position>>>);

impl Reached {
    fn set(&self, position: Position) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(position);
    }

    fn is_before<T>(&self, event: &Event<T>) -> bool {
        let reached = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let position: Option<Position> = event.id.as_ref().and_then(|id| id.as_str().parse().ok());
        // An event without a position was published in this process alone.
        position.is_none_or(|position| reached.is_none_or(|reached| reached < position))
    }
}

/// The events that a resumed subscription has missed, read page by page.
struct Missed {
    log: RedisLog,
    items: VecDeque<Item>,
    /// Where the next page begins.
    position: Position,
    more: bool,
    lost: bool,
    reached: Reached,
}

impl Missed {
    async fn new(log: &RedisLog, position: Position) -> Result<Self, Error> {
        let mut missed = Self {
            log: log.clone(),
            items: VecDeque::new(),
            position,
            more: true,
            lost: false,
            reached: Reached::default(),
        };
        missed.read_page().await?;
        Ok(missed)
    }

    async fn read_page(&mut self) -> Result<(), Error> {
        let page = self.log.read(self.position, PAGE).await?;
        (self.items, self.position, self.more) = (page.items.into(), page.position, page.more);
        Ok(())
    }

    /// Removes gaps and unreadable events from the beginning, and returns whether there were any. A subscription that
    /// ended at one of them has to be able to go on behind it.
    fn skip_loss<T: DeserializeOwned>(&mut self) -> bool {
        let length = self.items.len();
        while self.items.front().is_some_and(|item| event::<T>(item).is_none()) {
            self.items.pop_front();
        }
        self.items.len() < length
    }

    async fn next<T: DeserializeOwned>(&mut self) -> Option<SourceItem<T>> {
        if self.items.is_empty() && !self.lost {
            if !self.more {
                self.reached.set(self.position);
                return None;
            }
            if let Err(error) = self.read_page().await {
                tracing::debug!(%error, "the events before a resumed subscription cannot be read");
                self.lost = true;
            }
        }
        match self.items.pop_front() {
            Some(item) => match event(&item) {
                Some(event) => return Some(SourceItem::Event(event)),
                None => self.lost = true,
            },
            // The last page was full and nothing has followed it.
            None if !self.lost => {
                self.reached.set(self.position);
                return None;
            }
            None => {}
        }
        Some(SourceItem::End(End::upstream_lost()))
    }

    fn into_stream<T>(self) -> impl Stream<Item = Result<SourceItem<T>, Failure>> + Send + 'static
    where
        T: DeserializeOwned + Send + 'static,
    {
        stream::unfold(self, |mut missed| async move { missed.next().await.map(|item| (Ok(item), missed)) })
    }
}
