//! The document that is being read: references, bounds, notes, and the types that were found.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use api_lock::{Definition, Lock};
use serde_json::{Map, Value};

use crate::naming::{Names, pascal};
use crate::note::{Effect, Note};
use crate::texts::Texts;

use super::error::OpenApiError;
use super::import::Import;
use super::source::size;

/// The maximum nesting of schemas, not counting named ones. `serde_json` reads 128 levels of JSON.
pub(super) const MAX_DEPTH: usize = 64;

/// The maximum number of schemas that are looked at, counting copies. GitHub's document needs a thirtieth of it.
const MAX_SCHEMAS: usize = 5_000_000;

/// The maximum length of a chain of references.
const MAX_REFERENCES: usize = 32;

/// A JSON object of the document.
pub(super) type Object = Map<String, Value>;

/// The document, and what was read of it so far.
#[derive(Debug)]
pub(super) struct Importer<'d> {
    document: &'d Value,
    /// Whether the document is of version 3.1, where schemas are JSON Schema.
    pub(super) is_json_schema: bool,
    /// The operation or the type that is being read.
    pub(super) subject: String,
    pub(super) lock: Lock,
    pub(super) texts: Texts,
    pub(super) types: BTreeMap<String, Definition>,
    pub(super) type_names: Names,
    pub(super) operation_names: Names,
    pub(super) called_names: Names,
    /// The number of operations of callbacks that were read.
    pub(super) calls: usize,
    /// The names of the types that references refer to.
    references: HashMap<String, String>,
    /// The names of those that were mentioned.
    mentioned: HashSet<String>,
    /// Named schemas that are not read yet: names of types and references.
    waiting: Vec<(String, String)>,
    /// Whether the target of a reference may be `null`.
    pub(super) nullable: HashMap<String, bool>,
    notes: Vec<Note>,
    noted: HashSet<Note>,
    /// The number of schemas that were looked at, and of values that were copied.
    pub(super) schemas: usize,
}

impl<'d> Importer<'d> {
    pub(super) fn new(document: &'d Value) -> Result<Self, OpenApiError> {
        let version = document.get("openapi");
        let is_json_schema = match version.and_then(Value::as_str) {
            Some(version) if version.starts_with("3.0") => false,
            Some(version) if version.starts_with("3.1") => true,
            _ => {
                let shown = version.map_or("missing".to_owned(), |version| shortened(&version.to_string()));
                return Err(OpenApiError::Version(shown));
            }
        };
        let mut importer = Self {
            document,
            is_json_schema,
            subject: "the document".to_owned(),
            lock: Lock::default(),
            texts: Texts::default(),
            types: BTreeMap::new(),
            type_names: Names::default(),
            operation_names: Names::without(RESERVED),
            called_names: Names::default(),
            calls: 0,
            references: HashMap::new(),
            mentioned: HashSet::new(),
            waiting: Vec::new(),
            nullable: HashMap::new(),
            notes: Vec::new(),
            noted: HashSet::new(),
            schemas: 0,
        };
        importer.name_schemas();
        Ok(importer)
    }

    /// Takes the names of named schemas, before others are made of them.
    fn name_schemas(&mut self) {
        let schemas = self.document.pointer("/components/schemas").and_then(Value::as_object);
        for key in schemas.into_iter().flat_map(Map::keys) {
            let reference = format!("#/components/schemas/{}", key.replace('~', "~0").replace('/', "~1"));
            let name = self.type_names.take(pascal(key), "");
            self.references.insert(reference, name);
        }
    }

