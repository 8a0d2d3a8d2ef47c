//! Lists, tuples, and the keys of maps.

use crate::model::{Constraints, Item, List, Shape};

use super::bounds::both;
use super::change::{Detail, ValueRule};
use super::content::accepts_any_key;
use super::value::{Comparison, End};

impl Comparison<'_, '_> {
    /// Compares two arrays.
    #[inline]
    pub(super) const fn lists(&mut self, one: &List, writer: End, other: &List, reader: End) {
        let writer = match one.length {
            Some(length) => End::new(writer.shape, both(writer.constraints, exactly(length))),
            None => writer,
        };
        let is_length = match other.length {
            None => true,
            Some(length) => is_exactly(writer.constraints, length),
        };
        if !is_length || (other.unique && !one.unique) {
            self.misfit(ValueRule::Type, Detail::Shape(writer.shape), Detail::Shape(reader.shape));
        }
        self.lengths(writer, reader);
        self.part("[]", End::plain(one.item), End::plain(other.item));
    }

    /// Compares two arrays of fixed length.
    #[inline]
    pub(super) const fn tuples(&mut self, one: &'static [Item], other: &'static [Item], writer: End, reader: End) {
        if one.len() != other.len() {
            self.misfit(ValueRule::Type, Detail::Shape(writer.shape), Detail::Shape(reader.shape));
            return;
        }
        let mut index = 0;
        while index < one.len() {
            let (from, to) = (&one[index], &other[index]);
            self.part("[…]", End::new(from.shape, from.constraints), End::new(to.shape, to.constraints));
            index += 1;
        }
    }

    /// Compares an array of fixed length with one whose items have the same shape.
    #[inline]
    pub(super) const fn tuple_as_list(&mut self, one: &'static [Item], writer: End, other: &List, reader: End) {
        let is_length = match other.length {
            None => true,
            Some(length) => length == one.len(),
        };
        if !is_length || other.unique {
            self.misfit(ValueRule::Type, Detail::Shape(writer.shape), Detail::Shape(reader.shape));
        }
        self.lengths(End::new(writer.shape, exactly(one.len())), reader);
        let mut index = 0;
        while index < one.len() {
            self.part("[…]", End::new(one[index].shape, one[index].constraints), End::plain(other.item));
            index += 1;
        }
    }

    /// Compares an array whose items have the same shape with one of fixed length.
    #[inline]
    pub(super) const fn list_as_tuple(&mut self, one: &List, writer: End, other: &'static [Item], reader: End) {
        let is_length = match one.length {
            Some(length) => length == other.len(),
            None => is_exactly(writer.constraints, other.len()),
        };
        if !is_length {
            self.misfit(ValueRule::Type, Detail::Shape(writer.shape), Detail::Shape(reader.shape));
            return;
        }
        let mut index = 0;
        while index < other.len() {
            self.part("[…]", End::plain(one.item), End::new(other[index].shape, other[index].constraints));
            index += 1;
        }
    }

    /// Compares the keys of two maps, which are text in JSON whatever their type is.
    #[inline]
    pub(super) const fn keys(&mut self, writer: &'static Shape, reader: &'static Shape) {
        if !accepts_any_key(reader) {
            self.part("{key}", End::plain(writer), End::plain(reader));
        }
    }
}

#[inline]
const fn exactly(length: usize) -> Constraints {
    Constraints { min_length: Some(length), max_length: Some(length), ..Constraints::NONE }
}

#[inline]
const fn is_exactly(constraints: Constraints, length: usize) -> bool {
    matches!((constraints.min_length, constraints.max_length), (Some(least), Some(most)) if least == length && most == length)
}
