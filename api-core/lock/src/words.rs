//! Words: the smallest parts of a line. Words with unusual characters are quoted as in JSON.

use std::fmt::{self, Write as _};

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Word {
    /// Characters between spaces and marks.
    Plain(String),
    /// Characters between quotes.
    Quoted(String),
    /// One of `{`, `}`, `(`, `)`, `,` and `:`.
    Mark(char),
}

/// Splits a line into words. Returns a message if it has none of the expected form.
pub(crate) fn words(line: &str) -> Result<Vec<Word>, String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let after;
        if first == '"' {
            let (text, end) = quoted(rest)?;
            words.push(Word::Quoted(text));
            after = end;
        } else if is_mark(first) {
            words.push(Word::Mark(first));
            after = rest.get(1..).unwrap_or_default();
        } else {
            let end = rest.find(|next: char| next == ' ' || next == '"' || is_mark(next)).unwrap_or(rest.len());
            let (word, next) = rest.split_at(end);
            words.push(Word::Plain(word.to_owned()));
            after = next;
        }
        rest = after.trim_start_matches(' ');
    }
    Ok(words)
}

/// Returns the first word of a line, which may hold marks, and the rest. A quoted one ends at its quote.
pub(crate) fn first_word(line: &str) -> Result<(String, &str), String> {
    let line = line.trim_start_matches(' ');
    if line.starts_with('"') {
        return quoted(line).map(|(text, rest)| (text, rest.trim_start_matches(' ')));
    }
    let end = line.find(' ').unwrap_or(line.len());
    let (word, rest) = line.split_at(end);
    if word.is_empty() {
        return Err("the line ends early".to_owned());
    }
    Ok((word.to_owned(), rest.trim_start_matches(' ')))
}

/// A word as it is written: quoted if it has unusual characters.
pub(crate) struct Written<'a>(pub(crate) &'a str);

impl fmt::Display for Written<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_usual =
            |character: char| character.is_ascii_alphanumeric() || "_-.<>/+;=*@$%[]#!?&~".contains(character);
        if !self.0.is_empty() && self.0.chars().all(is_usual) {
            return formatter.write_str(self.0);
        }
        Quoted(self.0).fmt(formatter)
    }
}

/// A path template as it is written: quoted if it has a space or a quote.
pub(crate) struct WrittenPath<'a>(pub(crate) &'a str);

impl fmt::Display for WrittenPath<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_unusual = |character: char| character == ' ' || character == '"' || character.is_control();
        if self.0.is_empty() || self.0.contains(is_unusual) {
            return Quoted(self.0).fmt(formatter);
        }
        formatter.write_str(self.0)
    }
}

/// A word in quotes.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_char('"')?;
        for character in self.0.chars() {
            match character {
                '"' => formatter.write_str("\\\"")?,
                '\\' => formatter.write_str("\\\\")?,
                '\n' => formatter.write_str("\\n")?,
                // The text is inside a raw string of Rust, which ends at a quote and two of these.
                '#' => formatter.write_str("\\u{23}")?,
                control if control.is_control() => write!(formatter, "\\u{{{:x}}}", u32::from(control))?,
                other => formatter.write_char(other)?,
            }
        }
        formatter.write_char('"')
    }
}

fn is_mark(character: char) -> bool {
    matches!(character, '{' | '}' | '(' | ')' | ',' | ':')
}

/// Reads a quoted word at the start of a text. Returns it and what follows.
fn quoted(text: &str) -> Result<(String, &str), String> {
    let mut word = String::new();
    let mut rest = text.get(1..).unwrap_or_default();
    loop {
        let mut characters = rest.chars();
        let next = characters.next().ok_or("a quote is not closed")?;
        rest = characters.as_str();
        match next {
            '"' => return Ok((word, rest)),
            '\\' => {
                let escaped = characters.next().ok_or("a quote is not closed")?;
                rest = characters.as_str();
                match escaped {
                    'n' => word.push('\n'),
                    '"' | '\\' => word.push(escaped),
                    'u' => {
                        let code = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
                        let (code, after) = code.ok_or("`\\u` needs a code as in `\\u{23}`")?;
                        let code = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
                        word.push(code.ok_or("`\\u` needs the code of a character")?);
                        rest = after;
                    }
                    other => return Err(format!("`\\{other}` is no escape: `\\\"`, `\\\\`, `\\n` and `\\u{{…}}` are")),
                }
            }
            other => word.push(other),
        }
    }
}
