//! Bounds and time limits.

use std::time::Duration;

/// The bounds and time limits of the logs on one server.
///
/// ```
/// use std::time::Duration;
///
/// use redis_topic::Options;
///
/// let options = Options::default().log_length(100).unused_after(Duration::from_secs(3_600));
/// ```
#[derive(Debug, Clone)]
pub struct Options {
    pub(crate) prefix: String,
    pub(crate) log_length: usize,
    pub(crate) max_entry_bytes: usize,
    pub(crate) unused_after: Duration,
    pub(crate) queue_entries: usize,
    pub(crate) queue_bytes: usize,
    pub(crate) pending_bytes: usize,
    pub(crate) commands: usize,
    pub(crate) time_limit: Duration,
    pub(crate) response_time_limit: Duration,
    pub(crate) connect_time_limit: Duration,
    pub(crate) heartbeat: Duration,
    pub(crate) max_backoff: Duration,
    pub(crate) durable: bool,
    #[cfg(feature = "tls")]
    pub(crate) root_certificates: Option<Vec<u8>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            prefix: "topic:".to_owned(),
            log_length: 1_000,
            max_entry_bytes: 256 << 10,
            unused_after: Duration::from_hours(24),
            queue_entries: 1_024,
            queue_bytes: 4 << 20,
            pending_bytes: 16 << 20,
            commands: 256,
            time_limit: Duration::from_secs(5),
            response_time_limit: Duration::from_secs(1),
            connect_time_limit: Duration::from_secs(2),
            heartbeat: Duration::from_secs(2),
            max_backoff: Duration::from_secs(2),
            durable: false,
            #[cfg(feature = "tls")]
            root_certificates: None,
        }
    }
}

impl Options {
    /// Sets the beginning of every key and channel. Programs that share logs need the same one. Default: `topic:`.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Sets how many entries a log keeps, at least one. Redis removes whole blocks of its stream, so up to 100 more may
    /// stay. Default: 1,000.
    #[must_use]
    pub fn log_length(mut self, entries: usize) -> Self {
        self.log_length = entries.max(1);
        self
    }

    /// Sets the largest size of an entry in bytes. Default: 256 KiB.
    #[must_use]
    pub fn max_entry_bytes(mut self, bytes: usize) -> Self {
        self.max_entry_bytes = bytes;
        self
    }

    /// Sets after which time Redis removes a log that nobody appends to and nobody follows. Default: one day.
    #[must_use]
    pub fn unused_after(mut self, time: Duration) -> Self {
        self.unused_after = time;
        self
    }

    /// Sets how many entries, and how many bytes and one entry, may wait for one follower. A follower that is slower
    /// reads the rest from Redis. Default: 1,024 and 4 MiB.
    #[must_use]
    pub fn queue(mut self, entries: usize, bytes: usize) -> Self {
        (self.queue_entries, self.queue_bytes) = (entries.max(1), bytes.max(1));
        self
    }

    /// Sets how many bytes of entries wait to be appended, over all logs, at least one. An entry counts 256 bytes more
    /// than it has, and one that is larger waits alone. Further calls of `append` wait for room. Default: 16 MiB.
    #[must_use]
    pub fn pending_bytes(mut self, bytes: usize) -> Self {
        self.pending_bytes = bytes.max(1);
        self
    }

    /// Sets how many commands may wait for their answers, at least one. Further ones wait. Default: 256.
    #[must_use]
    pub fn commands(mut self, commands: usize) -> Self {
        self.commands = commands.max(1);
        self
    }

    /// Sets the time limit of an operation with all its attempts. Default: 5 s.
    #[must_use]
    pub fn time_limit(mut self, time: Duration) -> Self {
        self.time_limit = time;
        self
    }

    /// Sets how long one attempt waits for an answer, before it is repeated. Default: 1 s.
    #[must_use]
    pub fn response_time_limit(mut self, time: Duration) -> Self {
        self.response_time_limit = time;
        self
    }

    /// Sets the time limit of opening a connection. Default: 2 s.
    #[must_use]
    pub fn connect_time_limit(mut self, time: Duration) -> Self {
        self.connect_time_limit = time;
        self
    }

    /// Sets the time between two checks of a connection. A connection that broke without notice is replaced after this
    /// time and the limit of one response. Default: 2 s.
    #[must_use]
    pub fn heartbeat(mut self, time: Duration) -> Self {
        self.heartbeat = time.max(Duration::from_millis(1));
        self
    }

    /// Sets the longest time between two attempts to connect. They begin with up to 50 ms and double. Each wait is a
    /// random part of it, so that not all processes return at once. Default: 2 s.
    #[must_use]
    pub fn max_backoff(mut self, time: Duration) -> Self {
        self.max_backoff = time;
        self
    }

    /// Sets the certificates of the authorities that the server's certificate is checked against, in PEM. Default:
    /// those of the platform.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.root_certificates = Some(pem.into());
        self
    }

    /// Sets whether Redis keeps everything that it has confirmed when it restarts: it has an append-only file with
    /// `appendfsync always`, and no replica takes over that lacks the last entries. Then a restart is not a gap.
    ///
    /// Default: no. Every log has a gap where Redis restarted, because confirmed entries may be missing there.
    #[must_use]
    pub fn durable(mut self, durable: bool) -> Self {
        self.durable = durable;
        self
    }
}
