//! A query string read lazily, pair by pair, without copying.

use std::borrow::Cow;

use percent_encoding::percent_decode;

/// A raw query string, without its `?`.
///
/// Nothing is parsed until a key is asked for.
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

/// The three states of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// The key is not there.
    Absent,
    /// The key is there without `=`.
    Flag,
    /// The key's first value, decoded; it may be empty.
    Value(Cow<'a, str>),
}

/// One `key=value`, still encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair<'a> {
    key: &'a str,
    value: Option<&'a str>,
}

/// The pairs of a query, in order.
#[derive(Clone, Debug)]
pub struct Pairs<'a> {
    rest: &'a str,
}

impl<'a> Query<'a> {
    /// A query from its raw text.
    pub const fn new(raw: &'a str) -> Self {
        Self { raw }
    }

    /// The raw text.
    pub const fn raw(self) -> &'a str {
        self.raw
    }

    /// All pairs, in order, repeated keys included.
    pub const fn pairs(self) -> Pairs<'a> {
        Pairs { rest: self.raw }
    }

    /// The state of a key.
    pub fn lookup(self, key: &str) -> Lookup<'a> {
        match self.pairs().find(|pair| pair.has_key(key)) {
            None => Lookup::Absent,
            Some(pair) => pair.value().map_or(Lookup::Flag, Lookup::Value),
        }
    }

    /// Every value of a key, decoded, in order; `None` for an occurrence without `=`.
    pub fn values(self, key: &str) -> impl Iterator<Item = Option<Cow<'a, str>>> {
        self.pairs().filter(move |pair| pair.has_key(key)).map(Pair::value)
    }
}

impl<'a> Pair<'a> {
    /// The key, decoded.
    pub fn key(self) -> Cow<'a, str> {
        decoded(self.key)
    }

    /// The value, decoded; `None` without `=`.
    pub fn value(self) -> Option<Cow<'a, str>> {
        self.value.map(decoded)
    }

    /// Whether this is the key once decoded. Copies nothing when the key is written plainly.
    pub fn has_key(self, key: &str) -> bool {
        self.key == key || is_encoded(self.key) && decoded(self.key) == key
    }
}

impl<'a> Iterator for Pairs<'a> {
    type Item = Pair<'a>;

    fn next(&mut self) -> Option<Pair<'a>> {
        while !self.rest.is_empty() {
            let (pair, rest) = self.rest.split_once('&').unwrap_or((self.rest, ""));
            self.rest = rest;
            if !pair.is_empty() {
                return Some(match pair.split_once('=') {
                    Some((key, value)) => Pair { key, value: Some(value) },
                    None => Pair { key: pair, value: None },
                });
            }
        }
        None
    }
}

fn is_encoded(raw: &str) -> bool {
    raw.bytes().any(|byte| matches!(byte, b'%' | b'+'))
}

/// Percent-decoded, with `+` as a space. Bytes that are not UTF-8 become replacement characters, as browsers have it.
fn decoded(raw: &str) -> Cow<'_, str> {
    if !is_encoded(raw) {
        return Cow::Borrowed(raw);
    }
    // A `+` that is meant is written `%2B`, so the spaces must be made before decoding.
    let spaced = raw.replace('+', " ");
    Cow::Owned(percent_decode(spaced.as_bytes()).decode_utf8_lossy().into_owned())
}
