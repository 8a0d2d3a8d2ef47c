//! Serving routes as a task, with every setting at its default.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use api_core::Routes;
use tokio::net::ToSocketAddrs;
use tokio::task::JoinHandle;

use super::accept::serve;
use super::tcp::Listener;
use crate::bounds::IncomingBody;
use crate::server::Server;
use crate::shutdown::ShutdownHandle;

/// Binds an address and serves routes on it, as a task of the runtime. Clients can connect once this function returns.
///
/// For TLS, limits, layers and CORS use [`Listener`], [`Server`] and [`serve`].
///
/// ```
/// use api_core::{Error, api};
///
/// #[api]
/// trait Hello {
///     #[get("/hello")]
///     async fn hello(&self) -> Result<String, Error> {
///         Ok("hello".to_owned())
///     }
/// }
///
/// impl Hello for () {}
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> std::io::Result<()> {
/// let running = api_server::spawn("127.0.0.1:0", HelloApi::serve(())).await?;
/// println!("curl http://{}/hello", running.local_addr());
/// running.shutdown_handle().shut_down();
/// running.await
/// # }
/// ```
///
/// # Errors
/// Returns the error of [`Listener::bind`].
pub async fn spawn(address: impl ToSocketAddrs + fmt::Debug, routes: impl Routes<IncomingBody>) -> io::Result<Running> {
    let listening = serve(Listener::bind(address).await?, Server::new(routes));
    let (local_addr, shutdown) = (listening.local_addr(), listening.shutdown_handle());
    let task = tokio::spawn(std::future::IntoFuture::into_future(listening));
    Ok(Running { local_addr, shutdown, task })
}

/// A server that runs as a task. Awaiting it waits until the server has shut down. Dropping it lets the server run on.
#[derive(Debug)]
#[must_use = "the server ends with the runtime: await it to keep the program running"]
pub struct Running {
    local_addr: SocketAddr,
    shutdown: ShutdownHandle,
    task: JoinHandle<io::Result<()>>,
}

impl Running {
    /// Returns the address that the server listens on.
    pub fn local_addr(&self) -> SocketAddr {
        self.local_addr
    }

    /// Returns a handle that shuts the server down.
    pub fn shutdown_handle(&self) -> ShutdownHandle {
        self.shutdown.clone()
    }
}

impl Future for Running {
    type Output = io::Result<()>;

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.task).poll(task).map(|ended| ended.unwrap_or_else(|error| Err(io::Error::other(error))))
    }
}
