//! Tests of the expansion as text: its content, its size, its messages, and that the user's items remain.

mod golden;
mod hygiene;
mod kept_methods;
mod messages;

use proc_macro2::TokenStream;
use syn::{Attribute, Item, ItemTrait, Meta};

use super::expand;

/// Expands the first trait with `#[api]` in a source text.
fn expand_source(source: &str) -> String {
    let (arguments, item) = api_of(source).expect("the source has an API");
    print(expand(arguments, &quote::quote!(#item)))
}

/// Returns the first trait with `#[api]`, in the file or one of its modules, and the attribute's arguments.
fn api_of(source: &str) -> Option<(TokenStream, ItemTrait)> {
    find(syn::parse_file(source).ok()?.items)
}

fn find(items: Vec<Item>) -> Option<(TokenStream, ItemTrait)> {
    items.into_iter().find_map(|item| match item {
        Item::Trait(mut item) => {
            let index = item.attrs.iter().position(is_api)?;
            let attribute = item.attrs.remove(index);
            let arguments = if let Meta::List(list) = attribute.meta { list.tokens } else { TokenStream::new() };
            Some((arguments, item))
        }
        Item::Mod(module) => find(module.content?.1),
        _ => None,
    })
}

fn is_api(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|segment| segment.ident == "api")
}

fn print(expansion: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(expansion).expect("the expansion is Rust"))
}
