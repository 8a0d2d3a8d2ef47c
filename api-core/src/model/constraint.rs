//! Constraints beyond a shape (limits, lengths, patterns), and the rule that checks values against them.

use std::fmt;
use std::sync::OnceLock;

use super::divisor::Divisor;
use super::literal;
use super::measure::Measure;
use super::pattern::Pattern;

/// Constraints on a field or a newtype. All are optional.
///
/// ```
/// use api_core::Model;
/// use api_core::model::ViolationList;
///
/// #[derive(Model)]
/// struct Login {
///     #[model(pattern = "^[a-z]+$", max_length = 20)]
///     name: String,
///     #[model(min = 1000, max = 9999)]
///     pin: u16,
/// }
///
/// let violations = ViolationList::of(&Login { name: "ada".to_owned(), pin: 7 });
/// assert_eq!(violations.to_string(), "/pin: is 7, expected at least 1000");
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constraints {
    /// The minimum of a number, inclusive.
    pub min: Option<Limit>,
    /// The maximum of a number, inclusive.
    pub max: Option<Limit>,
    /// The number that a number is a multiple of.
    pub multiple_of: Option<Divisor>,
    /// The minimum number of characters, items or entries.
    pub min_length: Option<usize>,
    /// The maximum number of characters, items or entries.
    pub max_length: Option<usize>,
    /// A regular expression that must match somewhere in the text. Anchor it with `^` and `$` to match all of it. With
    /// look-around, back-references or classes of Unicode it needs the feature `look-around`.
    pub pattern: Option<&'static str>,
    /// The name of a format, for documents. `base64`, `char`, `date`, `date-time`, `ipv4`, `time`, `uri` and `uuid` are
    /// also checked, approximately.
    pub format: Option<&'static str>,
}

/// One end of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// An integer.
    Integer(i128),
    /// A floating-point number.
    Number(f64),
}

/// Constraints ready to be checked. The pattern is compiled once, at its first use.
///
/// ```
/// use api_core::model::{Constraints, Limit, Rule, ViolationList, Violations};
///
/// static AGE: Rule = Rule::new(Constraints { max: Some(Limit::Integer(150)), ..Constraints::NONE });
///
/// let mut found = ViolationList::default();
/// Violations::new(&mut found).ruled_field("age", &200_u8, &AGE);
/// assert_eq!(found.to_string(), "/age: is 200, expected at most 150");
/// ```
#[derive(Debug)]
pub struct Rule {
    constraints: Constraints,
    pattern: OnceLock<Result<Pattern, String>>,
}

impl Constraints {
    /// No constraints.
    pub const NONE: Self = Self {
        min: None,
        max: None,
        multiple_of: None,
        min_length: None,
        max_length: None,
        pattern: None,
        format: None,
    };

    /// Returns whether there are no constraints.
    pub const fn is_none(&self) -> bool {
        matches!(
            self,
            Self {
                min: None,
                max: None,
                multiple_of: None,
                min_length: None,
                max_length: None,
                pattern: None,
                format: None
            }
        )
    }
}

/// A receiver of violations: what is wrong, and what was expected.
pub(super) type Report<'r> = &'r mut dyn FnMut(fmt::Arguments<'_>, fmt::Arguments<'_>);

impl Rule {
    /// Creates a rule from constraints.
    pub const fn new(constraints: Constraints) -> Self {
        Self { constraints, pattern: OnceLock::new() }
    }

    /// Reports each constraint that the measured value violates: what is wrong, and what was expected.
    pub(super) fn check(&self, measure: Measure<'_>, report: Report<'_>) {
        let limits = &self.constraints;
        if let Some(limit) = limits.min.filter(|limit| limit.is_above(measure)) {
            report(format_args!("is {}", shown(measure)), format_args!("at least {limit}"));
        }
        if let Some(limit) = limits.max.filter(|limit| limit.is_below(measure)) {
            report(format_args!("is {}", shown(measure)), format_args!("at most {limit}"));
        }
        if let Some(divisor) = limits.multiple_of.filter(|divisor| !divisor.divides(measure)) {
            report(format_args!("is {}", shown(measure)), format_args!("a multiple of {divisor}"));
        }
        if let Some(length) = length(measure) {
            if let Some(least) = limits.min_length.filter(|least| length < *least) {
                report(format_args!("has length {length}"), format_args!("a length of at least {least}"));
            }
            if let Some(most) = limits.max_length.filter(|most| length > *most) {
                report(format_args!("has length {length}"), format_args!("a length of at most {most}"));
            }
        }
        if let Measure::Text(text) = measure {
            self.check_text(text, report);
        }
    }

    fn check_text(&self, text: &str, report: Report<'_>) {
        if let Some(pattern) = self.constraints.pattern {
            match self.pattern.get_or_init(|| Pattern::new(pattern)) {
                Ok(compiled) if compiled.is_match(text) => {}
                Ok(_) => {
                    report(format_args!("does not match the pattern"), format_args!("text that matches `{pattern}`"));
                }
                // The contract is wrong, not the peer. Accepting the value would hide the error.
                Err(error) => {
                    report(format_args!("has a malformed pattern: {error}"), format_args!("a pattern that compiles"));
                }
            }
        }
        if let Some(format) = self.constraints.format.filter(|format| !literal::could_have_format(text, format)) {
            report(format_args!("does not have the format"), format_args!("text of format `{format}`"));
        }
    }
}

impl Limit {
    #[expect(clippy::cast_precision_loss, reason = "limits beyond 2^53 on floats are as exact as the floats")]
    fn compare(self, measure: Measure<'_>) -> Option<std::cmp::Ordering> {
        match (self, measure) {
            (Self::Integer(limit), Measure::Integer(value)) => Some(limit.cmp(&value)),
            (Self::Integer(limit), Measure::Number(value)) => (limit as f64).partial_cmp(&value),
            (Self::Number(limit), Measure::Integer(value)) => limit.partial_cmp(&(value as f64)),
            (Self::Number(limit), Measure::Number(value)) => limit.partial_cmp(&value),
            (limit, Measure::Single(value)) => limit.compare(Measure::Number(value.into())),
            _ => None,
        }
    }

    fn is_above(self, measure: Measure<'_>) -> bool {
        self.compare(measure).is_some_and(std::cmp::Ordering::is_gt)
    }

    fn is_below(self, measure: Measure<'_>) -> bool {
        self.compare(measure).is_some_and(std::cmp::Ordering::is_lt)
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(limit) => limit.fmt(formatter),
            Self::Number(limit) => limit.fmt(formatter),
        }
    }
}

fn length(measure: Measure<'_>) -> Option<usize> {
    match measure {
        Measure::Text(text) => Some(text.chars().count()),
        Measure::Length(length) => Some(length),
        _ => None,
    }
}

fn shown(measure: Measure<'_>) -> String {
    match measure {
        Measure::Integer(value) => value.to_string(),
        Measure::Number(value) => value.to_string(),
        Measure::Single(value) => value.to_string(),
        _ => String::new(),
    }
}
