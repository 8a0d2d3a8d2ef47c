//! `#[derive(ApiError)]`: maps the variants of an enum to statuses and kinds, with two catch-all variants.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{DeriveInput, Expr, Path, Type, Variant};

use crate::diagnostics::{Diagnostics, compile_error};
use crate::docs;
use crate::features;
use crate::names::snake;
use crate::placing::{written, written_call};
use crate::statuses::{Statuses, is_without_content};

use super::{thiserror, variant};

/// Renders `ApiError`, `Display` and `Error`, or every error with fallback impls, so that rustc reports no missing
/// ones.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return compile_error(&error),
    };
    let mut diagnostics = Diagnostics::default();
    match check(&input, &mut diagnostics) {
        Some(checked) if diagnostics.count() == 0 => render(&checked),
        _ => {
            let errors = diagnostics.into_tokens();
            let fallback = fallback(&input);
            quote!(#errors #fallback)
        }
    }
}

/// A valid enum.
struct Checked<'a> {
    name: &'a Ident,
    krate: Path,
    format: Path,
    cases: Vec<Case<'a>>,
    unknown: &'a Ident,
    failure: &'a Ident,
}

/// A variant with a status.
struct Case<'a> {
    name: &'a Ident,
    status: u16,
    kind: String,
    docs: String,
    details: Vec<&'a Type>,
}

enum Role<'a> {
    Case(Case<'a>),
    Unknown(&'a Ident),
    Failure(&'a Ident),
}

fn check<'a>(input: &'a DeriveInput, diagnostics: &mut Diagnostics) -> Option<Checked<'a>> {
    let variants = variant::variants(input, "ApiError", diagnostics)?;
    let (krate, format) = container(input, diagnostics);
    let mut cases: Vec<Case<'_>> = Vec::new();
    let (mut unknown, mut failure) = (None, None);
    let swapped = swapped(&variants, diagnostics);
    for one in variants {
        match role(one, swapped, diagnostics) {
            Some(Role::Case(case)) => {
                if let Some(other) = cases.iter().find(|other| other.kind == case.kind) {
                    diagnostics.error(
                        case.name,
                        format!("E043: `{}` and `{}` have the same kind `{}`, so a client could not distinguish them\nhelp: give each a different `kind`", other.name, case.name, case.kind),
                    );
                }
                cases.push(case);
            }
            Some(Role::Unknown(name)) => catch_all(&mut unknown, name, "unknown", diagnostics),
            Some(Role::Failure(name)) => catch_all(&mut failure, name, "failure", diagnostics),
            None => {}
        }
    }
    for (found, what, write) in [
        (unknown, "an answer that this version does not know", "#[error(unknown)] Unknown(Answer)"),
        (failure, "a failure of connection, protocol or codec", "#[error(failure)] Failed(Failure)"),
    ] {
        if found.is_none() && diagnostics.count() == 0 {
            diagnostics
                .error(&input.ident, format!("E080: `{}` has no variant for {what}\nhelp: add `{write}`", input.ident));
        }
    }
    Some(Checked { name: &input.ident, krate, format, cases, unknown: unknown?, failure: failure? })
}

