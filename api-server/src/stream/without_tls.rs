//! Replaces the module `tls` in builds without TLS.

use std::io;

use tokio::net::TcpStream;

use super::transport::Transport;
use super::version::Version;

/// A configuration that does not exist.
#[derive(Debug, Clone)]
pub(crate) enum Tls {}

impl Tls {
    #[allow(clippy::unused_async, reason = "the signature is that of the module that it replaces")]
    pub(crate) async fn accept(&self, _: TcpStream) -> io::Result<(Transport, Option<Version>)> {
        match *self {}
    }
}
