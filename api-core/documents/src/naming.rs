//! Names that are different from each other: a second one of the same text gets a number.

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

#[cfg(test)]
mod tests {
    use super::Names;

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
