//! Whether XML can carry a value to the other end unchanged, decided in constants of endpoints.

use super::literal::same;
use super::shape::{
    Content, Enum, Field, Item, List, Map, Newtype, Reading, Reference, Shape, Struct, Tagging, Tuple, Variant, Writing,
};

/// Why XML cannot hold a value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Obstacle<'a> {
    /// The name of the field, variant or type that is the reason. Empty if none has a name.
    pub(crate) name: &'a str,
    /// The reason, and what to write instead.
    pub(crate) reason: &'static str,
}

/// Where a value is.
#[derive(Clone, Copy)]
enum Place {
    /// The elements of a field's name: one, or one for each item of a list.
    Field,
    /// One element: the root, an item of a list, a value of a map, a variant.
    Element,
    /// An attribute.
    Attribute,
    /// The text of an element.
    Text,
    /// Among the members of the object around it.
    Flattened,
}

/// A check of the parts of a shape. References are looked up in the whole.
#[derive(Clone, Copy)]
struct Check<'a> {
    whole: &'a Shape,
}

impl Shape {
    /// Returns why a value of this shape cannot be a document of XML.
    pub(crate) const fn obstacle_to_xml(&self) -> Option<Obstacle<'_>> {
        let Some(name) = self.root_element() else {
            return obstacle(
                "",
                "a document has one root element, which has the name of a type: use a struct, with a field for a list",
            );
        };
        if !is_name(name) {
            return obstacle(name, NO_NAME);
        }
        Check { whole: self }.value(self, Place::Element, name)
    }

    /// Returns the name of the root element of a document of XML: that of the type, or of the type in an option.
    pub const fn root_element(&self) -> Option<&'static str> {
        match self {
            Self::Option(inner) | Self::Patch(inner) => inner.root_element(),
            _ => match self.declaration() {
                Some(declaration) => Some(declaration.name),
                None => None,
            },
        }
    }

    /// Returns whether documents of both have the same root element.
    pub(crate) const fn has_root_of(&self, other: &Self) -> bool {
        match (self.root_element(), other.root_element()) {
            (Some(one), Some(other)) => same(one, other),
            (None, None) => true,
            _ => false,
        }
    }
}

const NO_NAME: &str = "a name in XML has ASCII letters, digits, `-`, `_`, `.` and one `:` after a prefix, and does not begin with a digit: \
     rename it with serde's `rename`";
const LISTS: &str = "the items of a list are elements of one field's name, so a list can be the value of a field alone: put it into a field of a struct";

