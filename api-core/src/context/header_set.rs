//! Sets of the names of header fields.

use std::borrow::Cow;

use http::HeaderName;

/// A set of header field names. The most common names need no allocation.
///
/// ```
/// use api_core::context::HeaderSet;
///
/// let mut read = HeaderSet::default();
/// read.insert("accept");
/// read.insert("authorization");
/// read.insert("X-Tenant");
/// assert!(read.contains("authorization"));
/// assert_eq!(read.vary().as_deref(), Some("accept, x-tenant"));
/// ```
#[derive(Debug, Clone, Default)]
pub struct HeaderSet {
    usual: u16,
    others: Vec<Cow<'static, str>>,
}

impl HeaderSet {
    const USUAL: [&'static str; 6] =
        ["accept", "authorization", "content-type", "last-event-id", "origin", "access-control-request-method"];

    /// The bit of `authorization` in `usual`.
    const AUTHORIZATION: u16 = 1 << 1;

    /// Adds a name. Its case is ignored.
    pub fn insert(&mut self, name: &'static str) {
        // Most callers write it in lower case.
        let usual = Self::USUAL.iter().position(|usual| *usual == name);
        if let Some(bit) = usual.or_else(|| Self::USUAL.iter().position(|usual| usual.eq_ignore_ascii_case(name))) {
            self.usual |= 1 << bit;
            return;
        }
        let name = lower_case(name);
        if !self.others.contains(&name) {
            self.others.push(name);
        }
    }

    /// Returns whether the set contains a name. Its case is ignored.
    pub fn contains(&self, name: &str) -> bool {
        self.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Returns the names, in lower case.
    pub fn iter(&self) -> impl Iterator<Item = &str> + '_ {
        let usual = Self::USUAL.iter().enumerate().filter(|(bit, _)| self.usual & (1 << bit) != 0);
        usual.map(|(_, name)| *name).chain(self.others.iter().map(AsRef::as_ref))
    }

    /// Returns the value of a `Vary` field (RFC 9110 §12.5.5). `None` if it would be empty.
    ///
    /// `Authorization` is left out, because its own definition already restricts reuse of the response (RFC 9110
    /// §12.5.5).
    pub fn vary(&self) -> Option<String> {
        // Most requests end here.
        if self.usual & !Self::AUTHORIZATION == 0 && self.others.is_empty() {
            return None;
        }
        let names: Vec<&str> = self.iter().filter(|name| *name != "authorization").collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// Returns the names as typed header names.
    pub fn names(&self) -> impl Iterator<Item = HeaderName> + '_ {
        self.iter().filter_map(|name| HeaderName::from_bytes(name.as_bytes()).ok())
    }
}

/// Returns a name in lower case. One that is already is borrowed.
pub(super) fn lower_case(name: &'static str) -> Cow<'static, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

#[cfg(test)]
mod tests {
    use super::HeaderSet;

    #[test]
    fn authorization_alone_is_no_vary() {
        let mut read = HeaderSet::default();
        assert_eq!(read.vary(), None);
        read.insert("Authorization");
        assert_eq!((read.vary(), read.iter().collect::<Vec<_>>()), (None, vec!["authorization"]));
        for name in HeaderSet::USUAL.into_iter().filter(|name| *name != "authorization") {
            let mut read = read.clone();
            read.insert(name);
            assert_eq!(read.vary().as_deref(), Some(name));
        }
    }
}
