//! The pairs of named types that are compared once, which ends the recursion of types and of work.

use crate::model::{Shape, same};

use super::buckets::{Buckets, key};
use super::change::{Direction, Trail};

/// How many pairs of named types are compared at most.
const PAIRS: usize = 2048;
/// How many pairs are remembered that do not fit. Others are compared again.
const MISFITS: usize = 1024;

/// The pairs of named types that are to be compared or were, in the order in which they were met.
///
/// A pair waits in the list instead of being compared where it is met: a constant evaluation has few frames, and types
/// nest deeply.
pub(super) struct Pairs {
    list: [Option<Pair>; PAIRS],
    length: usize,
    /// Their numbers by the names of the writers' types.
    by_writer: Buckets<PAIRS>,
    misfits: [Option<Pair>; MISFITS],
    misfit_count: usize,
    misfits_by_writer: Buckets<MISFITS>,
}

/// Two named types, and where they were met.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    pub(super) writer: &'static Shape,
    pub(super) reader: &'static Shape,
    pub(super) position: Position,
    pub(super) trail: Trail,
}

/// What the comparison of two types depends on beside them.
#[derive(Clone, Copy)]
pub(super) struct Position {
    pub(super) direction: Direction,
    /// Whether values are sent as text: in a path, a query or a header field.
    pub(super) is_text: bool,
    /// Whether the server sends the requests.
    pub(super) is_called: bool,
}

impl Pairs {
    #[expect(clippy::large_stack_arrays, reason = "a const function has no heap; there is one for each comparison")]
    pub(super) const NONE: Self = Self {
        list: [None; PAIRS],
        length: 0,
        by_writer: Buckets::EMPTY,
        misfits: [None; MISFITS],
        misfit_count: 0,
        misfits_by_writer: Buckets::EMPTY,
    };

    /// Adds a pair that is not in the list.
    #[inline]
    pub(super) const fn meet(&mut self, pair: Pair) {
        let mut next = self.by_writer.first(key_of(pair.writer));
        while let Some(number) = next {
            if let Some(known) = &self.list[number]
                && known.is(&pair)
            {
                return;
            }
            next = self.by_writer.after(number);
        }
        assert!(
            self.length < PAIRS,
            "the contract has more types than are compared while compiling: leave `contract` out and check it by the \
             tool"
        );
        self.by_writer.add(key_of(pair.writer), self.length);
        self.list[self.length] = Some(pair);
        self.length += 1;
    }

    /// Returns a pair by its number.
    #[inline]
    pub(super) const fn at(&self, number: usize) -> Option<Pair> {
        if number < self.length { self.list[number] } else { None }
    }

    #[inline]
    pub(super) const fn length(&self) -> usize {
        self.length
    }

    /// Forgets all pairs but the first ones.
    #[inline]
    pub(super) const fn truncate(&mut self, length: usize) {
        while self.length > length {
            self.length -= 1;
            if let Some(pair) = &self.list[self.length] {
                self.by_writer.remove_last(key_of(pair.writer), self.length);
            }
        }
    }

    /// Remembers that a pair does not fit, whatever is assumed of the pairs that wait.
    #[inline]
    pub(super) const fn refuse(&mut self, pair: Pair) {
        if self.misfit_count < MISFITS {
            self.misfits_by_writer.add(key_of(pair.writer), self.misfit_count);
            self.misfits[self.misfit_count] = Some(pair);
            self.misfit_count += 1;
        }
    }

    /// Returns whether a pair is known not to fit.
    #[inline]
    pub(super) const fn is_refused(&self, pair: &Pair) -> bool {
        let mut next = self.misfits_by_writer.first(key_of(pair.writer));
        while let Some(number) = next {
            if let Some(known) = &self.misfits[number]
                && known.is(pair)
            {
                return true;
            }
            next = self.misfits_by_writer.after(number);
        }
        false
    }

