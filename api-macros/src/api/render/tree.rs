//! Renders the paths of an API as one constant prefix tree.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::model::{Api, Endpoint, Segment};
use super::names::call_name;
use super::numbers::numbers;

/// Renders the root of the tree.
pub(super) fn render(api: &Api) -> TokenStream {
    let mut root = Node::default();
    for (index, endpoint) in api.endpoints.iter().enumerate() {
        let mut node = &mut root;
        let mut wildcard = false;
        for segment in api.base.segments.iter().chain(&endpoint.template.segments) {
            match segment {
                Segment::Literal(text) => node = node.literal(text),
                Segment::Capture(_) => node = node.capture.get_or_insert_default(),
                Segment::Wildcard(_) => wildcard = true,
            }
        }
        if wildcard { node.wildcard.push(index) } else { node.leaves.push(index) }
    }
    root.render(api, &numbers(api))
}

/// Number of fields of `api_core::description::Node`.
const FIELDS: usize = 4;

/// A node of the tree under construction.
#[derive(Default)]
struct Node {
    /// In order of first declaration.
    literals: Vec<(String, Node)>,
    capture: Option<Box<Node>>,
    wildcard: Vec<usize>,
    leaves: Vec<usize>,
}

impl Node {
    fn literal(&mut self, text: &str) -> &mut Self {
        let index = self.literals.iter().position(|(known, _)| known == text).unwrap_or_else(|| {
            self.literals.push((text.to_owned(), Self::default()));
            self.literals.len() - 1
        });
        &mut self.literals[index].1
    }

    fn render(&self, api: &Api, numbers: &[u16]) -> TokenStream {
        let krate = &api.krate;
        let mut fields = Vec::new();
        if !self.literals.is_empty() {
            let literals = self.literals.iter().map(|(text, node)| {
                let node = node.render(api, numbers);
                quote!((#text, #node))
            });
            fields.push(quote!(literals: &[#(#literals),*]));
        }
        if let Some(capture) = &self.capture {
            let capture = capture.render(api, numbers);
            fields.push(quote!(capture: ::core::option::Option::Some(&#capture)));
        }
        if !self.wildcard.is_empty() {
            let leaves = self.wildcard.iter().map(|index| leaf(api, numbers, *index));
            fields.push(quote!(wildcard: &[#(#leaves),*]));
        }
        if !self.leaves.is_empty() {
            let leaves = self.leaves.iter().map(|index| leaf(api, numbers, *index));
            fields.push(quote!(leaves: &[#(#leaves),*]));
        }
        // A struct update without remaining fields would trigger a lint in the user's crate.
        let rest = (fields.len() < FIELDS).then(|| quote!(..#krate::__private::Node::EMPTY));
        quote!(#krate::__private::Node { #(#fields,)* #rest })
    }
}

fn leaf(api: &Api, numbers: &[u16], index: usize) -> TokenStream {
    let krate = &api.krate;
    let (Some(endpoint), Some(number)) = (api.endpoints.get(index), numbers.get(index)) else {
        return TokenStream::new();
    };
    let Endpoint { conditions, .. } = endpoint;
    let call = call_name(api, endpoint);
    quote! {
        #(#conditions)*
        #krate::__private::Leaf::new(#number, <#call as #krate::__private::Call>::ENDPOINT)
    }
}
