//! Named types of a lock as constants, and the shapes of values.

use std::cell::RefCell;
use std::collections::HashMap;

use api_lock::{
    Access, Called, Constraints, Content, Definition, Field, Item, Lock, Reading, Shape, Style, Type, Variant, Writing,
    acyclic_mentions,
};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::words::{called, constraints, number, optional, style_of, tagging_of, unknown_fields};

/// The named types of a lock.
pub(super) struct Types<'l> {
    /// Their places in the list.
    places: HashMap<&'l str, usize>,
    /// The APIs that callers serve.
    called: &'l [Called],
    /// The types that each of them mentions by its constant. The others it refers to by name: constants must not be
    /// cyclic.
    direct: Vec<Vec<usize>>,
    /// The shapes without named types, once each, with their numbers. An expression costs the compiler more than a
    /// name.
    plain: RefCell<HashMap<String, (usize, TokenStream)>>,
}

impl<'l> Types<'l> {
    pub(super) fn new(lock: &'l Lock) -> Result<Self, String> {
        let types = &lock.types;
        let mut places = HashMap::new();
        for (index, one) in types.iter().enumerate() {
            if places.insert(one.name.as_str(), index).is_some() {
                return Err(format!("the lock has the type `{}` twice", one.name));
            }
        }
        Ok(Self { places, called: &lock.called, direct: acyclic_mentions(types), plain: RefCell::default() })
    }

    /// Returns the constant of an API that callers serve.
    pub(super) fn called(&self, name: &str) -> Result<Ident, String> {
        let place = self.called.iter().position(|called| called.name == name);
        place.map(called).ok_or_else(|| format!("the lock has no API `{name}` that is called"))
    }

