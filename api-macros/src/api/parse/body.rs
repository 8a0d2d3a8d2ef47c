//! Parses `#[body(…)]`: the encoding of the body and its media type.

use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::parse::ParseStream;
use syn::{Attribute, LitStr, Meta, Token};

use crate::diagnostics::Diagnostics;
use crate::media_type::is_media_range;
use crate::names::{ENCODINGS, alternatives};
use crate::suggestion::closest;

use super::super::model::{Body, Encoding, Parameter, Source};
use super::values;

/// Parses the words in the parentheses.
pub(super) fn parse(attribute: &Attribute, diagnostics: &mut Diagnostics) -> Option<Body> {
    if matches!(&attribute.meta, Meta::List(list) if list.tokens.is_empty()) {
        diagnostics.error(attribute, expected_encoding());
        return None;
    }
    diagnostics.keep(attribute.parse_args_with(words))
}

fn words(input: ParseStream<'_>) -> syn::Result<Body> {
    let mut body = Body { encoding: Encoding::Json, media_types: Vec::new() };
    let word: Ident = input.parse().map_err(|error| syn::Error::new(error.span(), expected_encoding()))?;
    if word == "media_type" {
        body.media_types = values::media_types(&word, input)?;
    } else {
        body.encoding = encoding(&word)?;
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
            if !input.is_empty() {
                let key = Ident::parse_any(input)?;
                if key != "media_type" {
                    let message = format!("E005: `#[body]` has no key `{key}`\nexpected: `media_type`");
                    return Err(syn::Error::new_spanned(key, message));
                }
                body.media_types = values::media_types(&key, input)?;
            }
        }
    }
    for media_type in &body.media_types {
        fits(body.encoding, media_type)?;
    }
    Ok(body)
}

/// Checks that an encoding can have a media type.
fn fits(encoding: Encoding, media_type: &LitStr) -> syn::Result<()> {
    let message = match encoding {
        Encoding::Form => {
            "E065: a form has the media type `application/x-www-form-urlencoded`\nhelp: remove `media_type`".to_owned()
        }
        Encoding::Content => {
            "E065: the variants of the enum have the media types\nhelp: remove `media_type`".to_owned()
        }
        Encoding::Multipart => {
            "E065: a body of several parts has the media type `multipart/form-data`\nhelp: remove `media_type`"
                .to_owned()
        }
        Encoding::Json if is_media_range(&media_type.value()) => format!(
            "E065: `{}` is a range, which JSON cannot have\nexpected: a media type, as in `application/merge-patch+json`",
            media_type.value()
        ),
        _ => return Ok(()),
    };
    Err(syn::Error::new_spanned(media_type, message))
}

/// Reports a range of media types without the argument that names the type of each body.
pub(super) fn named_by_an_argument(parameters: &[Parameter], diagnostics: &mut Diagnostics) {
    let is_named = |parameter: &Parameter| matches!(&parameter.source, Source::Header(name) if name == "content-type");
    for parameter in parameters {
        let Source::Body(Body { media_types, .. }) = &parameter.source else { continue };
        // The first one is sent.
        if let Some(media_type) = media_types.first()
            && is_media_range(&media_type.value())
            && !parameters.iter().any(is_named)
        {
            let message = format!(
                "E065: `{}` is a range, and a client has to name the media type of each body\nhelp: add the argument `#[header] content_type: String`",
                media_type.value()
            );
            diagnostics.error(media_type, message);
        }
    }
}

fn encoding(word: &Ident) -> syn::Result<Encoding> {
    Ok(match word.to_string().as_str() {
        "json" => Encoding::Json,
        "form" => Encoding::Form,
        "text" => Encoding::Text,
        "bytes" => Encoding::Bytes,
        "stream" => Encoding::Stream,
        "content" => Encoding::Content,
        "multipart" => Encoding::Multipart,
        other => {
            let hint =
                closest(other, ENCODINGS).map(|near| format!("\nhelp: did you mean `{near}`?")).unwrap_or_default();
            let expected = alternatives(&ENCODINGS);
            let message = format!("E008: unknown body encoding `{other}`\nexpected: {expected}{hint}");
            return Err(syn::Error::new_spanned(word, message));
        }
    })
}

fn expected_encoding() -> String {
    format!(
        "E008: expected the encoding of the body: {}\nhelp: write `#[body]` for JSON, or `#[body(form)]`",
        alternatives(&ENCODINGS)
    )
}
