//! The pairs of named types that were compared, which end the recursion of types and of work.

use crate::model::{Shape, same};

use super::buckets::{Buckets, key};
use super::change::Direction;

/// How many pairs of named types are compared at most.
const PAIRS: usize = 2048;

/// The pairs of named types that were compared, or are being compared around here.
pub(super) struct Pairs {
    list: [Option<Pair>; PAIRS],
    length: usize,
    /// Their numbers by the names of the writers' types.
    by_writer: Buckets<PAIRS>,
}

#[derive(Clone, Copy)]
pub(super) struct Pair {
    pub(super) writer: &'static Shape,
    pub(super) reader: &'static Shape,
    pub(super) direction: Direction,
}

impl Pairs {
    #[expect(clippy::large_stack_arrays, reason = "a const function has no heap; there is one for each comparison")]
    pub(super) const NONE: Self = Self { list: [None; PAIRS], length: 0, by_writer: Buckets::EMPTY };

    pub(super) const fn has(&self, writer: &Shape, reader: &Shape, direction: Direction) -> bool {
        let mut next = self.by_writer.first(key_of(writer));
        while let Some(number) = next {
            if let Some(pair) = &self.list[number]
                && pair.direction as u8 == direction as u8
                && is_same_type(pair.writer, writer)
                && is_same_type(pair.reader, reader)
            {
                return true;
            }
            next = self.by_writer.after(number);
        }
        false
    }

    pub(super) const fn push(&mut self, pair: Pair) {
        assert!(
            self.length < PAIRS,
            "the contract has more types than are compared while compiling: leave `contract` out and check it by the \
             tool"
        );
        self.by_writer.add(key_of(pair.writer), self.length);
        self.list[self.length] = Some(pair);
        self.length += 1;
    }

    pub(super) const fn length(&self) -> usize {
        self.length
    }

    /// Forgets all pairs but the first ones.
    pub(super) const fn truncate(&mut self, length: usize) {
        while self.length > length {
            self.length -= 1;
            if let Some(pair) = &self.list[self.length] {
                self.by_writer.remove_last(key_of(pair.writer), self.length);
            }
        }
    }

    /// Returns a type of the client's or the server's contract that was met before.
    pub(super) const fn named(&self, name: &str, is_writer: bool, direction: Direction) -> Option<&'static Shape> {
        let mut index = self.length;
        while index > 0 {
            index -= 1;
            if let Some(pair) = &self.list[index] {
                let is_its_side = pair.direction as u8 == direction as u8;
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

/// Returns whether two declared shapes are those of one type: name, arguments and size agree. Their texts may differ
/// below only if two types of an API have the same name; the tool tells those apart.
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
    // Arguments would have to be compared as a whole: such types are compared wherever they are used.
    one.arguments.is_empty()
        && other.arguments.is_empty()
        && one.docs.len() == other.docs.len()
        && same(one.name, other.name)
}

const fn key_of(shape: &Shape) -> usize {
    match shape.declaration() {
        Some(declaration) => key(declaration.name),
        None => 0,
    }
}

const fn size(shape: &Shape) -> usize {
    match shape {
        Shape::Struct(one) => one.fields.len(),
        Shape::Enum(one) => one.variants.len(),
        Shape::Tuple(one) => one.items.len(),
        _ => 0,
    }
}
