//! Segments with text beside captures: where the captures begin and end in the text of a request.
//!
//! The text at the start and at the end is compared first. Then the last capture is found, which begins after the last
//! occurrence of the text before it, then the one before that. If any captures fit, these do. A percent-encoded
//! character is content of a capture, also where the template has this character, so a client can write any value.

use crate::description::Part;

/// Finds the captures of a segment, from the last to the first. Returns false if the segment does not match. Each part
/// that is passed to `found` is a part of `segment`, which is percent-encoded. If `found` returns false, that is the
/// result.
///
/// The time is that of looking for each text of the template once.
pub(crate) fn split_mixed<'p>(segment: &'p str, mut parts: &[Part], mut found: impl FnMut(&'p str) -> bool) -> bool {
    let bytes = segment.as_bytes();
    let (mut start, mut end) = (0, bytes.len());
    if let [Part::Text(text), rest @ ..] = parts {
        let Some(after) = after_text(bytes, text) else { return false };
        start = after;
        parts = rest;
    }
    if let [rest @ .., Part::Text(text)] = parts {
        let Some(before) = before_text(bytes, text) else { return false };
        end = before;
        parts = rest;
    }
    loop {
        match parts {
            [] => return true,
            [Part::Capture(_)] => {
                parts = &[];
                let captured = segment.get(start..end).filter(|captured| !captured.is_empty());
                if !captured.is_some_and(&mut found) {
                    return false;
                }
            }
            [rest @ .., Part::Text(text), Part::Capture(_)] => {
                let Some((before, after)) = last_text(bytes, start + 1, end, text) else { return false };
                if !segment.get(after..end).is_some_and(&mut found) {
                    return false;
                }
                end = before;
                parts = rest;
            }
            _ => return false,
        }
    }
}

/// Returns whether a text is found again in a value before which it stands: the value would be divided elsewhere.
pub(crate) fn is_divided(text: &str, value: &str) -> bool {
    // An occurrence that begins later than the text before the value ends in the value.
    let after_first = text.get(1..).unwrap_or_default();
    let joined = format!("{after_first}{value}");
    last_text(joined.as_bytes(), 0, joined.len(), text).is_some()
}

/// Returns the last occurrence of a text that begins at `start` or later and ends before `end`.
fn last_text(bytes: &[u8], start: usize, end: usize, text: &str) -> Option<(usize, usize)> {
    (start..end).rev().find_map(|after| {
        let before = before_text(bytes.get(..after)?, text)?;
        (before >= start).then_some((before, after))
    })
}

/// Returns where a text begins that ends at the end. `None` if another text is there.
fn before_text(bytes: &[u8], text: &str) -> Option<usize> {
    let mut rest = bytes;
    for wanted in text.bytes().rev() {
        rest = match rest {
            [before @ .., b'%', high, low] if !wanted.is_ascii() && is_byte(*high, *low, wanted) => before,
            // The digits of an encoded character are none of the template.
            [.., b'%', _] | [.., b'%', _, _] => return None,
            [before @ .., byte] if *byte == wanted => before,
            _ => return None,
        };
    }
    Some(rest.len())
}

/// Returns where a text ends that begins at the start. `None` if another text is there.
fn after_text(bytes: &[u8], text: &str) -> Option<usize> {
    let mut rest = bytes;
    for wanted in text.bytes() {
        rest = match rest {
            [b'%', high, low, after @ ..] if !wanted.is_ascii() && is_byte(*high, *low, wanted) => after,
            [byte, after @ ..] if *byte == wanted => after,
            _ => return None,
        };
    }
    Some(bytes.len() - rest.len())
}

fn is_byte(high: u8, low: u8, wanted: u8) -> bool {
    let digit = |digit: u8| char::from(digit).to_digit(16);
    digit(high) == Some(u32::from(wanted >> 4)) && digit(low) == Some(u32::from(wanted & 15))
}

#[cfg(test)]
mod tests {
    use super::{is_divided, split_mixed};
    use crate::description::{Part, covers, meet};

    const COMPARE: [Part; 3] = [Part::Capture("base"), Part::Text("..."), Part::Capture("head")];
    const CANCEL: [Part; 2] = [Part::Capture("id"), Part::Text(":cancel")];
    const EXPORT: [Part; 4] =
        [Part::Capture("repository"), Part::Text("-issues-"), Part::Capture("task"), Part::Text(".zip")];
    const HANDLE: [Part; 2] = [Part::Text("ü@"), Part::Capture("handle")];

