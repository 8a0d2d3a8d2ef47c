//! Subscriptions over HTTP/1.1, sent to the socket without hyper once their response is known.
//!
//! A connection of hyper holds buffers for requests: 24 kB that a subscriber does not need. So the connection is
//! taken apart when a response turns out to be a subscription, its events are written here, and hyper continues after
//! their end. Everything around it stays: the limits of the stream and of its bytes, layers around the body, TLS, the
//! heartbeats and the end at a shutdown.

mod bell;
mod handover;
mod head;
mod sending;

pub(crate) use self::handover::{Asked, Handover};
pub(crate) use self::sending::{Free, Sending};
