//! Shapes and values with constraints: the end of most lines.

use std::fmt;
use std::iter::Peekable;
use std::vec::IntoIter;

use crate::model::{Constraints, Item, Shape};
use crate::number::{Divisor, Limit};
use crate::words::{Quoted, Word, Written};

/// Words that are no names of types.
const KEYWORDS: [&str; 12] =
    ["null", "boolean", "integer", "number", "text", "any", "option", "patch", "list", "set", "map", "tuple"];

/// The ranges that have names.
const INTEGERS: [(&str, i128, i128); 8] = [
    ("u8", 0, u8::MAX as i128),
    ("u16", 0, u16::MAX as i128),
    ("u32", 0, u32::MAX as i128),
    ("u64", 0, u64::MAX as i128),
    ("i8", i8::MIN as i128, i8::MAX as i128),
    ("i16", i16::MIN as i128, i16::MAX as i128),
    ("i32", i32::MIN as i128, i32::MAX as i128),
    ("i64", i64::MIN as i128, i64::MAX as i128),
];

impl fmt::Display for Shape {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => formatter.write_str("null"),
            Self::Boolean => formatter.write_str("boolean"),
            Self::Integer { minimum, maximum } => {
                match INTEGERS.iter().find(|(_, from, to)| (from, to) == (minimum, maximum)) {
                    Some((name, ..)) => formatter.write_str(name),
                    None => write!(formatter, "integer {minimum}..={maximum}"),
                }
            }
            Self::Number => formatter.write_str("number"),
            Self::Text(None) => formatter.write_str("text"),
            Self::Text(Some(format)) => write!(formatter, "text({})", Written(format)),
            Self::Any => formatter.write_str("any"),
            Self::Option(shape) => write!(formatter, "option {shape}"),
            Self::Patch(shape) => write!(formatter, "patch {shape}"),
            Self::List { item, length: None, unique: false } => write!(formatter, "list {item}"),
            Self::List { item, length: None, unique: true } => write!(formatter, "set {item}"),
            Self::List { item, length: Some(length), unique: false } => write!(formatter, "list({length}) {item}"),
            Self::List { item, length: Some(length), unique: true } => write!(formatter, "set({length}) {item}"),
            Self::Map(key, value) => write!(formatter, "map({key}) {value}"),
            Self::Tuple(items) => {
                formatter.write_str("tuple")?;
                write_tuple(formatter, items)
            }
            Self::Named(name) if is_keyword(name) => Quoted(name).fmt(formatter),
            Self::Named(name) => Written(name).fmt(formatter),
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shape.fmt(formatter)?;
        let constraints = self.constraints.to_string();
        if constraints.is_empty() { Ok(()) } else { write!(formatter, " {{{constraints}}}") }
    }
}

impl fmt::Display for Constraints {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.min.map(|limit| format!("min {limit}")));
        parts.extend(self.max.map(|limit| format!("max {limit}")));
        parts.extend(self.multiple_of.map(|divisor| format!("multiple-of {divisor}")));
        parts.extend(self.min_length.map(|length| format!("min-length {length}")));
        parts.extend(self.max_length.map(|length| format!("max-length {length}")));
        parts.extend(self.pattern.as_ref().map(|pattern| format!("pattern {}", Quoted(pattern))));
        parts.extend(self.format.as_ref().map(|name| format!("format {}", Written(name))));
        formatter.write_str(&parts.join(", "))
    }
}

pub(crate) fn write_tuple(formatter: &mut fmt::Formatter<'_>, items: &[Item]) -> fmt::Result {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    write!(formatter, "({})", items.join(", "))
}

impl Shape {
    /// Returns whether values are integers, or absent.
    pub(crate) fn is_integer(&self) -> bool {
        match self {
            Self::Integer { .. } => true,
            Self::Option(inner) | Self::Patch(inner) => inner.is_integer(),
            _ => false,
        }
    }
}

/// The words of a line that are not read yet.
pub(crate) struct Rest {
    words: Peekable<IntoIter<Word>>,
    /// How deep the shape is that is read.
    depth: usize,
}

/// How deep shapes may be in a line.
const DEPTH: usize = 64;

impl Rest {
    pub(crate) fn new(words: Vec<Word>) -> Self {
        Self { words: words.into_iter().peekable(), depth: 0 }
    }

    /// Reads a word if it is this one.
    pub(crate) fn take(&mut self, word: &str) -> bool {
        self.words.next_if(|next| matches!(next, Word::Plain(plain) if plain == word)).is_some()
    }

    pub(crate) fn take_mark(&mut self, mark: char) -> bool {
        self.words.next_if(|next| *next == Word::Mark(mark)).is_some()
    }

    pub(crate) fn mark(&mut self, mark: char) -> Result<(), String> {
        if self.take_mark(mark) { Ok(()) } else { Err(format!("expected `{mark}`, found {}", self.found())) }
    }

    /// Reads a word or a quoted one. `what` is what it is expected to be.
    pub(crate) fn word(&mut self, what: &str) -> Result<String, String> {
        match self.words.next_if(|next| !matches!(next, Word::Mark(_))) {
            Some(Word::Plain(word) | Word::Quoted(word)) => Ok(word),
            _ => Err(format!("expected {what}, found {}", self.found())),
        }
    }

    pub(crate) fn number<T: std::str::FromStr>(&mut self, what: &str) -> Result<T, String> {
        let word = self.word(what)?;
        word.parse().map_err(|_| format!("expected {what}, found `{word}`"))
    }

