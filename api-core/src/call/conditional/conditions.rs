//! The conditions and the range of a request, and their evaluation (RFC 9110 §13.2.2).

use std::ops::Bound;
use std::time::SystemTime;

use headers::{
    ETag, HeaderMapExt as _, IfMatch, IfModifiedSince, IfNoneMatch, IfRange, IfUnmodifiedSince, LastModified, Range,
};
use http::HeaderMap;

use super::super::header_fields::HeaderFields;

/// The conditions of a request and the range that it asks for: the type of a `#[headers]` argument.
///
/// A value that is not valid is taken as absent, as RFC 9110 says.
///
/// ```
/// use api_core::call::Conditions;
///
/// let cached = Conditions { if_none_match: Some("\"v7\"".to_owned()), ..Conditions::default() };
/// assert_eq!(cached, Conditions::unless("\"v7\""));
/// assert_eq!(Conditions::default().bytes(100..).range.as_deref(), Some("bytes=100-"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, HeaderFields)]
#[header_fields(crate = crate)]
pub struct Conditions {
    /// The entity tags of which the current one must be one, or `*`.
    pub if_match: Option<String>,
    /// The entity tags that the client has, or `*`.
    pub if_none_match: Option<String>,
    /// The date of what the client has.
    pub if_modified_since: Option<String>,
    /// The date since which there may be no change.
    pub if_unmodified_since: Option<String>,
    /// The entity tag or date of which the client has a part.
    pub if_range: Option<String>,
    /// The range that the client asks for.
    pub range: Option<String>,
}

/// What identifies a version of a resource (RFC 9110 §8.8).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// The entity tag, with its quotes: `"v7"`, or `W/"v7"` for a weak one.
    pub etag: Option<String>,
    /// The time of the last change, to the second.
    pub last_modified: Option<SystemTime>,
}

/// What the conditions of a request allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The method may be performed.
    Perform,
    /// The client has the current version: 304.
    Unchanged,
    /// 412.
    Failed,
}

impl Conditions {
    /// Creates the condition of a client that has the version with this entity tag: the answer is 304 if it is current.
    pub fn unless(etag: impl Into<String>) -> Self {
        Self { if_none_match: Some(etag.into()), ..Self::default() }
    }

    /// Creates the condition that the current version has this entity tag. Otherwise the answer is 412.
    pub fn only_if(etag: impl Into<String>) -> Self {
        Self { if_match: Some(etag.into()), ..Self::default() }
    }

    /// Asks for a range of bytes.
    #[must_use]
    pub fn bytes(mut self, range: impl std::ops::RangeBounds<u64>) -> Self {
        let start = match range.start_bound() {
            Bound::Included(start) => *start,
            Bound::Excluded(before) => before.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(end) => end.to_string(),
            Bound::Excluded(after) => after.saturating_sub(1).to_string(),
            Bound::Unbounded => String::new(),
        };
        self.range = Some(format!("bytes={start}-{end}"));
        self
    }

    /// Returns whether a change of the version with these validators may be made: false is 412.
    ///
    /// Without a version, as for a resource that does not exist, validators are empty: only `If-Match` fails.
    ///
    /// ```
    /// use api_core::call::{Conditions, Validators};
    ///
    /// let current = Validators { etag: Some("\"v7\"".to_owned()), ..Validators::default() };
    /// assert!(Conditions::only_if("\"v7\"").allow_change(&current));
    /// assert!(!Conditions::only_if("\"v6\"").allow_change(&current));
    /// assert!(!Conditions::unless("*").allow_change(&current), "it must not exist yet");
    /// ```
    pub fn allow_change(&self, current: &Validators) -> bool {
        self.verdict(current) == Verdict::Perform
    }

