//! Parses attribute values: strings, limits, names, and values to skip.

use api_lock::{Divisor, NoDivisor};
use syn::meta::ParseNestedMeta;
use syn::parse::ParseStream;
use syn::{Expr, ExprLit, ExprUnary, Lit, LitInt, LitStr, Token, UnOp};

use super::tree::Limit;

/// Skips the value of a key, so that the keys after it can be parsed.
pub(super) fn pass_over(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if meta.input.peek(Token![=]) {
        meta.value()?.parse::<Expr>()?;
    } else if meta.input.peek(syn::token::Paren) {
        let content;
        syn::parenthesized!(content in meta.input);
        content.parse::<proc_macro2::TokenStream>()?;
    }
    Ok(())
}

pub(super) fn string(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    meta.value()?.parse()
}

/// Parses a regular expression, with the engine that will match it.
pub(super) fn pattern(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    let pattern = string(meta)?;
    let Err(error) = regex_lite::Regex::new(&pattern.value()) else { return Ok(pattern) };
    #[cfg(feature = "look-around")]
    let error = match fancy_regex::Regex::new(&pattern.value()) {
        Ok(_) => return Ok(pattern),
        // That of the other engine, if it reads more.
        Err(_) => error,
    };
    let help = if cfg!(feature = "look-around") {
        "write one of the crate `fancy-regex`, such as `^[a-z0-9-]+$`"
    } else {
        "write one such as `^[a-z0-9-]+$`. Look-around, back-references and classes of Unicode need the feature \
         `look-around` of `api-core`"
    };
    Err(syn::Error::new_spanned(
        &pattern,
        format!("E074: this pattern is not a regular expression of the crate `regex-lite`: {error}\nhelp: {help}"),
    ))
}

pub(super) fn length(meta: &ParseNestedMeta<'_>) -> syn::Result<usize> {
    meta.value()?.parse::<LitInt>()?.base10_parse()
}

/// Parses a name. It may be given for each direction, as long as both are equal.
pub(super) fn name(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    if meta.input.peek(Token![=]) {
        return string(meta);
    }
    let (mut written, mut read) = (None, None);
    meta.parse_nested_meta(|direction| {
        let side = if direction.path.is_ident("serialize") { &mut written } else { &mut read };
        *side = Some(string(&direction)?);
        Ok(())
    })?;
    match (written, read) {
        (Some(written), Some(read)) if written.value() == read.value() => Ok(written),
        _ => Err(syn::Error::new_spanned(
            &meta.path,
            "E072: a model has one name in both directions, so that what one end writes the other can read\n\
             help: write `rename = \"..\"`, and accept an old name with `alias = \"..\"`",
        )),
    }
}

/// Parses an integer or a decimal number with an optional sign.
pub(super) fn limit(meta: &ParseNestedMeta<'_>) -> syn::Result<Limit> {
    let expression: Expr = meta.value()?.parse()?;
    let wrong = || syn::Error::new_spanned(&expression, "E007: expected a number, such as `1` or `-2.5`");
    match &expression {
        Expr::Lit(ExprLit { lit, .. }) => number(lit).map_err(|_| wrong()),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match &**expr {
            Expr::Lit(ExprLit { lit, .. }) => match number(lit).map_err(|_| wrong())? {
                Limit::Integer(limit) => Ok(Limit::Integer(-limit)),
                Limit::Number(limit) => Ok(Limit::Number(-limit)),
            },
            _ => Err(wrong()),
        },
        _ => Err(wrong()),
    }
}

/// Parses a number greater than zero.
pub(super) fn divisor(meta: &ParseNestedMeta<'_>) -> syn::Result<Divisor> {
    let expression: Expr = meta.value()?.parse()?;
    let wrong = |message: &str| syn::Error::new_spanned(&expression, message);
    let digits = match &expression {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_digits().to_owned(),
        Expr::Lit(ExprLit { lit: Lit::Float(number), .. }) => number.base10_digits().to_owned(),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), .. }) => "-1".to_owned(),
        _ => return Err(wrong("E007: expected a number greater than zero, such as `5` or `0.01`")),
    };
    Divisor::parse(&digits).map_err(|error| match error {
        NoDivisor::Malformed => wrong("E007: expected a number greater than zero, such as `5` or `0.01`"),
        NoDivisor::NotPositive => wrong(
            "E075: values are multiples of a number greater than zero\n\
             help: write it without a sign, such as `5` or `0.01`, or remove `multiple_of`",
        ),
        NoDivisor::TooLong => wrong(
            "E007: the number is too long: an integer has at most 64 bits, and a decimal at most 15 digits and 18 \
             decimal places",
        ),
    })
}

/// Parses a value as JSON: a text, a number, `true` or `false`.
pub(super) fn json(meta: &ParseNestedMeta<'_>) -> syn::Result<String> {
    let expression: Expr = meta.value()?.parse()?;
    let (sign, literal) = match &expression {
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => ("-", &**expr),
        literal => ("", literal),
    };
    let Expr::Lit(ExprLit { lit, .. }) = literal else { return Err(no_json(&expression)) };
    match lit {
        Lit::Int(number) => Ok(format!("{sign}{}", number.base10_digits())),
        Lit::Float(number) => Ok(format!("{sign}{}", number.base10_digits())),
        Lit::Bool(value) if sign.is_empty() => Ok(value.value().to_string()),
        Lit::Str(text) if sign.is_empty() => Ok(quoted(&text.value())),
        _ => Err(no_json(&expression)),
    }
}

fn no_json(expression: &Expr) -> syn::Error {
    syn::Error::new_spanned(
        expression,
        "E007: expected the JSON of the default: a text, a number, `true` or `false`, as in `default = 20`",
    )
}

/// Returns a text as JSON (RFC 8259 §7).
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            character if character < ' ' => out.extend(format!("\\u{:04x}", u32::from(character)).chars()),
            character => out.push(character),
        }
    }
    out.push('"');
    out
}

/// Parses a type after `as`. `as` is a keyword, so `ParseNestedMeta::value` cannot be used.
pub(super) fn type_after_equals(input: ParseStream<'_>) -> syn::Result<syn::Type> {
    input.parse::<Token![=]>()?;
    input.parse()
}

fn number(literal: &Lit) -> syn::Result<Limit> {
    match literal {
        Lit::Int(integer) => integer.base10_parse().map(Limit::Integer),
        Lit::Float(float) => match float.base10_parse::<f64>()? {
            limit if limit.is_finite() => Ok(Limit::Number(limit)),
            _ => Err(syn::Error::new_spanned(float, "E007: not a finite number")),
        },
        other => Err(syn::Error::new_spanned(other, "not a number")),
    }
}
