//! Renders checks that serde and JSON can carry each part of a type, at the tokens that have to change.
//!
//! What the attributes alone tell is checked in `lower` and `check`. Here are the questions that only a shape answers.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{PathArguments, Type};

use super::literals::shape_of;
use super::tree::{Body, Content, Field, Item, Reading, Source, Tagging, Tree, Variant};
use crate::placing::placed_call;

/// Types that every format carries.
const PLAIN: [&str; 14] =
    ["bool", "u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "f32", "f64", "usize", "String", "char"];

/// Renders the checks as constants beside the type. A generic type has none: [`item`] and [`field`] are part of its
/// shape.
pub(super) fn constants(tree: &Tree, model: &TokenStream) -> TokenStream {
    let mut checks = Vec::new();
    match &tree.body {
        Body::As(_) | Body::Unit => {}
        Body::Newtype { item: only, .. } => checks.extend(item(only, None, model)),
        Body::Tuple(items) => checks.extend(items.iter().filter_map(|one| item(one, None, model))),
        Body::Struct { fields, .. } => checks.extend(of_fields(tree, fields, None, 0, model)),
        Body::Enum { tagging, variants, .. } => {
            for (index, variant) in variants.iter().enumerate() {
                checks.extend(of_variant(tree, tagging, variant, index, model));
            }
        }
    }
    quote!(#(const _: () = { #checks };)*)
}

/// Renders the checks of an item of a tuple, a newtype or a variant.
pub(super) fn item(item: &Item, tagging: Option<&Tagging>, model: &TokenStream) -> Option<TokenStream> {
    let mut steps = Vec::new();
    let check = |name: &str, arguments: TokenStream| call(item, name, arguments, &item.shape, model);
    if item.source == Source::Own && !is_plain(&item.value_type) {
        steps.push(check("assert_distinct", TokenStream::new()));
        if is_buffered(tagging) {
            steps.push(check("assert_buffered", TokenStream::new()));
        }
    }
    if let Some(Tagging::Internal(tag)) = tagging {
        steps.insert(0, check("assert_tagged", quote!(#tag)));
    }
    (!steps.is_empty()).then(|| quote!(#(#steps;)*))
}

/// Renders the checks of a field.
pub(super) fn field(field: &Field, tagging: Option<&Tagging>, model: &TokenStream) -> Option<TokenStream> {
    let item = &field.item;
    let mut steps = Vec::new();
    if item.source == Source::Own && !is_plain(&item.value_type) {
        let (reading, writing) = (field.reading.variant(), field.writing.variant());
        let states = quote!(#model::Reading::#reading, #model::Writing::#writing);
        steps.push(call(item, "assert_field", states, &item.shape, model));
        if is_buffered(tagging) {
            steps.push(call(item, "assert_buffered", TokenStream::new(), &item.shape, model));
        }
    }
    if let Some(key) = &field.flatten {
        steps.push(call(item, "assert_flattened", TokenStream::new(), key, model));
    } else if let Some(key) = &field.omits
        && field.reading == Reading::Required
    {
        steps.push(call(item, "assert_omissible", TokenStream::new(), key, model));
    }
    (!steps.is_empty()).then(|| quote!(#(#steps;)*))
}

fn of_variant(
    tree: &Tree,
    tagging: &Tagging,
    variant: &Variant,
    index: usize,
    model: &TokenStream,
) -> Vec<TokenStream> {
    match &variant.content {
        Content::Unit => Vec::new(),
        Content::Newtype(only) => item(only, Some(tagging), model).into_iter().collect(),
        Content::Tuple(items) => items.iter().filter_map(|one| item(one, Some(tagging), model)).collect(),
        Content::Struct(fields) => of_fields(tree, fields, Some(tagging), index, model).collect(),
    }
}

fn of_fields<'a>(
    tree: &'a Tree,
    fields: &'a [Field],
    tagging: Option<&'a Tagging>,
    variant: usize,
    model: &'a TokenStream,
) -> impl Iterator<Item = TokenStream> + 'a {
    let own = fields.iter().filter_map(move |one| field(one, tagging, model));
    let keys = fields.iter().enumerate().filter_map(move |(index, field)| {
        let ident = &tree.ident;
        let shape = quote!(<#ident as #model::Model>::SHAPE);
        Some(placed_call(quote!(#shape.assert_own_keys), quote!(#variant, #index), field.flatten.as_ref()?))
    });
    own.chain(keys)
}

fn call(item: &Item, name: &str, arguments: TokenStream, place: &impl ToTokens, model: &TokenStream) -> TokenStream {
    let (shape, name) = (shape_of(item, model), quote::format_ident!("{name}"));
    placed_call(quote!(#shape.#name), arguments, place)
}

fn is_buffered(tagging: Option<&Tagging>) -> bool {
    matches!(tagging, Some(Tagging::Internal(_) | Tagging::Adjacent(..) | Tagging::Untagged))
}

/// Returns whether a type is a scalar by its name, which spares its constants. Another type of that name is a shape
/// that its own derive checks.
fn is_plain(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let Some(last) = path.path.segments.last() else { return false };
    matches!(last.arguments, PathArguments::None) && PLAIN.iter().any(|plain| last.ident == plain)
}
