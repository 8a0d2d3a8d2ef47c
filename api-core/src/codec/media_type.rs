//! Media types: which ones a request body may have.

use crate::description::BodyEncoding;

/// Returns a media type without its parameters.
pub(super) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Returns whether a body of this content type can be read in an encoding. An absent content type always can.
pub(crate) fn accepts_content_type(encoding: BodyEncoding, content_type: Option<&str>) -> bool {
    let Some(content_type) = content_type else { return true };
    let found = essence(content_type);
    match encoding {
        BodyEncoding::Bytes => true,
        BodyEncoding::Json => {
            found.eq_ignore_ascii_case("application/json")
                || found.len() >= 5 && found.get(found.len() - 5..).is_some_and(|end| end.eq_ignore_ascii_case("+json"))
        }
        BodyEncoding::Form => found.eq_ignore_ascii_case("application/x-www-form-urlencoded"),
        BodyEncoding::Text => found.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("text/")),
    }
}
