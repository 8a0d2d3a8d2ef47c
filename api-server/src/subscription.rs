//! The server's part in subscriptions: keep-alives between events, and an end at shutdown.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use api_core::Body;
use api_core::dialect::{EventDriver, EventLink, Interruption};
use api_core::subscription::End;
use http::Response;
use tokio::task::unconstrained;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::limits::after;
use crate::panic::Panicked;
use crate::shutdown::ShutdownSignal;

/// Drives the subscription in the body of a response, if it has one, until the server shuts down. Returns whether it
/// has one.
///
/// The link is in the extensions, where it is found whatever bodies the layers wrapped around the stream.
pub(crate) fn drive(response: &mut Response<Body>, shutdown: Option<&ShutdownSignal>) -> bool {
    let marked = response.extensions_mut().remove::<EventLink>();
    let Some(link) = marked.or_else(|| response.body().event_link()) else { return false };
    if shutdown.is_some() {
        link.drive(Driver::new(link.keep_alive().interval, shutdown));
    } else if tokio::runtime::Handle::try_current().is_ok() {
        link.drive(Driver::new(link.keep_alive().interval, None));
        // A listener that serves this response replaces the driver by one that knows its shutdown.
        response.extensions_mut().insert(link);
    }
    true
}

/// The clock of the keep-alives and the signal of the shutdown.
struct Driver {
    interval: Duration,
    due: Instant,
    heartbeat: Pin<Box<Sleep>>,
    /// Whose waker the heartbeat has stored. While it is that of the task, the heartbeat is only looked at.
    waker: Option<Waker>,
    /// `None` under another server.
    shutdown: Option<ShutdownSignal>,
}

impl Driver {
    fn new(interval: Duration, shutdown: Option<&ShutdownSignal>) -> Self {
        // An interval of zero would leave no time for events.
        let interval = interval.max(Duration::from_millis(1));
        let due = after(interval);
        Self { interval, due, heartbeat: Box::pin(sleep_until(due)), waker: None, shutdown: shutdown.cloned() }
    }

    /// Polls the heartbeat, unless it will wake this task and has not fired.
    fn poll_heartbeat(&mut self, task: &mut Context<'_>) -> Poll<()> {
        if !self.heartbeat.is_elapsed() && self.waker.as_ref().is_some_and(|waker| waker.will_wake(task.waker())) {
            return Poll::Pending;
        }
        // Outside tokio's cooperative budget, which could be spent before the waker is stored.
        let polled = pin!(unconstrained(self.heartbeat.as_mut())).poll(task);
        self.waker = polled.is_pending().then(|| task.waker().clone());
        polled
    }
}

impl EventDriver for Driver {
    /// Events do not reset the clock of the keep-alives: clients expect one in every interval, also while events flow.
    fn poll_interruption(&mut self, task: &mut Context<'_>) -> Poll<Interruption> {
        if self.shutdown.as_mut().is_some_and(|shutdown| shutdown.poll_begun(task).is_ready()) {
            return Poll::Ready(Interruption::End(End::shutdown()));
        }
        if self.poll_heartbeat(task).is_pending() {
            return Poll::Pending;
        }
        // Keep-alives missed during a stall are skipped.
        self.due += self.interval;
        if self.due <= Instant::now() {
            self.due = after(self.interval);
        }
        self.heartbeat.as_mut().reset(self.due);
        Poll::Ready(Interruption::Heartbeat)
    }

    fn panicked(&mut self, payload: Box<dyn Any + Send>) -> End {
        tracing::error!(detail = Panicked::of(payload.as_ref()).0, "a subscription panicked");
        End::failed()
    }
}

impl fmt::Debug for Driver {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Driver").field("interval", &self.interval).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::Pin;
    use std::sync::Arc;
    use std::time::Duration;

    use api_core::dialect::Dialect;
    use api_core::dialect::{EventStream, KeepAlive};
    use api_core::subscription::LagPolicy;
    use api_core::{Body, Event, Subscription, Topic};
    use http::Response;
    use http_body::Body as _;
    use tokio::time::Instant;

    use super::drive;
    use crate::shutdown::ShutdownHandle;

    fn messages(subscription: Subscription<u32>, shutdown: &ShutdownHandle) -> Body {
        let keep_alive = KeepAlive { interval: Duration::from_secs(30), padding: 5 };
        let events = EventStream::new(subscription, Dialect::Elements, keep_alive);
        let mut response = Response::new(Body::events(events));
        drive(&mut response, Some(&shutdown.signal()));
        response.into_body()
    }

    async fn next(messages: &mut Body) -> Option<String> {
        let message = poll_fn(|task| Pin::new(&mut *messages).poll_frame(task)).await?;
        Some(String::from_utf8(message.unwrap().into_data().unwrap().to_vec()).unwrap())
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
        assert!(messages.is_end_stream());
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
