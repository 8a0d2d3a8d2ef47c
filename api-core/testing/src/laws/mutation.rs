//! Mutation of valid requests.

use percent_encoding::percent_encode_byte;

use super::Sample;
use super::sample::bytes;
use super::text::escaped;
use crate::generate::SmallRandom;

/// Texts that parsers often handle wrongly.
const GARBAGE: [&str; 12] = [
    "",
    "%",
    "%zz",
    "%ff",
    "%00",
    "x",
    "-1",
    "18446744073709551616",
    "1e400",
    "NaN",
    "..",
    "99999999999999999999999999999999999999999999999999999999999999999999",
];

/// Values of header fields, some of them without meaning.
const FIELDS: [&[u8]; 8] =
    [b"", b"\xff\xfe", b"*/*", b"image/png", b";;,=", b"application/json", b"text/event-stream;q=0", b"Bearer \t"];

/// Mutates any part of a request, up to three times.
pub fn mutate(sample: &mut Sample, random: &mut SmallRandom) {
    for _ in 0..=random.below(3) {
        match random.below(4) {
            0 => path(sample, random),
            1 => query(sample, random),
            2 => headers(sample, random),
            _ => body(sample, random),
        }
    }
}

/// Mutates the path, the query, a header field or the method. The body is unchanged.
pub(crate) fn mutate_head(sample: &mut Sample, random: &mut SmallRandom) {
    match random.below(4) {
        0 => path(sample, random),
        1 => query(sample, random),
        2 => headers(sample, random),
        _ => sample.method = method(random),
    }
}

/// Returns a random method, which may be an unknown one.
pub(crate) fn method(random: &mut SmallRandom) -> String {
    const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "SUBSCRIBE", "OPTIONS", "BREW"];
    random.choose(&METHODS).copied().unwrap_or("GET").to_owned()
}

/// Mutates the path.
pub(crate) fn path(sample: &mut Sample, random: &mut SmallRandom) {
    let garbage = random.choose(&GARBAGE).copied().unwrap_or_default().to_owned();
    let at = random.below(sample.path.len().max(1));
    match random.below(8) {
        0 => sample.path.insert(at, garbage),
        1 => sample.path.push(garbage),
        // A trailing slash, and a doubled slash.
        2 => sample.path.push(String::new()),
        3 => sample.path.insert(at, String::new()),
        kind => {
            let Some(segment) = sample.path.get_mut(at) else { return };
            match kind {
                4 => *segment = garbage,
                5 => *segment = encoded_throughout(segment),
                6 => segment.push_str(&garbage),
                _ => drop(sample.path.remove(at)),
            }
        }
    }
}

/// Percent-encodes every byte of the segment. A segment that is encoded already is returned unchanged.
fn encoded_throughout(segment: &str) -> String {
    if segment.contains('%') {
        return segment.to_owned();
    }
    segment.bytes().map(percent_encode_byte).collect()
}

fn query(sample: &mut Sample, random: &mut SmallRandom) {
    let garbage = random.choose(&GARBAGE).copied().unwrap_or_default();
    if sample.query.is_empty() {
        sample.query.push(format!("{garbage}={garbage}"));
        return;
    }
    let at = random.below(sample.query.len());
    match random.below(5) {
        0 => drop(sample.query.remove(at)),
        1 => sample.query.extend(sample.query.get(at).cloned()),
        kind => {
            let Some(pair) = sample.query.get_mut(at) else { return };
            let key = pair.split('=').next().unwrap_or_default().to_owned();
            *pair = match kind {
                2 => key,
                3 => format!("{key}={garbage}"),
                _ => format!("{key}={}", escaped(&String::from_utf8_lossy(&bytes(random)), random)),
            };
        }
    }
}

fn headers(sample: &mut Sample, random: &mut SmallRandom) {
    const NAMES: [&str; 6] =
        ["accept", "origin", "x-heartbeat-interval", "x-initial-heartbeat-size", "last-event-id", "x-unknown"];
    let field = random.choose(&FIELDS).copied().unwrap_or_default().to_vec();
    let name = random.choose(&NAMES).copied().unwrap_or("x-unknown");
    let at = random.below(sample.headers.len().max(1));
    match random.below(4) {
        0 if !sample.headers.is_empty() => drop(sample.headers.remove(at)),
        1 => sample.headers.extend(sample.headers.get(at).cloned()),
        2 => {
            if let Some((_, value)) = sample.headers.get_mut(at) {
                *value = field;
            }
        }
        _ => sample.headers.push((name.to_owned(), field)),
    }
}

fn body(sample: &mut Sample, random: &mut SmallRandom) {
    let at = random.below(sample.body.len().max(1));
    match random.below(7) {
        0 => sample.body.truncate(at),
        1 => sample.body.extend_from_within(..),
        2 => sample.body = bytes(random),
        3 => sample.body = "[".repeat(400).into_bytes(),
        4 => {
            let numbers = String::from_utf8_lossy(&sample.body).replace(|found: char| found.is_ascii_digit(), "9e99");
            sample.body = numbers.into_bytes();
        }
        5 => sample.body = b"null".to_vec(),
        _ => {
            if let Some(byte) = sample.body.get_mut(at) {
                *byte ^= random.bits().to_be_bytes()[0] | 1;
            }
        }
    }
}