    pub(crate) fn is_empty(&mut self) -> bool {
        self.words.peek().is_none()
    }

    pub(crate) fn end(&mut self) -> Result<(), String> {
        if self.is_empty() { Ok(()) } else { Err(format!("expected the end of the line, found {}", self.found())) }
    }

    pub(crate) fn shape(&mut self) -> Result<Shape, String> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(format!("a shape is nested more than {DEPTH} times"));
        }
        let shape = self.one_shape();
        self.depth -= 1;
        shape
    }

    fn one_shape(&mut self) -> Result<Shape, String> {
        let word = match self.words.next_if(|next| !matches!(next, Word::Mark(_))) {
            Some(Word::Quoted(name)) => return Ok(Shape::Named(name)),
            Some(Word::Plain(word)) => word,
            _ => return Err(format!("expected a shape such as `text` or the name of a type, found {}", self.found())),
        };
        if let Some((_, minimum, maximum)) = INTEGERS.iter().find(|(name, ..)| *name == word) {
            return Ok(Shape::Integer { minimum: *minimum, maximum: *maximum });
        }
        Ok(match word.as_str() {
            "null" => Shape::Null,
            "boolean" => Shape::Boolean,
            "number" => Shape::Number,
            "any" => Shape::Any,
            "text" => Shape::Text(self.argument(|rest| rest.word("the name of a format"))?),
            "integer" => {
                let range = self.word("a range such as `0..=9`")?;
                let ends = range.split_once("..=").and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
                let (minimum, maximum) = ends.ok_or_else(|| format!("`{range}` is no range such as `0..=9`"))?;
                Shape::Integer { minimum, maximum }
            }
            "option" => Shape::Option(Box::new(self.shape()?)),
            "patch" => Shape::Patch(Box::new(self.shape()?)),
            "list" | "set" => {
                let length = self.argument(|rest| rest.number("a number of items"))?;
                Shape::List { item: Box::new(self.shape()?), length, unique: word == "set" }
            }
            "tuple" => Shape::Tuple(self.items()?),
            "map" => {
                self.mark('(')?;
                let key = self.shape()?;
                self.mark(')')?;
                Shape::Map(Box::new(key), Box::new(self.shape()?))
            }
            _ => Shape::Named(word),
        })
    }

    pub(crate) fn item(&mut self) -> Result<Item, String> {
        let shape = self.shape()?;
        let mut constraints = Constraints::default();
        if self.take_mark('{') {
            loop {
                self.constraint(&mut constraints)?;
                if !self.take_mark(',') {
                    break;
                }
            }
            self.mark('}')?;
        }
        match constraints.multiple_of.filter(|divisor| divisor.places() > 0 && shape.is_integer()) {
            None => Ok(Item { shape, constraints }),
            Some(divisor) => Err(format!(
                "integers have no divisor `{divisor}`: write it without a decimal point, `{}`",
                divisor.of_integers()
            )),
        }
    }

    /// Reads the items of a tuple in brackets.
    pub(crate) fn items(&mut self) -> Result<Vec<Item>, String> {
        self.mark('(')?;
        let mut items = Vec::new();
        while !self.take_mark(')') {
            if !items.is_empty() {
                self.mark(',')?;
            }
            items.push(self.item()?);
        }
        Ok(items)
    }

    fn constraint(&mut self, into: &mut Constraints) -> Result<(), String> {
        let name = self.word("a constraint")?;
        match name.as_str() {
            "min" => into.min = Some(self.limit()?),
            "max" => into.max = Some(self.limit()?),
            "multiple-of" => into.multiple_of = Some(self.divisor()?),
            "min-length" => into.min_length = Some(self.number("a length")?),
            "max-length" => into.max_length = Some(self.number("a length")?),
            "pattern" => into.pattern = Some(self.word("a regular expression")?),
            "format" => into.format = Some(self.word("the name of a format")?),
            _ => {
                return Err(format!(
                    "`{name}` is no constraint: `min`, `max`, `multiple-of`, `min-length`, `max-length`, `pattern` and \
                     `format` are"
                ));
            }
        }
        Ok(())
    }

    fn limit(&mut self) -> Result<Limit, String> {
        let word = self.word("a number")?;
        let integer = word.parse().map(Limit::Integer);
        let number =
            integer.ok().or_else(|| word.parse().ok().filter(|number: &f64| number.is_finite()).map(Limit::Number));
        number.ok_or_else(|| format!("expected a number, found `{word}`"))
    }

    fn divisor(&mut self) -> Result<Divisor, String> {
        let word = self.word("a number greater than zero")?;
        Divisor::parse(&word)
            .map_err(|_| format!("expected a number greater than zero of at most 18 decimal places, found `{word}`"))
    }

    /// Reads something in brackets, if there are some.
    fn argument<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, String>) -> Result<Option<T>, String> {
        if !self.take_mark('(') {
            return Ok(None);
        }
        let argument = read(self)?;
        self.mark(')')?;
        Ok(Some(argument))
    }

    fn found(&mut self) -> String {
        match self.words.peek() {
            None => "the end of the line".to_owned(),
            Some(Word::Plain(word)) => format!("`{word}`"),
            Some(Word::Quoted(word)) => format!("`\"{word}\"`"),
            Some(Word::Mark(mark)) => format!("`{mark}`"),
        }
    }
}

fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name) || INTEGERS.iter().any(|(integer, ..)| *integer == name)
}
