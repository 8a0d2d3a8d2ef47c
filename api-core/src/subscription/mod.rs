//! Subscriptions: streams of events that end with a reason, whatever carries them.

mod end;
mod event;
mod frames;
mod keep_alive;
mod queue;
mod reply;
mod stream;
mod topic;
mod wire;

pub use end::End;
pub use event::{Event, EventHeaders, EventId};
pub use frames::Frames;
pub use keep_alive::KeepAlive;
pub use stream::{IsSubscription, Next, Step, Subscription};
pub use topic::{LagPolicy, Leash, Published, Resumed, Topic};
pub use wire::EventStream;
