//! Both transports of subscriptions over real sockets: the shared WebSocket and `SUBSCRIBE`
//! (`examples/pusher-platform/PROTOCOL.md` §5.1 and §5.2).

mod backend;
mod many_subscriptions;
mod shared_socket;
pub(crate) mod socket;
mod subscribe;
