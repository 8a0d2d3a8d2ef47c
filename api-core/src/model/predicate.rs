//! Const predicates on shapes: which ones fit a path segment, a header field or a query, and which hold
//! floating-point numbers.

use super::literal;
use super::shape::{Content, Enum, Field, Newtype, Reading, Shape, Struct, Tagging, Variant};

impl Shape {
    /// Returns whether a value is a scalar, which a path segment or a header field can hold.
    ///
    /// Scalars are text, numbers, booleans, enums without content, and newtypes of these.
    ///
    /// ```
    /// use api_core::Model;
    ///
    /// assert!(u8::SHAPE.is_scalar());
    /// assert!(!<Vec<u8>>::SHAPE.is_scalar());
    /// ```
    pub const fn is_scalar(&self) -> bool {
        match self {
            Self::Boolean | Self::Integer(_) | Self::Number | Self::Text { .. } => true,
            Self::Enum(one) => one.is_unit_only(),
            Self::Newtype(Newtype { item, .. }) => item.shape.is_scalar(),
            _ => false,
        }
    }

    /// Returns whether a value fits one query key: a scalar, an optional scalar, or a list of scalars, which repeats
    /// the key.
    pub const fn is_query_value(&self) -> bool {
        match self {
            Self::Option(inner) => inner.is_scalar() || inner.is_list_of_scalars(),
            Self::Newtype(Newtype { item, .. }) => item.shape.is_query_value(),
            _ => self.is_scalar() || self.is_list_of_scalars(),
        }
    }

    /// Returns whether a value fits a query or a form: a scalar, or lists, maps, structs and untagged enums of such
    /// values. What is inside of a value has keys with brackets.
    pub const fn is_query(&self) -> bool {
        match self {
            Self::Option(inner) => inner.is_query(),
            Self::List(list) => list.item.is_query() && !list.item.accepts_absence(),
            Self::Map(map) => map.key.is_scalar() && map.value.is_query() && !map.value.accepts_absence(),
            Self::Struct(Struct { fields, .. }) => fields_are_query(fields),
            Self::Newtype(Newtype { item, .. }) => item.shape.is_query(),
            Self::Enum(one) if matches!(one.tagging, Tagging::Untagged) => variants_are_query(one.variants),
            // Its type has a constant of its own.
            Self::Reference(_) => true,
            _ => self.is_scalar(),
        }
    }

    /// Returns whether a value may be written without any key of a query or line of a header field, because it is
    /// empty: a list, a map, or a struct of such fields.
    pub const fn may_have_no_key(&self) -> bool {
        match self {
            Self::List(_) | Self::Map(_) => true,
            Self::Struct(Struct { fields, .. }) => {
                let mut rest = *fields;
                while let [field, others @ ..] = rest {
                    if field.required() && !field.shape.may_have_no_key() {
                        return false;
                    }
                    rest = others;
                }
                true
            }
            Self::Newtype(Newtype { item, .. }) => item.shape.may_have_no_key(),
            _ => false,
        }
    }

    /// Returns whether a reader takes a missing key for `None`, as serde does for options.
    pub const fn accepts_absence(&self) -> bool {
        match self {
            Self::Option(_) => true,
            Self::Newtype(Newtype { item, transparent: true, .. }) => item.shape.accepts_absence(),
            _ => false,
        }
    }

    /// Returns whether the value may be `null`. A type that is referred to by name is taken as one that may not.
    pub const fn accepts_null(&self) -> bool {
        match self {
            Self::Null | Self::Any | Self::Option(_) | Self::Patch(_) => true,
            Self::Newtype(Newtype { item, .. }) => item.shape.accepts_null(),
            Self::Enum(one) => one.accepts_null(),
            _ => false,
        }
    }

    /// Returns whether text could be a value of this shape.
    ///
    /// It may return true for text that is not a value, but never false for text that is.
    ///
    /// ```
    /// use api_core::Model;
    ///
    /// assert!(u8::SHAPE.could_parse("255"));
    /// assert!(!u8::SHAPE.could_parse("256"));
    /// assert!(!u8::SHAPE.could_parse("new"));
    /// ```
    pub const fn could_parse(&self, segment: &str) -> bool {
        match self {
            Self::Boolean => literal::same(segment, "true") || literal::same(segment, "false"),
            Self::Integer(range) => match literal::integer(segment) {
                Some(number) => range.minimum <= number && number <= range.maximum,
                None => false,
            },
            Self::Number => literal::looks_like_number(segment),
            Self::Text { format: Some(format) } => literal::could_have_format(segment, format),
            Self::Text { format: None } | Self::Any | Self::Reference(_) => true,
            Self::Option(inner) | Self::Patch(inner) => inner.could_parse(segment),
            Self::Newtype(Newtype { item, .. }) => item.shape.could_parse(segment),
            Self::Enum(one) => !one.is_unit_only() || one.reads(segment),
            Self::Null | Self::List(_) | Self::Map(_) | Self::Tuple(_) | Self::Struct(_) => false,
        }
    }

    /// Returns the shape inside all newtypes. Options are kept.
    pub const fn without_newtypes(&self) -> &Shape {
        match self {
            Self::Newtype(Newtype { item, .. }) => item.shape.without_newtypes(),
            _ => self,
        }
    }

