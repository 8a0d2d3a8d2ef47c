//! A query, parsed lazily, pair by pair, without copying; and one pair as it is written.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};

/// The characters that are encoded: all but the unreserved ones (RFC 3986 §2.3).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A percent-encoded query, without its `?`.
///
/// It is parsed when a key is looked up.
///
/// ```
/// use api_core::codec::query::{Lookup, Query};
///
/// let query = Query::new("tag=a&tag=b+c&verbose");
/// assert_eq!(query.lookup("verbose"), Lookup::Flag);
/// assert_eq!(query.lookup("limit"), Lookup::Absent);
/// assert_eq!(query.values("tag").flatten().collect::<Vec<_>>(), ["a", "b c"]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Query<'a> {
    raw: &'a str,
}

/// The state of a key in a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// The key is absent.
    Absent,
    /// The key is present without `=`.
    Flag,
    /// The key's first value, decoded. It may be empty.
    Value(Cow<'a, str>),
}

/// One `key=value` pair, percent-encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair<'a> {
    key: &'a str,
    value: Option<&'a str>,
}

/// The first pair of a key, and the query after it.
#[derive(Clone, Copy, Debug)]
pub(super) struct First<'a> {
    pub(super) pair: Option<Pair<'a>>,
    pub(super) after: Query<'a>,
}

/// An iterator over the pairs of a query.
#[derive(Clone, Debug)]
pub struct Pairs<'a> {
    rest: &'a str,
}

impl<'a> Query<'a> {
    /// Creates a query from its percent-encoded text.
    pub const fn new(raw: &'a str) -> Self {
        Self { raw }
    }

    /// Returns the percent-encoded text.
    pub const fn raw(self) -> &'a str {
        self.raw
    }

    /// Returns all pairs in order, including those with repeated keys.
    pub const fn pairs(self) -> Pairs<'a> {
        Pairs { rest: self.raw }
    }

    /// Returns the first pair with a key that `is_key` accepts, and what follows it.
    #[inline]
    pub(super) fn first(self, is_key: impl Fn(Pair<'a>) -> bool) -> First<'a> {
        let mut pairs = self.pairs();
        let pair = pairs.find(|pair| is_key(*pair));
        First { pair, after: Self::new(pairs.rest) }
    }

    /// Returns the state of a key.
    pub fn lookup(self, key: &str) -> Lookup<'a> {
        match self.pairs().find(|pair| pair.has_key(key)) {
            None => Lookup::Absent,
            Some(pair) => pair.value().map_or(Lookup::Flag, Lookup::Value),
        }
    }

    /// Returns every value of a key, decoded, in order. An occurrence without `=` is `None`.
    pub fn values(self, key: &str) -> impl Iterator<Item = Option<Cow<'a, str>>> {
        self.pairs().filter(move |pair| pair.has_key(key)).map(Pair::value)
    }
}

impl<'a> Pair<'a> {
    /// Returns the key, decoded.
    pub fn key(self) -> Cow<'a, str> {
        decoded(self.key)
    }

    /// Returns the value, decoded. `None` without `=`.
    pub fn value(self) -> Option<Cow<'a, str>> {
        self.value.map(decoded)
    }

    /// Returns whether the decoded key equals `key`. Does not copy if the key is not encoded.
    #[inline]
    pub fn has_key(self, key: &str) -> bool {
        self.key == key || is_encoded(self.key) && decoded(self.key) == key
    }
}

impl<'a> Iterator for Pairs<'a> {
    type Item = Pair<'a>;

    // One pass over the bytes of a pair: a search for each separator costs more than reading a short query.
    #[inline]
    fn next(&mut self) -> Option<Pair<'a>> {
        while !self.rest.is_empty() {
            let bytes = self.rest.as_bytes();
            let end = bytes.iter().position(|byte| *byte == b'&').unwrap_or(bytes.len());
            let equals = bytes.iter().take(end).position(|byte| *byte == b'=');
            // Both separators are ASCII, so each part is text.
            let text = |from: usize, to: usize| self.rest.get(from..to).unwrap_or_default();
            let pair = match equals {
                Some(equals) => Pair { key: text(0, equals), value: Some(text(equals + 1, end)) },
                None => Pair { key: text(0, end), value: None },
            };
            self.rest = text(end + 1, bytes.len());
            if end > 0 {
                return Some(pair);
            }
        }
        None
    }
}

fn is_encoded(raw: &str) -> bool {
    raw.bytes().any(|byte| matches!(byte, b'%' | b'+'))
}

/// Decodes percent-encoding, and `+` as a space. Like browsers, it replaces bytes that are not UTF-8 (U+FFFD).
fn decoded(raw: &str) -> Cow<'_, str> {
    if !is_encoded(raw) {
        return Cow::Borrowed(raw);
    }
    // A literal `+` is encoded as `%2B`, so `+` is replaced before percent-decoding.
    let spaced = raw.replace('+', " ");
    Cow::Owned(percent_decode(spaced.as_bytes()).decode_utf8_lossy().into_owned())
}

/// Appends a pair, after `&` if it is not the first one.
pub(super) fn write_pair(key: &str, text: &str, out: &mut String) {
    if !(out.is_empty() || out.ends_with(['?', '&'])) {
        out.push('&');
    }
    out.extend(utf8_percent_encode(key, ENCODED));
    out.push('=');
    out.extend(utf8_percent_encode(text, ENCODED));
}

/// The characters that a query may have as they are (RFC 3986 §3.4), without those that divide its pairs and `+`, which
/// is a space.
const RESERVED: &[u8] = b"/?:@!$'(),;*";

/// Writes reserved characters as they are in the part of a query from a position on.
pub(crate) fn keep_reserved(query: &mut String, from: usize) {
    let Some((before, encoded)) = query.split_at_checked(from) else { return };
    let mut kept = String::with_capacity(query.len());
    kept.push_str(before);
    let mut rest = encoded;
    while let Some((text, after)) = rest.split_once('%') {
        kept.push_str(text);
        let byte = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        rest = match (byte, after.get(2..)) {
            (Some(byte), Some(others)) if RESERVED.contains(&byte) => {
                kept.push(char::from(byte));
                others
            }
            _ => {
                kept.push('%');
                after
            }
        };
    }
    kept.push_str(rest);
    *query = kept;
}

/// Divides a value at a separator. An empty value has no item.
pub(super) fn split(text: Cow<'_, str>, separator: char) -> Vec<Cow<'_, str>> {
    match text {
        text if text.is_empty() => Vec::new(),
        Cow::Borrowed(text) => text.split(separator).map(Cow::Borrowed).collect(),
        Cow::Owned(text) => text.split(separator).map(|item| Cow::Owned(item.to_owned())).collect(),
    }
}
