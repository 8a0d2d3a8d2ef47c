//! Path templates as constants.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::model::{Part, Segment, Template};

/// Renders a path template.
pub(super) fn template(template: &Template, krate: &syn::Path) -> TokenStream {
    let segments = template.segments.iter().map(|segment| match segment {
        Segment::Literal(text) => quote!(#krate::__private::Segment::Literal(#text)),
        Segment::Capture(name) => quote!(#krate::__private::Segment::Capture(#name)),
        Segment::Wildcard(name) => quote!(#krate::__private::Segment::Wildcard(#name)),
        Segment::Mixed(parts) => {
            let parts = self::parts(parts, krate);
            quote!(#krate::__private::Segment::Mixed(#parts))
        }
    });
    quote!(#krate::__private::Path(&[#(#segments),*]))
}

/// Renders the parts of a segment that has text beside captures.
pub(super) fn parts(parts: &[Part], krate: &syn::Path) -> TokenStream {
    let parts = parts.iter().map(|part| match part {
        Part::Text(text) => quote!(#krate::__private::Part::Text(#text)),
        Part::Capture(name) => quote!(#krate::__private::Part::Capture(#name)),
    });
    quote!(&[#(#parts),*])
}
