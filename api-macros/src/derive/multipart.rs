//! `#[derive(Multipart)]`: a struct whose fields are the parts of a body.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{Data, DeriveInput, Expr, ExprLit, Fields, Lit, LitInt, Path, Type};

use crate::diagnostics::Diagnostics;
use crate::docs;
use crate::features;
use crate::placing::{written, written_call};

use super::variant;

/// Renders `Multipart`, or every error with a fallback, so that rustc reports no missing one.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut diagnostics = Diagnostics::default();
    match check(&input, &mut diagnostics) {
        Some(checked) if diagnostics.count() == 0 => render(&input, &checked),
        _ => {
            let errors = diagnostics.into_tokens();
            let fallback = input.generics.params.is_empty().then(|| fallback(&input.ident));
            quote!(#errors #fallback)
        }
    }
}

struct Checked<'a> {
    krate: Path,
    parts: Vec<Part<'a>>,
}

struct Part<'a> {
    member: &'a Ident,
    name: String,
    docs: String,
    limit: Option<LitInt>,
    ty: &'a Type,
}

fn check<'a>(input: &'a DeriveInput, diagnostics: &mut Diagnostics) -> Option<Checked<'a>> {
    let pairs = variant::pairs(&input.attrs, "multipart", &["crate"], diagnostics);
    let krate = variant::crate_path(pairs.first().and_then(|pair| variant::path(pair, diagnostics)));
    let Data::Struct(data) = &input.data else {
        let message = "E070: only a struct can be the parts of a body: each of its fields is one of them\nhelp: write a struct with named fields";
        diagnostics.error(&input.ident, message);
        return None;
    };
    let Fields::Named(fields) = &data.fields else {
        diagnostics.error(&input.ident, "E070: the parts of a body have names\nhelp: write a struct with named fields");
        return None;
    };
    if !input.generics.params.is_empty() {
        diagnostics.error(
            &input.generics,
            "E070: the parts of a body have no type parameters\nhelp: write a struct for each type",
        );
        return None;
    }
    let mut parts: Vec<Part<'a>> = Vec::new();
    for field in &fields.named {
        let Some(member) = &field.ident else { continue };
        if features::check(&field.ty, diagnostics) {
            continue;
        }
        let mut part = Part {
            member,
            name: member.unraw().to_string(),
            docs: docs::text(&field.attrs),
            limit: None,
            ty: &field.ty,
        };
        for pair in variant::pairs(&field.attrs, "multipart", &["name", "limit"], diagnostics) {
            match (&pair.value, pair.key == "name") {
                (Some(Expr::Lit(ExprLit { lit: Lit::Str(name), .. })), true) if !name.value().is_empty() => {
                    part.name = name.value();
                }
                (Some(Expr::Lit(ExprLit { lit: Lit::Int(limit), .. })), false) => part.limit = Some(limit.clone()),
                (_, true) => diagnostics
                    .error(&pair.key, "E007: `name` needs the name of the part\nhelp: write `name = \"file\"`"),
                (_, false) => {
                    diagnostics
                        .error(&pair.key, "E007: `limit` needs a number of bytes\nhelp: write `limit = 1048576`");
                }
            }
        }
        if let Some(other) = parts.iter().find(|other| other.name == part.name) {
            let message = format!(
                "E072: the part `{}` is already `{}`\nhelp: give one of them another name with `#[multipart(name = \"…\")]`",
                part.name, other.member
            );
            diagnostics.error(member, message);
        }
        parts.push(part);
    }
    Some(Checked { krate, parts })
}

fn render(input: &DeriveInput, Checked { krate, parts }: &Checked<'_>) -> TokenStream {
    let (name, docs) = (&input.ident, docs::text(&input.attrs));
    let text = name.to_string();
    let item = |ty: &Type, name: &str| {
        let name = Ident::new(name, Span::call_site());
        written(quote!(<#ty as #krate::call::PartValue>::#name), ty)
    };
    let fields = parts.iter().map(|Part { name, docs, ty, .. }| {
        let shape = item(ty, "SHAPE");
        quote!(#krate::__private::part(#name, #docs, #shape))
    });
    let limits =
        parts.iter().filter_map(|Part { name, limit, .. }| limit.as_ref().map(|limit| quote!((#name, #limit))));
    let streamed = parts.iter().map(|Part { name, ty, .. }| {
        let streamed = item(ty, "STREAMED");
        quote!((#name, #streamed))
    });
    let streamed = quote!(&[#(#streamed),*]);
    let check = written_call(quote!(#krate::__private::assert_streamed_last), streamed.clone(), name);
    let readers = parts.iter().map(|Part { member, name, ty, .. }| {
        let read = item(ty, "read");
        quote!(let #member = #read(__parts, #name);)
    });
    let members = parts.iter().map(|Part { member, .. }| quote!(#member: #member?));
    let writers = parts.iter().map(|Part { member, name, ty, .. }| {
        let write = item(ty, "write");
        quote!(#write(&self.#member, __parts, #name)?;)
    });
    let unused = parts.is_empty().then(|| quote!(let _ = __parts;));
    quote! {
        const _: () = #check;

        #[automatically_derived]
        impl #krate::call::Multipart for #name {
            const SHAPE: &'static #krate::model::Shape = &#krate::__private::parts(#text, #docs, &[#(#fields),*]);
            const LIMITS: &'static [(&'static ::core::primitive::str, ::core::primitive::usize)] = &[#(#limits),*];
            const STREAMED: ::core::option::Option<&'static ::core::primitive::str> = #krate::__private::streamed_part(#streamed);

            fn from_parts(__parts: &mut #krate::call::Parts) -> ::core::option::Option<Self> {
                #unused
                #(#readers)*
                ::core::option::Option::Some(Self { #(#members),* })
            }

            fn write(&self, __parts: &mut #krate::call::PartsWriter) -> #krate::__private::Encoded {
                #unused
                #(#writers)*
                ::core::result::Result::Ok(())
            }
        }
    }
}

/// Renders an implementation that is never called, because the program does not compile.
fn fallback(name: &Ident) -> TokenStream {
    let krate = variant::crate_path(None);
    quote! {
        impl #krate::call::Multipart for #name {
            const SHAPE: &'static #krate::model::Shape = &#krate::model::Shape::Any;
            const LIMITS: &'static [(&'static ::core::primitive::str, ::core::primitive::usize)] = &[];
            const STREAMED: ::core::option::Option<&'static ::core::primitive::str> = ::core::option::Option::None;
            fn from_parts(_: &mut #krate::call::Parts) -> ::core::option::Option<Self> { ::core::option::Option::None }
            fn write(&self, _: &mut #krate::call::PartsWriter) -> #krate::__private::Encoded { ::core::result::Result::Ok(()) }
        }
    }
}
