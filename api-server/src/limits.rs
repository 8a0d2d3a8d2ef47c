//! Limits on what clients may use: connections, time, streams and head sizes, each with a safe default.

use std::time::Duration;

use tokio::time::Instant;

/// The limits of one listener.
///
/// The size limit of request bodies is a setting of the [`Server`](crate::Server), because routing enforces it.
///
/// ```
/// use std::time::Duration;
///
/// let limits = api_server::Limits::default().connections(1_000).drain_time(Duration::from_secs(5));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Maximum number of open connections, including those in their TLS handshake. Further connections wait in the
    /// operating system's backlog until one closes. A WebSocket counts for as long as it is open. Default: 16,384.
    pub connections: usize,
    /// Maximum number of open connections of one IPv4 address or one IPv6 network (the first 64 bits). A further
    /// connection is closed at once. Default: `None`, no limit.
    ///
    /// Set it where clients connect directly. Behind a reverse proxy all connections come from the proxy's address, and
    /// the proxy has to limit its own clients. Clients behind one NAT share an address too.
    pub connections_per_address: Option<usize>,
    /// Time from accepting a connection to the end of its TLS handshake. Default: 10 s.
    pub handshake_time: Duration,
    /// Time for the first bytes of a connection; over HTTP/2 for its whole preface, also where ALPN chose it. Over
    /// HTTP/1.1 it is also the time for each request's head, counted from the end of the previous response, and thus
    /// the lifetime of an idle connection. Past it the connection is closed. Default: 30 s.
    pub head_time: Duration,
    /// Maximum time between two chunks of a request body, counted while the handler waits for one. Past it the response
    /// is 408. Default: 20 s.
    pub body_idle_time: Duration,
    /// Time for a whole request body, counted from when it is first read. Past it the response is 408. `None` sets no
    /// limit; use it only where endpoints stream bodies without an end. Default: 5 min.
    pub body_time: Option<Duration>,
    /// Maximum time for which a client may accept no bytes of its connection; past it the connection is closed. It
    /// still applies after a connection became a WebSocket. Default: 30 s.
    ///
    /// Over HTTP/2 it is also the time for which a client may keep the window of a stream shut while the server has
    /// something to send, be it a response, an event or a message of a WebSocket; past it the stream is reset. Time in
    /// which the whole connection accepts no bytes does not count for its streams. The last piece of a response, of up
    /// to 16 KiB, may be queued before it is read. It then counts for [`Limits::streams`] and is not reset.
    pub write_time: Duration,
    /// Time from the start of a shutdown until connections that are still busy are cut, including WebSockets that do
    /// not close. Default: 30 s.
    pub drain_time: Duration,
    /// Maximum size of one request's head in bytes. Default: 16 KiB.
    pub head_size: u32,
    /// Maximum number of header fields of one request over HTTP/1.1. Default: 100.
    pub header_fields: usize,
    /// Maximum number of concurrent streams of one HTTP/2 connection, including open WebSockets. Default: 200.
    pub streams: u32,
    /// Maximum number of streams that a client has reset and the server has not yet processed (CVE-2023-44487).
    /// Default: 20.
    pub pending_resets: usize,
    /// Idle time after which an HTTP/2 connection is pinged. It is closed if no answer arrives within
    /// [`Limits::ping_time`]. Default: 30 s.
    pub ping_interval: Duration,
    /// Time for the answer to a ping. Default: 20 s.
    pub ping_time: Duration,
    /// Maximum number of response bytes buffered for each stream of a slow HTTP/2 reader. Default: 64 KiB.
    pub send_buffer: usize,
    /// Flow-control window for request bodies on one HTTP/2 stream, in bytes; the window of the connection is four
    /// times as large. Default: 256 KiB.
    pub receive_window: u32,
    /// Maximum number of bytes of responses and events of more than 64 KiB that wait to be sent, over all connections
    /// of the listener. Past it the answer to a safe method becomes 503 with `Retry-After`, and a stream breaks off.
    /// What answers other methods is sent in any case. The 503 is not seen by
    /// [`Server::on_response`](crate::Server::on_response). Responses that a tower layer has wrapped are streams here,
    /// and count by their chunks. Default: 1 GiB.
    pub waiting_bytes: usize,
}

