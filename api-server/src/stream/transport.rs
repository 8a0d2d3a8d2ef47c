//! A connection with or without TLS, as one type, so that the code above it is compiled once.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};

use api_core::context::Peer;
#[cfg(any(feature = "tls", feature = "ring"))]
use api_core::context::TlsPeer;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
#[cfg(any(feature = "tls", feature = "ring"))]
use tokio_rustls::server::TlsStream;

#[derive(Debug)]
pub(crate) enum Transport {
    Plain(TcpStream),
    /// Boxed, because a TLS session is large and plain connections would hold its size too.
    #[cfg(any(feature = "tls", feature = "ring"))]
    Tls(Box<TlsStream<TcpStream>>),
}

/// A stream that can be read and written.
trait Duplex: AsyncRead + AsyncWrite + Unpin {}

impl<S: AsyncRead + AsyncWrite + Unpin> Duplex for S {}

impl Transport {
    /// Returns the peer at `address`, with what it showed in the TLS handshake.
    pub(crate) fn peer(&self, address: SocketAddr) -> Peer {
        match self {
            Self::Plain(_) => Peer::new(address),
            #[cfg(any(feature = "tls", feature = "ring"))]
            Self::Tls(stream) => {
                let session = stream.get_ref().1;
                let chain = session.peer_certificates().unwrap_or_default();
                let chain = chain.iter().map(|certificate| certificate.to_vec()).collect();
                let name = session.server_name().map(str::to_owned);
                Peer::with_tls(address, TlsPeer::default().server_name(name).certificates(chain))
            }
        }
    }

    /// Returns whether it is TCP without TLS, which has no buffer to flush.
    #[cfg(feature = "websocket")]
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self, Self::Plain(_))
    }

    fn stream(&mut self) -> Pin<&mut dyn Duplex> {
        match self {
            Self::Plain(stream) => Pin::new(stream),
            #[cfg(any(feature = "tls", feature = "ring"))]
            Self::Tls(stream) => Pin::new(stream.as_mut()),
        }
    }
}

impl AsyncRead for Transport {
    fn poll_read(mut self: Pin<&mut Self>, task: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_read(task, buffer)
    }
}

impl AsyncWrite for Transport {
    fn poll_write(mut self: Pin<&mut Self>, task: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.stream().poll_write(task, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_flush(task)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream().poll_shutdown(task)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        task: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.stream().poll_write_vectored(task, parts)
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Plain(stream) => stream.is_write_vectored(),
            #[cfg(any(feature = "tls", feature = "ring"))]
            Self::Tls(stream) => stream.is_write_vectored(),
        }
    }
}
