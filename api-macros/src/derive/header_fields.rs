//! `#[derive(HeaderFields)]`: a struct whose fields are header fields of a response.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, LitStr, Member, Path, Type};

use crate::diagnostics::Diagnostics;
use crate::docs;
use crate::features;
use crate::names::is_token;

use super::variant;

/// Renders `HeaderFields`, or every error with a fallback impl, so that rustc reports no missing one.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut diagnostics = Diagnostics::default();
    match check(&input, &mut diagnostics) {
        Some(checked) if diagnostics.count() == 0 => render(&input.ident, &checked),
        _ => {
            let errors = diagnostics.into_tokens();
            let fallback = input.generics.params.is_empty().then(|| fallback(&input.ident));
            quote!(#errors #fallback)
        }
    }
}

/// Renders an implementation that is never called, because the program does not compile.
fn fallback(name: &Ident) -> TokenStream {
    let krate = variant::crate_path(None);
    quote! {
        impl #krate::call::HeaderFields for #name {
            const FIELDS: &'static [#krate::description::HeaderField] = &[];

            fn write(&self, _: &mut #krate::__private::HeaderMap) -> #krate::__private::Written {
                ::core::unreachable!()
            }

            fn read(_: &#krate::__private::HeaderMap) -> #krate::__private::Read<Self> {
                ::core::unreachable!()
            }
        }

        impl #krate::__private::ErrorDetail for #name {
            fn write(&self, _: &mut #krate::__private::ErrorDocument) {
                ::core::unreachable!()
            }

            fn read(_: &#krate::__private::ErrorDocument, _: &#krate::__private::HeaderMap) -> ::core::option::Option<Self> {
                ::core::unreachable!()
            }
        }
    }
}

/// A struct with distinct names of header fields.
struct Checked<'a> {
    krate: Path,
    fields: Vec<HeaderField<'a>>,
}

struct HeaderField<'a> {
    member: Member,
    name: String,
    docs: String,
    ty: &'a Type,
}

fn check<'a>(input: &'a DeriveInput, diagnostics: &mut Diagnostics) -> Option<Checked<'a>> {
    let mut krate = None;
    for pair in variant::pairs(&input.attrs, "header_fields", &["crate"], diagnostics) {
        krate = variant::path(&pair, diagnostics);
    }
    let Data::Struct(data) = &input.data else {
        let message = "E070: only a struct can be header fields: each of its fields is one of them\n\
                       help: for several answers derive `Reply`, whose variants are `WithHeaders<T, H>`";
        diagnostics.error(&input.ident, message);
        return None;
    };
    if !input.generics.params.is_empty() {
        let message = "E070: header fields have no type parameters\nhelp: write a struct for each type";
        diagnostics.error(&input.generics, message);
        return None;
    }
    let mut fields: Vec<HeaderField<'a>> = Vec::new();
    for (field, member) in data.fields.iter().zip(data.fields.members()) {
        if features::check(&field.ty, diagnostics) {
            continue;
        }
        let usual = match &member {
            Member::Named(name) => Some(name.unraw().to_string().replace('_', "-").to_ascii_lowercase()),
            Member::Unnamed(_) => None,
        };
        let attribute = field.attrs.iter().find(|attribute| attribute.path().is_ident("header"));
        let name = match (attribute, usual) {
            (None, Some(usual)) => usual,
            (None, None) => {
                diagnostics.error(&field.ty, "E078: this field has no name, so its header field has none\nhelp: write `#[header(\"x-total\")]` in front of it");
                continue;
            }
            (Some(attribute), usual) => match attribute.parse_args::<LitStr>() {
                Ok(literal) if is_token(&literal.value()) => literal.value().to_ascii_lowercase(),
                Ok(literal) => {
                    let message = format!(
                        "E036: `{}` cannot be a header field's name\nexpected: letters, digits and dashes, as in `x-request-id`",
                        literal.value()
                    );
                    diagnostics.error(&literal, message);
                    continue;
                }
                Err(_) => {
                    diagnostics.error(
                        attribute,
                        format!(
                            "E007: expected the name of the header field\nhelp: write `#[header(\"{}\")]`",
                            usual.unwrap_or_else(|| "x-total".to_owned())
                        ),
                    );
                    continue;
                }
            },
        };
        if let Some(other) = fields.iter().find(|other| other.name == name) {
            let message = format!(
                "E078: the header field `{name}` is already `{}`\nhelp: give one of them another name with `#[header(\"…\")]`",
                other.member.to_token_stream()
            );
            diagnostics.error(&member, message);
        }
        fields.push(HeaderField { member, name, docs: docs::text(&field.attrs), ty: &field.ty });
    }
    Some(Checked { krate: variant::crate_path(krate), fields })
}

/// Names an item of the type's `FieldValue`, at the type: rustc reports a missing one once.
fn item(ty: &Type, krate: &Path, name: &str) -> TokenStream {
    let name = Ident::new(name, ty.span());
    quote_spanned!(ty.span()=> <#ty as #krate::call::FieldValue>::#name)
}

fn render(name: &Ident, Checked { krate, fields }: &Checked<'_>) -> TokenStream {
    let described = fields.iter().map(|HeaderField { name, docs, ty, .. }| {
        let shape = item(ty, krate, "SHAPE");
        let docs = (!docs.is_empty()).then(|| quote!(.docs(#docs)));
        quote!(#krate::description::HeaderField::new(#name, #shape) #docs)
    });
    let writers = fields.iter().map(|HeaderField { member, name, ty, .. }| {
        let write = item(ty, krate, "write");
        quote!(#write(&self.#member, __headers, #name)?;)
    });
    let readers = fields.iter().map(|HeaderField { member, name, ty, .. }| {
        let read = item(ty, krate, "read");
        quote!(#member: #read(__headers, #name)?)
    });
    let unused = fields.is_empty().then(|| quote!(let _ = __headers;));
    quote! {
        #[automatically_derived]
        impl #krate::call::HeaderFields for #name {
            const FIELDS: &'static [#krate::description::HeaderField] = &[#(#described),*];

            fn write(&self, __headers: &mut #krate::__private::HeaderMap) -> #krate::__private::Written {
                #unused
                #(#writers)*
                ::core::result::Result::Ok(())
            }

            fn read(__headers: &#krate::__private::HeaderMap) -> #krate::__private::Read<Self> {
                #unused
                ::core::result::Result::Ok(Self { #(#readers),* })
            }
        }

        #[automatically_derived]
        impl #krate::__private::ErrorDetail for #name {
            const HEADERS: &'static [#krate::description::HeaderField] = <Self as #krate::call::HeaderFields>::FIELDS;

            fn write(&self, __document: &mut #krate::__private::ErrorDocument) {
                #krate::__private::write_into_document(self, __document);
            }

            fn read(_: &#krate::__private::ErrorDocument, __headers: &#krate::__private::HeaderMap) -> ::core::option::Option<Self> {
                <Self as #krate::call::HeaderFields>::read(__headers).ok()
            }
        }
    }
}
