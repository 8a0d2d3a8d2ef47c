//! The methods an endpoint can be declared with, and sets of them.

use std::fmt;

use http::Method;

/// A request method that an endpoint answers.
///
/// Complete on purpose: `HEAD` and `OPTIONS` are computed from the others, `CONNECT` and `TRACE` are no business of an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Verb {
    /// `GET`, RFC 9110 §9.3.1. `HEAD` comes with it.
    Get,
    /// `POST`, RFC 9110 §9.3.3.
    Post,
    /// `PUT`, RFC 9110 §9.3.4.
    Put,
    /// `PATCH`, RFC 5789.
    Patch,
    /// `DELETE`, RFC 9110 §9.3.5.
    Delete,
    /// `SUBSCRIBE`, the Pusher platform's method for a response that does not end.
    Subscribe,
}

impl Verb {
    const ALL: [Self; 6] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete, Self::Subscribe];

    /// The verb of a request method; `HEAD` is not `GET` here.
    pub fn of(method: &Method) -> Option<Self> {
        match *method {
            Method::GET => Some(Self::Get),
            Method::POST => Some(Self::Post),
            Method::PUT => Some(Self::Put),
            Method::PATCH => Some(Self::Patch),
            Method::DELETE => Some(Self::Delete),
            _ => (method.as_str() == "SUBSCRIBE").then_some(Self::Subscribe),
        }
    }

    /// The method's name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Subscribe => "SUBSCRIBE",
        }
    }

    /// The method of a request with this verb.
    ///
    /// # Panics
    /// Never: every name is a token of at most 15 bytes.
    pub fn method(self) -> Method {
        match self {
            Self::Get => Method::GET,
            Self::Post => Method::POST,
            Self::Put => Method::PUT,
            Self::Patch => Method::PATCH,
            Self::Delete => Method::DELETE,
            Self::Subscribe => Method::from_bytes(b"SUBSCRIBE").expect("SUBSCRIBE is a token"),
        }
    }

    /// Whether repeating the request does no more than sending it once (RFC 9110 §9.2.2).
    pub const fn is_idempotent(self) -> bool {
        matches!(self, Self::Get | Self::Put | Self::Delete | Self::Subscribe)
    }

    /// Whether the request asks for no change (RFC 9110 §9.2.1).
    pub const fn is_safe(self) -> bool {
        matches!(self, Self::Get | Self::Subscribe)
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A set of verbs: what a path allows.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct VerbSet(u8);

impl VerbSet {
    /// The set of none.
    pub const EMPTY: Self = Self(0);

    /// This set and one more.
    #[must_use]
    pub const fn with(self, verb: Verb) -> Self {
        Self(self.0 | 1 << verb as u8)
    }

    /// The verbs of both.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the verb is in the set.
    pub const fn contains(self, verb: Verb) -> bool {
        self.0 & 1 << verb as u8 != 0
    }

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The verbs in a fixed order.
    pub fn iter(self) -> Verbs {
        Verbs { set: self, next: 0 }
    }

    /// The value of an `Allow` field (RFC 9110 §10.2.1): with `HEAD` where `GET` is, and always with `OPTIONS`.
    pub fn allow(self) -> String {
        let mut names: Vec<&str> = self.iter().map(Verb::as_str).collect();
        if self.contains(Verb::Get) {
            names.insert(1, "HEAD");
        }
        names.push("OPTIONS");
        names.join(", ")
    }
}

impl fmt::Debug for VerbSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter()).finish()
    }
}

impl IntoIterator for VerbSet {
    type Item = Verb;
    type IntoIter = Verbs;

    fn into_iter(self) -> Verbs {
        self.iter()
    }
}

/// The verbs of a [`VerbSet`], in order.
#[derive(Debug, Clone)]
pub struct Verbs {
    set: VerbSet,
    next: usize,
}

impl Iterator for Verbs {
    type Item = Verb;

    fn next(&mut self) -> Option<Verb> {
        while let Some(verb) = Verb::ALL.get(self.next) {
            self.next += 1;
            if self.set.contains(*verb) {
                return Some(*verb);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Verb, VerbSet};

    #[test]
    fn allow_lists_head_with_get_and_always_options() {
        let set = VerbSet::EMPTY.with(Verb::Delete).with(Verb::Get);
        assert_eq!(set.allow(), "GET, HEAD, DELETE, OPTIONS");
        assert_eq!(VerbSet::EMPTY.with(Verb::Put).allow(), "PUT, OPTIONS");
    }

    #[test]
    fn every_verb_survives_the_trip_through_a_method() {
        for verb in Verb::ALL {
            assert_eq!(Verb::of(&verb.method()), Some(verb));
        }
    }
}
