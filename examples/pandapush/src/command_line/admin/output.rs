//! What commands print: JSON on one line, or text for people.

use std::error::Error;

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use crate::admin::Moment;

/// The option about the form of the output.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Form {
    /// Prints one line of JSON.
    #[arg(long)]
    json: bool,
}

impl Form {
    /// Prints a value as JSON, or the text for people.
    pub(super) fn print(self, value: &impl Serialize, text: impl FnOnce() -> String) -> Result<(), Box<dyn Error>> {
        if self.json {
            println!("{}", serde_json::to_string(value)?);
        } else {
            println!("{}", text().trim_end());
        }
        Ok(())
    }
}

/// Returns a text in which nothing acts on a terminal: other people choose names.
pub(super) fn printable(text: &str) -> String {
    // Beside control characters those that end lines or change the direction of text.
    let acts = |character| {
        matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(character, '\u{2066}'..='\u{2069}')
    };
    let shown = |character: char| if character.is_control() || acts(character) { '\u{fffd}' } else { character };
    text.chars().map(shown).collect()
}

/// Returns the name of the user, or `admin` if the variable of the environment is set to nothing.
pub(super) fn creator(user: &str) -> &str {
    if user.is_empty() { "admin" } else { user }
}

/// Returns a text, or a dash if there is none.
pub(super) fn or_dash(text: Option<&str>) -> String {
    text.map_or_else(|| "-".to_owned(), printable)
}

/// Returns a time, or a word if there is none.
pub(super) fn time_or(time: Option<Timestamp>, word: &str) -> String {
    time.map_or_else(|| word.to_owned(), |time| String::from(Moment(time)))
}

/// Returns lines whose columns begin at the same place.
pub(super) fn columns<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let line = |row: &[String; N]| {
        let cells = row.iter().enumerate().map(|(column, cell)| format!("{cell:<0$}", width(column).unwrap_or(0)));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_begin_at_the_same_place() {
        let rows = [["a", "größer", ""], ["bbb", "c", "d"]].map(|row| row.map(str::to_owned));
        assert_eq!(columns(&rows), "a    größer\nbbb  c       d");
    }

    #[test]
    fn nothing_acts_on_the_terminal() {
        assert_eq!(printable("a\u{1b}[2J\nb\u{202e}c größer 🐼"), "a\u{fffd}[2J\u{fffd}b\u{fffd}c größer 🐼");
    }
}