fn container(input: &DeriveInput, diagnostics: &mut Diagnostics) -> (Path, Path) {
    let (mut krate, mut format) = (None, None);
    for pair in variant::pairs(&input.attrs, "api_error", &["format", "crate"], diagnostics) {
        let path = variant::path(&pair, diagnostics);
        if pair.key == "format" { format = path } else { krate = path }
    }
    let krate = variant::crate_path(krate);
    let format = format.unwrap_or_else(|| syn::parse_quote!(#krate::__private::ProblemDetails));
    (krate, format)
}

/// Reports the two catch-alls with each other's values as one mistake; returns whether they have.
fn swapped(variants: &[&Variant], diagnostics: &mut Diagnostics) -> bool {
    let holds = |key: &str, value: &str| {
        variants.iter().find_map(|one| {
            let keys = variant::pairs(&one.attrs, "error", &[key], &mut Diagnostics::default());
            let types = variant::types(one, &mut Diagnostics::default())?;
            let held = types.into_iter().next().filter(|held| last_name(held).is_some_and(|name| name == value));
            held.filter(|_| !keys.is_empty())
        })
    };
    let (Some(failure), Some(_)) = (holds("unknown", "Failure"), holds("failure", "Answer")) else { return false };
    diagnostics.error(
        failure,
        "E080: the `unknown` variant holds an `Answer`, and the `failure` variant a `Failure`\nhelp: swap the two types",
    );
    true
}

fn role<'a>(one: &'a Variant, swapped: bool, diagnostics: &mut Diagnostics) -> Option<Role<'a>> {
    let keys = ["status", "kind", "unknown", "failure"];
    let before = diagnostics.count();
    if let Some(text) = thiserror::text(one) {
        let docs = text.value();
        diagnostics.error(
            &text,
            format!("E082: an error has no text in `#[error(..)]`: its text is the doc comment\nhelp: write `/// {docs}` and `#[error(status = 404)]`; `ApiError` derives `Display` and `Error` itself, without `thiserror`"),
        );
        return None;
    }
    let pairs = variant::pairs(&one.attrs, "error", &keys, diagnostics);
    let details = variant::types(one, diagnostics)?;
    if let Some(catch) = pairs.iter().find(|pair| pair.key == "unknown" || pair.key == "failure") {
        let (holds, role) = if catch.key == "unknown" {
            ("Answer", Role::Unknown(&one.ident))
        } else {
            ("Failure", Role::Failure(&one.ident))
        };
        if let ([held], 1) = (details.as_slice(), pairs.len())
            && last_name(held).is_some_and(|name| name != holds)
        {
            if swapped {
                return None;
            }
            let article = if holds == "Answer" { "an" } else { "a" };
            diagnostics.error(
                held,
                format!(
                    "E080: the `{0}` variant holds {article} `{holds}`\nhelp: write `#[error({0})] {1}({holds})`",
                    catch.key, one.ident
                ),
            );
            return None;
        }
        if details.len() != 1 || pairs.len() != 1 {
            diagnostics.error(
                &one.ident,
                format!(
                    "E080: the `{}` variant has exactly one field and no other keys\nhelp: write `#[error({0})] {}({holds})`",
                    catch.key, one.ident
                ),
            );
            return None;
        }
        return Some(role);
    }
    for (index, detail) in details.iter().enumerate() {
        features::check(detail, diagnostics);
        let name = last_name(detail);
        if let Some(name) = name.filter(|_| details.iter().take(index).any(|earlier| last_name(earlier) == name)) {
            diagnostics.error(
                detail,
                format!(
                    "E081: `{}` has two `{name}`s, and an error has one place for it\nhelp: {}",
                    one.ident,
                    place_of(name)
                ),
            );
        }
    }
    let mut status = None;
    let mut kind = snake(&one.ident.to_string());
    for pair in &pairs {
        match &pair.value {
            _ if pair.key == "status" => status = variant::status(pair, Statuses::Error, diagnostics),
            Some(Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. })) => kind = text.value(),
            _ => diagnostics.error(&pair.key, "E007: `kind` must be text\nhelp: write `kind = \"room_not_found\"`"),
        }
    }
    if status.is_none() && diagnostics.count() == before {
        diagnostics.error(
            &one.ident,
            format!("E040: `{}` has no status\nhelp: write `#[error(status = 404)]` above it", one.ident),
        );
    }
    if status.is_some_and(is_without_content)
        && let Some(detail) = details.iter().find(|detail| !has_headers(detail))
    {
        diagnostics.error(
            detail,
            "E041: a response with the status 304 has no content, so this value would be lost\nhelp: hold a struct with `#[derive(HeaderFields)]`",
        );
    }
    let docs = docs::text(&one.attrs).replace('\n', " ");
    Some(Role::Case(Case { name: &one.ident, status: status?, kind, docs, details }))
}

/// Returns the last name of a type's path.
fn last_name(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|last| &last.ident),
        _ => None,
    }
}

/// Returns what to write instead of a second value of a type.
fn place_of(detail: &Ident) -> &'static str {
    if detail == "String" {
        "keep one for the description, and put other texts into `Attributes<T>` with a model"
    } else if detail == "Attributes" {
        "put both into one model"
    } else {
        "keep one of them"
    }
}

