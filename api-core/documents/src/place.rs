//! The path of an endpoint in a document: a template, and the names of its parameters.

use api_core::description::{Endpoint, Part, Path, Segment};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a segment of a template may have beside letters and digits (RFC 3986 §3.3), without braces.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// A path in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The template with names.
    pub(crate) template: String,
    /// The template without names. Two paths that differ in names alone are one path in OpenAPI.
    pub(crate) outline: String,
    pub(crate) captures: Vec<Capture>,
}

/// A part of a path that is not fixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Capture {
    pub(crate) name: String,
    pub(crate) kind: CaptureKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CaptureKind {
    /// It belongs to the session, not to a call.
    Session,
    Segment,
    /// The rest of the path. OpenAPI has only single segments.
    Rest,
}

impl Place {
    /// Returns the place of an operation. Conditions follow a number sign, as in published documents: OpenAPI has no
    /// word for what selects one of several operations of one path and method.
    pub(crate) fn of_operation(prefix: &str, base: Path, endpoint: &Endpoint) -> Self {
        let mut place = Self::new(prefix, base, endpoint.path);
        let conditions = endpoint.conditions.iter().map(|condition| match condition.value {
            Some(value) => format!("{}={value}", condition.name),
            None => condition.name.to_owned(),
        });
        let conditions: Vec<String> = conditions.collect();
        if !conditions.is_empty() {
            place.both(&format!("#{}", conditions.join("&")));
        }
        place
    }

    pub(crate) fn new(prefix: &str, base: Path, path: Path) -> Self {
        let mut place = Self { template: prefix.to_owned(), outline: prefix.to_owned(), captures: Vec::new() };
        place.add(base, true);
        place.add(path, false);
        if place.template.is_empty() {
            place.template.push('/');
            place.outline.push('/');
        }
        place
    }

    fn add(&mut self, path: Path, of_session: bool) {
        for segment in path.0 {
            let kind = if of_session { CaptureKind::Session } else { CaptureKind::Segment };
            self.both("/");
            match segment {
                Segment::Literal(text) => self.text(text),
                Segment::Capture(name) => self.capture(name, kind),
                Segment::Mixed(parts) => parts.iter().for_each(|part| match part {
                    Part::Text(text) => self.text(text),
                    Part::Capture(name) => self.capture(name, kind),
                }),
                Segment::Wildcard(name) => self.capture(name, CaptureKind::Rest),
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.both(&encoded(text));
    }

    fn both(&mut self, text: &str) {
        self.template.push_str(text);
        self.outline.push_str(text);
    }

    fn capture(&mut self, name: &str, kind: CaptureKind) {
        // A name of the base and one of the path may be the same.
        let is_taken = |name: &str| self.captures.iter().any(|known| known.name == name);
        let name = if is_taken(name) { format!("{name}_2") } else { name.to_owned() };
        for part in ["{", &name, "}"] {
            self.template.push_str(part);
        }
        self.outline.push_str("{}");
        self.captures.push(Capture { name, kind });
    }
}

/// Returns a reference to a part of a document, as the fragment of a URL (RFC 6901, section 6).
pub(crate) fn pointer(parts: &[&str]) -> String {
    let part = |part: &&str| format!("/{}", encoded(&part.replace('~', "~0").replace('/', "~1")));
    format!("#{}", parts.iter().map(part).collect::<String>())
}

/// Percent-encodes a text of a template.
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use api_core::description::{Part, Path, Segment};

    use super::{CaptureKind, Place};

    #[test]
    fn a_template_has_encoded_literals_and_different_names() {
        let base = Path(&[Segment::Literal("a b"), Segment::Capture("id")]);
        let path = Path(&[Segment::Capture("id"), Segment::Wildcard("rest")]);
        let place = Place::new("/v1", base, path);
        assert_eq!(place.template, "/v1/a%20b/{id}/{id_2}/{rest}");
        assert_eq!(place.outline, "/v1/a%20b/{}/{}/{}");
        let kinds: Vec<CaptureKind> = place.captures.iter().map(|capture| capture.kind).collect();
        assert_eq!(kinds, [CaptureKind::Session, CaptureKind::Segment, CaptureKind::Rest]);
        assert_eq!(Place::new("", Path::ROOT, Path::ROOT).template, "/");
    }

    #[test]
    fn text_beside_captures_is_in_the_template() {
        const COMPARE: &[Part] = &[Part::Text("é"), Part::Capture("base"), Part::Text("..."), Part::Capture("head")];
        let place = Place::new("", Path(&[Segment::Mixed(COMPARE)]), Path(&[Segment::Mixed(COMPARE)]));
        assert_eq!(place.template, "/%C3%A9{base}...{head}/%C3%A9{base_2}...{head_2}");
        assert_eq!(place.outline, "/%C3%A9{}...{}/%C3%A9{}...{}");
        let kinds: Vec<CaptureKind> = place.captures.iter().map(|capture| capture.kind).collect();
        assert_eq!(kinds, [CaptureKind::Session, CaptureKind::Session, CaptureKind::Segment, CaptureKind::Segment]);
    }
}
