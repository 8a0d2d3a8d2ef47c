//! Opening WebSockets on streams of tokio, without an HTTP client.
//!
//! ```no_run
//! use api_websocket::{OpenOptions, client};
//! use tokio::net::TcpStream;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let stream = TcpStream::connect("127.0.0.1:9001").await?;
//! let uri = "ws://127.0.0.1:9001/chat".parse()?;
//! let (mut connection, head) = client::connect(stream, &uri, OpenOptions::default().subprotocol("chat")).await?;
//! println!("{:?}", head.headers);
//! connection.send_text("hello").await?;
//! println!("{}", connection.receive::<String>().await?);
//! # Ok(()) }
//! ```

use bytes::{Bytes, BytesMut};
use http::header::{CONNECTION, CONTENT_LENGTH, HOST, SEC_WEBSOCKET_KEY, TRANSFER_ENCODING, UPGRADE};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, response};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite};
use tokio::time::{Instant, timeout_at};

use crate::BoxError;
use crate::connection::Connection;
use crate::handshake::{ClientKey, HandshakeError, OpenOptions, Rejected};
use crate::header::subprotocols;
use crate::http1::{self, HeadError};
use crate::options::Role;
use crate::wire::TokioWire;

/// The largest head of a response.
const MAX_HEAD: usize = 64 * 1024;

/// The largest body of a response that rejects. The rest is cut.
const MAX_BODY: usize = 64 * 1024;

/// Opens a WebSocket on a stream that is connected to the server. For `wss` the stream must use TLS already.
///
/// `uri` selects the request target and the `Host` field, whose port is left out if it is the default of the scheme.
/// Returns the connection, and the head of the response.
///
/// ```
/// use api_websocket::{HandshakeError, OpenOptions, client, server};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let (near, far) = tokio::io::duplex(4096);
/// tokio::spawn(async move {
///     let pending = server::accept(far).await?;
///     pending.reject("not today");
///     Ok::<(), HandshakeError>(())
/// });
/// let uri = "ws://example.com/chat".parse()?;
/// let error = client::connect(near, &uri, OpenOptions::default()).await.unwrap_err();
/// assert_eq!(error.rejected().map(|rejected| &rejected.body[..]), Some(&b"not today"[..]));
/// # Ok(()) }
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(example()).unwrap();
/// ```
///
/// # Errors
/// Returns [`HandshakeError::Rejected`] with the response if its status is not 101. Returns an error if the response
/// violates the protocol, if the handshake took longer than [`OpenOptions::timeout`], or if the stream has failed.
///
/// # Cancel safety
/// Dropping the future drops the stream.
pub async fn connect<IO>(
    mut stream: IO,
    uri: &Uri,
    options: OpenOptions,
) -> Result<(Connection, response::Parts), HandshakeError>
where
    IO: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let deadline = Instant::now() + options.handshake_timeout();
    let key = ClientKey::random();
    let mut headers = HeaderMap::new();
    headers.insert(HOST, host(uri).map_err(HandshakeError::MalformedRequest)?);
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(SEC_WEBSOCKET_KEY, key.header());
    options.write(&mut headers).map_err(|error| HandshakeError::MalformedRequest(error.into()))?;
    let offered = subprotocols(&headers).unwrap_or_default();
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let slash = if target.starts_with('/') { "" } else { "/" };
    let request = http1::encode_head(&format!("GET {slash}{target} HTTP/1.1"), &headers);

    let mut buffer = BytesMut::new();
    let head = timeout_at(deadline, async {
        http1::write(&mut stream, &request).await?;
        loop {
            let head = http1::parse_response(&http1::read_head(&mut stream, &mut buffer, MAX_HEAD).await?)?;
            // Interim responses precede the final one (RFC 9110 §15.2).
            if !head.status.is_informational() || head.status == StatusCode::SWITCHING_PROTOCOLS {
                return Ok(head);
            }
        }
    });
    let head = match head.await {
        Ok(Ok(head)) => head,
        Ok(Err(HeadError::Io(error))) => return Err(HandshakeError::Transport(error.into())),
        Ok(Err(HeadError::Malformed(error))) => return Err(HandshakeError::MalformedResponse(error)),
        Ok(Err(HeadError::TooLong(limit))) => {
            let why = format!("the head of the response has more than {limit} bytes");
            return Err(HandshakeError::MalformedResponse(why.into()));
        }
        Err(_) => return Err(HandshakeError::Timeout),
    };
    if head.status != StatusCode::SWITCHING_PROTOCOLS {
        // A body that takes too long is cut.
        let _ = timeout_at(deadline, read_body(&mut stream, &head.headers, &mut buffer)).await;
        let body = body(&head.headers, buffer.freeze());
        let rejected = Rejected { status: head.status, headers: head.headers, body };
        return Err(HandshakeError::Rejected(Box::new(rejected)));
    }
    key.verify(&head).map_err(|why| HandshakeError::MalformedResponse(why.into()))?;
    let agreement = options.agree(&offered, &head.headers).map_err(HandshakeError::MalformedResponse)?;
    let wire = Box::new(TokioWire::new(stream).after(&buffer));
    Ok((Connection::agreed(Role::Client, wire, options.connection_options(), agreement), head))
}

