//! `#[derive(HeaderFields)]`: a struct whose fields are header fields of a response.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Field, LitStr, Member, Path, Type};

use crate::diagnostics::Diagnostics;
use crate::docs;
use crate::features;
use crate::names::is_token;
use crate::structured;

use super::cookie::{self, Cookie};
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
    kind: Kind,
    docs: String,
    ty: &'a Type,
}

enum Kind {
    /// A header field of this name.
    Header(String),
    /// A structured field of this name.
    Structured(String),
    Cookie(Cookie),
}

impl Kind {
    fn describe(&self) -> String {
        match self {
            Self::Header(name) | Self::Structured(name) => format!("header field `{name}`"),
            Self::Cookie(cookie) => format!("cookie `{}`", cookie.name),
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Cookie(one), Self::Cookie(other)) => one.name == other.name,
            (Self::Header(one) | Self::Structured(one), Self::Header(other) | Self::Structured(other)) => one == other,
            _ => false,
        }
    }
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
        let Some(kind) = kind(field, &member, diagnostics) else { continue };
        if let Some(other) = fields.iter().find(|other| other.kind.is_same(&kind)) {
            let attribute = if matches!(kind, Kind::Cookie(_)) { "cookie" } else { "header" };
            let message = format!(
                "E078: the {} is already `{}`\nhelp: give one of them another name with `#[{attribute}(\"…\")]`",
                kind.describe(),
                other.member.to_token_stream()
            );
            diagnostics.error(&member, message);
        }
        fields.push(HeaderField { member, kind, docs: docs::text(&field.attrs), ty: &field.ty });
    }
    let has_cookies = fields.iter().any(|field| matches!(field.kind, Kind::Cookie(_)));
    if let Some(whole) = fields.iter().find(|field| matches!(&field.kind, Kind::Header(name) if name == "set-cookie"))
        && has_cookies
    {
        let message = "E078: `set-cookie` is every cookie, and others are fields of their own\nhelp: give each cookie a field with `#[cookie]`";
        diagnostics.error(&whole.member, message);
    }
    Some(Checked { krate: variant::crate_path(krate), fields })
}

/// Returns what a field is, by its attribute.
fn kind(field: &Field, member: &Member, diagnostics: &mut Diagnostics) -> Option<Kind> {
    let name = match member {
        Member::Named(name) => Some(name.unraw().to_string()),
        Member::Unnamed(_) => None,
    };
    if let Some(attribute) = field.attrs.iter().find(|attribute| attribute.path().is_ident("cookie")) {
        if let Some(other) = field.attrs.iter().find(|attribute| attribute.path().is_ident("header")) {
            diagnostics.error(
                other,
                "E078: this field is a cookie, which is no header field of its own\nhelp: remove one of the attributes",
            );
        }
        return cookie::parse(attribute, name, diagnostics).map(Kind::Cookie);
    }
    let usual = name.map(|name| name.replace('_', "-").to_ascii_lowercase());
    let Some(attribute) = field.attrs.iter().find(|attribute| attribute.path().is_ident("header")) else {
        if usual.is_none() {
            diagnostics.error(
                &field.ty,
                "E078: this field has no name, so its header field has none\nhelp: write `#[header(\"x-total\")]` in front of it",
            );
        }
        return usual.map(Kind::Header);
    };
    if structured::is_in(attribute) {
        let usual = usual.unwrap_or_else(|| "x-total".to_owned());
        return structured::name(attribute, &usual, diagnostics).map(Kind::Structured);
    }
    match attribute.parse_args::<LitStr>() {
        Ok(literal) if is_token(&literal.value()) => Some(Kind::Header(literal.value().to_ascii_lowercase())),
        Ok(literal) => {
            let message = format!(
                "E036: `{}` cannot be a header field's name\nexpected: letters, digits and dashes, as in `x-request-id`",
                literal.value()
            );
            diagnostics.error(&literal, message);
            None
        }
        Err(_) => {
            let usual = usual.unwrap_or_else(|| "x-total".to_owned());
            let message = format!("E007: expected the name of the header field\nhelp: write `#[header(\"{usual}\")]`");
            diagnostics.error(attribute, message);
            None
        }
    }
}

/// Names an item of the type's `FieldValue` or `CookieField`, at the type: rustc reports a missing one once.
fn item(HeaderField { ty, kind, .. }: &HeaderField<'_>, krate: &Path, name: &str) -> TokenStream {
    let name = Ident::new(name, ty.span());
    let bound = match kind {
        Kind::Header(_) | Kind::Structured(_) => Ident::new("FieldValue", ty.span()),
        Kind::Cookie(_) => Ident::new("CookieField", ty.span()),
    };
    quote_spanned!(ty.span()=> <#ty as #krate::call::#bound>::#name)
}

/// Renders how a field is found on the wire: its name, or its cookie.
fn key(kind: &Kind, krate: &Path) -> TokenStream {
    match kind {
        Kind::Header(name) | Kind::Structured(name) => quote!(#name),
        Kind::Cookie(cookie) => {
            let cookie = cookie.render(krate);
            quote!(&const { #cookie })
        }
    }
}

fn render(name: &Ident, Checked { krate, fields }: &Checked<'_>) -> TokenStream {
    let described = fields.iter().map(|field| {
        let shape = item(field, krate, "SHAPE");
        let HeaderField { kind, docs, .. } = field;
        let docs = (!docs.is_empty()).then(|| quote!(.docs(#docs)));
        match kind {
            Kind::Header(name) => quote!(#krate::description::HeaderField::new(#name, #shape) #docs),
            Kind::Structured(name) => quote!(#krate::description::HeaderField::new(#name, #shape).structured() #docs),
            Kind::Cookie(cookie) => {
                let cookie = cookie.render(krate);
                quote!(#krate::description::HeaderField::set_cookie(#cookie, #shape) #docs)
            }
        }
    });
    let writers = fields.iter().map(|field| {
        let verb = if matches!(field.kind, Kind::Structured(_)) { "write_structured" } else { "write" };
        let (write, key, member) = (item(field, krate, verb), key(&field.kind, krate), &field.member);
        quote!(#write(&self.#member, __headers, #key)?;)
    });
    let readers = fields.iter().map(|field| {
        let verb = if matches!(field.kind, Kind::Structured(_)) { "read_structured" } else { "read" };
        let (read, key, member) = (item(field, krate, verb), key(&field.kind, krate), &field.member);
        quote!(#member: #read(__headers, #key)?)
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
