//! Segments with text beside captures, compared in constants: which one matches all that another matches.

use super::Part;

/// What a segment's parts are compared with.
#[derive(Clone, Copy)]
pub(super) enum Subject<'s> {
    /// A literal segment.
    Text(&'s str),
    /// The texts of another segment. Each of its captures is one unit that no text has.
    Parts(&'s [Part]),
}

/// Where a capture is found in a subject, as a range of units.
#[derive(Clone, Copy)]
pub(super) struct Found {
    name: &'static str,
    start: usize,
    end: usize,
}

/// The unit that stands for a capture. A template has no such character.
const CAPTURE: u8 = 0;

impl Subject<'_> {
    const fn length(self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Parts(mut parts) => {
                let mut length = 0;
                while let [part, rest @ ..] = parts {
                    length += width(part);
                    parts = rest;
                }
                length
            }
        }
    }

    const fn unit(self, mut index: usize) -> u8 {
        match self {
            Self::Text(text) => text.as_bytes()[index],
            Self::Parts(mut parts) => {
                while let [part, rest @ ..] = parts {
                    match part {
                        Part::Text(text) if index < text.len() => return text.as_bytes()[index],
                        _ if index < width(part) => return CAPTURE,
                        _ => index -= width(part),
                    }
                    parts = rest;
                }
                CAPTURE
            }
        }
    }

    /// Returns whether a text is at a position.
    const fn has(self, start: usize, text: &str) -> bool {
        if start + text.len() > self.length() {
            return false;
        }
        let mut index = 0;
        while index < text.len() {
            if self.unit(start + index) != text.as_bytes()[index] {
                return false;
            }
            index += 1;
        }
        true
    }
}

const fn width(part: &Part) -> usize {
    match part {
        Part::Text(text) => text.len(),
        Part::Capture(_) => 1,
    }
}

/// Parts of a segment that remain to be found in a subject, from the last to the first.
#[derive(Clone, Copy)]
pub(super) struct Search<'s> {
    subject: Subject<'s>,
    /// The captures that remain, with the texts between them. Empty after the last.
    parts: &'s [Part],
    start: usize,
    end: usize,
}

/// The state of a search.
pub(super) enum Next<'s> {
    /// The last capture that remained, and the search for those before it.
    Capture(Found, Search<'s>),
    /// All captures were found.
    Done,
    /// The subject does not match.
    Nothing,
}

impl<'s> Search<'s> {
    /// Begins a search. `None` if the text at the start or at the end differs.
    pub(super) const fn new(subject: Subject<'s>, mut parts: &'s [Part]) -> Option<Self> {
        let (mut start, mut end) = (0, subject.length());
        if let [Part::Text(text), rest @ ..] = parts {
            if !subject.has(0, text) {
                return None;
            }
            start = text.len();
            parts = rest;
        }
        if let [rest @ .., Part::Text(text)] = parts {
            if end < start + text.len() || !subject.has(end - text.len(), text) {
                return None;
            }
            end -= text.len();
            parts = rest;
        }
        Some(Self { subject, parts, start, end })
    }

    /// Finds the last capture. As on the wire, it is the shortest one: the last occurrence of the text before it
    /// counts.
    pub(super) const fn next(mut self) -> Next<'s> {
        match self.parts {
            [] => Next::Done,
            [Part::Capture(name)] if self.start < self.end => {
                let found = Found { name, start: self.start, end: self.end };
                self.parts = &[];
                Next::Capture(found, self)
            }
            [rest @ .., Part::Text(text), Part::Capture(name)] => {
                let mut at = self.end;
                while at > self.start + text.len() + 1 {
                    at -= 1;
                    if self.subject.has(at - text.len(), text) {
                        let found = Found { name, start: at, end: self.end };
                        self.end = at - text.len();
                        self.parts = rest;
                        return Next::Capture(found, self);
                    }
                }
                Next::Nothing
            }
            _ => Next::Nothing,
        }
    }
}

impl Found {
    /// Returns the name of the capture.
    pub(super) const fn name(self) -> &'static str {
        self.name
    }

    /// Returns the captured part of a literal.
    pub(super) const fn of(self, text: &str) -> &str {
        text.split_at(self.end).0.split_at(self.start).1
    }
}

/// Returns whether each text that `narrow` matches is one that `wide` matches too, whatever the types of captures.
pub(crate) const fn covers(wide: &[Part], narrow: &[Part]) -> bool {
    let Some(mut search) = Search::new(Subject::Parts(narrow), wide) else { return false };
    loop {
        match search.next() {
            Next::Capture(_, rest) => search = rest,
            Next::Done => return true,
            Next::Nothing => return false,
        }
    }
}

/// Returns whether some text matches both. What is between the texts at both ends can hold all other texts.
pub(crate) const fn meet(one: &[Part], other: &[Part]) -> bool {
    let starts = match (one, other) {
        ([Part::Text(one), ..], [Part::Text(other), ..]) => same_bytes(one, 0, other, 0, shorter(one, other)),
        _ => true,
    };
    let ends = match (one, other) {
        ([.., Part::Text(one)], [.., Part::Text(other)]) => {
            let length = shorter(one, other);
            same_bytes(one, one.len() - length, other, other.len() - length, length)
        }
        _ => true,
    };
    starts && ends
}

const fn same_bytes(one: &str, at: usize, other: &str, other_at: usize, length: usize) -> bool {
    let mut index = 0;
    while index < length {
        if one.as_bytes()[at + index] != other.as_bytes()[other_at + index] {
            return false;
        }
        index += 1;
    }
    true
}

const fn shorter(one: &str, other: &str) -> usize {
    if one.len() < other.len() { one.len() } else { other.len() }
}
