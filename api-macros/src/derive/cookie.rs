//! `#[cookie(…)]` of a field of header fields: a cookie that an answer sets, and its attributes.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Meta, Path, Token};

use crate::diagnostics::Diagnostics;
use crate::names::{alternatives, is_token};
use crate::suggestion::closest;

const KEYS: [&str; 7] = ["path", "domain", "max_age", "secure", "http_only", "same_site", "partitioned"];

const SAME_SITE: [(&str, &str); 3] = [("strict", "Strict"), ("lax", "Lax"), ("none", "None")];

/// A cookie that browsers accept.
pub(super) struct Cookie {
    pub(super) name: String,
    path: Option<String>,
    domain: Option<String>,
    max_age: Option<u64>,
    secure: bool,
    http_only: bool,
    /// The variant of `SameSite`.
    same_site: Option<&'static str>,
    partitioned: bool,
}

/// Parses the attribute. `usual`: the name of the field, if it has one.
pub(super) fn parse(attribute: &Attribute, usual: Option<String>, diagnostics: &mut Diagnostics) -> Option<Cookie> {
    let before = diagnostics.count();
    let (name, pairs) = match &attribute.meta {
        Meta::Path(_) => (None, Vec::new()),
        _ => diagnostics.keep(attribute.parse_args_with(contents))?,
    };
    let mut cookie = Cookie {
        name: String::new(),
        path: None,
        domain: None,
        max_age: None,
        secure: false,
        http_only: false,
        same_site: None,
        partitioned: false,
    };
    match (&name, usual) {
        (Some(name), _) => cookie.name = name.value(),
        (None, Some(usual)) => cookie.name = usual,
        (None, None) => diagnostics.error(
            attribute,
            "E078: this field has no name, so its cookie has none\nhelp: write `#[cookie(\"session_id\")]`",
        ),
    }
    if let Some(name) = name.filter(|name| !is_token(&name.value())) {
        let message = format!(
            "E036: `{}` cannot be a cookie's name\nexpected: letters, digits, dashes and underscores, as in `session_id`",
            name.value()
        );
        diagnostics.error(name, message);
    }
    let mut seen: Vec<String> = Vec::new();
    for (key, value) in &pairs {
        let word = key.to_string();
        if seen.contains(&word) {
            diagnostics.error(key, format!("E006: `{word}` is given twice\nhelp: keep one of them"));
        }
        cookie.set(key, value.as_ref(), diagnostics);
        seen.push(word);
    }
    if diagnostics.count() > before {
        return None;
    }
    cookie.check(attribute, diagnostics);
    (diagnostics.count() == before).then_some(cookie)
}

type Contents = (Option<LitStr>, Vec<(Ident, Option<Expr>)>);

fn contents(input: ParseStream<'_>) -> syn::Result<Contents> {
    let name = if input.peek(LitStr) { Some(input.parse()?) } else { None };
    let mut pairs = Vec::new();
    while !input.is_empty() {
        if name.is_some() || !pairs.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
        }
        let key = Ident::parse_any(input)?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        pairs.push((key, value));
    }
    Ok((name, pairs))
}

