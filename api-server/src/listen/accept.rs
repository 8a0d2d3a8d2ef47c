//! The accept loop: accepts connections up to the limit until shutdown, then drains them.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::addresses::Addresses;
use super::http::Connections;
use super::into_listener::IntoListener;
use super::tcp::Listener;
use crate::Limits;
use crate::bounds::{Bounds, IncomingBody};
use crate::respond::Respond;
use crate::shutdown::ShutdownHandle;

/// Serves the connections of a listener with default limits, once the result is awaited.
///
/// ```
/// # use api_server::{Listener, Server, serve};
/// # async fn example(routes: impl api_core::Routes<api_server::IncomingBody>) -> std::io::Result<()> {
/// let listening = serve(Listener::bind("127.0.0.1:0").await?, Server::new(routes));
/// println!("listening on {}", listening.local_addr());
/// listening.with_shutdown(async { tokio::signal::ctrl_c().await.unwrap_or_default() }).await
/// # }
/// ```
///
/// # Panics
/// Panics if `listener` is a socket without an address: see [`IntoListener`].
pub fn serve<S: Respond<IncomingBody>>(listener: impl IntoListener, server: S) -> Listening<S> {
    Listening { listener: listener.into_listener(), server, limits: Limits::default(), shutdown: ShutdownHandle::new() }
}

/// A server with a bound socket. Clients can connect already and are answered once this value is awaited.
///
/// Awaiting it returns after a shutdown, when every connection is closed and its task has ended or was cancelled.
/// Streams of HTTP/2 with tasks of their own end as those tasks are polled next. Dropping the awaiting future cuts
/// every connection.
#[must_use = "no client is answered until this is awaited"]
pub struct Listening<S> {
    listener: Listener,
    server: S,
    limits: Limits,
    shutdown: ShutdownHandle,
}

impl<S: Respond<IncomingBody>> Listening<S> {
    /// Sets the limits on what clients may use.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Returns the local address of the socket.
    pub fn local_addr(&self) -> SocketAddr {
        self.listener.local_addr()
    }

    /// Returns a handle that shuts the server down.
    pub fn shutdown_handle(&self) -> ShutdownHandle {
        self.shutdown.clone()
    }

    /// Serves until `shutdown` completes, then shuts down gracefully.
    ///
    /// The server accepts no more connections, sends GOAWAY to HTTP/2 clients and closes idle HTTP/1.1 connections.
    /// Running requests finish and subscriptions are sent their end, within [`Limits::drain_time`].
    ///
    /// # Errors
    /// Returns no error today: an error of one connection is not a failure of the server.
    pub async fn with_shutdown(self, shutdown: impl Future<Output = ()> + Send) -> io::Result<()> {
        let handle = self.shutdown.clone();
        let mut serving = std::pin::pin!(self.run());
        tokio::select! {
            () = &mut serving => return Ok(()),
            () = shutdown => handle.shut_down(),
        }
        serving.await;
        Ok(())
    }

    async fn run(self) {
        let Self { listener, server, limits, shutdown } = self;
        let mut signal = shutdown.signal();
        let shared = Arc::new(Connections { server, bounds: Bounds::new(limits), shutdown: shutdown.signal() });
        let mut connections = JoinSet::new();
        let permits = Arc::new(Semaphore::new(limits.connections.clamp(1, Semaphore::MAX_PERMITS)));
        let addresses = limits.connections_per_address.map(Addresses::new);
        loop {
            let next = async {
                let permit = permits.clone().acquire_owned().await;
                (permit, listener.accept().await)
            };
            tokio::select! {
                (permit, (stream, peer)) = next => {
                    let admission = addresses.as_ref().map(|addresses| addresses.admit(peer.ip()));
                    if matches!(admission, Some(None)) {
                        tracing::debug!(%peer, "a connection was closed, because its address has too many");
                        continue;
                    }
                    let connection = shared.clone().serve(stream, peer, listener.tls().cloned());
                    connections.spawn(async move {
                        connection.await;
                        drop((permit, admission));
                    });
                }
                Some(_) = connections.join_next() => {}
                () = signal.wait() => break,
            }
        }
        // From here on clients that connect are refused at once, instead of waiting in the backlog for an answer that
        // never comes.
        drop(listener);
        let drained = timeout(limits.drain_time, async { while connections.join_next().await.is_some() {} }).await;
        if drained.is_err() {
            tracing::warn!(connections = connections.len(), "connections were cut at the end of the drain time");
            connections.shutdown().await;
        }
    }
}

impl<S: Respond<IncomingBody>> IntoFuture for Listening<S> {
    type Output = io::Result<()>;
    type IntoFuture = Pin<Box<dyn Future<Output = io::Result<()>> + Send>>;

    /// Serves until [`ShutdownHandle::shut_down`].
    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            self.run().await;
            Ok(())
        })
    }
}

impl<S> fmt::Debug for Listening<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Listening").field("listener", &self.listener).finish_non_exhaustive()
    }
}
