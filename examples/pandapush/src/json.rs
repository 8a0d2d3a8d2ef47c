//! JSON text that is passed on without being decoded.

use std::borrow::Cow;

/// Removes the white space between the tokens of valid JSON, so that it is one line. Numbers and the order of members
/// stay as they were written.
pub(crate) fn compact(json: &str) -> Cow<'_, str> {
    let is_space = |byte: u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
    if !json.bytes().any(is_space) {
        return Cow::Borrowed(json);
    }
    let (mut in_text, mut is_escaped) = (false, false);
    let kept = json.chars().filter(|&character| {
        let keeps = in_text || !u8::try_from(character).is_ok_and(is_space);
        if is_escaped {
            is_escaped = false;
        } else if in_text && character == '\\' {
            is_escaped = true;
        } else if character == '"' {
            in_text = !in_text;
        }
        keeps
    });
    Cow::Owned(kept.collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    #[test]
    fn only_space_between_tokens_is_removed() {
        let rows = [
            (r#"{ "a b" : [ 1 , 2.50 ] }"#, r#"{"a b":[1,2.50]}"#),
            (r#""a \" b \\" "#, r#""a \" b \\""#),
            ("null", "null"),
            ("\n[\t1e999\r\n]", "[1e999]"),
        ];
        for (json, expected) in rows {
            assert_eq!(compact(json), expected);
        }
    }

    proptest! {
        #[test]
        fn pretty_json_becomes_what_serde_writes(texts in prop::collection::vec(".*", 0..5), number in any::<i64>()) {
            let value = Value::from(texts.iter().map(|text| serde_json::json!({ text: [number, text] })).collect::<Vec<_>>());
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            prop_assert_eq!(compact(&pretty).into_owned(), value.to_string());
        }
    }
}
