//! The connections to a server: one for commands and one for what Redis pushes. They are opened again when they are
//! lost.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{
    AsyncConnectionConfig, Client, ConnectionInfo, ErrorKind, InfoDict, IntoConnectionInfo as _, ProtocolVersion,
    PushInfo, PushKind, RedisError, RedisResult, ServerErrorKind, cmd,
};
#[cfg(feature = "tls")]
use redis::{ConnectionAddr, TlsCertificates};
use tokio::sync::{Notify, Semaphore, watch};
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use crate::error::Error;
use crate::health::Health;
use crate::options::Options;
use crate::position::Position;
use crate::script::REGISTER;
use crate::tails::Tails;

/// The most channels in one command, and logs whose expiry is put off in one pipeline.
const CHUNK: usize = 500;

/// The time before an operation is tried again, and the first time before a connection is.
const RETRY: Duration = Duration::from_millis(20);
const FIRST_BACKOFF: Duration = Duration::from_millis(50);

/// The connections to one server.
pub(crate) struct Link {
    client: Client,
    pub(crate) options: Options,
    pub(crate) tails: Arc<Tails>,
    live: watch::Sender<Option<Live>>,
    health: watch::Sender<Health>,
    commands: Semaphore,
}

/// An open connection for commands.
#[derive(Clone)]
pub(crate) struct Live {
    pub(crate) connection: MultiplexedConnection,
    /// The first position after the last restart of Redis. Entries before it may be missing.
    pub(crate) restart: Position,
    lost: Arc<Notify>,
}