fn catch_all<'a>(slot: &mut Option<&'a Ident>, name: &'a Ident, what: &str, diagnostics: &mut Diagnostics) {
    if let Some(first) = slot {
        diagnostics.error(name, format!("E080: `{first}` is already the `{what}` variant\nhelp: keep one of them"));
    }
    *slot = Some(name);
}

fn render(checked: &Checked<'_>) -> TokenStream {
    let Checked { name, krate, format, cases, unknown, failure } = checked;
    let descriptions = cases.iter().map(|case| description(case, krate));
    let readers = cases.iter().map(|case| {
        let Case { name, kind, details, .. } = case;
        let value = if details.is_empty() {
            quote!(Self::#name)
        } else {
            let reads = details.iter().map(|ty| {
                let read = written(quote!(<#ty as #krate::__private::ErrorDetail>::read), ty);
                quote!(#read(&__document, __answer.headers())?)
            });
            quote!(Self::#name(#(#reads),*))
        };
        quote!(#kind => ::core::option::Option::Some(#value))
    });
    let documents = cases.iter().map(|case| {
        let Case { name, status, kind, docs, details } = case;
        let (pattern, fields) = variant::pattern(name, details.len());
        let writes = details.iter().map(|ty| written(quote!(<#ty as #krate::__private::ErrorDetail>::write), ty));
        quote! {
            #pattern => {
                let mut __document = #krate::__private::document(#status, #kind, #docs);
                #(#writes(#fields, &mut __document);)*
                __document
            }
        }
    });
    let details = details(checked);
    quote! {
        #details

        #[automatically_derived]
        impl #krate::__private::ApiError for #name {
            const CASES: &'static [#krate::__private::ErrorCase] = &[#(#descriptions),*];
            const FORMAT: &'static dyn #krate::__private::ErrorFormat = &#format;

            fn from_answer(__answer: #krate::__private::Answer) -> Self {
                let __document = #krate::__private::declared_document(
                    &__answer, <Self as #krate::__private::ApiError>::FORMAT, <Self as #krate::__private::ApiError>::CASES,
                );
                let __known = __document.and_then(|__document| {
                    match &*__document.kind {
                        #(#readers,)*
                        _ => ::core::option::Option::None,
                    }
                });
                __known.unwrap_or(Self::#unknown(__answer))
            }

            fn from_failure(__failure: #krate::__private::Failure) -> Self {
                Self::#failure(__failure)
            }

            fn failure(&self) -> ::core::option::Option<&#krate::__private::Failure> {
                match self {
                    Self::#failure(__failure) => ::core::option::Option::Some(__failure),
                    _ => ::core::option::Option::None,
                }
            }

            fn document(&self) -> #krate::__private::ErrorDocument {
                match self {
                    #(#documents)*
                    Self::#unknown(__answer) => #krate::__private::unknown_document(__answer, <Self as #krate::__private::ApiError>::FORMAT),
                    Self::#failure(__failure) => #krate::__private::failure_document(__failure),
                }
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<#krate::__private::Failure> for #name {
            fn from(__failure: #krate::__private::Failure) -> Self {
                Self::#failure(__failure)
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<#krate::__private::Problem> for #name {
            fn from(__problem: #krate::__private::Problem) -> Self {
                Self::#unknown(#krate::__private::problem_answer(&__problem, <Self as #krate::__private::ApiError>::FORMAT))
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Display for #name {
            fn fmt(&self, __formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    Self::#unknown(__answer) => ::core::fmt::Display::fmt(__answer, __formatter),
                    Self::#failure(__failure) => ::core::fmt::Display::fmt(__failure, __formatter),
                    #[allow(unreachable_patterns, reason = "an enum may have nothing but the catch-alls")]
                    _ => #krate::__private::display(&<Self as #krate::__private::ApiError>::document(self), __formatter),
                }
            }
        }

        #[automatically_derived]
        impl ::core::error::Error for #name {
            fn source(&self) -> ::core::option::Option<&(dyn ::core::error::Error + 'static)> {
                match self {
                    Self::#failure(__failure) => ::core::error::Error::source(__failure),
                    _ => ::core::option::Option::None,
                }
            }
        }
    }
}

/// Renders the description of an error.
fn description(case: &Case<'_>, krate: &Path) -> TokenStream {
    let Case { status, kind, docs, details, .. } = case;
    let shapes = details.iter().map(|ty| written(quote!(<#ty as #krate::__private::ErrorDetail>::ATTRIBUTES), ty));
    let attributes = quote!(#krate::__private::attributes(&[#(#shapes),*]));
    let headers = details.iter().filter(|ty| has_headers(ty));
    let headers = headers.map(|ty| written(quote!(<#ty as #krate::__private::ErrorDetail>::HEADERS), ty));
    quote! {
        #krate::__private::ErrorCase {
            status: #status, kind: #kind, docs: #docs, attributes: #attributes, headers: &[#(#headers),*],
        }
    }
}

/// Returns whether a value can have header fields. A text and details have none.
fn has_headers(detail: &Type) -> bool {
    last_name(detail).is_none_or(|name| name != "String" && name != "Attributes")
}

/// Renders the checks that JSON can carry the details of errors. A text and a delay have no shape.
fn details(checked: &Checked<'_>) -> TokenStream {
    let Checked { krate, cases, .. } = checked;
    let plain = |ty: &Type| last_name(ty).is_some_and(|name| name == "String" || name == "RetryAfter");
    let checks = cases.iter().flat_map(|case| &case.details).filter(|ty| !plain(ty)).map(|ty| {
        let shape = written(quote!(<#ty as #krate::__private::ErrorDetail>::ATTRIBUTES), ty);
        let check = written_call(quote!(#krate::__private::assert_detail), shape, ty);
        quote!(const _: () = #check;)
    });
    let fields = cases.iter().filter_map(|case| {
        let details: Vec<_> = case.details.iter().filter(|ty| has_headers(ty)).collect();
        let first = details.first()?;
        let fields = details.iter().map(|ty| written(quote!(<#ty as #krate::__private::ErrorDetail>::HEADERS), ty));
        let check = written_call(quote!(#krate::__private::assert_header_fields), quote!(&[#(#fields),*]), first);
        Some(quote!(const _: () = #check;))
    });
    quote!(#(#checks)* #(#fields)*)
}

/// Renders fallback impls, so that uses of the type do not report missing ones.
fn fallback(input: &DeriveInput) -> TokenStream {
    // All errors were reported before.
    let pairs = variant::pairs(&input.attrs, "api_error", &["format", "crate"], &mut Diagnostics::default());
    let pair = pairs.iter().find(|pair| pair.key == "crate");
    let krate = variant::crate_path(pair.and_then(|pair| variant::path(pair, &mut Diagnostics::default())));
    let name = &input.ident;
    let (parameters, arguments, _) = input.generics.split_for_impl();
    let condition = quote!(where Self: ::core::fmt::Debug + ::core::marker::Send + 'static);
    let texts = (!thiserror::is_derived(input)).then(|| quote! {
        #[automatically_derived]
        impl #parameters ::core::fmt::Display for #name #arguments {
            fn fmt(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result { ::core::result::Result::Ok(()) }
        }
        #[automatically_derived]
        impl #parameters ::core::error::Error for #name #arguments #condition {}
    });
    quote! {
        #[automatically_derived]
        impl #parameters #krate::__private::ApiError for #name #arguments #condition {
            const CASES: &'static [#krate::__private::ErrorCase] = &[];
            const FORMAT: &'static dyn #krate::__private::ErrorFormat = &#krate::__private::ProblemDetails;
            fn from_answer(_: #krate::__private::Answer) -> Self { ::core::panic!("the enum has mistakes") }
            fn from_failure(_: #krate::__private::Failure) -> Self { ::core::panic!("the enum has mistakes") }
            fn failure(&self) -> ::core::option::Option<&#krate::__private::Failure> { ::core::option::Option::None }
            fn document(&self) -> #krate::__private::ErrorDocument { ::core::panic!("the enum has mistakes") }
        }
        #[automatically_derived]
        impl #parameters ::core::convert::From<#krate::__private::Failure> for #name #arguments {
            fn from(_: #krate::__private::Failure) -> Self { ::core::panic!("the enum has mistakes") }
        }
        #[automatically_derived]
        impl #parameters ::core::convert::From<#krate::__private::Problem> for #name #arguments {
            fn from(_: #krate::__private::Problem) -> Self { ::core::panic!("the enum has mistakes") }
        }
        #texts
    }
}
