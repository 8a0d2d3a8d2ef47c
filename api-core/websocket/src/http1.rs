//! Heads of HTTP/1.1 messages on a stream: enough for the opening handshake (RFC 9112).

use std::io;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, Version, request, response};
use httparse::{EMPTY_HEADER, Header, Status};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use crate::BoxError;

/// The largest number of header fields of a head.
const MAX_FIELDS: usize = 100;

/// The error of reading a head.
#[derive(Debug)]
pub(crate) enum HeadError {
    /// The head is longer than the limit.
    TooLong(usize),
    Malformed(BoxError),
    Io(io::Error),
}

impl From<io::Error> for HeadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads a head of at most `limit` bytes. Bytes that follow it stay in `buffer`.
pub(crate) async fn read_head(
    stream: &mut (impl AsyncRead + Unpin),
    buffer: &mut BytesMut,
    limit: usize,
) -> Result<Bytes, HeadError> {
    let mut scanned = 0;
    loop {
        if let Some(length) = head_length(buffer, scanned).filter(|length| *length <= limit) {
            return Ok(buffer.split_to(length).freeze());
        }
        if buffer.len() >= limit {
            return Err(HeadError::TooLong(limit));
        }
        // The end of a head has three bytes before its last one.
        scanned = buffer.len().saturating_sub(3);
        if stream.read_buf(buffer).await? == 0 {
            return Err(HeadError::Io(io::ErrorKind::UnexpectedEof.into()));
        }
    }
}

/// Returns the length of a head including its empty line, if that has arrived. `from` was searched before.
fn head_length(bytes: &[u8], from: usize) -> Option<usize> {
    let ends = |rest: &[u8]| match rest {
        [b'\n', b'\n', ..] => Some(2),
        [b'\n', b'\r', b'\n', ..] => Some(3),
        _ => None,
    };
    (from..bytes.len()).find_map(|at| ends(bytes.get(at..)?).map(|length| at + length))
}

/// Parses the head of a request.
pub(crate) fn parse_request(head: &[u8]) -> Result<request::Parts, HeadError> {
    let mut fields = [EMPTY_HEADER; MAX_FIELDS];
    let mut parsed = httparse::Request::new(&mut fields);
    let complete = parsed.parse(head).map_err(malformed)?;
    let (Status::Complete(_), Some(method), Some(path)) = (complete, parsed.method, parsed.path) else {
        return Err(malformed("an incomplete head"));
    };
    let request = Request::builder().method(method).uri(path).version(version(parsed.version)).body(());
    let mut parts = request.map_err(malformed)?.into_parts().0;
    parts.headers = headers(parsed.headers)?;
    Ok(parts)
}

/// Parses the head of a response.
pub(crate) fn parse_response(head: &[u8]) -> Result<response::Parts, HeadError> {
    let mut fields = [EMPTY_HEADER; MAX_FIELDS];
    let mut parsed = httparse::Response::new(&mut fields);
    let complete = parsed.parse(head).map_err(malformed)?;
    let (Status::Complete(_), Some(code)) = (complete, parsed.code) else {
        return Err(malformed("an incomplete head"));
    };
    let response = Response::builder().status(code).version(version(parsed.version)).body(());
    let mut parts = response.map_err(malformed)?.into_parts().0;
    parts.headers = headers(parsed.headers)?;
    Ok(parts)
}

fn malformed(error: impl Into<BoxError>) -> HeadError {
    HeadError::Malformed(error.into())
}

fn version(minor: Option<u8>) -> Version {
    if minor == Some(0) { Version::HTTP_10 } else { Version::HTTP_11 }
}