impl<'a> Check<'a> {
    const fn value(self, shape: &'a Shape, place: Place, name: &'a str) -> Option<Obstacle<'a>> {
        match shape {
            Shape::Newtype(Newtype { item, .. }) => return self.value(item.shape, place, name),
            Shape::Reference(reference) => return self.reference(reference, place, name),
            _ => {}
        }
        match place {
            Place::Attribute => match shape {
                Shape::Option(inner) if inner.is_scalar() => None,
                _ if shape.is_scalar() => None,
                _ => obstacle(
                    name,
                    "an attribute holds one plain value or an option of one: text, a number or an enum without content",
                ),
            },
            Place::Text if !shape.is_scalar() => {
                obstacle(name, "the text of an element is one plain value: text, a number or an enum without content")
            }
            Place::Flattened if !matches!(shape, Shape::Struct(_) | Shape::Map(_) | Shape::Enum(_)) => obstacle(
                name,
                "the elements of an absent value cannot be found among others: remove `flatten` or the `Option`",
            ),
            _ => self.content(shape, place, name),
        }
    }

    const fn content(self, shape: &'a Shape, place: Place, name: &'a str) -> Option<Obstacle<'a>> {
        match shape {
            Shape::Null
            | Shape::Boolean
            | Shape::Integer(_)
            | Shape::Number
            | Shape::Text { .. }
            // Their values are checked before.
            | Shape::Newtype(_)
            | Shape::Reference(_) => None,
            Shape::Any => obstacle(
                name,
                "all content is text, so the type of any value is lost: use `String` or a type of its own",
            ),
            Shape::Option(inner) | Shape::Patch(inner) => {
                if is_list(inner) {
                    return obstacle(
                        name,
                        "a list without items has no element, as one that is absent: use `Vec` without `Option`",
                    );
                }
                self.value(inner, place, name)
            }
            Shape::List(List { item, .. }) => match place {
                Place::Field => self.value(item, Place::Element, name),
                _ => obstacle(name, LISTS),
            },
            Shape::Map(Map { key, value }) => match key.without_newtypes() {
                Shape::Enum(Enum { tagging: Tagging::External, variants, .. }) => match names(variants) {
                    None => self.value(value, Place::Element, name),
                    found => found,
                },
                _ => obstacle(
                    name,
                    "the keys of a map are names of elements, which not every key is: use a list of structs, or an enum without content as key",
                ),
            },
            Shape::Tuple(Tuple { .. }) => obstacle(name, "the values of a tuple have no names: use a struct"),
            Shape::Struct(Struct { fields, .. }) => self.fields(fields),
            Shape::Enum(item) => self.choice(item),
        }
    }

    /// The shape that a reference names is checked where it is declared, so only its kind matters.
    const fn reference(self, reference: &'a Reference, place: Place, name: &'a str) -> Option<Obstacle<'a>> {
        let Some(shape) = declared(self.whole, reference.name) else {
            return obstacle(
                name,
                "its type is described elsewhere, so it cannot be checked here: remove `#[model(by_name)]`",
            );
        };
        let is_object = matches!(shape.without_newtypes(), Shape::Struct(_) | Shape::Enum(_) | Shape::Map(_));
        match place {
            Place::Field | Place::Element if is_object => None,
            Place::Field | Place::Element => obstacle(name, LISTS),
            _ => obstacle(name, "a recursive type is an element of its own"),
        }
    }

    const fn fields(self, fields: &'a [Field]) -> Option<Obstacle<'a>> {
        let (mut rest, mut elements, mut text) = (fields, 0, None);
        while let [field, others @ ..] = rest {
            rest = others;
            let place = match field.name.as_bytes() {
                _ if field.flattened => Place::Flattened,
                [b'@', ..] => Place::Attribute,
                b"$text" => Place::Text,
                _ => Place::Field,
            };
            match place {
                Place::Text => text = Some(field.name),
                Place::Attribute => {}
                _ => elements += 1,
            }
            let mut found = match self.value(field.shape, place, field.name) {
                None if field.flattened || matches!(place, Place::Text) => None,
                None => unusable(field.name),
                found => found,
            };
            if matches!(place, Place::Attribute)
                && matches!(field.shape.without_newtypes(), Shape::Option(_))
                && matches!((field.reading, field.writing), (Reading::Defaulted, Writing::Conditional))
            {
                found = obstacle(
                    field.name,
                    "an attribute that is absent is both `None` and the default: use `skip_serializing_if = \"Option::is_none\"`",
                );
            }
            let mut aliases = field.aliases;
            while let [alias, others @ ..] = aliases {
                if found.is_none() {
                    found = unusable(alias);
                }
                aliases = others;
            }
            if found.is_some() {
                return found;
            }
        }
        match text {
            Some(name) if elements > 0 => obstacle(
                name,
                "text beside elements cannot be distinguished from the space between them: keep attributes only",
            ),
            _ => None,
        }
    }

    const fn choice(self, item: &'a Enum) -> Option<Obstacle<'a>> {
        match item.tagging {
            Tagging::Untagged => {
                return obstacle(
                    item.declaration.name,
                    "all content is text, which fits several variants of an untagged enum: give the enum a tag",
                );
            }
            Tagging::Integer => return None,
            _ if item.is_unit_only() => return None,
            Tagging::External => {
                if let found @ Some(_) = names(item.variants) {
                    return found;
                }
            }
            Tagging::Internal { tag } => {
                if let found @ Some(_) = unusable(tag) {
                    return found;
                }
            }
            Tagging::Adjacent { tag, content } => {
                if let found @ Some(_) = unusable(tag) {
                    return found;
                }
                if !is_name(content) {
                    return obstacle(content, NO_NAME);
                }
            }
        }
        let mut rest = item.variants;
        while let [variant, others @ ..] = rest {
            let found = match &variant.content {
                Content::Unit => None,
                Content::Newtype(Item { shape, .. }) => {
                    let place = match item.tagging {
                        Tagging::Internal { .. } => Place::Flattened,
                        Tagging::Adjacent { .. } => Place::Field,
                        _ => Place::Element,
                    };
                    self.value(shape, place, variant.name)
                }
                Content::Tuple(_) => {
                    obstacle(variant.name, "the values of a tuple have no names: give the variant named fields")
                }
                Content::Struct(fields) => self.fields(fields),
            };
            if found.is_some() {
                return found;
            }
            rest = others;
        }
        None
    }
}

#[expect(clippy::unnecessary_wraps, reason = "it is returned as it is")]
const fn obstacle<'a>(name: &'a str, reason: &'static str) -> Option<Obstacle<'a>> {
    Some(Obstacle { name, reason })
}

/// Returns the obstacle that the name of a member is neither one of an element nor `@` and that of an attribute.
const fn unusable(name: &str) -> Option<Obstacle<'_>> {
    let bytes = match name.as_bytes() {
        [b'@', rest @ ..] => rest,
        all => all,
    };
    if is_name_of(bytes) { None } else { obstacle(name, NO_NAME) }
}

