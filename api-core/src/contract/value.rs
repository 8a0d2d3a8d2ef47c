//! Whether every value that a writer may send is accepted by a reader.

use crate::description::Endpoint;
use crate::model::{Constraints, Field, Newtype, Reference, Shape, Tagging, UnknownFields, same};

use super::bounds::both;
use super::change::{Change, Detail, Direction, Level, Place, Rule, Trail, ValueRule};
use super::changes::Changes;
use super::content::{accepts_any_key, takes_any_name};
use super::pairs::{Pair, Pairs, Position};
use super::{Contract, Party};

/// How many wrappers a value has at most.
const ROUNDS: usize = 100;

/// Two contracts, where the comparison stands, and what was found.
pub(super) struct Comparison<'c, 'l> {
    pub(super) changes: &'c mut Changes<'l>,
    pub(super) old: Contract,
    pub(super) new: Contract,
    pub(super) party: Party,
    pub(super) severities: &'static [(&'static str, Level)],
    pub(super) operation: Option<&'static Endpoint>,
    /// The operation of a callback. The server sends its requests, so old and new are exchanged.
    pub(super) callback: Option<&'static Endpoint>,
    /// Whether old and new are exchanged.
    pub(super) is_called: bool,
    pub(super) place: Place,
    pub(super) trail: Trail,
    pub(super) direction: Direction,
    pub(super) pairs: &'c mut Pairs,
    /// Whether only the first misfit counts, and is not reported.
    pub(super) is_quiet: bool,
}

/// A value at one end.
#[derive(Clone, Copy)]
pub(super) struct End {
    pub(super) shape: &'static Shape,
    pub(super) constraints: Constraints,
}

impl End {
    #[inline]
    pub(super) const fn new(shape: &'static Shape, constraints: Constraints) -> Self {
        Self { shape, constraints }
    }

    #[inline]
    pub(super) const fn plain(shape: &'static Shape) -> Self {
        Self::new(shape, Constraints::NONE)
    }

    #[inline]
    const fn of(self, shape: &'static Shape) -> Self {
        Self { shape, ..self }
    }
}

impl Comparison<'_, '_> {
    /// Reports a change at the present place.
    #[inline]
    pub(super) const fn report(&mut self, rule: Rule, old: Detail, new: Detail) {
        let level = self.level(rule);
        let (operation, callback, place, trail) = (self.operation, self.callback, self.place, self.trail);
        let (old, new) = if self.is_called { (new, old) } else { (old, new) };
        self.changes.push(&Change { rule, level, operation, callback, place, trail, old, new });
    }

    /// Reports that the writer's value does not fit.
    #[inline]
    pub(super) const fn misfit(&mut self, rule: ValueRule, writer: Detail, reader: Detail) {
        let (old, new) = match self.direction {
            Direction::Request => (writer, reader),
            Direction::Response => (reader, writer),
        };
        self.report(Rule::Value(self.direction, rule), old, new);
    }

    #[inline]
    const fn level(&self, rule: Rule) -> Level {
        let mut index = 0;
        while index < self.severities.len() {
            let (name, level) = self.severities[index];
            if same(name, rule.name()) {
                return level;
            }
            index += 1;
        }
        match (self.party, rule) {
            // A consumer that reads what is never sent has misspelt it, or it is gone.
            (Party::Consumer | Party::Served, Rule::Value(_, ValueRule::Absent)) if !self.is_called => Level::Error,
            _ => rule.usual_level(),
        }
    }

    /// Compares two values, and all that they are made of.
    #[inline]
    pub(super) const fn value(&mut self, writer: End, reader: End) {
        let first = self.pairs.length();
        self.visit(writer, reader);
        self.finish(first);
    }

    /// Compares the pairs that wait, from the one with this number.
    #[inline]
    const fn finish(&mut self, first: usize) {
        let before = self.trail;
        let mut number = first;
        while let Some(pair) = self.pairs.at(number) {
            if self.is_quiet && self.changes.errors() > 0 {
                break;
            }
            self.trail = pair.trail;
            self.named(pair.writer, pair.reader);
            number += 1;
        }
        self.trail = before;
    }

    /// Compares a part of the value.
    #[inline]
    pub(super) const fn part(&mut self, step: &'static str, writer: End, reader: End) {
        let before = self.trail;
        self.trail = before.then(step);
        self.visit(writer, reader);
        self.trail = before;
    }

