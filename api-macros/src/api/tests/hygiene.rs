//! Hygiene: the expansion refers only to the user's names, `::core`, and the framework by its configured path.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use crate::derive;

use super::super::expand;

/// Names of the prelude, which may be missing or redefined in a user's module.
const PRELUDE: [&str; 15] = [
    "Option", "Some", "None", "Result", "Ok", "Err", "Vec", "String", "Box", "Send", "Sync", "Future", "Clone",
    "Default", "assert",
];

#[test]
fn the_framework_is_named_by_its_configured_path() {
    for expansion in [api("crate = my::path"), api("crate = my::path, base = \"no slash\"")] {
        assert_named(&expansion, "my");
    }
    for (attribute, expand) in DERIVES {
        let attribute: TokenStream = attribute.parse().expect("tokens");
        for variants in [
            quote!(A),
            quote!(
                #[error(status = 404)]
                #[reply(status = 200)]
                A,
                #[error(unknown)]
                B(X),
                #[error(failure)]
                C(Y)
            ),
        ] {
            assert_named(&expand(quote!(#attribute enum E { #variants })), "my");
        }
    }
}

type Derive = fn(TokenStream) -> TokenStream;

const DERIVES: [(&str, Derive); 3] = [
    ("#[model(crate = my::path)]", derive::model::expand),
    ("#[api_error(crate = my::path)]", derive::api_error::expand),
    ("#[reply(crate = my::path)]", derive::reply::expand),
];

#[test]
fn the_expansion_does_not_use_the_prelude() {
    for expansion in [api(""), api("base = \"/{tenant}\", security = api_key(\"x-key\")")] {
        let mut bare = Vec::new();
        collect_bare(expansion, &mut bare);
        bare.retain(|word| PRELUDE.contains(&word.as_str()));
        assert_eq!(bare, Vec::<String>::new());
    }
}

fn api(keys: &str) -> TokenStream {
    let keys: TokenStream = keys.parse().expect("tokens");
    let item = quote! {
        trait Rooms {
            #[deprecated(note = "gone")]
            #[post("/rooms/{id}/{*rest}", status = 201)]
            async fn create(&self, id: a::Id, rest: a::Rest, #[query] q: a::Q, #[header] h: a::H, #[body] b: a::B) -> a::Return;
            #[subscribe("/rooms")]
            async fn follow(&self, #[resume] last: a::Last) -> a::Return;
            #[put("/form")]
            async fn form(&self, #[body(form)] form: a::Form) -> a::Return;
            #[duplex("/rooms/{id}/live", subprotocol = ["v2", "v1"], encoding = binary, max_message = 9)]
            async fn live(&self, input: a::Input, id: a::Id, #[query] q: a::Q) -> a::Return;
            #[websocket("/echo", subprotocol = "v1", max_frame = 9)]
            async fn echo(&self, pending: a::Pending) -> a::Return;
            #[put("/mistaken")]
            async fn mistaken(&mut self, none: a::None) -> a::Return;
        }
    };
    expand(quote!(errors = a::Error, #keys), &item)
}

fn assert_named(expansion: &TokenStream, name: &str) {
    let text = expansion.to_string();
    assert!(!text.contains("api_core"), "{text}");
    assert!(text.contains(name), "{text}");
}

/// Collects identifiers that are not preceded by a path or a field access.
fn collect_bare(tokens: TokenStream, bare: &mut Vec<String>) {
    let mut before = ' ';
    for token in tokens {
        match &token {
            TokenTree::Group(group) => collect_bare(group.stream(), bare),
            TokenTree::Ident(ident) if before != ':' && before != '.' => bare.push(ident.to_string()),
            _ => {}
        }
        before = if let TokenTree::Punct(punct) = &token { punct.as_char() } else { ' ' };
    }
}
