//! What a peer may take of the server: connections, time, streams and head sizes, each with a safe default.

use std::time::Duration;

use tokio::time::Instant;

/// The bounds of one listener.
///
/// The size of request bodies is a setting of the [`Server`](crate::Server), since routing refuses them.
///
/// ```
/// use std::time::Duration;
///
/// let limits = api_server::Limits { connections: 1_000, drain_time: Duration::from_secs(5), ..Default::default() };
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections open at once, those in their TLS handshake included. Further ones wait in the operating system's backlog, and
    /// are accepted as soon as one closes. A WebSocket counts for as long as it is open. Default: 16,384.
    pub connections: usize,
    /// From accepting to the end of the TLS handshake. Default: 10 seconds.
    pub handshake_time: Duration,
    /// For the first bytes of a connection, and over HTTP/1.1 for each request's head from when the response before it was sent:
    /// so it is also how long an idle HTTP/1.1 connection lives. Past it the connection is closed. Default: 30 seconds.
    pub head_time: Duration,
    /// Between two pieces of a request's body, while somebody waits for it. Past it the answer is 408. Default: 20 seconds.
    pub body_idle_time: Duration,
    /// For a whole request body, from when it was first asked for; `None` only where endpoints stream bodies without an end.
    /// Past it the answer is 408. Default: 5 minutes.
    pub body_time: Option<Duration>,
    /// For a peer whose connection takes no more bytes: past it the connection is closed. Over HTTP/2 a peer can also keep single
    /// streams from being sent by never opening their windows; that holds what [`Limits::streams`] and [`Limits::send_buffer`] allow,
    /// for as long as the peer answers pings. It goes on to hold for a connection that became a WebSocket; for one on a stream of HTTP/2
    /// there is the write time-out of its own options. Default: 30 seconds.
    pub write_time: Duration,
    /// From shutdown until connections that are still busy are cut, a WebSocket that does not close among them. Default: 30 seconds.
    pub drain_time: Duration,
    /// Bytes of one request's head. Default: 16 KiB.
    pub head_size: u32,
    /// Header fields of one request over HTTP/1.1. Default: 100.
    pub header_fields: usize,
    /// Requests at once on one HTTP/2 connection, with each WebSocket that is open on it. Default: 200.
    pub streams: u32,
    /// Streams that a peer may have reset while the server has yet to look at them (CVE-2023-44487). Default: 20.
    pub pending_resets: usize,
    /// How long an HTTP/2 connection may be silent before it is pinged; it is closed if no answer comes in
    /// [`Limits::ping_time`]. Default: 30 seconds.
    pub ping_interval: Duration,
    /// For the answer to a ping. Default: 20 seconds.
    pub ping_time: Duration,
    /// Bytes of a response that wait for a slow HTTP/2 reader, for each stream. Default: 64 KiB.
    pub send_buffer: usize,
    /// Bytes of request bodies that an HTTP/2 peer may send ahead on one stream; four times as many on one connection.
    /// Default: 256 KiB.
    pub receive_window: u32,
}

/// The end of a time that begins now; for a time without an end, one that nobody lives to see.
pub(crate) fn after(time: Duration) -> Instant {
    const DECADES: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);
    Instant::now() + time.min(DECADES)
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 16_384,
            handshake_time: Duration::from_secs(10),
            head_time: Duration::from_secs(30),
            body_idle_time: Duration::from_secs(20),
            body_time: Some(Duration::from_secs(300)),
            write_time: Duration::from_secs(30),
            drain_time: Duration::from_secs(30),
            head_size: 16 * 1024,
            header_fields: 100,
            streams: 200,
            pending_resets: 20,
            ping_interval: Duration::from_secs(30),
            ping_time: Duration::from_secs(20),
            send_buffer: 64 * 1024,
            receive_window: 256 * 1024,
        }
    }
}
