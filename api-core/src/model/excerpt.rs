//! Excerpts: what an error message repeats of a text that a peer chose.

use std::borrow::Cow;

/// Returns the text, or its beginning and its end with `…` between them if it is longer than `most` bytes.
///
/// The result has at most `most` bytes and those of `…`. The end is kept, because serde names there what it expected
/// and at which place.
pub(crate) fn excerpt(text: &str, most: usize) -> Cow<'_, str> {
    if text.len() <= most {
        return Cow::Borrowed(text);
    }
    let (beginning, _) = text.split_at(text.floor_char_boundary(most - most / 2));
    let (_, end) = text.split_at(text.ceil_char_boundary(text.len() - most / 2));
    Cow::Owned(format!("{beginning}…{end}"))
}

/// Cuts an owned text to an [`excerpt`]. A short one is returned as it is.
pub(crate) fn cut(text: String, most: usize) -> String {
    if text.len() <= most { text } else { excerpt(&text, most).into_owned() }
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn a_long_text_keeps_its_beginning_and_its_end_on_char_boundaries() {
        assert_eq!(excerpt("abcdef", 6), "abcdef");
        assert_eq!(excerpt("abcdefgh", 5), "abc…gh");
        for most in 0..12 {
            let cut = excerpt("äöüäöüäöü", most);
            assert!(cut.len() <= most + "…".len(), "{most}: {cut}");
        }
    }
}