    /// Returns a type of the client's or the server's contract that was met before.
    #[inline]
    pub(super) const fn named(
        &self,
        name: &str,
        is_writer: bool,
        direction: Direction,
        is_called: bool,
    ) -> Option<&'static Shape> {
        let mut index = self.length;
        while index > 0 {
            index -= 1;
            if let Some(pair) = &self.list[index] {
                let is_same_direction = pair.position.direction as u8 == direction as u8;
                let is_its_side = is_same_direction == (pair.position.is_called == is_called);
                let shape = if is_writer == is_its_side { pair.writer } else { pair.reader };
                if let Some(declaration) = shape.declaration()
                    && same(declaration.name, name)
                {
                    return Some(shape);
                }
            }
        }
        None
    }
}

impl Pair {
    #[inline]
    const fn is(&self, other: &Self) -> bool {
        self.position.direction as u8 == other.position.direction as u8
            && self.position.is_text == other.position.is_text
            && self.position.is_called == other.position.is_called
            && is_same_type(self.writer, other.writer)
            && is_same_type(self.reader, other.reader)
    }
}

/// Returns whether two declared shapes are those of one type: name, arguments and size agree. Their texts may differ
/// below only if two types of an API have the same name; the tool tells those apart.
#[inline]
const fn is_same_type(one: &Shape, other: &Shape) -> bool {
    match (one, other) {
        (Shape::Struct(_), Shape::Struct(_))
        | (Shape::Enum(_), Shape::Enum(_))
        | (Shape::Tuple(_), Shape::Tuple(_))
        | (Shape::Newtype(_), Shape::Newtype(_)) => {}
        _ => return false,
    }
    if size(one) != size(other) {
        return false;
    }
    let (Some(one), Some(other)) = (one.declaration(), other.declaration()) else { return false };
    if one.docs.len() != other.docs.len() || one.arguments.len() != other.arguments.len() || !same(one.name, other.name)
    {
        return false;
    }
    let mut index = 0;
    while index < one.arguments.len() {
        if !is_same_argument(one.arguments[index], other.arguments[index]) {
            return false;
        }
        index += 1;
    }
    true
}

/// Returns whether two shapes are the same, named types by their names.
#[inline]
pub(super) const fn is_same_argument(one: &Shape, other: &Shape) -> bool {
    match (one, other) {
        (Shape::Null, Shape::Null)
        | (Shape::Boolean, Shape::Boolean)
        | (Shape::Number, Shape::Number)
        | (Shape::Any, Shape::Any)
        | (Shape::Text { format: None }, Shape::Text { format: None }) => true,
        (Shape::Text { format: Some(one) }, Shape::Text { format: Some(other) }) => same(one, other),
        (Shape::Integer(one), Shape::Integer(other)) => one.minimum == other.minimum && one.maximum == other.maximum,
        (Shape::Option(one), Shape::Option(other)) | (Shape::Patch(one), Shape::Patch(other)) => {
            is_same_argument(one, other)
        }
        (Shape::List(one), Shape::List(other)) => {
            one.unique == other.unique
                && is_same_length(one.length, other.length)
                && is_same_argument(one.item, other.item)
        }
        (Shape::Map(one), Shape::Map(other)) => {
            is_same_argument(one.key, other.key) && is_same_argument(one.value, other.value)
        }
        (Shape::Reference(one), Shape::Reference(other)) => same(one.name, other.name),
        // A tuple without a name is compared wherever it is used.
        _ => is_same_type(one, other),
    }
}

#[inline]
const fn is_same_length(one: Option<usize>, other: Option<usize>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

#[inline]
const fn key_of(shape: &Shape) -> usize {
    match shape.declaration() {
        Some(declaration) => key(declaration.name),
        None => 0,
    }
}

#[inline]
const fn size(shape: &Shape) -> usize {
    match shape {
        Shape::Struct(one) => one.fields.len(),
        Shape::Enum(one) => one.variants.len(),
        Shape::Tuple(one) => one.items.len(),
        _ => 0,
    }
}
