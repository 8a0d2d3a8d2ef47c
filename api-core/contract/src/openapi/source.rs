//! The text of a document: JSON or YAML, as one JSON value.

use std::collections::HashMap;

use saphyr::Scalar;
use saphyr_parser::{Event, Parser};
use serde_json::{Map, Value};

/// The maximum nesting of a document, which is that of `serde_json`.
const MAX_NESTING: usize = 128;

/// The maximum number of values that aliases of YAML stand for.
const MAX_ALIASED: usize = 1_000_000;

/// The reason why a text is no document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SourceError(String);

/// Reads a document from its text. A text that begins with a brace is JSON, another one is YAML.
///
/// ```
/// let document = api_contract::openapi::read_document("openapi: 3.1.0\npaths: {}\n").unwrap();
/// assert_eq!(document["openapi"], "3.1.0");
/// ```
///
/// # Errors
///
/// Returns an error if the text is neither, if it is nested too deeply, or if aliases of YAML make it too large.
pub fn read_document(text: &str) -> Result<Value, SourceError> {
    if text.trim_start().starts_with('{') {
        return serde_json::from_str(text).map_err(|error| SourceError(format!("this is not JSON: {error}")));
    }
    let mut reader = Reader::default();
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|error| SourceError(format!("this is not YAML: {error}")))?;
        reader.take(event)?;
    }
    reader.root.ok_or_else(|| SourceError("the document is empty".to_owned()))
}

/// Collections that are not complete yet, the outermost first.
#[derive(Debug, Default)]
struct Reader {
    open: Vec<Open>,
    anchors: HashMap<usize, Value>,
    aliased: usize,
    root: Option<Value>,
}

#[derive(Debug)]
struct Open {
    anchor: usize,
    collection: Collection,
}

#[derive(Debug)]
enum Collection {
    List(Vec<Value>),
    /// With the key whose value comes next.
    Map(Map<String, Value>, Option<String>),
}

impl Reader {
    fn take(&mut self, event: Event<'_>) -> Result<(), SourceError> {
        match event {
            Event::SequenceStart(anchor, ..) => self.begin(anchor, Collection::List(Vec::new())),
            Event::MappingStart(anchor, ..) => self.begin(anchor, Collection::Map(Map::new(), None)),
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(Open { anchor, collection }) = self.open.pop() else { return Ok(()) };
                let value = match collection {
                    Collection::List(items) => Value::Array(items),
                    Collection::Map(members, _) => Value::Object(members),
                };
                self.value(anchor, value)
            }
            Event::Scalar(text, style, anchor, tag) => {
                if let Some(Open { collection: Collection::Map(_, key @ None), .. }) = self.open.last_mut() {
                    *key = Some(text.into_owned());
                    return Ok(());
                }
                let plain = text.clone();
                let scalar = Scalar::parse_from_cow_and_metadata(text, style, tag.as_ref());
                let value = match scalar {
                    Some(Scalar::Null) => Value::Null,
                    Some(Scalar::Boolean(value)) => Value::Bool(value),
                    Some(Scalar::Integer(value)) => Value::from(value),
                    Some(Scalar::FloatingPoint(value)) => Value::from(value.into_inner()),
                    Some(Scalar::String(text)) => Value::String(text.into_owned()),
                    None => Value::String(plain.into_owned()),
                };
                self.value(anchor, value)
            }
            Event::Alias(anchor) => {
                let value = self.anchors.get(&anchor);
                let value = value.ok_or_else(|| SourceError("an alias has no anchor before it".to_owned()))?;
                self.aliased = self.aliased.saturating_add(size(value));
                if self.aliased > MAX_ALIASED {
                    return Err(SourceError(format!("aliases stand for more than {MAX_ALIASED} values")));
                }
                let value = value.clone();
                self.value(0, value)
            }
            _ => Ok(()),
        }
    }

    fn begin(&mut self, anchor: usize, collection: Collection) -> Result<(), SourceError> {
        if self.open.len() >= MAX_NESTING {
            return Err(SourceError(format!("the document is nested more than {MAX_NESTING} deep")));
        }
        if let Some(Open { collection: Collection::Map(_, None), .. }) = self.open.last() {
            return Err(SourceError("a key is a list or a map: keys of OpenAPI are text".to_owned()));
        }
        self.open.push(Open { anchor, collection });
        Ok(())
    }

    fn value(&mut self, anchor: usize, value: Value) -> Result<(), SourceError> {
        // Zero is no anchor.
        if anchor > 0 {
            self.anchors.insert(anchor, value.clone());
        }
        match self.open.last_mut().map(|open| &mut open.collection) {
            None if self.root.is_some() => return Err(SourceError("there is more than one document".to_owned())),
            None => self.root = Some(value),
            Some(Collection::List(items)) => items.push(value),
            Some(Collection::Map(members, key)) => match (key.take(), value) {
                (Some(name), value) => {
                    members.insert(name, value);
                }
                // An alias as a key.
                (None, Value::String(name)) => *key = Some(name),
                (None, _) => return Err(SourceError("an alias of no text is a key".to_owned())),
            },
        }
        Ok(())
    }
}

/// Returns the number of values in a value. It is nested no deeper than a document.
pub(super) fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(size).sum::<usize>(),
        _ => 1,
    }
}