    /// Compares two named types that were met.
    #[inline]
    const fn named(&mut self, writer: &'static Shape, reader: &'static Shape) {
        let (mut writer, mut reader) = (End::plain(writer), End::plain(reader));
        match (writer.shape, reader.shape) {
            (Shape::Newtype(one), _) => writer = self.unwrapped(one, writer),
            (_, Shape::Newtype(one)) => reader = self.unwrapped(one, reader),
            _ => return self.settled(writer, reader),
        }
        self.visit(writer, reader);
    }

    /// Returns the value inside a newtype.
    #[inline]
    const fn unwrapped(&mut self, newtype: &'static Newtype, end: End) -> End {
        self.trail.within = newtype.declaration.name;
        End::new(newtype.item.shape, both(end.constraints, newtype.item.constraints))
    }

    /// Compares two values as far as the next named types, which wait for their turn.
    #[inline]
    pub(super) const fn visit(&mut self, mut writer: End, mut reader: End) {
        let within = self.trail.within;
        let mut rounds = 0;
        loop {
            rounds += 1;
            assert!(rounds < ROUNDS, "a contract has a type that is made of itself alone");
            match (writer.shape, reader.shape) {
                (Shape::Reference(one), _) => match self.resolve(one, true) {
                    Some(shape) => writer = writer.of(shape),
                    // Known by its name only: the tool and the test look behind it.
                    None => break,
                },
                (_, Shape::Reference(one)) => match self.resolve(one, false) {
                    Some(shape) => reader = reader.of(shape),
                    None => break,
                },
                (
                    Shape::Struct(_) | Shape::Enum(_) | Shape::Newtype(_) | Shape::Tuple(_),
                    Shape::Struct(_) | Shape::Enum(_) | Shape::Newtype(_) | Shape::Tuple(_),
                ) if let Some(pair) = self.pair(writer, reader) => {
                    self.pairs.meet(pair);
                    break;
                }
                (Shape::Newtype(one), _) => writer = self.unwrapped(one, writer),
                (_, Shape::Newtype(one)) => reader = self.unwrapped(one, reader),
                (_, Shape::Any) => break,
                // In a path, a query or a header field every scalar is text.
                (
                    Shape::Boolean | Shape::Integer(_) | Shape::Number | Shape::Text { .. },
                    Shape::Text { format: None },
                ) if self.place.is_text() && reader.constraints.is_none() => break,
                (Shape::Option(shape) | Shape::Patch(shape), _) => {
                    if !reader.shape.accepts_null() {
                        self.misfit(ValueRule::Null, Detail::Shape(writer.shape), Detail::Shape(reader.shape));
                    }
                    writer = writer.of(shape);
                }
                (Shape::Null, _) if reader.shape.accepts_null() => break,
                (_, Shape::Option(shape) | Shape::Patch(shape)) => reader = reader.of(shape),
                _ => {
                    self.settled(writer, reader);
                    break;
                }
            }
        }
        self.trail.within = within;
    }

    /// Returns the pair of two named types. Constraints around them are not part of it, so there is none with some.
    #[inline]
    const fn pair(&self, writer: End, reader: End) -> Option<Pair> {
        let (writer_name, reader_name) = (writer.shape.declaration(), reader.shape.declaration());
        if writer_name.is_none()
            || reader_name.is_none()
            || !writer.constraints.is_none()
            || !reader.constraints.is_none()
        {
            return None;
        }
        let position = Position { direction: self.direction, is_text: self.place.is_text(), is_called: self.is_called };
        Some(Pair { writer: writer.shape, reader: reader.shape, position, trail: self.trail })
    }