fn headers(fields: &[Header<'_>]) -> Result<HeaderMap, HeadError> {
    let mut headers = HeaderMap::with_capacity(fields.len());
    for field in fields {
        let name = HeaderName::from_bytes(field.name.as_bytes()).map_err(malformed)?;
        headers.append(name, HeaderValue::from_bytes(field.value).map_err(malformed)?);
    }
    Ok(headers)
}

/// Encodes a head whose first line is given.
pub(crate) fn encode_head(first_line: &str, headers: &HeaderMap) -> Vec<u8> {
    let mut head = Vec::with_capacity(256);
    head.extend_from_slice(first_line.as_bytes());
    head.extend_from_slice(b"\r\n");
    for (name, value) in headers {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
    head
}

/// Returns the first line of a response.
pub(crate) fn status_line(status: StatusCode) -> String {
    format!("HTTP/1.1 {} {}", status.as_u16(), status.canonical_reason().unwrap_or_default())
}

/// Writes bytes and flushes the stream.
pub(crate) async fn write(stream: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> io::Result<()> {
    stream.write_all(bytes).await?;
    stream.flush().await
}

#[cfg(test)]
mod tests {
    use bytes::BytesMut;
    use http::{Method, StatusCode, Version};

    use super::{HeadError, head_length, parse_request, parse_response, read_head};

    #[test]
    fn the_end_of_a_head_is_an_empty_line() {
        assert_eq!(head_length(b"GET / HTTP/1.1\r\n\r\nrest", 0), Some(18));
        assert_eq!(head_length(b"GET / HTTP/1.1\n\nrest", 0), Some(16));
        assert_eq!(head_length(b"GET / HTTP/1.1\r\na: b\r\n", 0), None);
        assert_eq!(head_length(b"", 0), None);
    }

    #[tokio::test]
    async fn bytes_after_the_head_stay_in_the_buffer_for_every_split() {
        let bytes = b"GET /chat HTTP/1.1\r\nhost: a\r\n\r\nframe";
        for cut in 0..bytes.len() {
            let (before, after) = bytes.split_at(cut);
            let mut stream = tokio_test_stream(&[before, after]);
            let mut buffer = BytesMut::new();
            let head = read_head(&mut stream, &mut buffer, 100).await.expect("a head");
            assert!(head.ends_with(b"\r\n\r\n") && b"frame".starts_with(&buffer), "cut at {cut}");
            assert_eq!(parse_request(&head).expect("a request").uri, "/chat");
        }
    }

    fn tokio_test_stream(pieces: &[&[u8]]) -> impl tokio::io::AsyncRead + Unpin + use<> {
        use tokio::io::AsyncReadExt as _;
        let [first, second] = pieces else { panic!("two pieces") };
        std::io::Cursor::new(first.to_vec()).chain(std::io::Cursor::new(second.to_vec()))
    }

    #[tokio::test]
    async fn a_head_above_the_limit_is_an_error() {
        let mut buffer = BytesMut::new();
        let error = read_head(&mut [b'a'; 100].as_slice(), &mut buffer, 50).await.expect_err("too long");
        assert!(matches!(error, HeadError::TooLong(50)));
        let error = read_head(&mut b"GET /".as_slice(), &mut BytesMut::new(), 50).await.expect_err("cut off");
        assert!(matches!(error, HeadError::Io(_)));
    }

    #[test]
    fn heads_are_parsed() {
        let request = parse_request(b"GET /a?b HTTP/1.0\r\nHost: x\r\nA: 1\r\na: 2\r\n\r\n").expect("a request");
        assert_eq!((request.method, request.version), (Method::GET, Version::HTTP_10));
        assert_eq!(request.headers.get_all("a").iter().count(), 2);
        let response = parse_response(b"HTTP/1.1 404 Not Found\r\n\r\n").expect("a response");
        assert_eq!(response.status, StatusCode::NOT_FOUND);
        for garbage in [&b"\r\n\r\n"[..], b"GET\r\n\r\n", b"\x16\x03\x01\n\n", b"GET / HTTP/2.0\r\n\r\n"] {
            assert!(matches!(parse_request(garbage), Err(HeadError::Malformed(_))), "{garbage:?}");
            assert!(matches!(parse_response(garbage), Err(HeadError::Malformed(_))), "{garbage:?}");
        }
    }
}
