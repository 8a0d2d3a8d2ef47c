//! Both transports of subscriptions over real sockets, as any client sees them: the shared websocket and `SUBSCRIBE`
//! (reference pusher-platform §5.1 and §5.2).

mod backend;
mod shared_socket;
mod socket;
mod subscribe;
