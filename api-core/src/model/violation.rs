//! Collection of violated constraints with their locations. Their number is bounded.

use std::fmt::{self, Display, Write as _};

use super::excerpt::{cut, excerpt};
use super::{Measure, Model, Rule};

/// Maximum number of violations that are kept. Further ones are only counted.
const KEPT: usize = 64;

/// Maximum size of the texts of all violations of one list, in bytes. Further violations are only counted.
const LARGEST_LIST: usize = 16 * 1024;

/// Maximum size of one key in a path, of a whole path, of a problem and of an expectation, in bytes. Longer ones are
/// cut in their middle.
const LARGEST_KEY: usize = 64;
const LARGEST_PATH: usize = 512;
const LARGEST_PROBLEM: usize = 512;
const LARGEST_EXPECTATION: usize = 1024;

/// One violated constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The location as a JSON pointer (RFC 6901), for example `/users/3/name`. Empty for the value itself.
    pub path: String,
    /// What is wrong, for example `has length 0`.
    pub problem: String,
    /// What was expected, for example `a length of at least 1`.
    pub expected: String,
}

/// The violated constraints of one value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViolationList {
    /// The first violations, at most 64 and at most 16 KiB of text.
    pub violations: Vec<Violation>,
    /// The number of further violations.
    pub omitted: usize,
}

/// A collector of violations, positioned at a location inside the validated value.
///
/// ```
/// use api_core::model::{Model, Shape, ViolationList, Violations};
///
/// struct Even(u32);
///
/// impl Model for Even {
///     const SHAPE: &'static Shape = u32::SHAPE;
///     const CONSTRAINED: bool = true;
///
///     fn validate(&self, violations: &mut Violations<'_>) {
///         if self.0 % 2 != 0 {
///             violations.add(format_args!("is {}", self.0), "an even number");
///         }
///     }
/// }
///
/// assert_eq!(ViolationList::of(&Even(3)).to_string(), "/: is 3, expected an even number");
/// ```
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
    /// Validates a value and returns its violations.
    pub fn of<T: Model + ?Sized>(value: &T) -> Self {
        let mut found = Self::default();
        if T::CONSTRAINED {
            value.validate(&mut Violations::new(&mut found));
        }
        found
    }

    /// Returns whether there are no violations.
    pub fn is_empty(&self) -> bool {
        self.violations.is_empty()
    }

    /// Keeps of some violations as many as a list may hold, each with its texts cut.
    pub(crate) fn bounded(violations: Vec<Violation>) -> Self {
        let mut list = Self::default();
        for violation in violations {
            list.push(violation);
        }
        list
    }

    fn push(&mut self, violation: Violation) {
        let violation = violation.cut();
        let size = self.violations.iter().map(Violation::size).sum::<usize>() + violation.size();
        if self.is_full() || size > LARGEST_LIST {
            self.omitted += 1;
        } else {
            self.violations.push(violation);
        }
    }

    fn is_full(&self) -> bool {
        self.violations.len() >= KEPT
    }
}

impl Violation {
    fn size(&self) -> usize {
        self.path.len() + self.problem.len() + self.expected.len()
    }

    fn cut(self) -> Self {
        Self {
            path: cut(self.path, LARGEST_PATH),
            problem: cut(self.problem, LARGEST_PROBLEM),
            expected: cut(self.expected, LARGEST_EXPECTATION),
        }
    }
}

impl<'a> Violations<'a> {
    /// Creates a collector positioned at the value itself. It adds to `found`.
    pub fn new(found: &'a mut ViolationList) -> Self {
        Self { place: Place { parent: None, step: Step::Root }, found }
    }

    /// Records a violation at this location: what is wrong, and what was expected.
    pub fn add(&mut self, problem: impl Display, expected: impl Display) {
        if self.found.is_full() {
            self.found.omitted += 1;
            return;
        }
        let (path, problem, expected) = (self.place.pointer(), problem.to_string(), expected.to_string());
        self.found.push(Violation { path, problem, expected });
    }

    /// Validates the value of a key.
    pub fn field<T: Model + ?Sized>(&mut self, key: &str, value: &T) {
        self.step(Step::Key(key), |violations| value.validate(violations));
    }

    /// Validates the value of a key, and checks it against a rule.
    pub fn ruled_field<T: Model + ?Sized>(&mut self, key: &str, value: &T, rule: &Rule) {
        self.step(Step::Key(key), |violations| violations.ruled(value, rule));
    }

    /// Validates an item of a list.
    pub fn item<T: Model + ?Sized>(&mut self, index: usize, value: &T) {
        self.step(Step::Index(index), |violations| value.validate(violations));
    }

    /// Validates an item of a list, and checks it against a rule.
    pub fn ruled_item<T: Model + ?Sized>(&mut self, index: usize, value: &T, rule: &Rule) {
        self.step(Step::Index(index), |violations| violations.ruled(value, rule));
    }

    /// Validates a value at this location, and checks it against a rule.
    pub fn ruled<T: Model + ?Sized>(&mut self, value: &T, rule: &Rule) {
        self.measured(value.measure(), rule);
        value.validate(self);
    }

    /// Checks the measure of a value at this location against a rule.
    pub(crate) fn measured(&mut self, measure: Measure<'_>, rule: &Rule) {
        rule.check(measure, &mut |problem, expected| self.add(problem, expected));
    }

    /// Calls `inside` with a collector positioned at a key of this location.
    pub fn within(&mut self, key: &str, inside: impl FnOnce(&mut Violations<'_>)) {
        self.step(Step::Key(key), inside);
    }

    /// Calls `inside` with a collector positioned at an item of this location.
    pub(super) fn at(&mut self, index: usize, inside: impl FnOnce(&mut Violations<'_>)) {
        self.step(Step::Index(index), inside);
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
                // Escapes as RFC 6901 §3 requires. A peer chooses the keys of maps.
                path.push_str(&excerpt(key, LARGEST_KEY).replace('~', "~0").replace('/', "~1"));
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
    fn the_location_is_an_escaped_json_pointer() {
        let mut found = ViolationList::default();
        Violations::new(&mut found)
            .within("users", |users| users.within("a/b~c", |name| name.add("is wrong", "something right")));
        assert_eq!(found.to_string(), "/users/a~1b~0c: is wrong, expected something right");
    }

    #[test]
    fn keys_and_values_of_a_peer_are_cut_and_the_list_is_bounded() {
        let long = "ä".repeat(1 << 20);
        let mut found = ViolationList::default();
        Violations::new(&mut found).within(&long, |inner| {
            inner.within("b", |inner| inner.add(format_args!("is {long}"), format_args!("not {long}")));
            for _ in 0..100 {
                inner.add("is wrong", &long);
            }
        });
        let first = &found.violations[0];
        assert!(first.path.len() < 100 && first.path.ends_with("/b"), "{}", first.path);
        assert!(first.problem.len() < 600 && first.expected.len() < 1100);
        assert!(found.to_string().len() < 20_000);
        assert_eq!(found.violations.len() + found.omitted, 101);
    }

    #[test]
    fn violations_past_sixty_four_are_only_counted() {
        let mut found = ViolationList::default();
        let mut violations = Violations::new(&mut found);
        for _ in 0..70 {
            violations.add("is wrong", "right");
        }
        assert_eq!((found.violations.len(), found.omitted), (64, 6));
        assert!(found.to_string().ends_with("and 6 more"));
    }
}
