//! The module `models`: the named types of a lock.

use api_lock::{
    Access, Constraints, Content, Definition, Field, Item, Limit, Lock, Reading, Shape, Tagging, Type, Variant, Writing,
};

use crate::naming::{Names, pascal, snake};
use crate::note::{Effect, Note};
use crate::texts::Texts;

use super::casing;
use super::comments::docs;
use super::formats::{self, name_of};
use super::parts;
use super::types::{BASE64, Place, Types};
use super::words::{plain, take};

/// Returns the module with all types.
pub(super) fn render(lock: &Lock, texts: &Texts, types: &Types<'_>, notes: &mut Vec<Note>) -> String {
    let formats = formats::names(lock);
    if lock.types.is_empty() && formats.is_empty() {
        return String::new();
    }
    let parts = parts::names(lock);
    let mut render = |one| {
        let mut models = Models { texts, types, one, notes };
        match &one.definition {
            Definition::Struct { fields, .. } if parts.contains(one.name.as_str()) => models.parts(fields),
            _ => models.render(),
        }
    };
    let models: Vec<String> = lock.types.iter().map(&mut render).collect();
    format!(
        "#[doc = \" The values of requests and responses.\"]\npub mod models {{\nuse api_core::Model;\nuse \
         serde::{{Deserialize, Serialize}};\n{}{}}}\n",
        models.join("\n"),
        formats::render(&formats)
    )
}

struct Models<'a> {
    texts: &'a Texts,
    types: &'a Types<'a>,
    one: &'a Type,
    notes: &'a mut Vec<Note>,
}

