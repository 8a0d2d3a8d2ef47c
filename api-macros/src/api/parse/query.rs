//! Parses `#[query("name", comma, default = 20, allow_reserved)]`.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::{Attribute, Expr, ExprLit, ExprUnary, Lit, LitStr, Token, UnOp};

use crate::diagnostics::Diagnostics;
use crate::names::{STYLES, alternatives};
use crate::suggestion::closest;

use super::super::model::QueryKey;

const HELP: &str = "help: write for example `#[query(\"name\")]`, `#[query(comma)]` or `#[query(default = 20)]`";

/// Reads the words in the parentheses.
pub(super) fn read(attribute: &Attribute, argument: &str, diagnostics: &mut Diagnostics) -> Option<QueryKey> {
    diagnostics.keep(attribute.parse_args_with(|input: ParseStream<'_>| {
        if input.is_empty() {
            let message = "E007: no name is in the parentheses\nhelp: write `#[query]`, or `#[query(\"name\")]`";
            return Err(syn::Error::new_spanned(attribute, message));
        }
        let mut key = QueryKey::plain(argument.to_owned());
        while !input.is_empty() {
            word(input, &mut key)?;
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(key)
    }))
}

fn word(input: ParseStream<'_>, key: &mut QueryKey) -> syn::Result<()> {
    if input.peek(LitStr) {
        key.name = input.parse::<LitStr>()?.value();
        return Ok(());
    }
    let word = input.parse::<Ident>().map_err(|error| {
        syn::Error::new(error.span(), format!("E007: expected the name on the wire, a style or `default`\n{HELP}"))
    })?;
    if word == "default" {
        let expected = || format!("E007: `default` needs a value\n{HELP}");
        input.parse::<Token![=]>().map_err(|_| syn::Error::new_spanned(&word, expected()))?;
        key.default = Some(text(&input.parse::<Expr>()?)?);
        return Ok(());
    }
    if word == "allow_reserved" {
        key.allow_reserved = true;
        return Ok(());
    }
    let name = word.to_string();
    let Some((_, variant)) = STYLES.into_iter().find(|(style, _)| *style == name) else {
        let words: Vec<&str> =
            STYLES.into_iter().map(|(style, _)| style).chain(["default", "allow_reserved"]).collect();
        let near = closest(&name, words.iter().copied());
        let hint = near.map_or_else(
            || format!("\nhelp: write `#[query(\"{name}\")]`"),
            |near| format!("\nhelp: did you mean `{near}`?"),
        );
        let message = format!(
            "E008: unknown word `{name}` in `#[query(…)]`\nexpected: a name in quotes, {}{hint}",
            alternatives(&words)
        );
        return Err(syn::Error::new_spanned(word, message));
    };
    if key.style.is_some() {
        return Err(syn::Error::new_spanned(word, "E006: a query key has one style\nhelp: remove one of them"));
    }
    key.style = Some(variant);
    Ok(())
}

/// Returns the text of a value on the wire.
fn text(value: &Expr) -> syn::Result<String> {
    match value {
        Expr::Lit(ExprLit { lit, .. }) => match lit {
            Lit::Str(text) => return Ok(text.value()),
            Lit::Int(number) => return Ok(number.base10_digits().to_owned()),
            Lit::Float(number) => return Ok(number.base10_digits().to_owned()),
            Lit::Bool(value) => return Ok(value.value.to_string()),
            Lit::Char(letter) => return Ok(letter.value().to_string()),
            _ => {}
        },
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => return Ok(format!("-{}", text(expr)?)),
        _ => {}
    }
    let message = "E048: the default of a query key is a literal, as it would stand in the query\n\
                   help: write a number, `true`, `false`, or a text, also for the name of a variant";
    Err(syn::Error::new_spanned(value, message))
}
