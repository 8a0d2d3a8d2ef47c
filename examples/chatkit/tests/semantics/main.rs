//! What the users of the platform's Haskell library rely on, each row of reference pusher-platform §11.

mod environment;
mod outcomes;
mod raw_requests;
mod raw_subscriptions;
mod reading;
mod tokens;
#[path = "../world/mod.rs"]
mod world;
