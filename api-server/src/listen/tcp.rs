//! A bound TCP socket, with TLS or without.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream, ToSocketAddrs};

use super::bind_error::BindError;
use crate::stream::Tls;

/// A bound TCP socket that accepts connections. Once it is bound, clients can connect and wait in the backlog.
///
/// ```
/// # async fn example() -> std::io::Result<()> {
/// use api_server::Listener;
///
/// let listener = Listener::bind("127.0.0.1:0").await?;
/// println!("listening on {}", listener.local_addr());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    local_addr: SocketAddr,
    tls: Option<Tls>,
    /// Whether the last attempt to accept failed. It is logged once, not every time.
    failing: AtomicBool,
}

impl Listener {
    /// Binds a socket; port 0 lets the operating system choose one.
    ///
    /// # Errors
    /// Returns an error that names the address if it cannot be bound. Its kind is that of the system's error, for
    /// example [`AddrInUse`](io::ErrorKind::AddrInUse), and its source is that error.
    pub async fn bind(address: impl ToSocketAddrs + fmt::Debug) -> io::Result<Self> {
        match TcpListener::bind(&address).await {
            Ok(socket) => Self::from_socket(socket),
            Err(error) => Err(BindError::wrap(format!("{address:?}"), error)),
        }
    }

    /// Uses a socket that is already bound, for example one passed on by a supervisor.
    ///
    /// # Errors
    /// Returns an error if the local address of the socket cannot be read.
    pub fn from_socket(socket: TcpListener) -> io::Result<Self> {
        let local_addr = socket.local_addr()?;
        Ok(Self { socket, local_addr, tls: None, failing: AtomicBool::new(false) })
    }

    /// Uses TLS on every connection.
    #[cfg(any(feature = "tls", feature = "ring"))]
    #[must_use]
    pub fn with_tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// Returns the address that the socket is bound to.
    pub fn local_addr(&self) -> SocketAddr {
        self.local_addr
    }

    pub(super) fn tls(&self) -> Option<&Tls> {
        self.tls.as_ref()
    }

    /// Waits for the next connection, and returns it with the address of its peer.
    ///
    /// # Cancel safety
    /// Cancel safe: no connection is lost.
    pub(super) async fn accept(&self) -> (TcpStream, SocketAddr) {
        loop {
            match self.socket.accept().await {
                Ok((stream, peer)) => {
                    // With Nagle's algorithm a response over HTTP/2 would wait some 40 ms for the acknowledgement of
                    // the previous one.
                    if let Err(error) = stream.set_nodelay(true) {
                        tracing::debug!(%error, "TCP_NODELAY cannot be set");
                    }
                    self.failing.store(false, Ordering::Relaxed);
                    return (stream, peer);
                }
                Err(error) if is_of_one_connection(&error) => {}
                Err(error) => {
                    // Most likely the process has no file descriptors left. Accepting fails again until one is free.
                    if !self.failing.swap(true, Ordering::Relaxed) {
                        tracing::error!(%error, "no connection can be accepted");
                    }
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
            }
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::Interrupted
    )
}
