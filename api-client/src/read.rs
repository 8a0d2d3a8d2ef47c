//! Reading a subscription with a time limit.

use std::time::Duration;

use api_core::error::{Failure, FailureKind};
use api_core::{Next, Subscription};

/// An extension of [`Subscription`] for clients.
pub trait SubscriptionExt<T> {
    /// Returns the next event or the end, if it arrives within `limit`.
    ///
    /// # Errors
    /// Returns the errors of [`Subscription::next`], and a failure with [`Failure::is_timeout`] when the time runs out.
    /// The subscription remains usable, and later events can still be read.
    ///
    /// # Cancel safety
    /// Cancel safe: no event is lost when the future is dropped.
    ///
    /// ```
    /// use std::time::Duration;
    /// use api_client::SubscriptionExt as _;
    /// use api_core::{Event, Topic};
    /// use api_core::subscription::LagPolicy;
    ///
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let topic = Topic::new(8, LagPolicy::Close);
    /// let mut subscription = topic.subscribe();
    /// assert!(subscription.next_within(Duration::from_secs(5)).await.is_err_and(|failure| failure.is_timeout()));
    /// topic.publish_now(Event::new("still there"));
    /// assert!(subscription.next_within(Duration::from_secs(5)).await.is_ok());
    /// # }
    /// ```
    fn next_within(&mut self, limit: Duration) -> impl Future<Output = Result<Next<T>, Failure>> + Send;
}

impl<T: Send> SubscriptionExt<T> for Subscription<T> {
    async fn next_within(&mut self, limit: Duration) -> Result<Next<T>, Failure> {
        match tokio::time::timeout(limit, self.next()).await {
            Ok(next) => next,
            Err(_) => Err(Failure::new(FailureKind::Timeout, format!("no event within {limit:?}"))),
        }
    }
}
