//! The semantics of the platform's Haskell library, as listed in `examples/pusher-platform/PROTOCOL.md` §11.

mod environment;
mod outcomes;
mod raw_requests;
mod raw_subscriptions;
mod reading;
mod tokens;