    /// Evaluates the conditions, in the order of RFC 9110 §13.2.2.
    pub(super) fn verdict(&self, current: &Validators) -> Verdict {
        let fields = self.section();
        let tag = current.etag.as_deref().and_then(|tag| tag.parse::<ETag>().ok());
        let exists = tag.is_some() || current.last_modified.is_some();
        if let Some(condition) = fields.typed_get::<IfMatch>() {
            let matches = if condition.is_any() {
                exists
            } else {
                tag.as_ref().is_some_and(|tag| condition.precondition_passes(tag))
            };
            if !matches {
                return Verdict::Failed;
            }
        } else if let (Some(condition), Some(time)) = (fields.typed_get::<IfUnmodifiedSince>(), current.last_modified)
            && !condition.precondition_passes(time)
        {
            return Verdict::Failed;
        }
        if let Some(condition) = fields.typed_get::<IfNoneMatch>() {
            let passes = match &tag {
                Some(tag) => condition.precondition_passes(tag),
                None => !(exists && condition == IfNoneMatch::any()),
            };
            return if passes { Verdict::Perform } else { Verdict::Unchanged };
        }
        match (fields.typed_get::<IfModifiedSince>(), current.last_modified) {
            (Some(condition), Some(time)) if !condition.is_modified(time) => Verdict::Unchanged,
            _ => Verdict::Perform,
        }
    }

    /// Returns the range, first and last byte, of something with this length. `None`: the whole is sent, because no
    /// range or several are asked for, or the version is another one.
    ///
    /// # Errors
    /// Returns an error if no byte is in the range: 416.
    pub(super) fn part(&self, current: &Validators, length: u64) -> Result<Option<(u64, u64)>, Unsatisfiable> {
        let fields = self.section();
        let Some(range) = fields.typed_get::<Range>() else { return Ok(None) };
        if let Some(condition) = fields.typed_get::<IfRange>() {
            let tag = current.etag.as_deref().and_then(|tag| tag.parse::<ETag>().ok());
            let modified = current.last_modified.map(LastModified::from);
            if condition.is_modified(tag.as_ref(), modified.as_ref()) {
                return Ok(None);
            }
        }
        let mut ranges = range.satisfiable_ranges(length);
        let Some(range) = ranges.next() else { return Err(Unsatisfiable) };
        if ranges.next().is_some() {
            // Several ranges need a multipart response, which RFC 9110 §14.2 lets a server avoid.
            return Ok(None);
        }
        let (first, last) = match range {
            // A set with such a range is not valid (RFC 9110 §14.1.1).
            (Bound::Included(first), Bound::Included(last)) if last < first => return Ok(None),
            (Bound::Included(first), Bound::Included(last)) => (first, last.min(length.saturating_sub(1))),
            (Bound::Included(first), _) => (first, length.saturating_sub(1)),
            _ => return Ok(None),
        };
        if first > last || first >= length { Err(Unsatisfiable) } else { Ok(Some((first, last))) }
    }

    fn section(&self) -> HeaderMap {
        let mut fields = HeaderMap::new();
        // Each of them was read from a header field, or is refused when it is written into one.
        drop(self.write(&mut fields));
        fields
    }
}

