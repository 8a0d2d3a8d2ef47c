//! Whether every value that a writer may send is accepted by a reader.

use crate::description::Endpoint;
use crate::model::{Constraints, Content, Enum, Field, Item, List, Reference, Shape, Tagging, UnknownFields, same};

use super::bounds::both;
use super::change::{Change, Detail, Direction, Level, Place, Rule, Trail, ValueRule};
use super::changes::Changes;
use super::content::fields_of;
use super::pairs::{Pair, Pairs};
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
    pub(super) place: Place,
    pub(super) trail: Trail,
    pub(super) direction: Direction,
    pub(super) pairs: &'c mut Pairs,
}

/// A value at one end.
#[derive(Clone, Copy)]
pub(super) struct End {
    pub(super) shape: &'static Shape,
    pub(super) constraints: Constraints,
}

impl End {
    pub(super) const fn new(shape: &'static Shape, constraints: Constraints) -> Self {
        Self { shape, constraints }
    }

    pub(super) const fn plain(shape: &'static Shape) -> Self {
        Self::new(shape, Constraints::NONE)
    }

    const fn of(self, shape: &'static Shape) -> Self {
        Self { shape, ..self }
    }
}

impl Comparison<'_, '_> {
    /// Reports a change at the present place.
    pub(super) const fn report(&mut self, rule: Rule, old: Detail, new: Detail) {
        let level = self.level(rule);
        let (operation, place, trail) = (self.operation, self.place, self.trail);
        self.changes.push(&Change { rule, level, operation, place, trail, old, new });
    }