    pub(super) fn root(&self) -> Result<&'d Object, OpenApiError> {
        self.object(self.document, "the document")
    }

    pub(super) fn finish(mut self) -> Result<Import, OpenApiError> {
        self.lock.operations.sort_by(|one, other| (&one.path, &one.verb).cmp(&(&other.path, &other.verb)));
        self.lock.called.sort_by(|one, other| one.name.cmp(&other.name));
        let types = std::mem::take(&mut self.types);
        self.lock.types = super::mentioned::types(&self.lock, types);
        super::cycles::check(&self.lock.types)?;
        Ok(Import { lock: self.lock, notes: self.notes, texts: self.texts })
    }

    /// Adds a note about the operation or type that is being read, once.
    pub(super) fn note(&mut self, effect: Effect, reason: &'static str, detail: impl AsRef<str>) {
        let note = Note { subject: self.subject.clone(), effect, reason, detail: shortened(detail.as_ref()) };
        if self.noted.insert(note.clone()) {
            self.notes.push(note);
        }
    }

    pub(super) fn widened(&mut self, reason: &'static str, detail: impl AsRef<str>) {
        self.note(Effect::Widened, reason, detail);
    }

    pub(super) fn part_left_out(&mut self, reason: &'static str, detail: impl AsRef<str>) {
        self.note(Effect::PartLeftOut, reason, detail);
    }

    /// Counts a schema, and checks how deep it is.
    pub(super) fn enter(&mut self, depth: usize) -> Result<(), OpenApiError> {
        self.schemas += 1;
        if depth > MAX_DEPTH {
            return Err(OpenApiError::Nesting { place: self.subject.clone(), limit: MAX_DEPTH });
        }
        if self.schemas > MAX_SCHEMAS {
            return Err(OpenApiError::Size { place: self.subject.clone(), limit: MAX_SCHEMAS });
        }
        Ok(())
    }

    /// Counts the values of a schema before it is copied.
    pub(super) fn copy(&mut self, schema: &Value) -> Result<(), OpenApiError> {
        self.schemas = self.schemas.saturating_add(size(schema));
        self.enter(0)
    }

    /// Returns the value behind references, if there are some.
    pub(super) fn resolved(&self, value: &'d Value) -> Result<&'d Value, OpenApiError> {
        let mut value = value;
        for _ in 0..MAX_REFERENCES {
            match value.get("$ref") {
                None => return Ok(value),
                Some(Value::String(reference)) => value = self.target(reference)?,
                Some(other) => return Err(self.wrong_type("$ref", "a string", other)),
            }
        }
        Err(OpenApiError::Cycle(self.subject.clone()))
    }

    /// Returns the part of the document that a reference names.
    pub(super) fn target(&self, reference: &str) -> Result<&'d Value, OpenApiError> {
        let pointer = reference.strip_prefix('#').and_then(percent_decoded);
        pointer
            .and_then(|pointer| self.document.pointer(&pointer))
            .ok_or_else(|| OpenApiError::Reference { place: self.subject.clone(), reference: shortened(reference) })
    }

    /// Returns the name of the type that a reference refers to. It is read later.
    pub(super) fn type_of(&mut self, reference: &str) -> Result<String, OpenApiError> {
        let name = if let Some(name) = self.references.get(reference) {
            name.clone()
        } else {
            self.target(reference)?;
            let name = self.type_names.take(pascal(last_segment(reference)), "");
            self.references.insert(reference.to_owned(), name.clone());
            name
        };
        if self.mentioned.insert(name.clone()) {
            self.waiting.push((name.clone(), reference.to_owned()));
        }
        Ok(name)
    }

    /// Reads the named schemas that were mentioned.
    pub(super) fn read_waiting(&mut self) -> Result<(), OpenApiError> {
        while let Some((name, reference)) = self.waiting.pop() {
            let subject = std::mem::replace(&mut self.subject, format!("type {name}"));
            let schema = self.target(&reference)?;
            self.define(&name, schema)?;
            self.subject = subject;
        }
        Ok(())
    }

    pub(super) fn object<'v>(&self, value: &'v Value, member: &str) -> Result<&'v Object, OpenApiError> {
        value.as_object().ok_or_else(|| self.wrong_type(member, "an object", value))
    }

    /// Returns a member that is an object. A missing one is `None`.
    pub(super) fn member_object<'v>(&self, of: &'v Object, key: &str) -> Result<Option<&'v Object>, OpenApiError> {
        of.get(key).map(|value| self.object(value, key)).transpose()
    }

    /// Returns the items of a member that is an array. A missing one has none.
    pub(super) fn member_array<'v>(&self, of: &'v Object, key: &str) -> Result<&'v [Value], OpenApiError> {
        match of.get(key) {
            None => Ok(&[]),
            Some(Value::Array(items)) => Ok(items),
            Some(other) => Err(self.wrong_type(key, "an array", other)),
        }
    }

    /// Returns a member that is a string. A missing one is `None`.
    pub(super) fn member_text<'v>(&self, of: &'v Object, key: &str) -> Result<Option<&'v str>, OpenApiError> {
        match of.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.wrong_type(key, "a string", other)),
        }
    }

    /// Returns the strings of a member that is an array of them.
    pub(super) fn member_texts(&self, of: &Object, key: &str) -> Result<BTreeSet<String>, OpenApiError> {
        let text = |item: &Value| match item {
            Value::String(text) => Ok(text.clone()),
            other => Err(self.wrong_type(key, "an array of strings", other)),
        };
        self.member_array(of, key)?.iter().map(text).collect()
    }

    pub(super) fn wrong_type(&self, member: &str, expected: &'static str, found: &Value) -> OpenApiError {
        OpenApiError::Type {
            place: format!("{}, `{}`", self.subject, shortened(member)),
            expected,
            found: match found {
                Value::Null => "null",
                Value::Bool(_) => "a boolean",
                Value::Number(_) => "a number",
                Value::String(_) => "a string",
                Value::Array(_) => "an array",
                Value::Object(_) => "an object",
            },
        }
    }
}

/// Returns whether a member is true. Another value than a boolean counts as false.
pub(super) fn is_true(of: &Object, key: &str) -> bool {
    of.get(key).and_then(Value::as_bool).unwrap_or(false)
}

/// Methods of `Client`, which a method of a trait cannot have the name of.
const RESERVED: &[&str] = &[
    "call",
    "request",
    "raw",
    "at",
    "bind",
    "dialect",
    "header",
    "with_token",
    "transport",
    "clone",
    "into",
    "try_into",
    "to_owned",
    "duplex",
    "handover",
    "websocket_options",
];

/// Returns the last segment of a reference, which is the name of its target.
pub(super) fn last_segment(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

/// Returns the beginning of a text, for messages.
fn shortened(text: &str) -> String {
    const SHOWN: usize = 120;
    match text.char_indices().nth(SHOWN) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}

/// Decodes a fragment of a URI (RFC 6901 §6).
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}