const fn names(mut variants: &[Variant]) -> Option<Obstacle<'_>> {
    while let [variant, others @ ..] = variants {
        if !is_name(variant.name) {
            return obstacle(variant.name, NO_NAME);
        }
        variants = others;
    }
    None
}

const fn is_name(name: &str) -> bool {
    is_name_of(name.as_bytes())
}

/// Returns whether bytes are a name with at most one prefix, of ASCII characters alone (Namespaces in XML 1.0 §3).
const fn is_name_of(mut bytes: &[u8]) -> bool {
    let (mut is_first, mut prefixes) = (true, 0);
    while let [byte, rest @ ..] = bytes {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => is_first = false,
            b'0'..=b'9' | b'-' | b'.' if !is_first => {}
            b':' if !is_first => {
                is_first = true;
                prefixes += 1;
            }
            _ => return false,
        }
        bytes = rest;
    }
    !is_first && prefixes < 2
}

const fn is_list(shape: &Shape) -> bool {
    matches!(shape.without_newtypes(), Shape::List(_))
}

/// Returns the shape of a name among the parts of a shape.
const fn declared<'a>(shape: &'a Shape, name: &str) -> Option<&'a Shape> {
    if let Some(declaration) = shape.declaration()
        && same(declaration.name, name)
    {
        return Some(shape);
    }
    match shape {
        Shape::Option(inner) | Shape::Patch(inner) => declared(inner, name),
        Shape::List(list) => declared(list.item, name),
        Shape::Map(map) => declared(map.value, name),
        Shape::Newtype(newtype) => declared(newtype.item.shape, name),
        Shape::Struct(one) => among_fields(one.fields, name),
        Shape::Enum(one) => {
            let mut rest = one.variants;
            while let [variant, others @ ..] = rest {
                let found = match &variant.content {
                    Content::Newtype(item) => declared(item.shape, name),
                    Content::Struct(fields) => among_fields(fields, name),
                    Content::Unit | Content::Tuple(_) => None,
                };
                if found.is_some() {
                    return found;
                }
                rest = others;
            }
            None
        }
        _ => None,
    }
}

const fn among_fields<'a>(mut fields: &'a [Field], name: &str) -> Option<&'a Shape> {
    while let [field, others @ ..] = fields {
        let found = declared(field.shape, name);
        if found.is_some() {
            return found;
        }
        fields = others;
    }
    None
}
