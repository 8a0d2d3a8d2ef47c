//! `#[derive(Content)]`: an enum whose variants are contents of different media types.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::{DeriveInput, LitStr, Path, Type, Variant, Visibility};

use crate::diagnostics::Diagnostics;
use crate::docs;
use crate::features;
use crate::media_type::{is_media_range, is_media_type};
use crate::placing::{written, written_call};

use super::variant;

/// Renders the implementations, or every error with a fallback, so that rustc reports no missing one.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut diagnostics = Diagnostics::default();
    let checked = check(&input, &mut diagnostics);
    match checked {
        Some(checked) if diagnostics.count() == 0 => render(&checked),
        _ => {
            let errors = diagnostics.into_tokens();
            let fallback = fallback(&input);
            quote!(#errors #fallback)
        }
    }
}

struct Checked<'a> {
    visibility: &'a Visibility,
    name: &'a Ident,
    krate: Path,
    forms: Vec<Form<'a>>,
}

struct Form<'a> {
    name: &'a Ident,
    media_type: LitStr,
    docs: String,
    ty: &'a Type,
}

impl Form<'_> {
    /// Returns whether the value is bytes, by the name of its type.
    fn is_bytes(&self) -> bool {
        matches!(self.ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Bytes"))
    }
}

fn check<'a>(input: &'a DeriveInput, diagnostics: &mut Diagnostics) -> Option<Checked<'a>> {
    let krate = crate_path(input, diagnostics);
    let variants = variant::variants(input, "Content", diagnostics)?;
    if variants.is_empty() {
        let message = format!(
            "E070: `{}` has no variants, so it has no media type\nhelp: add one with `#[content(\"application/json\")]`",
            input.ident
        );
        diagnostics.error(&input.ident, message);
    }
    let mut forms: Vec<Form<'a>> = Vec::new();
    for one in variants {
        let Some(form) = form(one, diagnostics) else { continue };
        let essence =
            |literal: &LitStr| literal.value().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if let Some(other) = forms.iter().find(|other| essence(&other.media_type) == essence(&form.media_type)) {
            let message = format!(
                "E043: `{}` and `{}` both have the media type `{}`, so they could not be told apart\nhelp: give each a different one",
                other.name,
                form.name,
                essence(&form.media_type)
            );
            diagnostics.error(&form.media_type, message);
        }
        forms.push(form);
    }
    Some(Checked { visibility: &input.vis, name: &input.ident, krate, forms })
}

fn form<'a>(one: &'a Variant, diagnostics: &mut Diagnostics) -> Option<Form<'a>> {
    let attribute = one.attrs.iter().find(|attribute| attribute.path().is_ident("content"));
    let Some(attribute) = attribute else {
        let message =
            format!("E065: `{}` has no media type\nhelp: write `#[content(\"application/json\")]` above it", one.ident);
        diagnostics.error(&one.ident, message);
        return None;
    };
    let Ok(media_type) = attribute.parse_args::<LitStr>() else {
        let message = "E007: expected the media type of the variant\nhelp: write `#[content(\"application/json\")]`";
        diagnostics.error(attribute, message);
        return None;
    };
    let text = media_type.value();
    if !is_media_type(&text) || is_media_range(&text) {
        let message = format!(
            "E065: `{text}` is not a media type\nexpected: `type/subtype` (RFC 9110 §8.3.1), as in `application/json` or `text/csv`"
        );
        diagnostics.error(&media_type, message);
        return None;
    }
    let types = variant::types(one, diagnostics)?;
    let [ty] = types.as_slice() else {
        let message = format!(
            "E081: `{}` has not one field, which is its content\nhelp: write `{}(String)`, or put several values in a struct",
            one.ident, one.ident
        );
        diagnostics.error(&one.ident, message);
        return None;
    };
    let form = Form { name: &one.ident, media_type, docs: docs::text(&one.attrs).replace('\n', " "), ty };
    if !form.is_bytes() && features::check(ty, diagnostics) {
        return None;
    }
    Some(form)
}