    /// Compares two values that are neither optional nor wrapped.
    #[inline]
    const fn settled(&mut self, writer: End, reader: End) {
        let within = self.trail.within;
        if let Some(one) = writer.shape.declaration() {
            self.trail.within = one.name;
        }
        match (writer.shape, reader.shape) {
            (Shape::Boolean, Shape::Boolean) => {}
            (Shape::Integer(one), Shape::Integer(other)) => self.integers(*one, writer, *other, reader),
            (Shape::Integer(_) | Shape::Number, Shape::Number) => self.numbers(writer, reader),
            (Shape::Text { format }, Shape::Text { format: wanted }) => {
                if let Some(wanted) = wanted
                    && !matches!(format, Some(format) if same(format, wanted))
                {
                    self.misfit(ValueRule::Format, Detail::Shape(writer.shape), Detail::Shape(reader.shape));
                }
                self.lengths(writer, reader);
                self.patterns(writer, reader, *format);
            }
            (Shape::List(one), Shape::List(other)) => self.lists(one, writer, other, reader),
            (Shape::Map(one), Shape::Map(other)) => {
                self.keys(one.key, other.key);
                self.part("{}", End::plain(one.value), End::plain(other.value));
                self.lengths(writer, reader);
            }
            (Shape::Struct(one), Shape::Map(other)) if accepts_any_key(other.key) && reader.constraints.is_none() => {
                self.read_rest(one.fields, &[], other.value);
            }
            (Shape::Tuple(one), Shape::Tuple(other)) => self.tuples(one.items, other.items, writer, reader),
            (Shape::Tuple(one), Shape::List(other)) => self.tuple_as_list(one.items, writer, other, reader),
            (Shape::List(one), Shape::Tuple(other)) => self.list_as_tuple(one, writer, other.items, reader),
            (Shape::Struct(one), Shape::Struct(other)) => self.objects(one.fields, other.fields, other.unknown_fields),
            (Shape::Enum(one), _) if matches!(one.tagging, Tagging::Untagged) => {
                self.written_untagged(one, reader);
            }
            (_, Shape::Enum(other)) if matches!(other.tagging, Tagging::Untagged) => {
                self.read_untagged(writer, other, reader);
            }
            (Shape::Enum(one), Shape::Enum(other)) => self.enums(one, other),
            (Shape::Enum(one), Shape::Text { format: None })
                if one.is_unit_only() && matches!(one.tagging, Tagging::External) =>
            {
                self.names(one, writer, reader);
            }
            (Shape::Enum(one), Shape::Integer(_) | Shape::Number) if matches!(one.tagging, Tagging::Integer) => {
                self.listed_numbers(one, reader);
            }
            (Shape::Text { .. }, Shape::Enum(other)) if takes_any_name(other) => {}
            _ => self.misfit(ValueRule::Type, Detail::Shape(writer.shape), Detail::Shape(reader.shape)),
        }
        self.trail.within = within;
    }

    /// Returns whether a value would fit, without a report.
    #[inline]
    pub(super) const fn would_fit(&mut self, writer: End, reader: End) -> bool {
        let pair = self.pair(writer, reader);
        if let Some(pair) = &pair
            && self.pairs.is_refused(pair)
        {
            return false;
        }
        let known = self.pairs.length();
        let mut none: [Option<Change>; 0] = [];
        let mut changes = Changes::new(&mut none);
        self.quietly(&mut changes).value(writer, reader);
        let fits = changes.errors() == 0;
        if !fits {
            // What was met on the way was compared under a wrong assumption.
            self.pairs.truncate(known);
            if let Some(pair) = pair {
                self.pairs.refuse(pair);
            }
        }
        fits
    }

    /// Returns whether the keys of an object would fit, without a report.
    #[inline]
    pub(super) const fn objects_would_fit(
        &mut self,
        writer: &'static [Field],
        reader: &'static [Field],
        unknown_fields: UnknownFields,
    ) -> bool {
        let known = self.pairs.length();
        let mut none: [Option<Change>; 0] = [];
        let mut changes = Changes::new(&mut none);
        let mut quiet = self.quietly(&mut changes);
        quiet.objects(writer, reader, unknown_fields);
        quiet.finish(known);
        let fits = changes.errors() == 0;
        if !fits {
            self.pairs.truncate(known);
        }
        fits
    }

    /// Returns this comparison with another list of changes.
    #[inline]
    const fn quietly<'s, 'n>(&'s mut self, changes: &'s mut Changes<'n>) -> Comparison<'s, 'n> {
        Comparison {
            changes,
            old: self.old,
            new: self.new,
            party: self.party,
            severities: self.severities,
            operation: self.operation,
            callback: self.callback,
            is_called: self.is_called,
            place: self.place,
            trail: self.trail,
            direction: self.direction,
            pairs: &mut *self.pairs,
            is_quiet: true,
        }
    }

    #[inline]
    const fn resolve(&self, reference: &Reference, is_writer: bool) -> Option<&'static Shape> {
        if let Some(shape) = self.pairs.named(reference.name, is_writer, self.direction, self.is_called) {
            return Some(shape);
        }
        let is_old = matches!(self.direction, Direction::Request) == is_writer;
        let types = if is_old { self.old.types } else { self.new.types };
        let mut index = 0;
        while index < types.len() {
            if let Some(declaration) = types[index].declaration()
                && same(declaration.name, reference.name)
            {
                return Some(types[index]);
            }
            index += 1;
        }
        None
    }
}