impl Cookie {
    fn set(&mut self, key: &Ident, value: Option<&Expr>, diagnostics: &mut Diagnostics) {
        let word = key.to_string();
        match word.as_str() {
            "path" | "domain" => {
                let Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) = value else {
                    let example = if word == "path" { "/" } else { "example.com" };
                    diagnostics.error(key, format!("E007: `{word}` needs a text\nhelp: write `{word} = \"{example}\"`"));
                    return;
                };
                let (found, is_path) = (text.value(), word == "path");
                let is_legal = if is_path {
                    found.starts_with('/') && found.bytes().all(|byte| (b'!'..=b'~').contains(&byte) && byte != b';')
                } else {
                    !found.is_empty() && found.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
                };
                if !is_legal {
                    let expected = if is_path {
                        "a path from the root, as `/` or `/admin`, without `;` and spaces"
                    } else {
                        "a host, as `example.com`"
                    };
                    let message = format!("E084: `{found}` cannot be the {word} of a cookie\nexpected: {expected}");
                    diagnostics.error(text, message);
                }
                *(if is_path { &mut self.path } else { &mut self.domain }) = Some(found);
            }
            "max_age" => match value {
                Some(Expr::Lit(ExprLit { lit: Lit::Int(number), .. })) => match number.base10_parse::<u64>() {
                    Ok(seconds) if seconds > 0 && i64::try_from(seconds).is_ok() => self.max_age = Some(seconds),
                    _ => diagnostics.error(
                        number,
                        "E084: a cookie that is kept for no time is removed\nexpected: a number of seconds above zero\n\
                         help: to remove the cookie answer with `SetCookie::removal()`",
                    ),
                },
                _ => diagnostics.error(
                    key,
                    "E007: `max_age` needs a number of seconds\nhelp: write `max_age = 3600`; a time that is not the same in every \
                     answer is given with `SetCookie::max_age`",
                ),
            },
            "same_site" => {
                let found = value.map(|value| value.to_token_stream().to_string());
                let found = SAME_SITE.iter().find(|(word, _)| found.as_deref() == Some(word));
                self.same_site = found.map(|(_, variant)| *variant);
                if found.is_none() {
                    let expected = alternatives(&SAME_SITE.map(|(word, _)| word));
                    let message =
                        format!("E007: `same_site` needs a word\nexpected: {expected}\nhelp: write `same_site = lax`");
                    diagnostics.error(key, message);
                }
            }
            "secure" | "http_only" | "partitioned" => {
                if let Some(value) = value {
                    diagnostics.error(value, format!("E007: `{word}` has no value\nhelp: write `{word}`, or leave it out"));
                }
                match word.as_str() {
                    "secure" => self.secure = true,
                    "http_only" => self.http_only = true,
                    _ => self.partitioned = true,
                }
            }
            _ => {
                let hint = closest(&word, KEYS).map(|near| format!("\nhelp: did you mean `{near}`?")).unwrap_or_default();
                let message = format!("E005: `#[cookie]` has no key `{word}`\nexpected: {}{hint}", alternatives(&KEYS));
                diagnostics.error(key, message);
            }
        }
    }

    /// Reports attributes with which browsers refuse the cookie (RFC 6265bis §5.6).
    fn check(&self, attribute: &Attribute, diagnostics: &mut Diagnostics) {
        let name = self.name.to_ascii_lowercase();
        let of_host = name.starts_with("__host-");
        let mut refuse = |what: &str, help: &str| {
            diagnostics
                .error(attribute, format!("E084: browsers refuse the cookie `{}`: {what}\nhelp: {help}", self.name));
        };
        if !self.secure {
            let reason = if of_host || name.starts_with("__secure-") {
                "a name with this prefix needs `secure`"
            } else if self.same_site == Some("None") {
                "`same_site = none` needs `secure`"
            } else if self.partitioned {
                "`partitioned` needs `secure`"
            } else {
                ""
            };
            if !reason.is_empty() {
                refuse(reason, "add `secure`");
            }
        }
        if of_host && self.path.as_deref() != Some("/") {
            refuse("a name with this prefix needs the path `/`", "write `path = \"/\"`");
        }
        if of_host && self.domain.is_some() {
            refuse("a name with this prefix has no `domain`", "remove `domain`, or use the prefix `__Secure-`");
        }
    }

    /// Renders the description of the cookie.
    pub(super) fn render(&self, krate: &Path) -> TokenStream {
        let name = &self.name;
        let path = self.path.iter().map(|path| quote!(.path(#path)));
        let domain = self.domain.iter().map(|domain| quote!(.domain(#domain)));
        let max_age = self.max_age.iter().map(|seconds| quote!(.max_age(#seconds)));
        let secure = self.secure.then(|| quote!(.secure()));
        let http_only = self.http_only.then(|| quote!(.http_only()));
        let same_site = self.same_site.iter().map(|variant| {
            let variant = Ident::new(variant, proc_macro2::Span::call_site());
            quote!(.same_site(#krate::description::SameSite::#variant))
        });
        let partitioned = self.partitioned.then(|| quote!(.partitioned()));
        quote! {
            #krate::description::Cookie::new(#name) #(#path)* #(#domain)* #(#max_age)* #secure #http_only #(#same_site)*
                #partitioned
        }
    }
}