fn render(checked: &Checked<'_>) -> TokenStream {
    let Checked { visibility, name, krate, forms } = checked;
    let private = quote!(#krate::__private);
    let kinds = format_ident!("{name}Type", span = name.span());
    let item = name.to_string();
    let value = |ty: &Type, name: &str| {
        let name = Ident::new(name, Span::call_site());
        written(quote!(<#ty as #private::VariantValue>::#name), ty)
    };
    let described = forms.iter().map(|form| {
        let (media_type, ty) = (&form.media_type, form.ty);
        if form.is_bytes() {
            return quote!(#private::BodyForm::new(#private::BodyEncoding::Bytes, #media_type, &#krate::model::Shape::Any));
        }
        let (shape, variant) = (value(ty, "SHAPE"), form.name.to_string());
        written_call(quote!(#private::content_form), quote!(#media_type, #shape, #variant, #item), ty)
    });
    let index = (0..forms.len()).collect::<Vec<_>>();
    let names: Vec<_> = forms.iter().map(|form| form.name).collect();
    let media_types: Vec<_> = forms.iter().map(|form| &form.media_type).collect();
    let writers = forms.iter().enumerate().map(|(index, form)| {
        let name = form.name;
        if form.is_bytes() {
            return quote!(Self::#name(__value) => ::core::result::Result::Ok(::core::clone::Clone::clone(__value)));
        }
        let write = value(form.ty, "to_bytes");
        quote!(Self::#name(__value) => #write(__value, <Self as #private::Content>::FORMS[#index].encoding))
    });
    let readers = forms.iter().enumerate().map(|(index, form)| {
        let name = form.name;
        if form.is_bytes() {
            return quote!(#index => ::core::result::Result::Ok(Self::#name(__bytes)));
        }
        let read = value(form.ty, "from_bytes");
        quote!(#index => #read(<Self as #private::Content>::FORMS[#index].encoding, __bytes).map(Self::#name))
    });
    let outputs = forms.iter().enumerate().map(|(index, form)| {
        let docs = &form.docs;
        quote!(#private::content_output(&<Self as #private::Content>::FORMS[#index], #docs))
    });
    let docs = format!("The media types of [`{name}`].");
    let kind_docs = media_types.iter().map(|media_type| format!("`{}`", media_type.value()));
    let response = quote!(#private::Response<#private::Body>);
    quote! {
        #[doc = #docs]
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq)]
        #visibility enum #kinds { #(#[doc = #kind_docs] #names),* }

        #[automatically_derived]
        impl #private::ContentType for #kinds {
            const MEDIA_TYPES: &'static [&'static str] = &[#(#media_types),*];

            fn at(__index: ::core::primitive::usize) -> ::core::option::Option<Self> {
                match __index {
                    #(#index => ::core::option::Option::Some(Self::#names),)*
                    _ => ::core::option::Option::None,
                }
            }

            fn index(self) -> ::core::primitive::usize {
                match self { #(Self::#names => #index),* }
            }
        }

        #[automatically_derived]
        impl #private::Content for #name {
            const FORMS: &'static [#private::BodyForm] = &[#(#described),*];

            fn form(&self) -> ::core::primitive::usize {
                match self { #(Self::#names(_) => #index),* }
            }

            fn to_bytes(&self) -> ::core::result::Result<#private::Bytes, #private::BoxError> {
                match self { #(#writers),* }
            }

            fn from_bytes(__form: ::core::primitive::usize, __bytes: #private::Bytes) -> ::core::result::Result<Self, #private::Problem> {
                match __form {
                    #(#readers,)*
                    _ => ::core::result::Result::Err(#private::Arguments::lost()),
                }
            }
        }

        #[automatically_derived]
        impl #private::Reply for #name {
            const OUTPUTS: &'static [#private::Output] = &[#(#outputs),*];

            fn encode(self, __form: &#private::ReplyForm) -> ::core::result::Result<#response, #private::Failure> {
                #krate::call::encode_content(&self, __form)
            }

            async fn decode(__response: #response, _: &#private::ReplyForm) -> ::core::result::Result<Self, #private::Failure> {
                #krate::call::decode_content(__response).await
            }
        }
    }
}

fn crate_path(input: &DeriveInput, diagnostics: &mut Diagnostics) -> Path {
    let pairs = variant::pairs(&input.attrs, "content", &["crate"], diagnostics);
    variant::crate_path(pairs.first().and_then(|pair| variant::path(pair, diagnostics)))
}

/// Renders implementations that are never called, because the program does not compile.
fn fallback(input: &DeriveInput) -> TokenStream {
    // All errors were reported before.
    let krate = crate_path(input, &mut Diagnostics::default());
    let (name, visibility) = (&input.ident, &input.vis);
    let kinds = format_ident!("{name}Type", span = name.span());
    let (parameters, arguments, _) = input.generics.split_for_impl();
    let condition = quote!(where Self: ::core::marker::Send + ::core::marker::Sync);
    let response = quote!(#krate::__private::Response<#krate::__private::Body>);
    let failure = quote!(#krate::__private::Failure);
    quote! {
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        #visibility struct #kinds;
        impl #krate::__private::ContentType for #kinds {
            const MEDIA_TYPES: &'static [&'static str] = &[];
            fn at(_: ::core::primitive::usize) -> ::core::option::Option<Self> { ::core::option::Option::None }
            fn index(self) -> ::core::primitive::usize { 0 }
        }
        impl #parameters #krate::__private::Content for #name #arguments #condition {
            const FORMS: &'static [#krate::__private::BodyForm] = &[#krate::__private::BodyForm::new(
                #krate::__private::BodyEncoding::Bytes, "a/b", &#krate::model::Shape::Any
            )];
            fn form(&self) -> ::core::primitive::usize { 0 }
            fn to_bytes(&self) -> ::core::result::Result<#krate::__private::Bytes, #krate::__private::BoxError> { ::core::panic!("the enum has mistakes") }
            fn from_bytes(_: ::core::primitive::usize, _: #krate::__private::Bytes) -> ::core::result::Result<Self, #krate::__private::Problem> { ::core::panic!("the enum has mistakes") }
        }
        impl #parameters #krate::__private::Reply for #name #arguments #condition {
            const OUTPUTS: &'static [#krate::__private::Output] = <() as #krate::__private::Reply>::OUTPUTS;
            fn encode(self, _: &#krate::__private::ReplyForm) -> ::core::result::Result<#response, #failure> { ::core::panic!("the enum has mistakes") }
            async fn decode(_: #response, _: &#krate::__private::ReplyForm) -> ::core::result::Result<Self, #failure> { ::core::panic!("the enum has mistakes") }
        }
    }
}
