//! `#[derive(Model)]`: lowers the input to a tree, checks it, and renders the impl.

mod attributes;
mod carry;
mod casing;
mod check;
mod literals;
mod lower;
mod meta;
mod recursion;
mod render;
mod tree;
mod validation;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use self::attributes::{Attributes, Place};
use crate::codes::coded;
use crate::diagnostics::{Diagnostics, compile_error};
use crate::placing::placed_call;

/// Renders `Model`, or every error with a fallback impl, so that rustc reports no missing one.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return compile_error(&error),
    };
    let mut diagnostics = Diagnostics::default();
    let lowered = lower::lower(&input, &mut diagnostics);
    let checked = lowered.and_then(|tree| check::check(tree, &mut diagnostics));
    let shared = diagnostics.take_shared();
    match checked {
        Some(checked) if diagnostics.count() == 0 && shared.is_empty() => render::render(&checked),
        _ => {
            let shared = shared.iter().map(|(place, message)| without_serde(&input, place, message));
            let shared: TokenStream = shared.collect();
            let errors = diagnostics.into_tokens();
            let fallback = fallback(&input);
            quote!(#errors #shared #fallback)
        }
    }
}

/// Renders an error that serde's derives report too. A type that they refuse does not implement serde's traits, so the
/// error is only about a type that implements them by hand.
fn without_serde(input: &DeriveInput, place: &TokenStream, message: &str) -> TokenStream {
    let (ident, model) = (&input.ident, framework(input));
    if !input.generics.params.is_empty() {
        return compile_error(&syn::Error::new_spanned(place, message));
    }
    let message = coded(message);
    let refusal = placed_call(
        quote!(#model::model::refuse_if),
        quote!(#model::model::Serialization::<#ident>::EXISTS, #message),
        place,
    );
    quote! {
        const _: () = {
            use #model::model::NoSerialization as _;
            #refusal
        };
    }
}

/// Renders a fallback impl, so that uses of the type do not report a missing one.
fn fallback(input: &DeriveInput) -> TokenStream {
    let (ident, generics) = (&input.ident, &input.generics);
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let framework = framework(input);
    quote! {
        #[automatically_derived]
        impl #impl_generics #framework::model::Model for #ident #type_generics #where_clause {
            const SHAPE: &'static #framework::model::Shape = &#framework::model::Shape::Any;
        }
    }
}

/// Returns the path of the framework.
fn framework(input: &DeriveInput) -> syn::Path {
    // All errors were reported before.
    let attributes = Attributes::read(&input.attrs, Place::Container, &mut Diagnostics::default());
    attributes.framework.unwrap_or_else(|| syn::parse_quote!(::api_core))
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::expand;

    fn errors(input: proc_macro2::TokenStream) -> Vec<String> {
        let output = expand(input).to_string();
        let parts = output.split("compile_error").skip(1);
        parts.map(|part| part.split('"').nth(1).unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn all_errors_are_reported_in_one_run() {
        let found = errors(quote! {
            #[serde(tag = "type")]
            struct User {
                #[model(mim = 3)]
                age: u8,
                #[serde(with = "hex")]
                key: Vec<u8>,
                #[model(min_length = 5, max_length = 2)]
                name: String,
            }
        });
        assert_eq!(found.len(), 4, "{found:#?}");
        assert!(found.iter().any(|message| message.contains("did you mean `min`?")), "{found:#?}");
    }

    #[test]
    fn a_union_is_refused() {
        assert!(errors(quote!(union Bits { a: u8 }))[0].starts_with("a union has no wire format"));
    }

    #[test]
    fn names_that_differ_by_direction_are_refused() {
        let found = errors(quote!(
            struct User {
                #[serde(rename(serialize = "a", deserialize = "b"))]
                name: String,
            }
        ));
        assert!(found[0].contains("one name in both directions"), "{found:#?}");
    }

    #[test]
    fn two_fields_with_one_name_are_reported_once() {
        let found = errors(quote!(
            struct User {
                #[serde(rename = "b")]
                a: u8,
                b: u8,
            }
        ));
        assert_eq!(found.len(), 1, "{found:#?}");
    }

    #[test]
    fn the_expansion_parses_and_names_the_framework_by_its_configured_path() {
        let output = expand(quote! {
            #[serde(tag = "type", rename_all = "snake_case")]
            #[model(crate = my::framework)]
            enum Shape<T> {
                Circle { #[model(min = 0.5)] radius: f64, #[serde(skip)] cache: T },
                Named(Box<Shape<T>>),
                Nothing,
            }
        });
        let file = syn::parse2::<syn::File>(output).expect("the output is Rust");
        let printed = prettyplease::unparse(&file);
        assert!(!printed.contains("api_core"), "{printed}");
        assert!(printed.contains("my::framework::model::ByName<Shape<T>>"), "{printed}");
        assert!(printed.lines().count() < 140, "{printed}");
    }

    #[test]
    fn invalid_input_does_not_panic() {
        for input in [
            quote!(),
            quote!(struct),
            quote!(
                struct A(#[model] u8);
            ),
            quote!(
                struct A(#[model(min)] u8);
            ),
            quote!(
                struct A(#[model(min = "x")] u8);
            ),
            quote!(
                struct A(#[serde = 3] u8);
            ),
            quote!(
                struct A(#[serde(rename)] u8);
            ),
            quote!(
                struct A(#[serde(rename(x))] u8);
            ),
            quote!(
                #[serde(transparent)]
                struct A;
            ),
            quote!(
                #[serde(rename_all = "Kebab")]
                struct A;
            ),
            quote!(
                enum A {}
            ),
            quote!(
                #[model(as = ())]
                enum A {}
            ),
        ] {
            let _ = expand(input);
        }
    }
}