/// A range with no byte of what there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unsatisfiable;

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{Conditions, Unsatisfiable, Validators, Verdict};

    const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
    const LATER: &str = "Mon, 07 Nov 1994 08:49:37 GMT";

    fn current(etag: &str) -> Validators {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        Validators { etag: (!etag.is_empty()).then(|| etag.to_owned()), last_modified: Some(time) }
    }

    fn conditions(fields: &[(&str, &str)]) -> Conditions {
        let mut conditions = Conditions::default();
        for (name, value) in fields {
            let field = match *name {
                "if-match" => &mut conditions.if_match,
                "if-none-match" => &mut conditions.if_none_match,
                "if-modified-since" => &mut conditions.if_modified_since,
                "if-unmodified-since" => &mut conditions.if_unmodified_since,
                "if-range" => &mut conditions.if_range,
                _ => &mut conditions.range,
            };
            *field = Some((*value).to_owned());
        }
        conditions
    }

    // RFC 9110 §13.2.2, with the comparisons of §13.1 and §8.8.3.2.
    #[test]
    fn conditions_are_evaluated_in_their_order() {
        use Verdict::{Failed, Perform, Unchanged};

        let strong = current("\"v7\"");
        let weak = current("W/\"v7\"");
        let nothing = Validators::default();
        for (fields, validators, expected) in [
            (&[][..], &strong, Perform),
            (&[("if-none-match", "\"v7\"")], &strong, Unchanged),
            (&[("if-none-match", "\"v6\", \"v7\"")], &strong, Unchanged),
            (&[("if-none-match", "\"v6\"")], &strong, Perform),
            (&[("if-none-match", "\"v7\"")], &weak, Unchanged),
            (&[("if-none-match", "*")], &strong, Unchanged),
            (&[("if-none-match", "*")], &nothing, Perform),
            (&[("if-match", "\"v7\"")], &strong, Perform),
            (&[("if-match", "\"v6\"")], &strong, Failed),
            (&[("if-match", "\"v7\"")], &weak, Failed),
            (&[("if-match", "*")], &strong, Perform),
            (&[("if-match", "*")], &nothing, Failed),
            (&[("if-match", "\"v7\"")], &nothing, Failed),
            (&[("if-modified-since", DATE)], &strong, Unchanged),
            (&[("if-modified-since", "yesterday")], &strong, Perform),
            (&[("if-unmodified-since", DATE)], &strong, Perform),
            (&[("if-unmodified-since", "Sat, 05 Nov 1994 08:49:37 GMT")], &strong, Failed),
            // The tag counts more than the date.
            (&[("if-none-match", "\"v6\""), ("if-modified-since", LATER)], &strong, Perform),
            (&[("if-match", "\"v7\""), ("if-unmodified-since", "Sat, 05 Nov 1994 08:49:37 GMT")], &strong, Perform),
            (&[("if-match", "\"v7\""), ("if-none-match", "\"v7\"")], &strong, Unchanged),
        ] {
            assert_eq!(conditions(fields).verdict(validators), expected, "{fields:?} {validators:?}");
        }
    }

    // RFC 9110 §14.1.2 and §13.1.5.
    #[test]
    fn one_satisfiable_range_is_a_part() {
        for (fields, length, expected) in [
            (&[][..], 100, Ok(None)),
            (&[("range", "bytes=0-9")], 100, Ok(Some((0, 9)))),
            (&[("range", "bytes=90-200")], 100, Ok(Some((90, 99)))),
            (&[("range", "bytes=-5")], 100, Ok(Some((95, 99)))),
            (&[("range", "bytes=7-")], 100, Ok(Some((7, 99)))),
            (&[("range", "bytes=100-")], 100, Err(Unsatisfiable)),
            (&[("range", "bytes=0-")], 0, Err(Unsatisfiable)),
            (&[("range", "bytes=0-1, 5-6")], 100, Ok(None)),
            (&[("range", "lines=1-2")], 100, Ok(None)),
            (&[("range", "bytes=9-1")], 100, Ok(None)),
            (&[("range", "bytes=0-9"), ("if-range", "\"v7\"")], 100, Ok(Some((0, 9)))),
            (&[("range", "bytes=0-9"), ("if-range", "\"v6\"")], 100, Ok(None)),
            (&[("range", "bytes=0-9"), ("if-range", DATE)], 100, Ok(Some((0, 9)))),
        ] {
            assert_eq!(conditions(fields).part(&current("\"v7\""), length), expected, "{fields:?}");
        }
    }

    #[test]
    fn a_range_of_rust_is_one_of_http() {
        let range = |conditions: Conditions| conditions.range.unwrap();
        assert_eq!(range(Conditions::default().bytes(..)), "bytes=0-");
        assert_eq!(range(Conditions::default().bytes(2..5)), "bytes=2-4");
        assert_eq!(range(Conditions::default().bytes(2..=5)), "bytes=2-5");
    }
}
