//! The law of event streams: the decoded events do not depend on how the stream is split, and encoding them again
//! yields the same events.

use std::time::Duration;

use bytes::Bytes;

use api_core::dialect::{DEFAULT_LINE_LIMIT, Decoder, Dialect, DialectError, Frame, Headers};

use super::{choices, cuts};

/// Decodes the bytes as a stream of events, in every dialect.
///
/// The first byte selects the limit of a line, and the second where the stream is split.
///
/// # Panics
/// Panics if the events depend on the splits, exceed the limit, or change when they are encoded and decoded again.
pub fn dialects(bytes: &[u8]) {
    let ([limit, seed], stream) = choices(bytes);
    let limit = if limit == 0 { DEFAULT_LINE_LIMIT } else { usize::from(limit) };
    for dialect in Dialect::ALL {
        check(dialect, limit, &cuts(stream, seed), decode);
    }
}

#[derive(Debug, PartialEq)]
struct Decoded {
    frames: Vec<Frame>,
    error: Option<DialectError>,
    retry: Option<Duration>,
}

fn decode(dialect: Dialect, limit: usize, pieces: &[&[u8]]) -> Decoded {
    let mut decoder = Decoder::with_line_limit(dialect, limit);
    let mut outcome = Decoded { frames: Vec::new(), error: None, retry: None };
    for piece in pieces {
        decoder.push(piece);
        while let Some(next) = decoder.next() {
            match next {
                Ok(frame) => outcome.frames.push(frame),
                Err(error) => outcome.error = Some(error),
            }
        }
    }
    if outcome.error.is_some() || matches!(outcome.frames.last(), Some(Frame::End { .. })) {
        assert!(decoder.is_finished(), "{dialect:?} is not finished after the end");
    }
    outcome.retry = decoder.retry();
    outcome
}

fn check(dialect: Dialect, limit: usize, cuts: &[Vec<&[u8]>; 3], decode: impl Fn(Dialect, usize, &[&[u8]]) -> Decoded) {
    let [whole, others @ ..] = cuts;
    let decoded = decode(dialect, limit, whole);
    for pieces in others {
        assert_eq!(decode(dialect, limit, pieces), decoded, "{dialect:?}, split");
    }
    let mut stream = Vec::new();
    for frame in &decoded.frames {
        let (body, others) = sizes(frame);
        // Lines are measured before a byte that is not UTF-8 is replaced by three bytes. A body may consist of several
        // lines, and is measured after the replacement. An empty body is `null`, which has four bytes.
        let within = body <= limit.max(4) && others <= limit.saturating_mul(3);
        assert!(within, "{dialect:?}: more than {limit} bytes: {frame:?}");
        dialect.encode(frame, &mut stream);
    }
    let again = decode(dialect, usize::MAX, &[&stream]);
    let expected: Vec<Frame> = decoded.frames.into_iter().map(as_encoded_again).collect();
    assert_eq!((again.frames, again.error), (expected, None), "{dialect:?}, encoded again");
}

/// Returns the size of the body, and the largest size of the other parts.
fn sizes(frame: &Frame) -> (usize, usize) {
    let of = |headers: &Headers| headers.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>();
    match frame {
        Frame::Heartbeat { padding } => (0, *padding),
        Frame::Event { id, headers, body } => (body.len(), id.len().max(of(headers))),
        Frame::End { headers, body, .. } => (body.len(), of(headers)),
    }
}

/// Returns a frame as it is after encoding and decoding: line breaks in the body are spaces, an empty body is `null`.
fn as_encoded_again(mut frame: Frame) -> Frame {
    if let Frame::Event { body, .. } | Frame::End { body, .. } = &mut frame {
        *body = match body.as_ref() {
            [] => Bytes::from_static(b"null"),
            body => body.iter().map(|byte| if matches!(byte, b'\r' | b'\n') { b' ' } else { *byte }).collect(),
        };
    }
    frame
}

#[cfg(test)]
mod tests {
    use super::{Dialect, check, cuts, decode};

    #[test]
    #[should_panic(expected = "Ndjson, split")]
    fn a_decoder_that_ignores_the_second_read_is_found() {
        check(Dialect::Ndjson, 99, &cuts(b"{\"data\":1}\n", 0), |dialect, limit, pieces| {
            decode(dialect, limit, pieces.get(..1).unwrap_or_default())
        });
    }
}
