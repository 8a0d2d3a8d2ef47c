//! Random text that matches a pattern of literals, classes, groups, alternatives, repetitions and anchors.

use std::iter::Peekable;
use std::str::Chars;

use super::SmallRandom;

/// Maximum number of additional repetitions of an unbounded repetition.
const REPEATED: usize = 4;

/// Maximum depth of nested groups.
const DEPTH: usize = 16;

/// Returns text that probably matches. `None` if the pattern has a construct that is not supported.
///
/// The caller checks the text against the regular expression.
pub(super) fn matching(pattern: &str, random: &mut SmallRandom) -> Option<String> {
    let mut parser = Parser { rest: pattern.chars().peekable(), depth: 0 };
    let choice = parser.alternatives()?;
    if parser.rest.next().is_some() {
        return None;
    }
    let mut text = String::new();
    write(&choice, random, &mut text);
    Some(text)
}

enum Part {
    /// One of several characters.
    Class(Vec<char>),
    /// One of several sequences.
    Choice(Vec<Vec<Part>>),
    /// A part with the minimum and maximum number of its repetitions.
    Repeated(Box<Part>, usize, usize),
}

struct Parser<'a> {
    rest: Peekable<Chars<'a>>,
    depth: usize,
}

impl Parser<'_> {
    fn alternatives(&mut self) -> Option<Part> {
        self.depth += 1;
        if self.depth > DEPTH {
            return None;
        }
        let mut choices = vec![self.sequence()?];
        while self.rest.next_if_eq(&'|').is_some() {
            choices.push(self.sequence()?);
        }
        self.depth -= 1;
        Some(Part::Choice(choices))
    }

    fn sequence(&mut self) -> Option<Vec<Part>> {
        let mut parts = Vec::new();
        while let Some(letter) = self.rest.next_if(|letter| !matches!(letter, '|' | ')')) {
            let part = match letter {
                // The text consists of the matched pattern alone, so anchors always hold.
                '^' | '$' => continue,
                '.' => Part::Class(vec!['a', 'Z', '5', '-']),
                '[' => Part::Class(self.class()?),
                '(' => self.group()?,
                '\\' if self.rest.next_if(|letter| matches!(letter, 'A' | 'Z' | 'z')).is_some() => continue,
                '\\' => Part::Class(escaped(self.rest.next()?)?),
                '*' | '+' | '?' | '{' => return None,
                letter => Part::Class(vec![letter]),
            };
            parts.push(self.repeated(part)?);
        }
        Some(parts)
    }

    fn group(&mut self) -> Option<Part> {
        let mut is_around = false;
        if self.rest.next_if_eq(&'?').is_some() {
            is_around = self.rest.next_if_eq(&'<').is_some();
            is_around |= self.rest.next_if(|letter| matches!(letter, '=' | '!')).is_some() || {
                self.rest.next_if_eq(&':')?;
                false
            };
        }
        let group = self.alternatives()?;
        self.rest.next_if_eq(&')')?;
        // What must or must not be around is not written: the caller tries until it holds.
        Some(if is_around { Part::Choice(vec![Vec::new()]) } else { group })
    }

    fn class(&mut self) -> Option<Vec<char>> {
        let mut letters = Vec::new();
        loop {
            let first = match self.rest.next()? {
                ']' => return (!letters.is_empty()).then_some(letters),
                '^' if letters.is_empty() => return None,
                '\\' => {
                    letters.extend(escaped(self.rest.next()?)?);
                    continue;
                }
                letter => letter,
            };
            if self.rest.next_if_eq(&'-').is_none() {
                letters.push(first);
            } else if self.rest.peek() == Some(&']') {
                letters.extend([first, '-']);
            } else {
                letters.extend((first..=self.rest.next()?).take(256));
            }
        }
    }

    fn repeated(&mut self, part: Part) -> Option<Part> {
        let (least, most) = match self.rest.peek() {
            Some('*') => (0, REPEATED),
            Some('+') => (1, REPEATED),
            Some('?') => (0, 1),
            Some('{') => return self.counted(part),
            _ => return Some(part),
        };
        self.rest.next();
        Some(Part::Repeated(Box::new(part), least, most))
    }

    fn counted(&mut self, part: Part) -> Option<Part> {
        self.rest.next();
        let mut inside = String::new();
        while let Some(letter) = self.rest.next_if(|letter| *letter != '}') {
            inside.push(letter);
        }
        self.rest.next()?;
        let (least, most) = match inside.split_once(',') {
            None => (inside.parse().ok()?, inside.parse().ok()?),
            Some((least, "")) => (least.parse().ok()?, least.parse::<usize>().ok()?.checked_add(REPEATED)?),
            Some((least, most)) => (least.parse().ok()?, most.parse().ok()?),
        };
        (least <= most && most <= 1000).then(|| Part::Repeated(Box::new(part), least, most))
    }
}

fn escaped(letter: char) -> Option<Vec<char>> {
    match letter {
        'd' => Some(('0'..='9').collect()),
        'w' => Some(('a'..='z').chain('A'..='Z').chain('0'..='9').chain(['_']).collect()),
        's' => Some(vec![' ', '\t']),
        letter if letter.is_ascii_alphanumeric() => None,
        letter => Some(vec![letter]),
    }
}

fn write(part: &Part, random: &mut SmallRandom, text: &mut String) {
    match part {
        Part::Class(letters) => text.extend(random.choose(letters)),
        Part::Choice(choices) => {
            let chosen = random.choose(choices).into_iter().flatten();
            chosen.for_each(|part| write(part, random, text));
        }
        Part::Repeated(part, least, most) => {
            let times = least + random.below(most - least + 1);
            (0..times).for_each(|_| write(part, random, text));
        }
    }
}
