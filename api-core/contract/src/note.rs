//! What is lost on the way from a foreign document to a lock, and from a lock to a trait.

use std::collections::BTreeMap;
use std::fmt;

/// One thing that a lock or a trait does not say although the document does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Note {
    /// The operation, as `GET /rooms/{id}`, or the type, as `type Room`.
    pub subject: String,
    /// What became of it.
    pub effect: Effect,
    /// The reason. The same reason has the same text everywhere, so notes can be counted by it.
    pub reason: &'static str,
    /// The part that it is about, for example the name of a field. May be empty.
    pub detail: String,
}

/// What became of something that cannot be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Effect {
    /// The operation is left out.
    OperationLeftOut,
    /// A part of the operation or the type is left out.
    PartLeftOut,
    /// More values are accepted than the document says.
    Widened,
}

/// Writes one line: `GET /rooms: left out: the body is multipart/form-data (file)`.
impl fmt::Display for Note {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}: {}", self.subject, self.effect, self.reason)?;
        if self.detail.is_empty() { Ok(()) } else { write!(formatter, " ({})", self.detail) }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::OperationLeftOut => "left out",
            Self::PartLeftOut => "a part is left out",
            Self::Widened => "widened",
        })
    }
}

/// Counts notes of one effect by their reasons.
pub fn count_by_reason(notes: &[Note], effect: Effect) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for note in notes.iter().filter(|note| note.effect == effect) {
        *counts.entry(note.reason).or_default() += 1;
    }
    counts
}
