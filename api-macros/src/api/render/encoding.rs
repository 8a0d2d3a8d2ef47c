//! The encodings of bodies, as variants of `BodyEncoding`.

use proc_macro2::{Ident, Span};

use super::super::model::Encoding;

/// Returns the variant of `api_core::description::BodyEncoding`.
pub(super) fn variant(encoding: Encoding) -> Ident {
    let name = match encoding {
        // An enum of contents says itself how each variant is encoded.
        Encoding::Json | Encoding::Content => "Json",
        Encoding::Form => "Form",
        Encoding::Text => "Text",
        Encoding::Bytes => "Bytes",
        Encoding::Stream => "Stream",
        Encoding::Multipart => "Multipart",
    };
    Ident::new(name, Span::call_site())
}
