//! Both transports of subscriptions over real sockets, as any client sees them: the shared websocket and `SUBSCRIBE`
//! (reference pusher-platform §5.1 and §5.2).

#[path = "../subscribe/backend.rs"]
mod backend;
mod shared_socket;
mod socket;
