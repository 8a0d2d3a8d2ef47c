//! Names of Rust for names of documents: `snake_case`, `PascalCase`, and numbers where two would be the same.

use std::collections::HashSet;

/// The maximum number of characters of a name that is put together from several.
const MAX_LENGTH: usize = 80;

/// Returns a name of a method, an argument or a module. It may be a keyword.
pub(crate) fn snake(text: &str) -> String {
    let name = words(text).join("_").to_lowercase();
    begin_with_letter(name, "n")
}

/// Returns a name of a type or a variant. It may be `Self`.
pub(crate) fn pascal(text: &str) -> String {
    let capital = |word: &String| {
        let mut characters = word.chars();
        characters.next().map(|first| first.to_uppercase().chain(characters.flat_map(char::to_lowercase)).collect())
    };
    let name: Vec<String> = words(text).iter().filter_map(capital).collect();
    begin_with_letter(name.concat(), "N")
}

/// Returns the name of a part of something named.
pub(crate) fn below(name: &str, part: &str) -> String {
    let (name, part) = (pascal(name), pascal(part));
    if name.len() + part.len() > MAX_LENGTH { part.chars().take(MAX_LENGTH).collect() } else { name + &part }
}

/// The names that are taken.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names(HashSet<String>);

impl Names {
    /// Creates a set with names that are taken from the start.
    pub(crate) fn without(taken: &[&str]) -> Self {
        Self(taken.iter().map(|name| (*name).to_owned()).collect())
    }

    pub(crate) fn is_free(&self, name: &str) -> bool {
        !self.0.contains(name)
    }

    /// Takes a name, with a number if it is taken already.
    pub(crate) fn take(&mut self, name: String, separator: &str) -> String {
        if self.0.insert(name.clone()) {
            return name;
        }
        let mut number = 2_usize;
        loop {
            let numbered = format!("{name}{separator}{number}");
            if self.0.insert(numbered.clone()) {
                return numbered;
            }
            number += 1;
        }
    }
}

/// Splits at what is neither a letter nor a digit, and between cases: `getHTTPPage2` is `get`, `HTTP`, `Page2`.
fn words(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().take(4 * MAX_LENGTH).collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (index, character) in characters.iter().copied().enumerate() {
        // Others than ASCII have no place in most keyboards, and not all of them are identifiers.
        if !character.is_ascii_alphanumeric() {
            words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty()));
            continue;
        }
        let before = index.checked_sub(1).and_then(|before| characters.get(before));
        let after = characters.get(index + 1);
        let begins = character.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || (before.is_ascii_uppercase() && after.is_some_and(char::is_ascii_lowercase))
            });
        if begins && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        word.push(character);
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    words
}

fn begin_with_letter(name: String, letter: &str) -> String {
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) { name } else { format!("{letter}{name}") }
}

#[cfg(test)]
mod tests {
    use super::{Names, pascal, snake};

    #[test]
    fn names_of_documents_become_names_of_rust() {
        for (text, method, name) in [
            ("repos/list-for-org", "repos_list_for_org", "ReposListForOrg"),
            ("getHTTPPage2", "get_http_page2", "GetHttpPage2"),
            ("2fa", "n2fa", "N2fa"),
            ("+1", "n1", "N1"),
            ("", "n", "N"),
            ("größe", "gr_e", "GrE"),
            ("type", "type", "Type"),
        ] {
            assert_eq!((snake(text).as_str(), pascal(text).as_str()), (method, name), "{text}");
        }
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let mut names = Names::without(&["call"]);
        let taken: Vec<String> = ["call", "call", "say"].map(|name| names.take(name.to_owned(), "_")).into();
        assert_eq!(taken, ["call_2", "call_3", "say"]);
    }
}
