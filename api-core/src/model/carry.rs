//! Whether serde and JSON can carry a value to the other end unchanged, decided in constants of `#[derive(Model)]`.
//!
//! Each function panics with what to write instead, which is a compile error at the tokens that the derive placed the
//! call at.

use super::literal;
use super::shape::{
    Content, Enum, Field, Item, Map, Newtype, Reading, Shape, Struct, Tagging, Tuple, Variant, Writing,
};

impl Shape {
    /// Checks that the value of a field, an item or a message keeps its meaning: no `null` of two meanings, and no
    /// [`Patch`](super::Patch) outside of a field.
    ///
    /// # Panics
    /// Panics if it does not, which is a compile error in a constant.
    #[track_caller]
    pub const fn assert_distinct(&self) {
        match self {
            Self::Option(inner) => {
                assert!(
                    !inner.has_own_null(),
                    coded!(
                        "E077",
                        "`null` would be both `None` and the `Some` of this type's empty value, so one of them is lost; for \
                     a field that can be absent, null or a value use `api_core::Patch<T>`"
                    )
                );
                inner.assert_distinct();
            }
            Self::List(list) => list.item.assert_distinct(),
            Self::Map(map) => map.value.assert_distinct(),
            Self::Tuple(Tuple { declaration: None, items }) => {
                let mut rest = *items;
                while let [item, others @ ..] = rest {
                    item.shape.assert_distinct();
                    rest = others;
                }
            }
            Self::Patch(_) => panic!(coded!(
                "E077",
                "only a field of a struct can be absent, so `Patch` cannot be used here; use `Option`, or put it into a \
                 field with `#[serde(default, skip_serializing_if = \"Patch::is_absent\")]`"
            )),
            // Named types have constants of their own.
            _ => {}
        }
    }

    /// Checks that the shape of a field keeps its meaning; a [`Patch`](super::Patch) has to be absent on both ends.
    ///
    /// # Panics
    /// Panics if it does not, which is a compile error in a constant.
    #[track_caller]
    pub const fn assert_field(&self, reading: Reading, writing: Writing) {
        let Self::Patch(inner) = self.without_newtypes() else { return self.assert_distinct() };
        assert!(
            matches!(reading, Reading::Defaulted) && writing.may_omit(),
            coded!(
                "E077",
                "a `Patch` is absent by default: write `#[serde(default, skip_serializing_if = \"Patch::is_absent\")]` on \
             this field"
            )
        );
        assert!(
            !inner.has_own_null(),
            coded!("E077", "`null` is a state of `Patch` itself: remove the `Option` inside")
        );
        inner.assert_distinct();
    }

    /// Checks that a reader accepts the absence of a field that a writer may leave out.
    ///
    /// # Panics
    /// Panics if it does not, which is a compile error in a constant.
    #[track_caller]
    pub const fn assert_omissible(&self) {
        assert!(
            self.accepts_absence(),
            coded!(
                "E073",
                "the other end cannot read the object without this field: add `default` to this `#[serde(..)]`"
            )
        );
    }

    /// Checks that the value is an object, whose keys can be among those of another object: a flattened field.
    ///
    /// # Panics
    /// Panics if it is not, which is a compile error in a constant.
    #[track_caller]
    pub const fn assert_flattened(&self) {
        assert!(
            self.is_object(true),
            coded!("E077", "a flattened field must be an object: a struct, a map or an enum of such; remove `flatten`")
        );
        self.assert_buffered();
    }

    /// Checks that the value is an object with a place for `tag`: the content of an internally tagged variant.
    ///
    /// # Panics
    /// Panics if it is not, which is a compile error in a constant.
    #[track_caller]
    pub const fn assert_tagged(&self, tag: &str) {
        assert!(
            self.is_object(false),
            coded!(
                "E077",
                "this value is not an object, so it has no place for the tag: add `content = \"..\"` beside `tag`, or make \
             it a variant with named fields"
            )
        );
        assert!(!self.has_key(tag), coded!("E072", "the tag is also a key of this value: rename one of the two"));
        self.assert_buffered();
    }

