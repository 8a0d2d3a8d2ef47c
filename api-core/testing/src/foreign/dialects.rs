//! A stream of events tells the same however it is cut, and what it tells can be told again.

use std::time::Duration;

use bytes::Bytes;

use api_core::dialect::{DEFAULT_LINE_LIMIT, Decoder, Dialect, DialectError, Frame, Headers};

use super::{choices, cuts};

/// Reads bytes as a stream of every dialect. The first byte chooses the limit of a line, the second the cuts.
///
/// # Panics
/// If the law does not hold.
pub fn dialects(bytes: &[u8]) {
    let ([limit, seed], stream) = choices(bytes);
    let limit = if limit == 0 { DEFAULT_LINE_LIMIT } else { usize::from(limit) };
    for dialect in Dialect::ALL {
        judge(dialect, limit, &cuts(stream, seed), decode);
    }
}

#[derive(Debug, PartialEq)]
struct Told {
    frames: Vec<Frame>,
    error: Option<DialectError>,
    retry: Option<Duration>,
}

fn decode(dialect: Dialect, limit: usize, pieces: &[&[u8]]) -> Told {
    let mut decoder = Decoder::with_line_limit(dialect, limit);
    let mut told = Told { frames: Vec::new(), error: None, retry: None };
    for piece in pieces {
        decoder.push(piece);
        while let Some(next) = decoder.next() {
            match next {
                Ok(frame) => told.frames.push(frame),
                Err(error) => told.error = Some(error),
            }
        }
    }
    if told.error.is_some() || matches!(told.frames.last(), Some(Frame::End { .. })) {
        assert!(decoder.is_finished(), "{dialect:?} reads on after its end");
    }
    told.retry = decoder.retry();
    told
}

fn judge(dialect: Dialect, limit: usize, cuts: &[Vec<&[u8]>; 3], decode: impl Fn(Dialect, usize, &[&[u8]]) -> Told) {
    let [whole, others @ ..] = cuts;
    let told = decode(dialect, limit, whole);
    for pieces in others {
        assert_eq!(decode(dialect, limit, pieces), told, "{dialect:?}, cut");
    }
    let mut stream = Vec::new();
    for frame in &told.frames {
        let (body, others) = sizes(frame);
        // A byte that is not UTF-8 is replaced by three, and counted before. Of a body, which may be of many lines, all is counted after; none at
        // all is `null`.
        let within = body <= limit.max(4) && others <= limit.saturating_mul(3);
        assert!(within, "{dialect:?}: more than {limit} bytes: {frame:?}");
        dialect.encode(frame, &mut stream);
    }
    let again = decode(dialect, usize::MAX, &[&stream]);
    let expected: Vec<Frame> = told.frames.into_iter().map(as_told_again).collect();
    assert_eq!((again.frames, again.error), (expected, None), "{dialect:?}, told again");
}

/// The body, and the longest of what is beside it.
fn sizes(frame: &Frame) -> (usize, usize) {
    let of = |headers: &Headers| headers.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>();
    match frame {
        Frame::Heartbeat { padding } => (0, *padding),
        Frame::Event { id, headers, body } => (body.len(), id.len().max(of(headers))),
        Frame::End { headers, body, .. } => (body.len(), of(headers)),
    }
}

/// Bodies are on one line, and none is `null`.
fn as_told_again(mut frame: Frame) -> Frame {
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
    use super::{Dialect, cuts, decode, judge};

    #[test]
    #[should_panic(expected = "Ndjson, cut")]
    fn a_decoder_that_forgets_what_was_cut_is_found_out() {
        judge(Dialect::Ndjson, 99, &cuts(b"{\"data\":1}\n", 0), |dialect, limit, pieces| {
            decode(dialect, limit, pieces.get(..1).unwrap_or_default())
        });
    }
}