impl Link {
    pub(crate) fn new(address: &str, options: Options) -> Result<Self, Error> {
        let invalid = |error: RedisError| Error::InvalidAddress(error.to_string());
        let info = address.into_connection_info().map_err(invalid)?;
        // Only RESP3 reports messages beside answers, and the loss of a connection at once. The name of the library is
        // not sent, because a user may lack the right.
        let settings = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3).set_skip_set_lib_name();
        let client = client(info.set_redis_settings(settings), &options).map_err(invalid)?;
        let reason = "the first connection is being opened".to_owned();
        Ok(Self {
            client,
            commands: Semaphore::new(options.commands),
            options,
            tails: Arc::default(),
            live: watch::Sender::new(None),
            health: watch::Sender::new(Health::Disconnected { reason }),
        })
    }

    pub(crate) fn health(&self) -> watch::Receiver<Health> {
        self.health.subscribe()
    }

    /// Runs an operation, and repeats it until it is answered or its time is over. It must be safe to repeat.
    ///
    /// # Cancel safety
    /// Not cancel safe: the operation may or may not have had its effect.
    pub(crate) async fn run<T, F>(&self, deadline: Instant, work: impl Fn(Live) -> F) -> Result<T, Error>
    where
        F: Future<Output = RedisResult<T>>,
    {
        let Ok(Ok(_permit)) = timeout_at(deadline, self.commands.acquire()).await else {
            return Err(Error::Unavailable("too many commands wait for their answers".to_owned()));
        };
        // What happened to the last attempt that may have had its effect.
        let mut unclear = None;
        loop {
            let live = match self.live(deadline).await {
                Ok(live) => live,
                Err(reason) => return Err(unclear.map_or(Error::Unavailable(reason), Error::Unknown)),
            };
            let reason = match timeout_at(deadline, work(live.clone())).await {
                Ok(Ok(value)) => return Ok(value),
                Ok(Err(error)) if is_transient(&error) => {
                    if error.kind() == ErrorKind::Server(ServerErrorKind::ReadOnly) {
                        // The server became a replica: its address leads to another one, or soon will.
                        live.lost.notify_one();
                    }
                    error.to_string()
                }
                Ok(Err(error)) if error.kind() == ErrorKind::UnexpectedReturnType => {
                    return Err(Error::Unexpected(error.to_string()));
                }
                Ok(Err(error)) => {
                    // An earlier attempt may have had its effect all the same.
                    return Err(unclear.map_or_else(|| Error::Refused(error.to_string()), Error::Unknown));
                }
                Err(_) => "no answer in time".to_owned(),
            };
            if deadline <= Instant::now() + RETRY {
                return Err(Error::Unknown(reason));
            }
            unclear = Some(reason);
            sleep(RETRY).await;
        }
    }

    /// Returns the deadline of an operation that begins now.
    pub(crate) fn deadline(&self) -> Instant {
        Instant::now() + self.options.time_limit
    }

    /// Opens the connections whenever there are none. Never ends.
    pub(crate) async fn supervise(&self) {
        let mut wait = Duration::ZERO;
        loop {
            let begin = Instant::now();
            let reason = match self.connect().await {
                Ok((live, subscriber)) => {
                    self.tails.connected();
                    self.live.send_replace(Some(live.clone()));
                    let reason = self.tend(live, subscriber).await;
                    self.tails.disconnected();
                    self.live.send_replace(None);
                    tracing::warn!(reason, "the connection to Redis is lost");
                    reason
                }
                Err(error) => {
                    tracing::debug!(%error, "Redis is not reached");
                    error.to_string()
                }
            };
            self.health.send_replace(Health::Disconnected { reason });
            // A connection that is lost at once does not reset the waits.
            if begin.elapsed() > self.options.max_backoff + self.options.connect_time_limit {
                wait = Duration::ZERO;
            }
            wait = (wait * 2).clamp(FIRST_BACKOFF, self.options.max_backoff.max(FIRST_BACKOFF));
            sleep(wait.mul_f64(fastrand::f64())).await;
        }
    }

    /// Waits for a connection.
    async fn live(&self, deadline: Instant) -> Result<Live, String> {
        let mut live = self.live.subscribe();
        let wait = live.wait_for(Option::is_some);
        match timeout_at(deadline, wait).await {
            Ok(Ok(live)) => live.clone().ok_or_else(String::new),
            _ => Err(match &*self.health.borrow() {
                Health::Disconnected { reason } => reason.clone(),
                Health::Connected => "the connection was just lost".to_owned(),
            }),
        }
    }

    async fn connect(&self) -> RedisResult<(Live, MultiplexedConnection)> {
        let lost = Arc::new(Notify::new());
        let noticed = lost.clone();
        let mut connection = self
            .open(move |push: PushInfo| {
                if push.kind == PushKind::Disconnection {
                    noticed.notify_one();
                }
            })
            .await?;
        let (noticed, tails) = (lost.clone(), self.tails.clone());
        // Messages are delivered by the task that reads them, so none of them waits outside of a mailbox.
        let subscriber = self
            .open(move |push: PushInfo| match push.kind {
                PushKind::Message => tails.deliver(push),
                PushKind::Disconnection => noticed.notify_one(),
                _ => {}
            })
            .await?;
        let restart = if self.options.durable { Position::ZERO } else { self.register(&mut connection).await? };
        Ok((Live { connection, restart, lost }, subscriber))
    }

    async fn open(&self, push: impl Fn(PushInfo) + Send + Sync + 'static) -> RedisResult<MultiplexedConnection> {
        let push = move |info| {
            push(info);
            Ok::<(), redis::aio::SendError>(())
        };
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.options.connect_time_limit))
            .set_response_timeout(Some(self.options.response_time_limit))
            .set_push_sender(push);
        self.client.get_multiplexed_async_connection_with_config(&config).await
    }

    /// Finds out since when Redis runs. The first process that sees a new run records it for the others.
    async fn register(&self, connection: &mut MultiplexedConnection) -> RedisResult<Position> {
        let info: InfoDict = cmd("INFO").arg("server").query_async(connection).await?;
        let run: String = info.get("run_id").unwrap_or_default();
        let mut call = REGISTER.key(format!("{}server", self.options.prefix));
        let since: String = call.arg(run).invoke_async(connection).await?;
        since.parse().map_err(|_| (ErrorKind::UnexpectedReturnType, "the record of the server is no position").into())
    }

    /// Keeps subscriptions and expiry up to date, until a connection is lost. Returns why.
    async fn tend(&self, live: Live, mut subscriber: MultiplexedConnection) -> String {
        let mut connection = live.connection;
        let mut beat = Instant::now() + self.options.heartbeat;
        // The logs expire later than two such periods.
        let period = self.options.unused_after / 4;
        let mut touch = Instant::now() + period;
        loop {
            if let Err(error) = self.change_subscriptions(&mut subscriber).await {
                return error.to_string();
            }
            if !self.health.borrow().is_connected() {
                tracing::info!("Redis is reached");
                self.health.send_replace(Health::Connected);
            }
            let due = tokio::select! {
                () = live.lost.notified() => return "the connection was closed".to_owned(),
                () = self.tails.changed() => Ok(()),
                () = sleep_until(beat) => {
                    beat = Instant::now() + self.options.heartbeat;
                    self.ping(&mut connection, &mut subscriber).await
                }
                () = sleep_until(touch) => {
                    touch = Instant::now() + period;
                    self.put_off_expiry(&mut connection).await
                }
            };
            if let Err(error) = due {
                return error.to_string();
            }
        }
    }

    async fn change_subscriptions(&self, subscriber: &mut MultiplexedConnection) -> RedisResult<()> {
        let changes = self.tails.changes();
        for channels in changes.subscribe.chunks(CHUNK) {
            subscriber.subscribe(channels.iter().map(AsRef::as_ref).collect::<Vec<&str>>()).await?;
            self.tails.subscribed(channels);
        }
        for channels in changes.leave.chunks(CHUNK) {
            subscriber.unsubscribe(channels.iter().map(AsRef::as_ref).collect::<Vec<&str>>()).await?;
        }
        Ok(())
    }

    async fn ping(&self, first: &mut MultiplexedConnection, second: &mut MultiplexedConnection) -> RedisResult<()> {
        cmd("PING").exec_async(first).await?;
        cmd("PING").exec_async(second).await
    }

    async fn put_off_expiry(&self, connection: &mut MultiplexedConnection) -> RedisResult<()> {
        let expiry = milliseconds(self.options.unused_after);
        for keys in self.tails.keys().chunks(CHUNK) {
            let mut pipeline = redis::pipe();
            for keys in keys {
                pipeline.cmd("PEXPIRE").arg(&*keys.stream).arg(expiry).ignore();
                pipeline.cmd("PEXPIRE").arg(&*keys.head).arg(expiry).ignore();
            }
            pipeline.exec_async(connection).await?;
        }
        Ok(())
    }
}