    /// Checks that serde can read the value from a buffer, as it does below `flatten` and in tagged and untagged enums.
    /// A buffer holds the keys of objects as text and does not parse them.
    ///
    /// # Panics
    /// Panics if serde cannot, which is a compile error in a constant.
    #[track_caller]
    pub const fn assert_buffered(&self) {
        assert!(
            !self.has_parsed_keys(),
            coded!(
                "E077",
                "below `flatten`, `tag` or `untagged` serde reads the keys of a map as text only, and this value has a map \
             with other keys: use `String` or an enum without content as key, or a list of pairs"
            )
        );
    }

    /// Checks that the flattened field at `index` has no key of another field, which would be written twice and read
    /// into one of them.
    ///
    /// # Panics
    /// Panics if it has, which is a compile error in a constant.
    #[track_caller]
    pub const fn assert_own_keys(&self, variant: usize, index: usize) {
        let fields = match self {
            Self::Struct(one) => one.fields,
            Self::Enum(one) => match &one.variants[variant].content {
                Content::Struct(fields) => fields,
                _ => return,
            },
            _ => return,
        };
        let flattened = fields[index].shape;
        let mut other = 0;
        while other < fields.len() {
            let field = &fields[other];
            let twice = if field.flattened {
                other < index && flattened.shares_key(field.shape)
            } else {
                flattened.has_key(field.name) || any_is_key(field.aliases, flattened)
            };
            assert!(
                !twice,
                coded!(
                    "E072",
                    "this flattened field has a key that another field of the object has: rename one of them"
                )
            );
            other += 1;
        }
    }

    /// Returns whether `null` or the absence of content is a value of its own, which an option around it would hide.
    /// Any JSON value is excepted: only the value tells.
    const fn has_own_null(&self) -> bool {
        match self {
            Self::Null | Self::Option(_) | Self::Patch(_) => true,
            Self::Newtype(Newtype { item, .. }) => item.shape.has_own_null(),
            Self::Enum(Enum { tagging: Tagging::Untagged, variants, .. }) => {
                let mut rest = *variants;
                while let [variant, others @ ..] = rest {
                    let found = match &variant.content {
                        Content::Unit => true,
                        Content::Newtype(item) => item.shape.has_own_null(),
                        Content::Tuple(_) | Content::Struct(_) => false,
                    };
                    if found {
                        return true;
                    }
                    rest = others;
                }
                false
            }
            _ => false,
        }
    }

    /// Returns whether every value is an object, as far as the shape tells. `None` of an option is no key at all if
    /// the value is `optional`.
    const fn is_object(&self, optional: bool) -> bool {
        match self {
            Self::Option(inner) => optional && inner.is_object(true),
            Self::Newtype(Newtype { item, .. }) => item.shape.is_object(optional),
            Self::Enum(Enum { tagging: Tagging::Untagged, variants, .. }) => {
                let mut rest = *variants;
                while let [variant, others @ ..] = rest {
                    let found = match &variant.content {
                        Content::Unit | Content::Struct(_) => true,
                        Content::Newtype(item) => item.shape.is_object(optional),
                        Content::Tuple(_) => false,
                    };
                    if !found {
                        return false;
                    }
                    rest = others;
                }
                true
            }
            Self::Enum(Enum { tagging: Tagging::Integer, .. }) => false,
            Self::Null | Self::Any | Self::Map(_) | Self::Struct(_) | Self::Reference(_) | Self::Enum(_) => true,
            _ => false,
        }
    }

    /// Returns whether an object of this shape has a key at its own level.
    pub(crate) const fn has_key(&self, key: &str) -> bool {
        match self {
            Self::Struct(Struct { fields, .. }) => fields_have_key(fields, key),
            Self::Option(inner) => inner.has_key(key),
            Self::Newtype(Newtype { item, .. }) => item.shape.has_key(key),
            Self::Enum(one) => match one.tagging {
                Tagging::Internal { tag } => literal::same(tag, key) || variants_have_key(one.variants, key),
                Tagging::Adjacent { tag, content } => literal::same(tag, key) || literal::same(content, key),
                Tagging::Untagged => variants_have_key(one.variants, key),
                Tagging::External | Tagging::Integer => false,
            },
            _ => false,
        }
    }