    /// Returns whether this is a list or an optional list.
    pub(crate) const fn is_list_or_optional_list(&self) -> bool {
        match self {
            Self::List(_) => true,
            Self::Option(inner) => inner.is_list_or_optional_list(),
            Self::Newtype(Newtype { item, .. }) => item.shape.is_list_or_optional_list(),
            _ => false,
        }
    }

    const fn is_list_of_scalars(&self) -> bool {
        match self {
            Self::List(list) => list.item.is_scalar(),
            Self::Newtype(Newtype { item, .. }) => item.shape.is_list_of_scalars(),
            _ => false,
        }
    }
}

impl Field {
    /// Returns whether a reader rejects an object without this key.
    pub const fn required(&self) -> bool {
        match self.reading {
            Reading::Insisted => true,
            Reading::Required => !self.shape.accepts_absence(),
            Reading::Defaulted | Reading::Ignored => false,
        }
    }
}

impl Enum {
    /// Returns whether every variant is sent as its name alone, which may be a number.
    pub const fn is_unit_only(&self) -> bool {
        if !matches!(self.tagging, Tagging::External | Tagging::Integer) {
            return false;
        }
        let mut index = 0;
        while index < self.variants.len() {
            if !matches!(self.variants[index].content, Content::Unit) {
                return false;
            }
            index += 1;
        }
        true
    }

    /// Returns whether `null` is one of the variants, sent without its name.
    pub const fn accepts_null(&self) -> bool {
        let mut index = 0;
        while matches!(self.tagging, Tagging::Untagged) && index < self.variants.len() {
            let variant = &self.variants[index];
            let is_null = match &variant.content {
                Content::Unit => true,
                Content::Newtype(item) => item.shape.accepts_null(),
                Content::Tuple(_) | Content::Struct(_) => false,
            };
            if variant.read && is_null {
                return true;
            }
            index += 1;
        }
        false
    }

    /// Returns whether a reader accepts a name for one of the variants.
    pub const fn reads(&self, name: &str) -> bool {
        let mut index = 0;
        while index < self.variants.len() {
            let variant = &self.variants[index];
            if variant.read
                && (variant.other || self.is_name(variant.name, name) || literal::among(name, variant.aliases))
            {
                return true;
            }
            index += 1;
        }
        false
    }

    /// Returns whether text is a variant's name. A number has several spellings, such as `7` and `+07`.
    const fn is_name(&self, name: &str, text: &str) -> bool {
        match (self.tagging, literal::integer(name), literal::integer(text)) {
            (Tagging::Integer, Some(number), Some(read)) => number == read,
            _ => literal::same(name, text),
        }
    }
}

const fn fields_are_query(mut fields: &[Field]) -> bool {
    while let [field, others @ ..] = fields {
        let fits = field.shape.is_query()
            && (!field.flattened || matches!(field.shape.without_newtypes(), Shape::Struct(_) | Shape::Map(_)));
        if !fits {
            return false;
        }
        fields = others;
    }
    true
}

const fn variants_are_query(mut variants: &[Variant]) -> bool {
    while let [variant, others @ ..] = variants {
        let fits = match &variant.content {
            Content::Newtype(item) => item.shape.is_query() && !item.shape.accepts_absence(),
            Content::Struct(fields) => fields_are_query(fields),
            Content::Unit | Content::Tuple(_) => false,
        };
        if !fits {
            return false;
        }
        variants = others;
    }
    true
}

#[cfg(test)]
mod tests {
    use crate::model::{Model, Shape};

    const SCALARS: [bool; 4] = [
        u8::SHAPE.is_scalar(),
        String::SHAPE.is_scalar(),
        Vec::<u8>::SHAPE.is_scalar(),
        Option::<u8>::SHAPE.is_scalar(),
    ];

    #[test]
    fn predicates_run_in_consts() {
        assert_eq!(SCALARS, [true, true, false, false]);
    }

    #[test]
    fn lists_are_queries_but_not_of_what_may_be_absent() {
        assert!(Vec::<u8>::SHAPE.is_query());
        assert!(Option::<Vec<u8>>::SHAPE.is_query());
        assert!(Vec::<Vec<u8>>::SHAPE.is_query());
        assert!(!Vec::<Option<u8>>::SHAPE.is_query());
        assert!(!<(u8, u8)>::SHAPE.is_query());
    }

    #[test]
    fn an_integer_parses_only_numbers_in_its_range() {
        assert!(!u8::SHAPE.could_parse("new"));
        assert!(u8::SHAPE.could_parse("255"));
        assert!(!u8::SHAPE.could_parse("256"));
        assert!(!u8::SHAPE.could_parse("-1"));
        assert!(i8::SHAPE.could_parse("-1"));
    }

    #[test]
    fn text_parses_everything_and_a_uuid_only_uuids() {
        assert!(String::SHAPE.could_parse("new"));
        let uuid = Shape::Text { format: Some("uuid") };
        assert!(!uuid.could_parse("new"));
        assert!(uuid.could_parse("67e55044-10b1-426f-9247-bb680e5fe0c8"));
    }
}
