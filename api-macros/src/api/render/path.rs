//! Path templates as constants.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::super::model::{Part, Segment, Template};

/// Renders a path template.
pub(super) fn template(template: &Template, private: &Ident) -> TokenStream {
    let segments = template.segments.iter().map(|segment| match segment {
        Segment::Literal(text) => quote!(#private::Segment::Literal(#text)),
        Segment::Capture(name) => quote!(#private::Segment::Capture(#name)),
        Segment::Wildcard(name) => quote!(#private::Segment::Wildcard(#name)),
        Segment::Mixed(parts) => {
            let parts = self::parts(parts, private);
            quote!(#private::Segment::Mixed(#parts))
        }
    });
    quote!(#private::Path(&[#(#segments),*]))
}

/// Renders the parts of a segment that has text beside captures.
pub(super) fn parts(parts: &[Part], private: &Ident) -> TokenStream {
    let parts = parts.iter().map(|part| match part {
        Part::Text(text) => quote!(#private::Part::Text(#text)),
        Part::Capture(name) => quote!(#private::Part::Capture(#name)),
    });
    quote!(&[#(#parts),*])
}