    /// Returns whether two objects of these shapes have a key in common.
    pub(crate) const fn shares_key(&self, other: &Self) -> bool {
        match self {
            Self::Struct(Struct { fields, .. }) => fields_share_key(fields, other),
            Self::Option(inner) => inner.shares_key(other),
            Self::Newtype(Newtype { item, .. }) => item.shape.shares_key(other),
            Self::Enum(one) => match one.tagging {
                Tagging::Internal { tag } => other.has_key(tag) || variants_share_key(one.variants, other),
                Tagging::Adjacent { tag, content } => other.has_key(tag) || other.has_key(content),
                Tagging::Untagged => variants_share_key(one.variants, other),
                Tagging::External | Tagging::Integer => false,
            },
            _ => false,
        }
    }

    /// Returns whether a map in this shape has keys that are parsed from text: numbers or booleans. A reference is not
    /// followed: the shape that it refers to is around it.
    const fn has_parsed_keys(&self) -> bool {
        match self {
            Self::Option(inner) | Self::Patch(inner) => inner.has_parsed_keys(),
            Self::List(list) => list.item.has_parsed_keys(),
            Self::Map(Map { key, value }) => {
                matches!(
                    key.without_newtypes(),
                    Self::Integer(_)
                        | Self::Number
                        | Self::Boolean
                        | Self::Enum(Enum { tagging: Tagging::Integer, .. })
                ) || value.has_parsed_keys()
            }
            Self::Tuple(tuple) => items_have_parsed_keys(tuple.items),
            Self::Struct(one) => fields_have_parsed_keys(one.fields),
            Self::Newtype(newtype) => newtype.item.shape.has_parsed_keys(),
            Self::Enum(one) => {
                let mut rest = one.variants;
                while let [variant, others @ ..] = rest {
                    let found = match &variant.content {
                        Content::Unit => false,
                        Content::Newtype(item) => item.shape.has_parsed_keys(),
                        Content::Tuple(items) => items_have_parsed_keys(items),
                        Content::Struct(fields) => fields_have_parsed_keys(fields),
                    };
                    if found {
                        return true;
                    }
                    rest = others;
                }
                false
            }
            _ => false,
        }
    }
}

const fn any_is_key(mut names: &[&str], shape: &Shape) -> bool {
    while let [name, others @ ..] = names {
        if shape.has_key(name) {
            return true;
        }
        names = others;
    }
    false
}

const fn fields_have_key(mut fields: &[Field], key: &str) -> bool {
    while let [field, others @ ..] = fields {
        let found = if field.flattened {
            field.shape.has_key(key)
        } else {
            literal::same(field.name, key) || literal::among(key, field.aliases)
        };
        if found {
            return true;
        }
        fields = others;
    }
    false
}

const fn fields_share_key(mut fields: &[Field], other: &Shape) -> bool {
    while let [field, others @ ..] = fields {
        let shared = if field.flattened {
            field.shape.shares_key(other)
        } else {
            other.has_key(field.name) || any_is_key(field.aliases, other)
        };
        if shared {
            return true;
        }
        fields = others;
    }
    false
}

const fn variants_have_key(mut variants: &[Variant], key: &str) -> bool {
    while let [variant, others @ ..] = variants {
        let found = match &variant.content {
            Content::Newtype(item) => item.shape.has_key(key),
            Content::Struct(fields) => fields_have_key(fields, key),
            Content::Unit | Content::Tuple(_) => false,
        };
        if found {
            return true;
        }
        variants = others;
    }
    false
}

const fn variants_share_key(mut variants: &[Variant], other: &Shape) -> bool {
    while let [variant, others @ ..] = variants {
        let shared = match &variant.content {
            Content::Newtype(item) => item.shape.shares_key(other),
            Content::Struct(fields) => fields_share_key(fields, other),
            Content::Unit | Content::Tuple(_) => false,
        };
        if shared {
            return true;
        }
        variants = others;
    }
    false
}

const fn items_have_parsed_keys(mut items: &[Item]) -> bool {
    while let [item, others @ ..] = items {
        if item.shape.has_parsed_keys() {
            return true;
        }
        items = others;
    }
    false
}

const fn fields_have_parsed_keys(mut fields: &[Field]) -> bool {
    while let [field, others @ ..] = fields {
        if field.shape.has_parsed_keys() {
            return true;
        }
        fields = others;
    }
    false
}