impl fmt::Debug for Link {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the address, which may contain a password.
        formatter.debug_struct("Link").field("health", &*self.health.borrow()).finish_non_exhaustive()
    }
}

#[cfg(feature = "tls")]
fn client(info: ConnectionInfo, options: &Options) -> RedisResult<Client> {
    if matches!(info.addr(), ConnectionAddr::TcpTls { .. }) {
        // The library for Redis takes its cryptography from the process. An error means that there is some already.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let certificates = TlsCertificates { client_tls: None, root_cert: options.root_certificates.clone() };
        return Client::build_with_tls(info, certificates);
    }
    Client::open(info)
}

#[cfg(not(feature = "tls"))]
fn client(info: ConnectionInfo, _: &Options) -> RedisResult<Client> {
    Client::open(info)
}

/// Returns a time as Redis takes it: at least one millisecond.
pub(crate) fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX).clamp(1, i64::MAX as u64 / 2)
}

/// Returns whether another attempt may succeed. Redis has not done what it answers with an error of these kinds, but
/// nothing is known after a lost connection.
fn is_transient(error: &RedisError) -> bool {
    match error.kind() {
        ErrorKind::Io | ErrorKind::Parse => true,
        ErrorKind::Server(kind) => matches!(
            kind,
            ServerErrorKind::BusyLoading
                | ServerErrorKind::TryAgain
                | ServerErrorKind::ClusterDown
                | ServerErrorKind::MasterDown
                | ServerErrorKind::ReadOnly
                | ServerErrorKind::NoScript
        ),
        _ => error.code() == Some("BUSY"),
    }
}
