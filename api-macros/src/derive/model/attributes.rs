//! Parses `#[serde(..)]`, `#[model(..)]` and doc comments of a type, a variant or a field.

use quote::{ToTokens, quote_spanned};
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Meta, Path, Type};

use super::casing::Casing;
use super::meta;
use super::tree::Constraints;
use crate::diagnostics::Diagnostics;
use crate::names::STYLES;
use crate::suggestion::closest;

/// The item that an attribute is on, which decides the valid keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Container,
    Variant,
    Field,
}

/// All attributes of one item.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one of serde's independent keys")]
pub(super) struct Attributes {
    pub(super) docs: String,
    pub(super) rename: Option<LitStr>,
    pub(super) rename_all: Option<Casing>,
    pub(super) rename_all_fields: Option<Casing>,
    pub(super) aliases: Vec<String>,
    pub(super) default: bool,
    pub(super) skip_serializing: Option<Path>,
    pub(super) skip_deserializing: Option<Path>,
    pub(super) skip_serializing_if: Option<Path>,
    /// The style of a list in a query, a variant of `model::Style`.
    pub(super) style: Option<&'static str>,
    /// The messages that have a field, a variant of `model::Access`.
    pub(super) access: Option<(&'static str, Path)>,
    /// The JSON of the default.
    pub(super) known_default: Option<(String, Path)>,
    /// Whether `null` is among what `skip_serializing_if` excludes.
    pub(super) omits_null: bool,
    pub(super) flatten: Option<Path>,
    pub(super) tag: Option<LitStr>,
    pub(super) content: Option<LitStr>,
    pub(super) untagged: Option<Path>,
    pub(super) transparent: Option<Path>,
    pub(super) deny_unknown_fields: bool,
    pub(super) other: bool,
    /// `with`, `from` and similar keys: the wire format is not that of the type.
    pub(super) converted: Option<Path>,
    /// `with` or `deserialize_with`: serde then requires an optional field.
    pub(super) read_by_function: bool,
    pub(super) same_form_as: Option<Type>,
    pub(super) by_name: Option<Path>,
    /// `#[model(repr)]`: the variants are sent as their values.
    pub(super) repr: Option<Path>,
    pub(super) framework: Option<Path>,
    pub(super) constraints: Constraints,
}

impl Attributes {
    pub(super) fn read(attributes: &[Attribute], place: Place, diagnostics: &mut Diagnostics) -> Self {
        let mut read = Self::default();
        let mut docs = Vec::new();
        for attribute in attributes {
            if attribute.path().is_ident("doc") {
                docs.extend(doc_line(attribute));
            } else if attribute.path().is_ident("serde") {
                let result = attribute.parse_nested_meta(|meta| {
                    // Continues after an invalid key, to report all of them.
                    read.serde_key(&meta, place).or_else(|error| {
                        if is_refused_by_serde(&meta) {
                            diagnostics.share(quote_spanned!(error.span()=> _), &error.to_string());
                            skip_to_comma(&meta)
                        } else {
                            keep_going(&meta, error, diagnostics)
                        }
                    })
                });
                diagnostics.keep(result);
            } else if attribute.path().is_ident("model") {
                let result = attribute.parse_nested_meta(|meta| {
                    read.model_key(&meta, place).or_else(|error| keep_going(&meta, error, diagnostics))
                });
                diagnostics.keep(result);
            }
        }
        read.docs = docs.join("\n");
        read
    }

    pub(super) fn skipped(&self) -> bool {
        self.skip_serializing.is_some() && self.skip_deserializing.is_some()
    }

    fn serde_key(&mut self, meta: &ParseNestedMeta<'_>, place: Place) -> syn::Result<()> {
        use Place::{Container, Field, Variant};

        let key = meta.path.get_ident().map(|ident| ident.unraw().to_string()).unwrap_or_default();
        match (key.as_str(), place) {
            ("rename", _) => self.rename = Some(meta::name(meta)?),
            ("rename_all", Container | Variant) => self.rename_all = Some(casing(meta)?),
            ("rename_all_fields", Container) => self.rename_all_fields = Some(casing(meta)?),
            ("alias", Variant | Field) => self.aliases.push(meta::string(meta)?.value()),
            ("default", Container | Field) => {
                self.default = true;
                meta::pass_over(meta)?;
            }
            ("skip", Variant | Field) => {
                (self.skip_serializing, self.skip_deserializing) = (Some(meta.path.clone()), Some(meta.path.clone()));
            }
            ("skip_serializing", Variant | Field) => self.skip_serializing = Some(meta.path.clone()),
            ("skip_deserializing", Variant | Field) => self.skip_deserializing = Some(meta.path.clone()),
            ("skip_serializing_if", Field) => {
                self.skip_serializing_if = Some(meta.path.clone());
                self.omits_null = excludes_null(&meta::string(meta)?.value());
            }
            ("flatten", Field) => self.flatten = Some(meta.path.clone()),
            ("tag", Container) => self.tag = Some(meta::string(meta)?),
            ("content", Container) => self.content = Some(meta::string(meta)?),
            ("untagged", Container) => self.untagged = Some(meta.path.clone()),
            ("transparent", Container) => self.transparent = Some(meta.path.clone()),
            ("deny_unknown_fields", Container) => self.deny_unknown_fields = true,
            ("other", Variant) => self.other = true,
            ("with" | "serialize_with" | "deserialize_with", Variant | Field)
            | ("from" | "try_from" | "into", Container) => {
                self.converted = Some(meta.path.clone());
                self.read_by_function |= matches!(key.as_str(), "with" | "deserialize_with");
                meta::pass_over(meta)?;
            }
            // These change the code that serde generates, not the wire format.
            ("bound" | "borrow" | "crate" | "expecting", _) => meta::pass_over(meta)?,
            _ => {
                let shown = meta.path.to_token_stream();
                return Err(syn::Error::new_spanned(
                    &meta.path,
                    format!(
                        "E071: `#[serde({shown})]` is not supported by `derive(Model)` here\n\
                         help: remove it, or implement `Model` and serde's traits by hand"
                    ),
                ));
            }
        }
        Ok(())
    }

