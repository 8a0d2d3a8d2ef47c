//! Patterns of texts, compiled.
//!
//! Most are matched in linear time. Those with look-around, back-references or classes of Unicode need the feature
//! `look-around`, and an engine that goes back: its steps are bounded, because the text is that of a peer.

use regex_lite::Regex;

/// Maximum number of times that the engine goes back in one text. Then the text counts as one that does not match.
#[cfg(feature = "look-around")]
const MAX_BACKTRACKS: usize = 100_000;

/// A regular expression of a constraint, compiled. In one that needs the feature `look-around`, `\d`, `\w` and `\s` are
/// classes of Unicode, otherwise of ASCII.
///
/// ```
/// use api_core::model::Pattern;
///
/// let pattern = Pattern::new("^[a-z]+$").unwrap();
/// assert!(pattern.is_match("abc") && !pattern.is_match("a1"));
/// assert!(Pattern::new("[a-z").is_err());
/// ```
#[derive(Debug)]
pub struct Pattern(Engine);

#[derive(Debug)]
enum Engine {
    Linear(Regex),
    #[cfg(feature = "look-around")]
    Backtracking(Box<fancy_regex::Regex>),
}

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// Returns what is wrong with a text that no engine reads. Without the feature `look-around`, that is also one with
    /// look-around, back-references or classes of Unicode.
    pub fn new(pattern: &str) -> Result<Self, String> {
        match Regex::new(pattern) {
            Ok(regex) => Ok(Self(Engine::Linear(regex))),
            Err(error) => Self::backtracking(pattern, &error),
        }
    }

    #[cfg(feature = "look-around")]
    fn backtracking(pattern: &str, _: &regex_lite::Error) -> Result<Self, String> {
        let regex = fancy_regex::RegexBuilder::new(pattern).backtrack_limit(MAX_BACKTRACKS).build();
        regex.map(|regex| Self(Engine::Backtracking(Box::new(regex)))).map_err(|error| error.to_string())
    }

    #[cfg(not(feature = "look-around"))]
    fn backtracking(_: &str, error: &regex_lite::Error) -> Result<Self, String> {
        Err(error.to_string())
    }

    /// Returns whether the pattern matches somewhere in a text. A text for which that is not found out within the bound
    /// does not match.
    pub fn is_match(&self, text: &str) -> bool {
        match &self.0 {
            Engine::Linear(regex) => regex.is_match(text),
            #[cfg(feature = "look-around")]
            Engine::Backtracking(regex) => regex.is_match(text).unwrap_or(false),
        }
    }
}

#[cfg(all(test, feature = "look-around"))]
mod tests {
    use super::{Engine, Pattern};

    #[test]
    fn a_pattern_is_matched_in_linear_time_if_it_can_be() {
        for (pattern, is_linear) in
            [("^a+$", true), (r"^\d+$", true), ("^(?!a)", false), (r"^\p{Lu}", false), (r"(a)\1", false)]
        {
            let engine = Pattern::new(pattern).unwrap().0;
            assert_eq!(matches!(engine, Engine::Linear(_)), is_linear, "{pattern}");
        }
        for pattern in ["[a-z", "(?<a", r"\p{NoSuchClass}"] {
            assert!(Pattern::new(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn patterns_of_published_documents_are_read() {
        let label = Pattern::new("^[a-zA-Z]((?!--|__)[a-zA-Z0-9-_])+$").unwrap();
        let domain =
            Pattern::new(r"\A(\*\.)?([a-zA-Z0-9-_]{1,63}\.)+([a-zA-Z]{2,3}\.)?([a-zA-Z]{2,16}|xn--[a-zA-Z0-9]+)\Z");
        assert!(label.is_match("a-b_c") && !label.is_match("a--b") && !label.is_match("-a"));
        assert!(domain.unwrap().is_match("*.example.org"));
    }

    #[test]
    fn a_text_that_makes_the_engine_go_back_without_end_does_not_match() {
        let pattern = Pattern::new(r"^(?=(a+)+$)(a+)+\1$").unwrap();
        let text = format!("{}b", "a".repeat(64));
        assert!(!pattern.is_match(&text));
    }
}
