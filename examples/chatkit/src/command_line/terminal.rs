//! Text of a server, made safe to print on a terminal.

use std::fmt::Write as _;

/// Returns the text with every character that a terminal would act on as a JSON escape: control characters (C0, DEL and
/// C1) except line breaks and tabs, and the characters that change the direction of text (Unicode Standard Annex #9).
///
/// In a string of JSON the escape means the same character, so JSON remains equal.
pub(super) fn printable(text: &str) -> String {
    escaped(text, &['\n', '\t'])
}

/// Like [`printable`], for text that has to stay on one line and in one column.
pub(super) fn printable_line(text: &str) -> String {
    escaped(text, &[])
}

fn escaped(text: &str, kept: &[char]) -> String {
    let mut printable = String::with_capacity(text.len());
    for character in text.chars() {
        if acts(character) && !kept.contains(&character) {
            // All of them are in the basic plane, so four digits are enough.
            // Writing to a `String` does not fail.
            let _ = write!(printable, "\\u{:04x}", u32::from(character));
        } else {
            printable.push(character);
        }
    }
    printable
}

/// Returns whether a terminal acts on a character instead of showing it.
fn acts(character: char) -> bool {
    let changes_direction =
        matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') || changes_direction
}

#[cfg(test)]
mod tests {
    use super::{printable, printable_line};

    #[test]
    fn what_a_terminal_acts_on_is_escaped_and_all_else_is_kept() {
        let table = [
            ("plain, größer, 日本 🙂\n\tindented", "plain, größer, 日本 🙂\n\tindented"),
            ("\u{1b}[2Jgone", r"\u001b[2Jgone"),
            ("\u{1b}]0;title\u{7}", r"\u001b]0;title\u0007"),
            ("back\u{8}\u{8}\rstart\0\u{7f}", r"back\u0008\u0008\u000dstart\u0000\u007f"),
            ("\u{80}\u{9b}31m\u{9f}", r"\u0080\u009b31m\u009f"),
            ("\u{61c}\u{200e}\u{200f}\u{202a}\u{202e}\u{2066}\u{2069}", r"\u061c\u200e\u200f\u202a\u202e\u2066\u2069"),
            ("\u{2028}\u{2029}", r"\u2028\u2029"),
            // Neighbours of the ranges, among them the joiners of emoji and of several scripts.
            (" ~\u{a0}\u{200c}\u{200d}\u{202f}\u{206a}", " ~\u{a0}\u{200c}\u{200d}\u{202f}\u{206a}"),
        ];
        for (text, expected) in table {
            assert_eq!(printable(text), expected, "{text:?}");
        }
        assert_eq!(printable_line("7\n8\t9"), r"7\u000a8\u00099");
    }

    #[test]
    fn escaped_json_has_the_same_value() {
        let value: String = (0..=0x2100).filter_map(char::from_u32).collect();
        let json = serde_json::to_string(&value).unwrap();
        assert_eq!(serde_json::from_str::<String>(&printable_line(&json)).unwrap(), value);
    }
}
