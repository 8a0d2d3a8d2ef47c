//! Negotiation of the media type with `Accept` (RFC 9110 §12.5.1).

use std::borrow::Cow;

use http::HeaderMap;
use http::header::ACCEPT;

use crate::description::is_media_range;

use super::media_type::{essence, includes};

/// Returns the lines of `Accept` as one list (RFC 9110 §5.3). `None` if the request has none.
pub(crate) fn accept_list(headers: &HeaderMap) -> Option<Cow<'_, str>> {
    // The two numbers are the same unless a field is repeated.
    if headers.len() == headers.keys_len() {
        return headers.get(ACCEPT)?.to_str().ok().map(Cow::Borrowed);
    }
    let mut lines = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let first = lines.next()?;
    Some(lines.fold(Cow::Borrowed(first), |all, line| Cow::Owned(format!("{all},{line}"))))
}

/// The value of an `Accept` field. An absent, empty or malformed field accepts everything.
///
/// ```
/// use api_core::codec::Accept;
///
/// let accept = Accept::new(Some("text/*;q=0.5, application/json"));
/// assert_eq!(accept.choose(&["text/plain", "application/json"]), Some("application/json"));
/// assert_eq!(accept.quality("text/plain"), 500);
/// assert!(accept.names("application/json") && !accept.names("text/plain"));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Accept<'a>(Option<&'a str>);

impl<'a> Accept<'a> {
    /// Creates a view of the field's value, if the request has the field.
    pub fn new(value: Option<&'a str>) -> Self {
        Self(value.filter(|value| !value.trim().is_empty()))
    }

    /// Returns the weight of a media type in thousandths, from 0 (not acceptable) to 1000. Parameters of `offered` are
    /// ignored.
    pub fn quality(self, offered: &str) -> u16 {
        let Some(field) = self.0 else { return 1000 };
        let offered = essence(offered);
        let mut best = None;
        for range in field.split(',') {
            let mut parts = range.split(';');
            let wanted = parts.next().unwrap_or_default().trim();
            let specificity = match specificity(wanted, offered) {
                Some(specificity) => specificity,
                None if wanted.contains('/') => continue,
                None => return 1000,
            };
            if best.is_none_or(|(known, _)| known < specificity) {
                best = Some((specificity, weight(parts)));
            }
        }
        best.map_or(0, |(_, quality)| quality)
    }

    /// Returns whether the field names the media type itself, as opposed to a wildcard that includes it.
    pub fn names(self, offered: &str) -> bool {
        let Some(field) = self.0 else { return false };
        field.split(',').any(|range| essence(range).eq_ignore_ascii_case(essence(offered)) && self.quality(offered) > 0)
    }

    /// Returns whether the field allows a media type, or one of a range that is offered.
    pub(crate) fn allows(self, offered: &str) -> bool {
        let one_of_range = |range: &str| {
            let mut parts = range.split(';');
            includes(offered, parts.next().unwrap_or_default().trim()) && weight(parts) > 0
        };
        self.quality(offered) > 0
            || is_media_range(offered) && self.0.is_some_and(|field| field.split(',').any(one_of_range))
    }

    /// Returns the index of the offered media type that the field names with the greatest weight, on a tie the first.
    /// `None` if it names none.
    ///
    /// ```
    /// use api_core::codec::Accept;
    ///
    /// let accept = Accept::new(Some("text/csv;q=0.2, application/json;q=0.9, */*"));
    /// assert_eq!(accept.choose_named(&["text/csv", "application/json", "text/html"]), Some(1));
    /// ```
    pub fn choose_named(self, offered: &[&str]) -> Option<usize> {
        let named = offered.iter().enumerate().filter(|(_, offer)| self.names(offer));
        // The last of equal maxima is returned, so the order is reversed.
        named.rev().max_by_key(|(_, offer)| self.quality(offer)).map(|(index, _)| index)
    }

    /// Returns the offered media type with the greatest weight, on a tie the first. `None` if none is acceptable.
    pub fn choose(self, offered: &[&'static str]) -> Option<&'static str> {
        if self.0.is_none() {
            return offered.first().copied();
        }
        let mut best = None;
        for offer in offered {
            let quality = self.quality(offer);
            if quality > best.map_or(0, |(quality, _)| quality) {
                best = Some((quality, *offer));
            }
        }
        best.map(|(_, offer)| offer)
    }
}

fn specificity(wanted: &str, offered: &str) -> Option<u8> {
    if wanted.eq_ignore_ascii_case(offered) {
        return Some(2);
    }
    let (wanted_type, wanted_subtype) = wanted.split_once('/')?;
    if wanted_subtype != "*" {
        return None;
    }
    let offered_type = offered.split('/').next().unwrap_or_default();
    if wanted_type == "*" { Some(0) } else { wanted_type.eq_ignore_ascii_case(offered_type).then_some(1) }
}

/// Returns the weight of the parameter `q` in thousandths. An absent or malformed one counts as 1000.
fn weight<'a>(parameters: impl Iterator<Item = &'a str>) -> u16 {
    for parameter in parameters {
        let parameter = parameter.trim();
        if let Some(value) = parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q=")) {
            let value: f32 = value.trim().parse().unwrap_or(1.0);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000 before")]
            return (value.clamp(0.0, 1.0) * 1000.0) as u16;
        }
    }
    1000
}

#[cfg(test)]
mod tests {
    use super::Accept;

    #[test]
    fn the_most_specific_range_decides_and_the_best_quality_wins() {
        const OFFERED: &[&str] = &["application/json", "text/event-stream"];
        let table = [
            (None, Some("application/json")),
            (Some(""), Some("application/json")),
            (Some("*/*"), Some("application/json")),
            (Some("text/event-stream"), Some("text/event-stream")),
            (Some("text/*;q=0.5, application/json;q=0.4"), Some("text/event-stream")),
            (Some("application/json;q=0, */*"), Some("text/event-stream")),
            (Some("image/png"), None),
            (Some("Application/JSON ; q=0.2"), Some("application/json")),
            (Some("garbage"), Some("application/json")),
        ];
        for (field, expected) in table {
            assert_eq!(Accept::new(field).choose(OFFERED), expected, "{field:?}");
        }
    }

    #[test]
    fn a_wildcard_does_not_name_a_type() {
        assert!(!Accept::new(Some("*/*")).names("text/event-stream"));
        assert!(Accept::new(Some("text/event-stream, */*")).names("text/event-stream"));
        assert!(!Accept::new(Some("text/event-stream;q=0")).names("text/event-stream"));
    }
}