/// Returns the deadline `time` from now, capped at 30 years so that `Duration::MAX` does not overflow.
pub(crate) fn after(time: Duration) -> Instant {
    const DECADES: Duration = Duration::from_hours(30 * 365 * 24);
    Instant::now() + time.min(DECADES)
}

/// One function for each limit.
impl Limits {
    /// Sets [`connections`](Self::connections).
    #[must_use]
    pub const fn connections(mut self, connections: usize) -> Self {
        self.connections = connections;
        self
    }

    /// Sets [`connections_per_address`](Self::connections_per_address).
    #[must_use]
    pub const fn connections_per_address(mut self, connections: Option<usize>) -> Self {
        self.connections_per_address = connections;
        self
    }

    /// Sets [`handshake_time`](Self::handshake_time).
    #[must_use]
    pub const fn handshake_time(mut self, handshake_time: Duration) -> Self {
        self.handshake_time = handshake_time;
        self
    }

    /// Sets [`head_time`](Self::head_time).
    #[must_use]
    pub const fn head_time(mut self, head_time: Duration) -> Self {
        self.head_time = head_time;
        self
    }

    /// Sets [`body_idle_time`](Self::body_idle_time).
    #[must_use]
    pub const fn body_idle_time(mut self, body_idle_time: Duration) -> Self {
        self.body_idle_time = body_idle_time;
        self
    }

    /// Sets [`body_time`](Self::body_time).
    #[must_use]
    pub const fn body_time(mut self, body_time: Option<Duration>) -> Self {
        self.body_time = body_time;
        self
    }

    /// Sets [`write_time`](Self::write_time).
    #[must_use]
    pub const fn write_time(mut self, write_time: Duration) -> Self {
        self.write_time = write_time;
        self
    }

    /// Sets [`drain_time`](Self::drain_time).
    #[must_use]
    pub const fn drain_time(mut self, drain_time: Duration) -> Self {
        self.drain_time = drain_time;
        self
    }

    /// Sets [`head_size`](Self::head_size).
    #[must_use]
    pub const fn head_size(mut self, head_size: u32) -> Self {
        self.head_size = head_size;
        self
    }

    /// Sets [`header_fields`](Self::header_fields).
    #[must_use]
    pub const fn header_fields(mut self, header_fields: usize) -> Self {
        self.header_fields = header_fields;
        self
    }

    /// Sets [`streams`](Self::streams).
    #[must_use]
    pub const fn streams(mut self, streams: u32) -> Self {
        self.streams = streams;
        self
    }

    /// Sets [`pending_resets`](Self::pending_resets).
    #[must_use]
    pub const fn pending_resets(mut self, pending_resets: usize) -> Self {
        self.pending_resets = pending_resets;
        self
    }

    /// Sets [`ping_interval`](Self::ping_interval).
    #[must_use]
    pub const fn ping_interval(mut self, ping_interval: Duration) -> Self {
        self.ping_interval = ping_interval;
        self
    }

    /// Sets [`ping_time`](Self::ping_time).
    #[must_use]
    pub const fn ping_time(mut self, ping_time: Duration) -> Self {
        self.ping_time = ping_time;
        self
    }

    /// Sets [`send_buffer`](Self::send_buffer).
    #[must_use]
    pub const fn send_buffer(mut self, send_buffer: usize) -> Self {
        self.send_buffer = send_buffer;
        self
    }

    /// Sets [`receive_window`](Self::receive_window).
    #[must_use]
    pub const fn receive_window(mut self, receive_window: u32) -> Self {
        self.receive_window = receive_window;
        self
    }

    /// Sets [`waiting_bytes`](Self::waiting_bytes).
    #[must_use]
    pub const fn waiting_bytes(mut self, waiting_bytes: usize) -> Self {
        self.waiting_bytes = waiting_bytes;
        self
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 16_384,
            connections_per_address: None,
            handshake_time: Duration::from_secs(10),
            head_time: Duration::from_secs(30),
            body_idle_time: Duration::from_secs(20),
            body_time: Some(Duration::from_mins(5)),
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
            waiting_bytes: 1 << 30,
        }
    }
}
