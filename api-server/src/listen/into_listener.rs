//! What can be served: a listener, or a socket that becomes one.

use tokio::net::TcpListener;

use super::tcp::Listener;

/// A value that becomes a [`Listener`]: a listener itself, or a bound socket of tokio.
///
/// ```
/// # use api_server::{Server, serve};
/// # async fn example(routes: impl api_core::Routes<api_server::IncomingBody>) -> std::io::Result<()> {
/// let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
/// serve(socket, Server::new(routes)).await
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a listener",
    label = "expected a `Listener`, or a `TcpListener` of tokio",
    note = "bind an address with `Listener::bind(address).await?`",
    note = "a socket of std becomes one of tokio with `set_nonblocking(true)` and `TcpListener::from_std`"
)]
pub trait IntoListener {
    /// Returns the listener.
    ///
    /// # Panics
    /// Panics if the operating system does not tell the address of the socket. [`Listener::from_socket`] returns the
    /// error instead.
    fn into_listener(self) -> Listener;
}

impl IntoListener for Listener {
    fn into_listener(self) -> Listener {
        self
    }
}

impl IntoListener for TcpListener {
    fn into_listener(self) -> Listener {
        Listener::from_socket(self).expect("a bound socket has an address")
    }
}