    /// Declares the shapes without named types that were used.
    pub(super) fn declare_plain(&self) -> Vec<TokenStream> {
        let plain = self.plain.borrow();
        let mut shapes: Vec<_> = plain.values().collect();
        shapes.sort_by_key(|(number, _)| *number);
        let declare = |(number, shape): &(usize, TokenStream)| {
            let name = format_ident!("S{number}");
            quote!(const #name: &__api::model::Shape = #shape;)
        };
        shapes.into_iter().map(declare).collect()
    }

    pub(super) fn declare(&self, index: usize, one: &Type) -> Result<TokenStream, String> {
        let constant = constant(index);
        let shape = self.definition(index, one)?;
        Ok(quote!(const #constant: &__api::model::Shape = &#shape;))
    }

    fn definition(&self, index: usize, one: &Type) -> Result<TokenStream, String> {
        let name = &one.name;
        let within = Some(index);
        let declaration = quote!(__api::model::Declaration { name: #name, arguments: &[], docs: "" });
        Ok(match &one.definition {
            Definition::Struct { fields, closed } => {
                let (fields, unknown) = (self.fields(fields, within)?, unknown_fields(*closed));
                quote!(__api::model::Shape::Struct(__api::model::Struct {
                    declaration: #declaration, fields: #fields, unknown_fields: #unknown,
                }))
            }
            Definition::Enum { tagging, variants, closed } => {
                let variants = variants.iter().map(|one| self.variant(one, within)).collect::<Result<Vec<_>, _>>()?;
                let (tagging, unknown) = (tagging_of(tagging), unknown_fields(*closed));
                quote!(__api::model::Shape::Enum(__api::model::Enum {
                    declaration: #declaration, tagging: #tagging, variants: &[#(#variants),*], unknown_fields: #unknown,
                }))
            }
            Definition::Newtype { item, transparent } => {
                let item = self.item(item, within)?;
                quote!(__api::model::Shape::Newtype(__api::model::Newtype {
                    declaration: #declaration, item: #item, transparent: #transparent,
                }))
            }
            Definition::Tuple(items) => {
                let items = self.items(items, within)?;
                quote!(__api::model::Shape::Tuple(__api::model::Tuple {
                    declaration: ::core::option::Option::Some(#declaration), items: #items,
                }))
            }
        })
    }

    fn fields(&self, fields: &[Field], within: Option<usize>) -> Result<TokenStream, String> {
        let field = |field: &Field| {
            let Field { name, aliases, item, flattened, .. } = field;
            let shape = self.shape(&item.shape, within)?;
            if is_plain(field) {
                return Ok::<_, String>(quote!(__api::model::Field::plain(#name, "", #shape)));
            }
            let constraints = constraints(&item.constraints);
            let reading = match field.reading {
                Reading::Required => quote!(Required),
                Reading::Insisted => quote!(Insisted),
                Reading::Defaulted => quote!(Defaulted),
                Reading::Ignored => quote!(Ignored),
            };
            let writing = match field.writing {
                Writing::Always => quote!(Always),
                Writing::Sometimes => quote!(Sometimes),
                Writing::Conditional => quote!(Conditional),
                Writing::Never => quote!(Never),
            };
            let style = style_of(field.style);
            let access = match field.access {
                Access::Both => quote!(Both),
                Access::ReadOnly => quote!(ReadOnly),
                Access::WriteOnly => quote!(WriteOnly),
            };
            let default = optional(field.default.as_ref());
            Ok(quote!(__api::model::Field {
                aliases: &[#(#aliases),*],
                reading: __api::model::Reading::#reading,
                writing: __api::model::Writing::#writing,
                flattened: #flattened,
                constraints: #constraints,
                style: #style,
                access: __api::model::Access::#access,
                default: #default,
                ..__api::model::Field::plain(#name, "", #shape)
            }))
        };
        let fields = fields.iter().map(field).collect::<Result<Vec<_>, _>>()?;
        Ok(quote!(&[#(#fields),*]))
    }

    fn variant(&self, variant: &Variant, within: Option<usize>) -> Result<TokenStream, String> {
        let Variant { name, aliases, content, read, written, other } = variant;
        let content = match content {
            Content::Unit => quote!(Unit),
            Content::Newtype(item) => {
                let item = self.item(item, within)?;
                quote!(Newtype(#item))
            }
            Content::Tuple(items) => {
                let items = self.items(items, within)?;
                quote!(Tuple(#items))
            }
            Content::Struct(fields) => {
                let fields = self.fields(fields, within)?;
                quote!(Struct(#fields))
            }
        };
        Ok(quote!(__api::model::Variant {
            label: "", name: #name,
            aliases: &[#(#aliases),*],
            docs: "",
            content: __api::model::Content::#content,
            read: #read,
            written: #written,
            other: #other,
        }))
    }

    fn item(&self, item: &Item, within: Option<usize>) -> Result<TokenStream, String> {
        let shape = self.shape(&item.shape, within)?;
        if item.constraints == Constraints::default() {
            return Ok(quote!(__api::model::Item::plain(#shape)));
        }
        let constraints = constraints(&item.constraints);
        Ok(quote!(__api::model::Item { shape: #shape, constraints: #constraints }))
    }

    fn items(&self, items: &[Item], within: Option<usize>) -> Result<TokenStream, String> {
        let items = items.iter().map(|item| self.item(item, within)).collect::<Result<Vec<_>, _>>()?;
        Ok(quote!(&[#(#items),*]))
    }

    /// Returns an expression of type `&'static Shape`. `within` is the type whose constant it is a part of.
    pub(super) fn shape(&self, shape: &Shape, within: Option<usize>) -> Result<TokenStream, String> {
        if mentions_name(shape) {
            return self.expression(shape, within);
        }
        let key = format!("{shape:?}");
        if !self.plain.borrow().contains_key(&key) {
            // The shapes inside come first.
            let expression = self.expression(shape, within)?;
            let number = self.plain.borrow().len();
            self.plain.borrow_mut().insert(key.clone(), (number, expression));
        }
        let name = self.plain.borrow().get(&key).map(|(number, _)| format_ident!("S{number}"));
        Ok(name.into_token_stream())
    }

    fn expression(&self, shape: &Shape, within: Option<usize>) -> Result<TokenStream, String> {
        let inner = match shape {
            Shape::Null => quote!(Null),
            Shape::Boolean => quote!(Boolean),
            Shape::Integer { minimum, maximum } => {
                let (minimum, maximum) = (Literal::i128_unsuffixed(*minimum), Literal::i128_unsuffixed(*maximum));
                quote!(Integer(__api::model::Integers { minimum: #minimum, maximum: #maximum }))
            }
            Shape::Number => quote!(Number),
            Shape::Text(format) => {
                let format = optional(format.as_ref());
                quote!(Text { format: #format })
            }
            Shape::Any => quote!(Any),
            Shape::Option(inner) => {
                let inner = self.shape(inner, within)?;
                quote!(Option(#inner))
            }
            Shape::Patch(inner) => {
                let inner = self.shape(inner, within)?;
                quote!(Patch(#inner))
            }
            Shape::List { item, length, unique } => {
                let (item, length) = (self.shape(item, within)?, optional(length.map(number)));
                quote!(List(__api::model::List { item: #item, length: #length, unique: #unique }))
            }
            Shape::Map(key, value) => {
                let (key, value) = (self.shape(key, within)?, self.shape(value, within)?);
                quote!(Map(__api::model::Map { key: #key, value: #value }))
            }
            Shape::Tuple(items) => {
                let items = self.items(items, within)?;
                quote!(Tuple(__api::model::Tuple { declaration: ::core::option::Option::None, items: #items }))
            }
            Shape::Named(name) => {
                let place = *self.places.get(name.as_str()).ok_or_else(|| format!("the lock has no type `{name}`"))?;
                let constant = constant(place);
                if within.is_none_or(|within| self.direct.get(within).is_some_and(|direct| direct.contains(&place))) {
                    return Ok(constant.into_token_stream());
                }
                quote!(Reference(__api::model::Reference {
                    name: #name,
                    target: {
                        fn target() -> &'static __api::model::Shape {
                            #constant
                        }
                        target
                    },
                }))
            }
        };
        Ok(quote!(&__api::model::Shape::#inner))
    }
}

/// Returns the name of a type's constant.
pub(super) fn constant(place: usize) -> Ident {
    format_ident!("T{place}")
}

/// Returns whether a key is required, always sent, and nothing else.
fn is_plain(field: &Field) -> bool {
    let Field { name: _, aliases, item, reading, writing, flattened, style, access, default } = field;
    aliases.is_empty()
        && item.constraints == Constraints::default()
        && *reading == Reading::Required
        && *writing == Writing::Always
        && !flattened
        && *style == Style::Repeated
        && *access == Access::Both
        && default.is_none()
}

/// Returns whether a shape refers to a named type.
fn mentions_name(shape: &Shape) -> bool {
    match shape {
        Shape::Named(_) => true,
        Shape::Option(inner) | Shape::Patch(inner) | Shape::List { item: inner, .. } => mentions_name(inner),
        Shape::Map(key, value) => mentions_name(key) || mentions_name(value),
        Shape::Tuple(items) => items.iter().any(|item| mentions_name(&item.shape)),
        _ => false,
    }
}