impl Models<'_> {
    fn render(&mut self) -> String {
        let name = self.types.name(&self.one.name).to_owned();
        let docs = docs(self.texts.types.get(&self.one.name).map_or("", String::as_str));
        let derives = match &self.one.definition {
            Definition::Enum { tagging: Tagging::Integer, variants, .. } => of_integers(variants),
            _ => "#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]\n",
        };
        let (attributes, body) = match &self.one.definition {
            Definition::Struct { fields, closed } => {
                let (rule, fields) = self.fields(fields, true);
                let is_flattened = fields.contains("flatten");
                let mut serde: Vec<String> = rule.into_iter().map(|rule| format!("rename_all = {rule:?}")).collect();
                if *closed && !is_flattened {
                    serde.push("deny_unknown_fields".to_owned());
                }
                (attribute("serde", &serde), format!("pub struct {name} {{\n{fields}}}"))
            }
            Definition::Enum { tagging, variants, closed } => {
                let (rule, variants) = self.variants(variants, tagging);
                let mut serde: Vec<String> = rule.into_iter().map(|rule| format!("rename_all = {rule:?}")).collect();
                serde.extend(match tagging {
                    Tagging::External | Tagging::Integer => None,
                    Tagging::Internal(tag) => Some(format!("tag = {tag:?}")),
                    Tagging::Adjacent(tag, content) => Some(format!("tag = {tag:?}, content = {content:?}")),
                    Tagging::Untagged => Some("untagged".to_owned()),
                });
                if *closed {
                    serde.push("deny_unknown_fields".to_owned());
                }
                (attribute("serde", &serde), format!("pub enum {name} {{\n{variants}}}"))
            }
            Definition::Newtype { item, transparent } => {
                let serde = if *transparent { "#[serde(transparent)]\n" } else { "" };
                let model = attribute("model", &constraints(&item.constraints, &item.shape));
                let ty = self.types.of(&item.shape, Place::Model(&self.one.name));
                let is_held = self.types.is_held_by_name(&item.shape, &self.one.name);
                let held = if is_held { "#[model(by_name)]\n" } else { "" };
                (format!("{serde}{model}"), format!("pub struct {name}({held}pub {ty});"))
            }
            Definition::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|item| self.item(item)).collect();
                (String::new(), format!("pub struct {name}({});", items.join(", ")))
            }
        };
        format!("{docs}{derives}{attributes}{body}\n")
    }

    /// Returns the struct of a body of several parts.
    fn parts(&self, fields: &[Field]) -> String {
        let mut names = Names::default();
        let parts = fields.iter().map(|field| {
            let identifier = take(&mut names, &snake(&field.name));
            let key = (self.one.name.clone(), field.name.clone());
            let docs = docs(self.texts.fields.get(&key).map_or("", String::as_str));
            let name = (plain(&identifier) != field.name).then(|| format!("name = {:?}", field.name));
            let name = attribute("multipart", &name.into_iter().collect::<Vec<_>>());
            format!("{docs}{name}pub {identifier}: {},\n", self.part(&field.item.shape))
        });
        let parts: String = parts.collect();
        let docs = docs(self.texts.types.get(&self.one.name).map_or("", String::as_str));
        let name = self.types.name(&self.one.name);
        format!(
            "{docs}#[derive(Debug, Clone, PartialEq, api_core::call::Multipart)]\npub struct {name} {{\n{parts}}}\n"
        )
    }

    /// Returns the type of a part. A file is text of the format `binary`.
    fn part(&self, shape: &Shape) -> String {
        let is_file = |shape: &Shape| matches!(shape, Shape::Text(Some(format)) if format == "binary");
        match shape {
            file if is_file(file) => "api_core::call::FilePart".to_owned(),
            Shape::Option(file) if is_file(file) => "Option<api_core::call::FilePart>".to_owned(),
            Shape::List { item, .. } if is_file(item) => "Vec<api_core::call::FilePart>".to_owned(),
            other => self.types.of(other, Place::Model(&self.one.name)),
        }
    }

    /// Returns the rule for names and the fields.
    fn fields(&mut self, fields: &[Field], is_public: bool) -> (Option<&'static str>, String) {
        let mut names = Names::default();
        let identifiers: Vec<String> = fields.iter().map(|field| take(&mut names, &snake(&field.name))).collect();
        let pairs: Vec<(String, &str)> = identifiers
            .iter()
            .zip(fields)
            .filter(|(_, field)| !field.flattened)
            .map(|(name, field)| (plain(name).to_owned(), field.name.as_str()))
            .collect();
        // Fields of variants have no rule of their own.
        let rule = if is_public { casing::of_fields(&pairs) } else { None };
        let fields = identifiers.iter().zip(fields).map(|(name, field)| self.field(name, field, rule, is_public));
        (rule, fields.collect())
    }

    fn field(&mut self, name: &str, field: &Field, rule: Option<&str>, is_public: bool) -> String {
        let key = (self.one.name.clone(), field.name.clone());
        let docs = docs(self.texts.fields.get(&key).map_or("", String::as_str));
        let mut serde = Vec::new();
        if field.flattened {
            serde.push("flatten".to_owned());
        } else if casing::field(rule, plain(name)) != field.name {
            serde.push(format!("rename = {:?}", field.name));
        }
        serde.extend(field.aliases.iter().map(|alias| format!("alias = {alias:?}")));
        let is_empty = empty_predicate(&field.item.shape);
        match field.reading {
            Reading::Required => {}
            Reading::Insisted => self.note("a key that must be there although it may be null", &field.name),
            Reading::Ignored => serde.push("skip_deserializing".to_owned()),
            Reading::Defaulted if has_default(&field.item.shape) => serde.push("default".to_owned()),
            Reading::Defaulted => self.note("a default of a type that has none", &field.name),
        }
        match (field.writing, is_empty) {
            (Writing::Always, _) => {}
            (Writing::Never, _) => serde.push("skip_serializing".to_owned()),
            (Writing::Sometimes | Writing::Conditional, Some(predicate)) => {
                serde.push(format!("skip_serializing_if = {predicate:?}"));
            }
            (Writing::Sometimes | Writing::Conditional, None) => {
                self.note("a key that is not always written", &field.name);
            }
        }
        let mut model = constraints(&field.item.constraints, &field.item.shape);
        if self.types.is_held_by_name(&field.item.shape, &self.one.name) {
            model.push("by_name".to_owned());
        }
        match field.access {
            Access::Both => {}
            Access::ReadOnly => model.push("read_only".to_owned()),
            Access::WriteOnly => model.push("write_only".to_owned()),
        }
        match field.default.as_deref().map(|json| (json, default_of(json))) {
            Some((_, Some(default))) => model.push(default),
            Some((json, None)) => self.note("a default that is not that of its type", json),
            None => {}
        }
        let (serde, model) = (attribute("serde", &serde), attribute("model", &model));
        let ty = self.types.of(&field.item.shape, Place::Model(&self.one.name));
        let public = if is_public { "pub " } else { "" };
        format!("{docs}{serde}{model}{public}{name}: {ty},\n")
    }

    fn variants(&mut self, variants: &[Variant], tagging: &Tagging) -> (Option<&'static str>, String) {
        let is_integer = *tagging == Tagging::Integer;
        let mut names = Names::default();
        let identifiers: Vec<String> = variants
            .iter()
            .map(|variant| {
                let name = match variant.name.strip_prefix('-') {
                    Some(digits) if is_integer => format!("Minus{digits}"),
                    None if is_integer => format!("Value{}", variant.name),
                    _ => pascal(&variant.name),
                };
                names.take(if name == "Self" { "SelfValue".to_owned() } else { name }, "V")
            })
            .collect();
        let pairs: Vec<(String, &str)> =
            identifiers.iter().cloned().zip(variants.iter().map(|variant| variant.name.as_str())).collect();
        let is_named = *tagging != Tagging::Untagged && !is_integer;
        let rule = if is_named { casing::of_variants(&pairs) } else { None };
        let mut rendered = String::new();
        for (name, variant) in identifiers.iter().zip(variants) {
            let mut serde = Vec::new();
            if is_named && casing::variant(rule, name) != variant.name {
                serde.push(format!("rename = {:?}", variant.name));
            }
            serde.extend(variant.aliases.iter().map(|alias| format!("alias = {alias:?}")));
            for (is_set, word) in [
                (!variant.read, "skip_deserializing"),
                (!variant.written, "skip_serializing"),
                (variant.other, "other"),
            ] {
                serde.extend(is_set.then(|| word.to_owned()));
            }
            let content = match &variant.content {
                Content::Unit if is_integer => format!(" = {}", variant.name),
                Content::Unit => String::new(),
                Content::Newtype(item) => format!("({})", self.item(item).replace("pub ", "")),
                Content::Tuple(items) => {
                    let items: Vec<String> = items.iter().map(|item| self.item(item).replace("pub ", "")).collect();
                    format!("({})", items.join(", "))
                }
                Content::Struct(fields) => format!(" {{\n{}}}", self.fields(fields, false).1),
            };
            rendered.extend([&attribute("serde", &serde), name, &content, ",\n"]);
        }
        (rule, rendered)
    }

    fn item(&mut self, item: &Item) -> String {
        let mut model = constraints(&item.constraints, &item.shape);
        if self.types.is_held_by_name(&item.shape, &self.one.name) {
            model.push("by_name".to_owned());
        }
        let ty = self.types.of(&item.shape, Place::Model(&self.one.name));
        format!("{}pub {ty}", attribute("model", &model))
    }

    fn note(&mut self, reason: &'static str, detail: &str) {
        self.notes.push(Note {
            subject: format!("type {}", self.one.name),
            effect: Effect::Widened,
            reason,
            detail: detail.to_owned(),
        });
    }
}