    fn model_key(&mut self, meta: &ParseNestedMeta<'_>, place: Place) -> syn::Result<()> {
        let key = meta.path.get_ident().map(|ident| ident.unraw().to_string()).unwrap_or_default();
        let legal = legal_model_keys(place);
        if !legal.contains(&key.as_str()) {
            return Err(unknown_model_key(&meta.path, &key, legal));
        }
        if CONSTRAINT_KEYS.contains(&key.as_str()) {
            self.constraints.place.extend(meta.path.to_token_stream());
        }
        match key.as_str() {
            "min" => self.constraints.min = Some(meta::limit(meta)?),
            "max" => self.constraints.max = Some(meta::limit(meta)?),
            "multiple_of" => self.constraints.multiple_of = Some(meta::divisor(meta)?),
            "min_length" => self.constraints.min_length = Some(meta::length(meta)?),
            "max_length" => self.constraints.max_length = Some(meta::length(meta)?),
            "pattern" => self.constraints.pattern = Some(meta::pattern(meta)?),
            "format" => self.constraints.format = Some(meta::string(meta)?),
            "as" => self.same_form_as = Some(meta::type_after_equals(meta.input)?),
            "by_name" => self.by_name = Some(meta.path.clone()),
            "repr" => self.repr = Some(meta.path.clone()),
            "read_only" => self.access = Some(("ReadOnly", meta.path.clone())),
            "write_only" => self.access = Some(("WriteOnly", meta.path.clone())),
            "default" => self.known_default = Some((meta::json(meta)?, meta.path.clone())),
            style if let Some((_, variant)) = STYLES.into_iter().find(|(word, _)| *word == style) => {
                self.style = Some(variant);
            }
            _ => self.framework = Some(meta.value()?.call(Path::parse_mod_style)?),
        }
        Ok(())
    }
}

const CONSTRAINT_KEYS: [&str; 7] = ["min", "max", "multiple_of", "min_length", "max_length", "pattern", "format"];

fn legal_model_keys(place: Place) -> &'static [&'static str] {
    match place {
        Place::Container => {
            &["as", "crate", "repr", "min", "max", "multiple_of", "min_length", "max_length", "pattern", "format"]
        }
        Place::Variant => &["as"],
        Place::Field => &[
            "as",
            "by_name",
            "min",
            "max",
            "multiple_of",
            "min_length",
            "max_length",
            "pattern",
            "format",
            "comma",
            "space",
            "pipe",
            "brackets",
            "read_only",
            "write_only",
            "default",
        ],
    }
}

fn unknown_model_key(path: &Path, key: &str, legal: &[&str]) -> syn::Error {
    let meant = closest(key, legal.iter().copied()).map(|near| format!(", did you mean `{near}`?")).unwrap_or_default();
    let shown = path.to_token_stream();
    let list = legal.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    syn::Error::new_spanned(path, format!("E005: unknown key `{shown}` in `#[model(..)]`{meant}\nexpected: {list}"))
}

fn casing(meta: &ParseNestedMeta<'_>) -> syn::Result<Casing> {
    let name = meta::name(meta)?;
    Casing::named(&name.value()).ok_or_else(|| {
        let list = Casing::names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        syn::Error::new_spanned(&name, format!("E008: unknown case `{}`\nexpected: {list}", name.value()))
    })
}

/// Returns whether serde's derives report an error of this key too: one that they do not know, or a case.
fn is_refused_by_serde(meta: &ParseNestedMeta<'_>) -> bool {
    const KNOWN_TO_SERDE: [&str; 13] = [
        "rename",
        "alias",
        "tag",
        "content",
        "untagged",
        "remote",
        "getter",
        "with",
        "field_identifier",
        "variant_identifier",
        "bound",
        "borrow",
        "skip_serializing_if",
    ];
    let key = meta.path.to_token_stream().to_string();
    !KNOWN_TO_SERDE.contains(&key.as_str())
}

fn keep_going(meta: &ParseNestedMeta<'_>, error: syn::Error, diagnostics: &mut Diagnostics) -> syn::Result<()> {
    diagnostics.push(error);
    skip_to_comma(meta)
}

fn skip_to_comma(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    while !meta.input.is_empty() && !meta.input.peek(syn::Token![,]) {
        meta.input.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
}

/// Returns whether a predicate of serde is known to exclude `None`. Of others nothing is known.
fn excludes_null(predicate: &str) -> bool {
    let name = predicate.rsplit("::").next().unwrap_or_default().trim();
    predicate.contains("::") && matches!(name, "is_none" | "is_absent" | "is_empty")
}

fn doc_line(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(line), .. }) => {
                let line = line.value();
                Some(line.strip_prefix(' ').unwrap_or(&line).trim_end().to_owned())
            }
            _ => None,
        },
        _ => None,
    }
}
