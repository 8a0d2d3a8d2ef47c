//! Media types: which ones a request body may have.

use crate::description::{BodyDescription, BodyEncoding, BodyForm, is_media_range};

/// Returns a media type without its parameters.
pub(super) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Returns whether a body of this content type can be read as an endpoint describes it. An absent content type always
/// can.
pub(crate) fn accepts_content_type(body: &BodyDescription, content_type: Option<&str>) -> bool {
    let Some(content_type) = content_type else { return true };
    // The usual one is compared without parsing.
    content_type == body.media_type || form_of(body, Some(content_type)).is_some()
}

/// Returns the form of a body of this content type: the one that names it, otherwise the first one that can be read. An
/// absent content type is the first one.
pub(crate) fn form_of(body: &BodyDescription, content_type: Option<&str>) -> Option<BodyForm> {
    let mut forms = body.forms();
    let Some(content_type) = content_type else { return forms.next() };
    let named = |form: &BodyForm| includes(form.media_type, essence(content_type)) && is_read(form, content_type);
    body.forms().find(named).or_else(|| forms.find(|form| is_read(form, content_type)))
}

fn is_read(form: &BodyForm, content_type: &str) -> bool {
    let found = essence(content_type);
    if form.media_type != form.encoding.media_type() {
        return includes(form.media_type, found)
            && (!is_text(form.encoding) || charset(content_type).is_none_or(is_utf8));
    }
    match form.encoding {
        BodyEncoding::Cbor | BodyEncoding::MessagePack | BodyEncoding::Multipart => includes(form.media_type, found),
        BodyEncoding::Xml | BodyEncoding::Yaml => {
            BodyEncoding::of_model(&found.to_ascii_lowercase()) == form.encoding
                && charset(content_type).is_none_or(is_utf8)
        }
        BodyEncoding::Bytes | BodyEncoding::Stream => true,
        BodyEncoding::Json => {
            found.eq_ignore_ascii_case("application/json")
                || found.len() >= 5 && found.get(found.len() - 5..).is_some_and(|end| end.eq_ignore_ascii_case("+json"))
        }
        BodyEncoding::Form => found.eq_ignore_ascii_case("application/x-www-form-urlencoded"),
        BodyEncoding::Text => {
            found.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("text/"))
                && charset(content_type).is_none_or(is_utf8)
        }
    }
}

/// Returns whether the bytes of an encoding may be in another charset, which the content type names.
fn is_text(encoding: BodyEncoding) -> bool {
    matches!(encoding, BodyEncoding::Text | BodyEncoding::Xml | BodyEncoding::Yaml)
}

/// Returns whether a media type or a range of them includes a media type without parameters.
pub(crate) fn includes(declared: &str, found: &str) -> bool {
    let declared = essence(declared);
    match declared.strip_suffix('*').filter(|_| is_media_range(declared)) {
        Some("*/") => true,
        Some(kind) => found.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind)),
        None => declared.eq_ignore_ascii_case(found),
    }
}

/// Returns the parameter `charset` of a content type, without quotes. JSON and forms have none that would be obeyed
/// (RFC 8259 §11, URL Standard "application/x-www-form-urlencoded").
fn charset(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    })
}

/// Returns whether text in a charset is UTF-8. US-ASCII is.
fn is_utf8(charset: &str) -> bool {
    ["utf-8", "utf8", "us-ascii"].iter().any(|known| charset.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use crate::description::{BodyDescription, BodyEncoding};
    use crate::model::Shape;

    fn accepts_content_type(encoding: BodyEncoding, content_type: Option<&str>) -> bool {
        super::accepts_content_type(&BodyDescription::new(encoding, &Shape::Any), content_type)
    }

    #[test]
    fn a_declared_media_type_replaces_that_of_the_encoding() {
        let table = [
            (BodyEncoding::Json, "application/merge-patch+json", "Application/Merge-Patch+JSON; v=1", true),
            (BodyEncoding::Json, "application/merge-patch+json", "application/json", false),
            (BodyEncoding::Bytes, "application/x-tar", "application/x-tar", true),
            (BodyEncoding::Bytes, "application/x-tar", "application/octet-stream", false),
            (BodyEncoding::Stream, "image/*", "image/png", true),
            (BodyEncoding::Stream, "image/*", "imag/png", false),
            (BodyEncoding::Stream, "*/*", "a/b", true),
            (BodyEncoding::Text, "text/csv", "text/csv; charset=utf-8", true),
            (BodyEncoding::Text, "text/csv", "text/csv; charset=latin1", false),
            (BodyEncoding::Text, "text/csv", "text/plain", false),
        ];
        for (encoding, declared, found, expected) in table {
            let body = BodyDescription::new(encoding, &Shape::Any).media_type(declared);
            assert_eq!(super::accepts_content_type(&body, Some(found)), expected, "{declared}: {found}");
            assert!(super::accepts_content_type(&body, None), "a missing content type is the declared one");
        }
    }

    #[test]
    fn text_in_another_charset_than_utf_8_is_not_accepted() {
        let accepts = |content_type| accepts_content_type(BodyEncoding::Text, Some(content_type));
        for content_type in ["text/plain", "text/plain; charset=UTF-8", "Text/CSV;header=present; Charset=\"us-ascii\""]
        {
            assert!(accepts(content_type), "{content_type}");
        }
        for content_type in ["text/plain; charset=iso-8859-1", "text/html;charset=\"utf-16\"", "application/json"] {
            assert!(!accepts(content_type), "{content_type}");
        }
    }

    #[test]
    fn the_charset_of_json_and_forms_has_no_effect() {
        assert!(accepts_content_type(BodyEncoding::Json, Some("application/json; charset=iso-8859-1")));
        let form = "application/x-www-form-urlencoded; charset=iso-8859-1";
        assert!(accepts_content_type(BodyEncoding::Form, Some(form)));
    }
}
