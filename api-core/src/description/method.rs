//! The request methods of endpoints, and sets of them.

use std::fmt;

use http::Method;

/// A request method of an endpoint.
///
/// The enum is exhaustive: `CONNECT` and `TRACE` are not methods of an API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Verb {
    /// `GET`, RFC 9110 §9.3.1. It includes `HEAD`, unless an endpoint of the path has [`Verb::Head`].
    Get,
    /// `HEAD`, RFC 9110 §9.3.2, of an endpoint of its own. The response has no content.
    Head,
    /// `POST`, RFC 9110 §9.3.3.
    Post,
    /// `PUT`, RFC 9110 §9.3.4.
    Put,
    /// `PATCH`, RFC 5789.
    Patch,
    /// `DELETE`, RFC 9110 §9.3.5.
    Delete,
    /// `SUBSCRIBE`, the Pusher platform's method for subscriptions (examples/pusher-platform/PROTOCOL.md, §5.1).
    Subscribe,
    /// `OPTIONS`, RFC 9110 §9.3.7, of an endpoint of its own. Preflight requests do not reach it.
    Options,
}

impl Verb {
    /// The verbs, in the order of the enum.
    pub(crate) const ALL: [Self; 8] =
        [Self::Get, Self::Head, Self::Post, Self::Put, Self::Patch, Self::Delete, Self::Subscribe, Self::Options];

    /// Returns the verb of a request method. `None` for any other method.
    pub fn of(method: &Method) -> Option<Self> {
        match *method {
            Method::GET => Some(Self::Get),
            Method::HEAD => Some(Self::Head),
            Method::OPTIONS => Some(Self::Options),
            Method::POST => Some(Self::Post),
            Method::PUT => Some(Self::Put),
            Method::PATCH => Some(Self::Patch),
            Method::DELETE => Some(Self::Delete),
            _ => (method.as_str() == "SUBSCRIBE").then_some(Self::Subscribe),
        }
    }

    /// Returns the name of the method, for example `GET`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Subscribe => "SUBSCRIBE",
        }
    }

    /// Returns the request method.
    ///
    /// # Panics
    /// Never panics: every name is a token (RFC 9110 §5.6.2).
    pub fn method(self) -> Method {
        match self {
            Self::Get => Method::GET,
            Self::Head => Method::HEAD,
            Self::Options => Method::OPTIONS,
            Self::Post => Method::POST,
            Self::Put => Method::PUT,
            Self::Patch => Method::PATCH,
            Self::Delete => Method::DELETE,
            Self::Subscribe => Method::from_bytes(b"SUBSCRIBE").expect("SUBSCRIBE is a token"),
        }
    }

    /// Returns whether the method is idempotent (RFC 9110 §9.2.2).
    pub const fn is_idempotent(self) -> bool {
        matches!(self, Self::Get | Self::Head | Self::Put | Self::Delete | Self::Subscribe | Self::Options)
    }

    /// Returns whether the method is safe (RFC 9110 §9.2.1).
    pub const fn is_safe(self) -> bool {
        matches!(self, Self::Get | Self::Head | Self::Subscribe | Self::Options)
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A set of verbs, for example those that a path allows.
///
/// ```
/// use api_core::description::{Verb, VerbSet};
///
/// let verbs = VerbSet::EMPTY.with(Verb::Get).with(Verb::Delete);
/// assert!(verbs.contains(Verb::Get));
/// assert_eq!(verbs.allow(), "GET, HEAD, DELETE, OPTIONS");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct VerbSet(u8);

impl VerbSet {
    /// The empty set.
    pub const EMPTY: Self = Self(0);

    /// Returns this set with one more verb.
    #[must_use]
    pub const fn with(self, verb: Verb) -> Self {
        Self(self.0 | 1 << verb as u8)
    }

    /// Returns this set without a verb.
    pub(crate) const fn without(self, verb: Verb) -> Self {
        Self(self.0 & !(1 << verb as u8))
    }

    /// Returns the union of two sets.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether the set contains a verb.
    pub const fn contains(self, verb: Verb) -> bool {
        self.0 & 1 << verb as u8 != 0
    }

    /// Returns whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the verbs, in the order of [`Verb`].
    pub fn iter(self) -> Verbs {
        Verbs { set: self, next: 0 }
    }

    /// Returns the value of an `Allow` field (RFC 9110 §10.2.1), with `HEAD` after `GET`, and always with `OPTIONS`.
    pub fn allow(self) -> String {
        // All of them need 53 bytes.
        let mut list = String::with_capacity(64);
        let mut add = |name: &str| {
            if !list.is_empty() {
                list.push_str(", ");
            }
            list.push_str(name);
        };
        for verb in self {
            add(verb.as_str());
            if verb == Verb::Get && !self.contains(Verb::Head) {
                add("HEAD");
            }
        }
        if !self.contains(Verb::Options) {
            add("OPTIONS");
        }
        list
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

/// An iterator over the verbs of a [`VerbSet`].
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
        assert_eq!(set.with(Verb::Head).with(Verb::Options).allow(), "GET, HEAD, DELETE, OPTIONS");
        assert_eq!(VerbSet::EMPTY.with(Verb::Head).allow(), "HEAD, OPTIONS");
    }

    #[test]
    fn every_verb_is_found_by_its_method() {
        for verb in Verb::ALL {
            assert_eq!(Verb::of(&verb.method()), Some(verb));
        }
    }
}
