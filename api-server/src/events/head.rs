//! The head of a response over HTTP/1.1 whose body has chunks (RFC 9112 §4, §7.1).

use std::time::SystemTime;

use bytes::BufMut;
use http::header::{CONNECTION, DATE};
use http::response::Parts;

/// Writes the status line and the fields. `closes`: whether the connection is closed after the response.
pub(super) fn write(head: &Parts, closes: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(b"HTTP/1.1 ");
    out.extend_from_slice(head.status.as_str().as_bytes());
    out.push(b' ');
    out.extend_from_slice(head.status.canonical_reason().unwrap_or_default().as_bytes());
    out.extend_from_slice(b"\r\n");
    for (name, value) in &head.headers {
        field(name.as_str(), value.as_bytes(), out);
    }
    if closes && !head.headers.contains_key(CONNECTION) {
        field("connection", b"close", out);
    }
    field("transfer-encoding", b"chunked", out);
    if !head.headers.contains_key(DATE) {
        field("date", httpdate::fmt_http_date(SystemTime::now()).as_bytes(), out);
    }
    out.extend_from_slice(b"\r\n");
}

fn field(name: &str, value: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b": ");
    out.extend_from_slice(value);
    out.extend_from_slice(b"\r\n");
}

/// Writes the size of a chunk, which precedes it.
pub(super) fn chunk(size: usize, out: &mut impl BufMut) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    // The digits of the greatest number, and the end of the line.
    let mut line = *b"0000000000000000\r\n";
    let (mut rest, mut begin) = (size, DIGITS.len());
    for place in line.iter_mut().take(DIGITS.len()).rev() {
        *place = DIGITS.get(rest & 0xF).copied().unwrap_or(b'0');
        (rest, begin) = (rest >> 4, begin - 1);
        if rest == 0 {
            break;
        }
    }
    out.put_slice(line.get(begin..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use http::Response;

    use super::{chunk, write};

    #[test]
    fn the_head_has_the_fields_and_announces_chunks() {
        let response = Response::builder().header("content-type", "text/event-stream").header("date", "a day");
        let head = response.body(()).unwrap().into_parts().0;
        let written = |closes| {
            let mut out = Vec::new();
            write(&head, closes, &mut out);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(
            written(false),
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ndate: a day\r\ntransfer-encoding: chunked\r\n\r\n"
        );
        assert!(written(true).contains("\r\nconnection: close\r\n"));
    }

    #[test]
    fn the_size_of_a_chunk_is_hexadecimal() {
        for size in [0, 1, 9, 10, 15, 16, 255, 256, 4095, 65_536, usize::MAX] {
            let mut out = Vec::new();
            chunk(size, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), format!("{size:X}\r\n"));
        }
    }
}