/// Returns the attributes of an enum that is sent as numbers, in the smallest type of `serde_repr` that is usual for
/// them.
fn of_integers(variants: &[Variant]) -> &'static str {
    let is_large = |variant: &Variant| variant.name.parse::<i64>().is_err();
    if variants.iter().any(is_large) {
        "#[derive(Debug, Clone, PartialEq, serde_repr::Serialize_repr, serde_repr::Deserialize_repr, Model)]\n\
         #[repr(u64)]\n#[model(repr)]\n"
    } else {
        "#[derive(Debug, Clone, PartialEq, serde_repr::Serialize_repr, serde_repr::Deserialize_repr, Model)]\n\
         #[repr(i64)]\n#[model(repr)]\n"
    }
}

fn attribute(name: &str, keys: &[String]) -> String {
    if keys.is_empty() { String::new() } else { format!("#[{name}({})]\n", keys.join(", ")) }
}

/// Returns the keys of `#[model(…)]` for constraints. The range of a shape that is narrower than its type is one too.
fn constraints(constraints: &Constraints, shape: &Shape) -> Vec<String> {
    let limit = |key: &str, limit: Option<Limit>| {
        limit.map(|limit| match limit {
            Limit::Integer(number) => format!("{key} = {number}"),
            Limit::Number(number) => format!("{key} = {number:?}"),
        })
    };
    let length = |key: &str, length: Option<u64>| length.map(|length| format!("{key} = {length}"));
    let text = |key: &str, text: Option<&String>| text.map(|text| format!("{key} = {text:?}"));
    let of_shape = match shape {
        Shape::Text(Some(format)) if constraints.format.is_none() && format != BASE64 && name_of(format).is_none() => {
            Some(format)
        }
        _ => None,
    };
    [
        limit("min", constraints.min),
        limit("max", constraints.max),
        constraints.multiple_of.map(|divisor| format!("multiple_of = {divisor}")),
        length("min_length", constraints.min_length),
        length("max_length", constraints.max_length),
        text("pattern", constraints.pattern.as_ref()),
        text("format", constraints.format.as_ref().or(of_shape)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Returns the function that tells when a field is left out.
fn empty_predicate(shape: &Shape) -> Option<&'static str> {
    match shape {
        Shape::Option(_) => Some("Option::is_none"),
        Shape::Patch(_) => Some("api_core::Patch::is_absent"),
        Shape::List { length: None, unique: false, .. } => Some("Vec::is_empty"),
        Shape::Map(..) => Some("std::collections::BTreeMap::is_empty"),
        Shape::Text(None) => Some("String::is_empty"),
        _ => None,
    }
}

fn has_default(shape: &Shape) -> bool {
    !matches!(shape, Shape::Named(_) | Shape::Tuple(_) | Shape::List { length: Some(_), .. })
}

/// Returns the key of a default that is the one of its type too.
fn default_of(json: &str) -> Option<String> {
    matches!(json, "0" | "0.0" | "false" | "\"\"").then(|| format!("default = {json}"))
}
