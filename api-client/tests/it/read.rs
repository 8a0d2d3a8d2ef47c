//! Reading a subscription with a time limit: a time-out loses no event.

use std::time::Duration;

use api_client::SubscriptionExt as _;
use api_core::subscription::LagPolicy;
use api_core::{Event, Next, Topic};

#[tokio::test(start_paused = true)]
async fn a_subscription_remains_usable_after_a_timeout() {
    let topic = Topic::new(4, LagPolicy::Close);
    let mut subscription = topic.subscribe();
    for number in 0..3 {
        assert!(subscription.next_within(Duration::from_secs(1)).await.is_err_and(|failure| failure.is_timeout()));
        topic.publish_now(Event::new(number));
        let next = subscription.next_within(Duration::from_secs(1)).await.expect("an event");
        assert_eq!(next, Next::Event(Event::new(number)));
    }
    subscription.close().expect("open until now");
    assert!(subscription.next_within(Duration::from_secs(1)).await.is_err_and(|failure| failure.is_closed()));
}