    /// Reports that the writer's value does not fit.
    pub(super) const fn misfit(&mut self, rule: ValueRule, writer: Detail, reader: Detail) {
        let (old, new) = match self.direction {
            Direction::Request => (writer, reader),
            Direction::Response => (reader, writer),
        };
        self.report(Rule::Value(self.direction, rule), old, new);
    }

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
            (Party::Consumer | Party::Served, Rule::Value(_, ValueRule::Absent)) => Level::Error,
            _ => rule.usual_level(),
        }
    }

    /// Compares a part of the value.
    pub(super) const fn part(&mut self, step: &'static str, writer: End, reader: End) {
        let before = self.trail;
        self.trail = before.then(step);
        self.value(writer, reader);
        self.trail = before;
    }

    /// Returns whether a value of a path, a query or a header field is taken as any text is.
    const fn is_text(&self, writer: End, reader: End) -> bool {
        matches!(self.place, Place::Capture(_) | Place::Query(_) | Place::Header(_))
            && reader.constraints.is_none()
            && matches!(reader.shape, Shape::Text { format: None })
            && matches!(writer.shape, Shape::Boolean | Shape::Integer(_) | Shape::Number | Shape::Text { .. })
    }

    /// Compares two values.
    pub(super) const fn value(&mut self, mut writer: End, mut reader: End) {
        let within = self.trail.within;
        let (mut rounds, mut is_noted) = (0, false);
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
                (Shape::Newtype(_), Shape::Newtype(_)) if !is_noted => {
                    is_noted = true;
                    if self.pairs.has(writer.shape, reader.shape, self.direction) {
                        break;
                    }
                    // Only recursion ends here: constraints around a newtype are not part of the pair.
                    if writer.constraints.is_none() && reader.constraints.is_none() {
                        let (writer, reader) = (writer.shape, reader.shape);
                        self.pairs.push(Pair { writer, reader, direction: self.direction });
                    }
                }
                (Shape::Newtype(one), _) => {
                    writer = End::new(one.item.shape, both(writer.constraints, one.item.constraints));
                    self.trail.within = one.declaration.name;
                }
                (_, Shape::Newtype(one)) => {
                    reader = End::new(one.item.shape, both(reader.constraints, one.item.constraints));
                }
                (_, Shape::Any) => break,
                _ if self.is_text(writer, reader) => break,
                (Shape::Option(shape) | Shape::Patch(shape), _) => {
                    if !accepts_null(reader.shape) {
                        self.misfit(ValueRule::Null, Detail::Shape(writer.shape), Detail::Shape(reader.shape));
                    }
                    writer = writer.of(shape);
                }
                (Shape::Null, _) if accepts_null(reader.shape) => break,
                (_, Shape::Option(shape) | Shape::Patch(shape)) => reader = reader.of(shape),
                _ => {
                    self.settled(writer, reader);
                    break;
                }
            }
        }
        self.trail.within = within;
    }

    /// Compares two values that are neither optional nor wrapped.
    const fn settled(&mut self, writer: End, reader: End) {
        if let (Some(one), Some(_)) = (writer.shape.declaration(), reader.shape.declaration()) {
            // A pair that is being compared around here is the recursion of a type.
            if self.pairs.has(writer.shape, reader.shape, self.direction) {
                return;
            }
            self.pairs.push(Pair { writer: writer.shape, reader: reader.shape, direction: self.direction });
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
                self.part("{key}", End::plain(one.key), End::plain(other.key));
                self.part("{}", End::plain(one.value), End::plain(other.value));
                self.lengths(writer, reader);
            }
            (Shape::Tuple(one), Shape::Tuple(other)) => self.tuples(one.items, other.items, writer, reader),
            (Shape::Struct(one), Shape::Struct(other)) => self.objects(one.fields, other.fields, other.unknown_fields),
            (Shape::Enum(one), _) if matches!(one.tagging, Tagging::Untagged) => {
                self.written_untagged(one, reader);
            }
            (_, Shape::Enum(other)) if matches!(other.tagging, Tagging::Untagged) => {
                self.read_untagged(writer, other, reader);
            }
            (Shape::Enum(one), Shape::Enum(other)) => self.enums(one, other),
            (Shape::Enum(one), Shape::Text { format: None }) if one.is_unit_only() && reader.constraints.is_none() => {}
            _ => self.misfit(ValueRule::Type, Detail::Shape(writer.shape), Detail::Shape(reader.shape)),
        }
    }

    /// Returns whether a value would fit, without a report.
    pub(super) const fn would_fit(&mut self, writer: End, reader: End) -> bool {
        let known = self.pairs.length();
        let mut none: [Option<Change>; 0] = [];
        let mut changes = Changes::new(&mut none);
        self.quietly(&mut changes).value(writer, reader);
        // What was compared without a report is compared again where it counts.
        self.pairs.truncate(known);
        changes.errors() == 0
    }

    /// Returns whether the keys of an object would fit, without a report.
    pub(super) const fn objects_would_fit(
        &mut self,
        writer: &'static [Field],
        reader: &'static [Field],
        unknown_fields: UnknownFields,
    ) -> bool {
        let known = self.pairs.length();
        let mut none: [Option<Change>; 0] = [];
        let mut changes = Changes::new(&mut none);
        self.quietly(&mut changes).objects(writer, reader, unknown_fields);
        self.pairs.truncate(known);
        changes.errors() == 0
    }

    /// Returns this comparison with another list of changes.
    const fn quietly<'s, 'n>(&'s mut self, changes: &'s mut Changes<'n>) -> Comparison<'s, 'n> {
        Comparison {
            changes,
            old: self.old,
            new: self.new,
            party: self.party,
            severities: self.severities,
            operation: self.operation,
            place: self.place,
            trail: self.trail,
            direction: self.direction,
            pairs: &mut *self.pairs,
        }
    }

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

    const fn lists(&mut self, one: &List, writer: End, other: &List, reader: End) {
        let is_length = match (one.length, other.length) {
            (_, None) => true,
            (Some(length), Some(wanted)) => length == wanted,
            (None, Some(_)) => false,
        };
        if !is_length || (other.unique && !one.unique) {
            self.misfit(ValueRule::Type, Detail::Shape(writer.shape), Detail::Shape(reader.shape));
        }
        self.lengths(writer, reader);
        self.part("[]", End::plain(one.item), End::plain(other.item));
    }

    const fn written_untagged(&mut self, one: &'static Enum, reader: End) {
        let mut index = 0;
        while index < one.variants.len() {
            let variant = &one.variants[index];
            if variant.written {
                match self.content_end(variant) {
                    Some(writer) => self.part(variant.name, writer, reader),
                    None if self.accepts_content(variant, reader) => {}
                    None => {
                        self.misfit(ValueRule::Variant, Detail::Text(variant.name), Detail::Shape(reader.shape));
                    }
                }
            }
            index += 1;
        }
    }

    const fn read_untagged(&mut self, writer: End, other: &'static Enum, reader: End) {
        let mut index = 0;
        while index < other.variants.len() {
            let variant = &other.variants[index];
            if variant.read
                && let Some(end) = self.content_end(variant)
                && self.would_fit(writer, end)
            {
                return;
            }
            if variant.read
                && !matches!(variant.content, Content::Unit)
                && let (Shape::Struct(one), Some(keys)) = (writer.shape, fields_of(variant, other.unknown_fields))
                && self.objects_would_fit(one.fields, keys.fields, keys.unknown)
            {
                return;
            }
            index += 1;
        }
        self.misfit(ValueRule::Type, Detail::Shape(writer.shape), Detail::Shape(reader.shape));
    }

    const fn resolve(&self, reference: &Reference, is_writer: bool) -> Option<&'static Shape> {
        if let Some(shape) = self.pairs.named(reference.name, is_writer, self.direction) {
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

pub(super) const fn accepts_null(shape: &Shape) -> bool {
    matches!(shape.without_newtypes(), Shape::Null | Shape::Any | Shape::Option(_) | Shape::Patch(_))
}
