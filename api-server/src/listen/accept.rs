//! The accept loop: as many connections as the limit allows, until shutdown, then a drain.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::Listener;
use super::http::{Connections, IncomingBody};
use crate::Limits;
use crate::service::Respond;
use crate::shutdown::ShutdownHandle;

/// Serves the connections of a listener, with default limits, once the result is awaited.
///
/// ```
/// # use api_server::{Listener, Server, serve};
/// # async fn example(routes: impl api_core::Routes<api_server::IncomingBody>) -> std::io::Result<()> {
/// let listening = serve(Listener::bind("127.0.0.1:0").await?, Server::new(routes));
/// println!("listening on {}", listening.local_addr());
/// listening.with_shutdown(async { tokio::signal::ctrl_c().await.unwrap_or_default() }).await
/// # }
/// ```
pub fn serve<S: Respond<IncomingBody>>(listener: Listener, server: S) -> Listening<S> {
    Listening { listener, server, limits: Limits::default(), shutdown: ShutdownHandle::new() }
}

/// A server whose socket is bound: clients can connect already, and are answered once this is awaited.
///
/// Awaiting it returns when all is down after a shutdown: no connection is open, and what ran for one is cancelled. Dropping the future that
/// awaits it cuts every connection.
pub struct Listening<S> {
    listener: Listener,
    server: S,
    limits: Limits,
    shutdown: ShutdownHandle,
}

impl<S: Respond<IncomingBody>> Listening<S> {
    /// Bounds what peers may take.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The address that is listened on.
    pub fn local_addr(&self) -> SocketAddr {
        self.listener.local_addr()
    }

    /// What makes it shut down.
    pub fn shutdown_handle(&self) -> ShutdownHandle {
        self.shutdown.clone()
    }

    /// Serves until a future is ready, then shuts down.
    ///
    /// Nothing more is accepted; HTTP/2 clients get GOAWAY and idle HTTP/1.1 connections are closed; running requests finish, and
    /// subscriptions get their end, within [`Limits::drain_time`].
    ///
    /// # Errors
    /// None yet: what goes wrong with one connection is no failure of the server.
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
        let shared = Arc::new(Connections { server, limits, shutdown: shutdown.signal() });
        let mut connections = JoinSet::new();
        let permits = Arc::new(Semaphore::new(limits.connections.clamp(1, Semaphore::MAX_PERMITS)));
        loop {
            let next = async {
                let permit = permits.clone().acquire_owned().await;
                (permit, listener.accept().await)
            };
            tokio::select! {
                (permit, stream) = next => {
                    let connection = shared.clone().serve(stream, listener.tls().cloned());
                    connections.spawn(async move {
                        connection.await;
                        drop(permit);
                    });
                }
                Some(_) = connections.join_next() => {}
                () = signal.wait() => break,
            }
        }
        // A client that connects from here on is refused at once, instead of waiting for an answer that will not come.
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
