//! Events on the wire: one message per frame, keep-alives between them, and an end at shutdown.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use api_core::dialect::EventStream;
use api_core::subscription::End;
use bytes::Bytes;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::panic::catch;
use crate::shutdown::ShutdownSignal;

/// The messages of a subscription, interleaved with keep-alives.
pub(crate) struct Messages {
    events: EventStream,
    interval: Duration,
    due: Instant,
    heartbeat: Pin<Box<Sleep>>,
    shutdown: Pin<Box<dyn Future<Output = ()> + Send>>,
    ended: bool,
}

impl Messages {
    /// Interleaves a subscription's events with keep-alives until the subscription ends or the server shuts down.
    pub(crate) fn new(events: EventStream, shutdown: ShutdownSignal) -> Self {
        // An interval of zero would leave no time for events.
        let interval = events.keep_alive().interval.max(Duration::from_millis(1));
        let due = Instant::now() + interval;
        let heartbeat = Box::pin(sleep_until(due));
        Self { events, interval, due, heartbeat, shutdown: shutdown.into_future(), ended: false }
    }

    /// Polls for the next whole message.
    ///
    /// Events do not reset the clock of the keep-alives: clients expect one in every interval, also while events flow.
    pub(crate) fn poll_message(&mut self, task: &mut Context<'_>) -> Poll<Option<Bytes>> {
        if self.ended {
            return Poll::Ready(None);
        }
        if self.shutdown.as_mut().poll(task).is_ready() {
            return self.finish(&End::shutdown());
        }
        if self.heartbeat.as_mut().poll(task).is_ready() {
            // Keep-alives missed during a stall are skipped.
            let now = Instant::now();
            self.due += self.interval;
            if self.due <= now {
                self.due = now + self.interval;
            }
            self.heartbeat.as_mut().reset(self.due);
            return Poll::Ready(Some(self.events.heartbeat()));
        }
        match catch(|| self.events.poll_bytes(task)) {
            Ok(message) => {
                self.ended = matches!(message, Poll::Ready(None));
                message
            }
            Err(panicked) => {
                tracing::error!(detail = panicked.0, "a subscription panicked");
                self.finish(&End::because(500, "the server failed"))
            }
        }
    }

    /// Returns whether the last message was returned.
    pub(crate) fn is_ended(&self) -> bool {
        self.ended
    }

    fn finish(&mut self, end: &End) -> Poll<Option<Bytes>> {
        self.ended = true;
        let last = self.events.finish(end);
        Poll::Ready((!last.is_empty()).then_some(last))
    }
}

impl fmt::Debug for Messages {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Messages").field("interval", &self.interval).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::sync::Arc;
    use std::time::Duration;

    use api_core::dialect::Dialect;
    use api_core::dialect::{EventStream, KeepAlive};
    use api_core::subscription::LagPolicy;
    use api_core::{Event, Subscription, Topic};
    use tokio::time::Instant;

    use super::Messages;
    use crate::shutdown::ShutdownHandle;

    fn messages(subscription: Subscription<u32>, shutdown: &ShutdownHandle) -> Messages {
        let keep_alive = KeepAlive { interval: Duration::from_secs(30), padding: 5 };
        Messages::new(EventStream::new(subscription, Dialect::Elements, keep_alive), shutdown.signal())
    }

    async fn next(messages: &mut Messages) -> Option<String> {
        let message = poll_fn(|task| messages.poll_message(task)).await?;
        Some(String::from_utf8(message.to_vec()).unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn an_idle_subscription_sends_a_keep_alive_every_interval() {
        let topic = Topic::new(1, LagPolicy::Close);
        let shutdown = ShutdownHandle::new();
        let mut messages = messages(topic.subscribe(), &shutdown);
        let started = Instant::now();
        assert_eq!(
            next(&mut messages).await.unwrap(),
            "[0,\"     \"]\n",
            "the first keep-alive is sent at once and is padded"
        );
        assert_eq!(started.elapsed(), Duration::ZERO);
        for count in 1..=3 {
            assert_eq!(next(&mut messages).await.unwrap(), "[0,\"\"]\n");
            assert_eq!(started.elapsed(), Duration::from_secs(30 * count));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn events_do_not_delay_keep_alives() {
        let topic = Arc::new(Topic::new(100, LagPolicy::Close));
        let shutdown = ShutdownHandle::new();
        let mut messages = messages(topic.subscribe(), &shutdown);
        next(&mut messages).await;
        let publisher = topic.clone();
        tokio::spawn(async move {
            for number in 0..100 {
                tokio::time::sleep(Duration::from_secs(7)).await;
                publisher.publish_now(Event::new(number));
            }
        });
        let mut kinds = String::new();
        for _ in 0..12 {
            kinds.push_str(if next(&mut messages).await.unwrap().starts_with("[0,") { "-" } else { "e" });
        }
        assert_eq!(kinds, "eeee-eeee-ee");
    }

    #[tokio::test]
    async fn shutdown_sends_an_end_and_nothing_after_it() {
        let topic = Topic::new(1, LagPolicy::Close);
        let shutdown = ShutdownHandle::new();
        let mut messages = messages(topic.subscribe(), &shutdown);
        next(&mut messages).await;
        topic.publish_now(Event::new(1));
        shutdown.shut_down();
        assert!(next(&mut messages).await.unwrap().starts_with("[255,503,"));
        assert!(messages.is_ended());
        assert_eq!(next(&mut messages).await, None);
    }

    #[tokio::test]
    async fn a_panic_of_the_source_sends_an_end_without_details() {
        let shutdown = ShutdownHandle::new();
        let source = futures_util::stream::poll_fn(|_| -> std::task::Poll<Option<Event<u32>>> { panic!("secret") });
        let mut messages = messages(Subscription::new(source), &shutdown);
        next(&mut messages).await;
        let end = next(&mut messages).await.unwrap();
        assert!(end.starts_with("[255,500,") && !end.contains("secret"), "{end}");
        assert_eq!(next(&mut messages).await, None);
    }
}