/// Returns the `Host` field of a request to `uri`.
fn host(uri: &Uri) -> Result<HeaderValue, BoxError> {
    let host = uri.host().filter(|host| !host.is_empty()).ok_or("expected an absolute URI with a host")?;
    let default = match uri.scheme_str() {
        Some("wss" | "https") => 443,
        _ => 80,
    };
    let host = match uri.port_u16().filter(|port| *port != default) {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    Ok(HeaderValue::try_from(host)?)
}

/// Reads the body of a response into the buffer, up to the limit.
async fn read_body(
    stream: &mut (impl AsyncRead + Unpin),
    headers: &HeaderMap,
    buffer: &mut BytesMut,
) -> std::io::Result<()> {
    let length = content_length(headers).unwrap_or(MAX_BODY).min(MAX_BODY);
    while buffer.len() < length && !(is_chunked(headers) && chunks(buffer).1) {
        if stream.read_buf(buffer).await? == 0 {
            break;
        }
    }
    Ok(())
}

/// Returns the content of a body that was read.
fn body(headers: &HeaderMap, read: Bytes) -> Bytes {
    let mut content = if is_chunked(headers) { chunks(&read).0 } else { read };
    content.truncate(content_length(headers).unwrap_or(MAX_BODY).min(MAX_BODY));
    content
}

fn content_length(headers: &HeaderMap) -> Option<usize> {
    if is_chunked(headers) {
        return None;
    }
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}

fn is_chunked(headers: &HeaderMap) -> bool {
    let coding = headers.get(TRANSFER_ENCODING).and_then(|value| value.to_str().ok());
    coding.is_some_and(|coding| coding.to_ascii_lowercase().ends_with("chunked"))
}

/// Returns the content of the chunks that have arrived, and whether the last one has (RFC 9112 §7.1).
fn chunks(bytes: &[u8]) -> (Bytes, bool) {
    let (mut content, mut rest) = (Vec::new(), bytes);
    while let Ok(httparse::Status::Complete((start, size))) = httparse::parse_chunk_size(rest) {
        if size == 0 {
            return (content.into(), true);
        }
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let chunk = rest.get(start..).unwrap_or_default();
        content.extend_from_slice(chunk.get(..size).unwrap_or(chunk));
        rest = chunk.get(size.saturating_add(2)..).unwrap_or_default();
    }
    (content.into(), false)
}

#[cfg(test)]
mod tests {
    use http::Uri;

    use super::{chunks, host};

    #[test]
    fn the_host_field_has_a_port_only_if_it_is_not_the_default() {
        let table = [
            ("ws://example.com/chat", "example.com"),
            ("ws://example.com:80", "example.com"),
            ("ws://example.com:8080/", "example.com:8080"),
            ("wss://example.com:443/", "example.com"),
            ("wss://example.com:80/", "example.com:80"),
            ("ws://user:secret@example.com/", "example.com"),
            ("ws://[::1]:9001/", "[::1]:9001"),
        ];
        for (uri, expected) in table {
            assert_eq!(host(&uri.parse::<Uri>().expect("a URI")).expect("a host"), expected, "{uri}");
        }
        assert!(host(&Uri::from_static("/chat")).is_err());
    }

    #[test]
    fn chunks_are_joined_as_far_as_they_have_arrived() {
        assert_eq!(chunks(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"), ("abcde".into(), true));
        assert_eq!(chunks(b"3\r\nabc\r\n5\r\nde"), ("abcde".into(), false));
        assert_eq!(chunks(b""), ("".into(), false));
        assert_eq!(chunks(b"ffffffffffffffff\r\nab"), ("ab".into(), false));
        assert_eq!(chunks(b"no chunk\r\n"), ("".into(), false));
    }
}
