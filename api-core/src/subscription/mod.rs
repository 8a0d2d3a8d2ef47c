//! Subscriptions: streams of events with an explicit end, over any dialect.

mod decode;
mod event;
mod follower;
mod frames;
mod one_or_stream;
mod published;
mod queue;
mod reply;
mod sources;
mod stream;
mod topic;

pub use crate::dialect::End;
pub use event::{Event, EventHeaders, EventId};
pub use frames::Frames;
pub use one_or_stream::{OneOrStream, OneOrStreamType};
pub use published::{Published, SourceItem};
pub use queue::LagPolicy;
pub use reply::check_content_type;
pub use stream::{IsSubscription, Next, Subscription};
pub use topic::{Resumed, SubscriptionHandle, Topic};
