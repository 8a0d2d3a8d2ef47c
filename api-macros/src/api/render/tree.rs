//! Renders the paths of an API as one constant prefix tree.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::super::model::{Api, Endpoint, Part, Segment};
use super::names::call_name;
use super::numbers::numbers;
use super::path;

/// Renders the root of the tree.
pub(super) fn render(api: &Api) -> TokenStream {
    let mut root = Node::default();
    for (index, endpoint) in api.endpoints.iter().enumerate() {
        let mut node = &mut root;
        let mut is_rest = false;
        let segments: Vec<&Segment> = api.base.segments.iter().chain(&endpoint.template.segments).collect();
        for (number, segment) in segments.iter().enumerate() {
            match segment {
                Segment::Literal(text) => node = node.literal(text),
                Segment::Capture(_) => node = node.capture.get_or_insert_default(),
                Segment::Mixed(parts) => node = node.mixed(parts),
                Segment::Wildcard(_) => match segments.len() - number - 1 {
                    0 => is_rest = true,
                    others => node = node.tails.entry(Reverse(others)).or_default(),
                },
            }
        }
        if is_rest { node.wildcard.push(index) } else { node.leaves.push(index) }
    }
    root.render(api, &numbers(api))
}

/// Number of fields of `api_core::description::Node`.
const FIELDS: usize = 4;

/// Number of fields of `api_core::description::Patterns`.
const PATTERNS: usize = 3;

/// A node of the tree under construction.
#[derive(Default)]
struct Node {
    /// In order of first declaration.
    literals: Vec<(String, Node)>,
    capture: Option<Box<Node>>,
    /// The segment with text beside captures, without the names of these.
    mixed: Vec<(Vec<Part>, Node)>,
    /// Below a wildcard, by the number of segments after it, the most first.
    tails: BTreeMap<Reverse<usize>, Node>,
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

    fn mixed(&mut self, parts: &[Part]) -> &mut Self {
        let parts: Vec<Part> = parts
            .iter()
            .map(|part| if let Part::Capture(_) = part { Part::Capture(String::new()) } else { part.clone() })
            .collect();
        let index = self.mixed.iter().position(|(known, _)| *known == parts).unwrap_or_else(|| {
            self.mixed.push((parts, Self::default()));
            self.mixed.len() - 1
        });
        &mut self.mixed[index].1
    }

    fn render(&self, api: &Api, numbers: &[u16]) -> TokenStream {
        let private = &api.private;
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
        fields.extend(self.patterns(api, numbers));
        if !self.leaves.is_empty() {
            let leaves = leaves(api, numbers, &self.leaves);
            fields.push(quote!(leaves: &[#(#leaves),*]));
        }
        // A struct update without remaining fields would trigger a lint in the user's crate.
        let rest = (fields.len() < FIELDS).then(|| quote!(..#private::Node::EMPTY));
        quote!(#private::Node { #(#fields,)* #rest })
    }
}

impl Node {
    /// Renders what few nodes have.
    fn patterns(&self, api: &Api, numbers: &[u16]) -> Option<TokenStream> {
        let private = &api.private;
        let mut fields = Vec::new();
        if !self.mixed.is_empty() {
            // A segment that matches all that another matches has less text.
            let mut mixed: Vec<_> = self.mixed.iter().collect();
            mixed.sort_by_key(|(parts, _)| Reverse(text_length(parts)));
            let mixed = mixed.into_iter().map(|(parts, node)| {
                let (parts, node) = (path::parts(parts, private), node.render(api, numbers));
                quote!((#parts, #node))
            });
            fields.push(quote!(mixed: &[#(#mixed),*]));
        }
        if !self.tails.is_empty() {
            let tails = self.tails.iter().map(|(Reverse(others), node)| {
                let node = node.render(api, numbers);
                quote!((#others, #node))
            });
            fields.push(quote!(tails: &[#(#tails),*]));
        }
        if !self.wildcard.is_empty() {
            let leaves = leaves(api, numbers, &self.wildcard);
            fields.push(quote!(wildcard: &[#(#leaves),*]));
        }
        if fields.is_empty() {
            return None;
        }
        let rest = (fields.len() < PATTERNS).then(|| quote!(..#private::Patterns::EMPTY));
        Some(quote!(patterns: ::core::option::Option::Some(&#private::Patterns { #(#fields,)* #rest })))
    }
}

/// Returns the number of bytes of the text beside captures.
fn text_length(parts: &[Part]) -> usize {
    parts.iter().map(|part| if let Part::Text(text) = part { text.len() } else { 0 }).sum()
}

/// Renders endpoints of one path, those with the most conditions first, then those with the most values in them.
fn leaves(api: &Api, numbers: &[u16], indices: &[usize]) -> Vec<TokenStream> {
    let mut indices = indices.to_vec();
    let conditions = |index: usize| {
        let needs = api.endpoints.get(index).map_or(&[][..], |endpoint| &endpoint.needs);
        (needs.len(), needs.iter().filter(|need| need.value.is_some()).count())
    };
    indices.sort_by_key(|index| Reverse(conditions(*index)));
    indices.into_iter().map(|index| leaf(api, numbers, index)).collect()
}

fn leaf(api: &Api, numbers: &[u16], index: usize) -> TokenStream {
    let private = &api.private;
    let (Some(endpoint), Some(number)) = (api.endpoints.get(index), numbers.get(index)) else {
        return TokenStream::new();
    };
    let Endpoint { conditions, .. } = endpoint;
    let call = call_name(api, endpoint);
    quote! {
        #(#conditions)*
        #private::Leaf::new(#number, <#call as #private::Call>::ENDPOINT)
    }
}
