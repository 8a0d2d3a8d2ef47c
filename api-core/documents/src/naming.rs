//! Names that are different from each other, and names as JavaScript writes them.

use std::collections::HashSet;

/// The names that are taken.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: HashSet<String>,
    /// Names that only their owners get, without a number.
    reserved: HashSet<String>,
}

impl Names {
    /// Creates a set in which a number is never added if the result is one of these names.
    pub(crate) fn reserving(names: impl IntoIterator<Item = String>) -> Self {
        Self { taken: HashSet::new(), reserved: names.into_iter().collect() }
    }

    /// Takes a name, with a number if it is taken already.
    pub(crate) fn take(&mut self, name: String) -> String {
        if self.taken.insert(name.clone()) {
            return name;
        }
        let mut number = 2_usize;
        loop {
            let numbered = format!("{name}{number}");
            if !self.reserved.contains(&numbered) && self.taken.insert(numbered.clone()) {
                return numbered;
            }
            number += 1;
        }
    }

    /// Takes a name that nobody owns.
    pub(crate) fn take_derived(&mut self, name: String) -> String {
        if self.reserved.contains(&name) {
            // Its owner may come later.
            self.taken.insert(name.clone());
            let numbered = self.take(name.clone());
            self.taken.remove(&name);
            return numbered;
        }
        self.take(name)
    }
}

/// Returns a name as JavaScript writes it: `list_rooms` and `list-rooms` are `listRooms`.
pub(crate) fn camel_case(name: &str) -> String {
    let mut written = String::new();
    let mut begins_word = false;
    for character in name.chars() {
        if character.is_ascii_alphanumeric() || character == '$' {
            let first = written.is_empty();
            written.push(match (first, begins_word) {
                (true, _) => character.to_ascii_lowercase(),
                (false, true) => character.to_ascii_uppercase(),
                (false, false) => character,
            });
            begins_word = false;
        } else {
            begins_word = true;
        }
    }
    if written.starts_with(|character: char| character.is_ascii_digit()) || written.is_empty() {
        written.insert(0, '_');
    }
    written
}

/// Returns a name as types are written: `not_good` and `not-good` are `NotGood`.
pub(crate) fn pascal_case(name: &str) -> String {
    let mut written = String::new();
    for word in name.split(|character: char| !character.is_ascii_alphanumeric()) {
        let mut characters = word.chars();
        written.extend(characters.next().map(|first| first.to_ascii_uppercase()));
        written.extend(characters);
    }
    written
}

/// Returns whether a name can stand alone in JavaScript.
pub(crate) fn is_identifier(name: &str) -> bool {
    let is_letter = |character: char| character.is_ascii_alphabetic() || matches!(character, '_' | '$');
    name.starts_with(is_letter) && name.chars().all(|character| is_letter(character) || character.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{Names, pascal_case};

    #[test]
    fn words_of_a_variant_become_one_name() {
        let names = ["walked", "not_good", "dark-red", "Met", ""].map(pascal_case);
        assert_eq!(names, ["Walked", "NotGood", "DarkRed", "Met", ""]);
    }

    #[test]
    fn a_taken_name_gets_a_number_that_makes_no_other_name() {
        let mut names = Names::reserving(["Room", "Room2", "RoomInput"].map(str::to_owned));
        let mut take = |name: &str| names.take(name.to_owned());
        assert_eq!([take("Room"), take("Room"), take("Room2")], ["Room", "Room3", "Room2"]);
        assert_eq!(names.take_derived("RoomInput".to_owned()), "RoomInput2");
        assert_eq!(names.take("RoomInput".to_owned()), "RoomInput");
        assert_eq!(names.take_derived("PageInput".to_owned()), "PageInput");
    }
}
