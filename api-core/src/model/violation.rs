//! Collects broken constraints with the place of each, bounded so that a hostile value costs little.

use std::fmt::{self, Display, Write as _};

use super::{Model, Rule};

/// How many violations are kept; the rest are counted.
const KEPT: usize = 64;

/// One broken constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where, as a JSON pointer: `/users/3/name`; empty for the value itself.
    pub path: String,
    /// What is wrong: `has length 0`.
    pub problem: String,
    /// What would be right: `a length of at least 1`.
    pub expected: String,
}

/// The broken constraints of one value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViolationList {
    /// The first of them, at most 64.
    pub violations: Vec<Violation>,
    /// How many more there were.
    pub omitted: usize,
}

/// Where a validation stands, and where it records what it finds.
#[derive(Debug)]
pub struct Violations<'a> {
    place: Place<'a>,
    found: &'a mut ViolationList,
}

#[derive(Clone, Copy, Debug)]
struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Root,
    Key(&'a str),
    Index(usize),
}

impl ViolationList {
    /// Validates a value.
    pub fn of<T: Model + ?Sized>(value: &T) -> Self {
        let mut found = Self::default();
        if T::CONSTRAINED {
            value.validate(&mut Violations::new(&mut found));
        }
        found
    }

    /// Whether every constraint is kept.
    pub fn is_empty(&self) -> bool {
        self.violations.is_empty()
    }
}

impl<'a> Violations<'a> {
    /// Starts at the value itself.
    pub fn new(found: &'a mut ViolationList) -> Self {
        Self { place: Place { parent: None, step: Step::Root }, found }
    }

    /// Records that the value at this place is wrong, and what would be right.
    pub fn add(&mut self, problem: impl Display, expected: impl Display) {
        if self.found.violations.len() >= KEPT {
            self.found.omitted += 1;
            return;
        }
        let violation =
            Violation { path: self.place.pointer(), problem: problem.to_string(), expected: expected.to_string() };
        self.found.violations.push(violation);
    }

    /// Validates the value under a key.
    pub fn field<T: Model + ?Sized>(&mut self, key: &str, value: &T) {
        self.step(Step::Key(key), |violations| value.validate(violations));
    }

    /// Validates the value under a key, and holds it to a rule of its own.
    pub fn ruled_field<T: Model + ?Sized>(&mut self, key: &str, value: &T, rule: &Rule) {
        self.step(Step::Key(key), |violations| violations.ruled(value, rule));
    }

    /// Validates an item of a list.
    pub fn item<T: Model + ?Sized>(&mut self, index: usize, value: &T) {
        self.step(Step::Index(index), |violations| value.validate(violations));
    }

    /// Validates an item of a list, and holds it to a rule of its own.
    pub fn ruled_item<T: Model + ?Sized>(&mut self, index: usize, value: &T, rule: &Rule) {
        self.step(Step::Index(index), |violations| violations.ruled(value, rule));
    }

    /// Validates a value at this very place, and holds it to a rule.
    pub fn ruled<T: Model + ?Sized>(&mut self, value: &T, rule: &Rule) {
        rule.check(value.measure(), self);
        value.validate(self);
    }

    /// Goes one key down for what `inside` records.
    pub fn within(&mut self, key: &str, inside: impl FnOnce(&mut Violations<'_>)) {
        self.step(Step::Key(key), inside);
    }

    fn step(&mut self, step: Step<'_>, inside: impl FnOnce(&mut Violations<'_>)) {
        let place = Place { parent: Some(&self.place), step };
        inside(&mut Violations { place, found: &mut *self.found });
    }
}

impl Place<'_> {
    fn pointer(&self) -> String {
        let mut path = self.parent.map(Place::pointer).unwrap_or_default();
        match self.step {
            Step::Root => {}
            Step::Key(key) => {
                path.push('/');
                // RFC 6901 escapes; keys of maps are the peer's.
                path.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Step::Index(index) => {
                // Writing to a String does not fail.
                let _ = write!(path, "/{index}");
            }
        }
        path
    }
}

impl Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "/" } else { &self.path };
        write!(formatter, "{path}: {}, expected {}", self.problem, self.expected)
    }
}

impl Display for ViolationList {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.violations.iter().enumerate() {
            write!(formatter, "{}{violation}", if index == 0 { "" } else { "\n" })?;
        }
        if self.omitted > 0 {
            write!(formatter, "\nand {} more", self.omitted)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{ViolationList, Violations};

    #[test]
    fn the_place_is_a_json_pointer_with_escapes() {
        let mut found = ViolationList::default();
        Violations::new(&mut found)
            .within("users", |users| users.within("a/b~c", |name| name.add("is wrong", "something right")));
        assert_eq!(found.to_string(), "/users/a~1b~0c: is wrong, expected something right");
    }

    #[test]
    fn beyond_sixty_four_they_are_only_counted() {
        let mut found = ViolationList::default();
        let mut violations = Violations::new(&mut found);
        for _ in 0..70 {
            violations.add("is wrong", "right");
        }
        assert_eq!((found.violations.len(), found.omitted), (64, 6));
        assert!(found.to_string().ends_with("and 6 more"));
    }
}