    fn split<'p>(segment: &'p str, parts: &[Part]) -> Option<Vec<&'p str>> {
        let mut found = Vec::new();
        let matches = split_mixed(segment, parts, |captured| {
            found.insert(0, captured);
            true
        });
        matches.then_some(found)
    }

    #[test]
    fn the_last_capture_is_the_shortest() {
        for (segment, parts, expected) in [
            ("main...next", &COMPARE[..], Some(vec!["main", "next"])),
            ("a...b...c", &COMPARE, Some(vec!["a...b", "c"])),
            ("a....b", &COMPARE, Some(vec!["a.", "b"])),
            ("a...", &COMPARE, None),
            ("...b", &COMPARE, None),
            (".......", &COMPARE, Some(vec!["...", "."])),
            ("7:cancel", &CANCEL, Some(vec!["7"])),
            ("7:cancel:cancel", &CANCEL, Some(vec!["7:cancel"])),
            (":cancel", &CANCEL, None),
            ("7:Cancel", &CANCEL, None),
            ("x-issues-y-issues-7.zip", &EXPORT, Some(vec!["x-issues-y", "7"])),
            ("ü@ann", &HANDLE, Some(vec!["ann"])),
            ("%C3%BC@ann", &HANDLE, Some(vec!["ann"])),
            ("%c3%bc@%40", &HANDLE, Some(vec!["%40"])),
            ("%C3%BD@ann", &HANDLE, None),
        ] {
            assert_eq!(split(segment, parts), expected, "{segment}");
        }
    }

    #[test]
    fn encoded_characters_belong_to_captures() {
        for (segment, parts, expected) in [
            ("a...b%2E..c", &COMPARE[..], Some(vec!["a", "b%2E..c"])),
            ("7%3Acancel", &CANCEL, None),
            ("7%3Acancel:cancel", &CANCEL, Some(vec!["7%3Acancel"])),
            // The digits of `%22` are not the digit of the template.
            ("a2%22", &[Part::Capture("x"), Part::Text("2"), Part::Capture("y")], Some(vec!["a", "%22"])),
            ("a%22", &[Part::Capture("x"), Part::Text("2")], None),
            ("a%2", &[Part::Capture("x"), Part::Text("2")], None),
            ("%C3%BCx%C3", &[Part::Capture("x"), Part::Text("ü")], None),
            ("x%C3%BC", &[Part::Capture("x"), Part::Text("ü")], Some(vec!["x"])),
        ] {
            assert_eq!(split(segment, parts), expected, "{segment}");
        }
    }

    #[test]
    fn a_value_is_divided_where_the_text_before_it_occurs_again() {
        for (value, expected) in [("main", false), ("v1.2", false), ("a...b", true), (".b", true), ("b..", false)] {
            assert_eq!(is_divided("...", value), expected, "{value}");
        }
        assert!(is_divided("2", "12a") && !is_divided("2", "%321"));
    }

    /// Returns patterns of at most two captures, with short texts.
    fn patterns() -> Vec<Vec<Part>> {
        let texts = ["", "a", "b", "ab"];
        let mut all = Vec::new();
        for (first, between, last) in
            texts.iter().flat_map(|one| texts.iter().flat_map(move |two| texts.map(|three| (*one, *two, three))))
        {
            let text = |text: &'static str| (!text.is_empty()).then_some(Part::Text(text));
            let second = text(between).map(|text| [text, Part::Capture("y")]);
            let parts = text(first).into_iter().chain([Part::Capture("x")]).chain(second.into_iter().flatten());
            all.push(parts.chain(text(last)).collect());
        }
        all
    }

    /// Returns all texts of three letters up to a length.
    fn texts(length: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        let mut from = 0;
        for _ in 0..length {
            let shorter = all.get(from..).unwrap_or_default().to_vec();
            from = all.len();
            all.extend(shorter.iter().flat_map(|text| ["a", "b", "c"].map(|letter| format!("{text}{letter}"))));
        }
        all
    }

    #[test]
    fn segments_are_compared_as_their_texts_are() {
        let (patterns, texts) = (patterns(), texts(8));
        let matching = |parts: &Vec<Part>| -> Vec<usize> {
            let all = texts.iter().enumerate().filter(|(_, text)| split_mixed(text, parts, |_| true));
            all.map(|(number, _)| number).collect()
        };
        let matching: Vec<_> = patterns.iter().map(matching).collect();
        let length = |parts: &[Part]| {
            parts.iter().map(|part| if let Part::Text(text) = part { text.len() } else { 0 }).sum::<usize>()
        };
        for (wide, widely) in patterns.iter().zip(&matching) {
            for (narrow, narrowly) in patterns.iter().zip(&matching) {
                let is_covered = narrowly.iter().all(|text| widely.binary_search(text).is_ok());
                assert_eq!(covers(wide, narrow), is_covered, "{wide:?} {narrow:?}");
                let has_common = narrowly.iter().any(|text| widely.binary_search(text).is_ok());
                assert_eq!(meet(wide, narrow), has_common, "{wide:?} {narrow:?}");
                // The tree puts the one with more text first.
                assert!(!is_covered || covers(narrow, wide) || length(wide) < length(narrow), "{wide:?} {narrow:?}");
            }
        }
    }
}
