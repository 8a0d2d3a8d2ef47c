//! Values of path, query and header fields.

use std::collections::HashMap;

use api_lock::{Content, Definition, Location, Parameter, Reading, Shape, Style, Tagging};
use serde_json::Value;

use crate::naming::{below, pascal};

use super::document::{Importer, Object, is_true};
use super::error::OpenApiError;
use super::operation::Stop;

/// How many names of types are looked through.
const MAX_ALIASES: usize = 32;

/// What a shape is for a place that holds text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// One text.
    Scalar,
    /// A list of them.
    List,
    /// The struct of this name.
    Struct(String),
    /// An object with any keys.
    Map,
    /// Anything else.
    Other,
}

/// A parameter of the document, without references.
#[derive(Debug)]
struct Declared<'d> {
    name: &'d str,
    place: &'d str,
    is_required: bool,
    members: &'d Object,
}

impl<'d> Importer<'d> {
    /// Reads the parameters of an operation. `captures` are the placeholders of its path, each with its name in Rust.
    pub(super) fn parameters(
        &mut self,
        lists: [&'d [Value]; 2],
        captures: &[(String, String)],
        operation: &str,
    ) -> Result<Vec<Parameter>, Stop> {
        let mut declared: Vec<Declared<'d>> = Vec::new();
        let mut places: HashMap<(&str, &str), usize> = HashMap::new();
        // Those of the operation replace those of the path.
        for value in lists.into_iter().flatten() {
            let members = self.resolved_object(value, "parameters")?;
            let text = |key: &'static str| self.member_text(members, key).map(Option::unwrap_or_default);
            let (name, place) = (text("name")?, text("in")?);
            let one = Declared { name, place, is_required: is_true(members, "required"), members };
            if let Some(known) = places.get(&(place, name)).and_then(|at| declared.get_mut(*at)) {
                *known = one;
            } else {
                places.insert((place, name), declared.len());
                declared.push(one);
            }
        }
        let mut found = Vec::new();
        for (original, name) in captures {
            let declared = declared.iter().find(|one| one.place == "path" && one.name == original);
            let shape = if let Some(one) = declared {
                self.capture(one, operation)?
            } else {
                self.widened("a placeholder without a parameter is text", original);
                Shape::Text(None)
            };
            found.push(Parameter::new(Location::Path, name, shape));
        }
        for one in &declared {
            match one.place {
                "path" if captures.iter().all(|(original, _)| original != one.name) => {
                    self.part_left_out("a path parameter without a placeholder", one.name);
                }
                "path" => {}
                "query" => self.query(one, operation, &mut found)?,
                "header" => self.header(one, operation, &mut found)?,
                "cookie" => self.cookie(one, operation, &mut found)?,
                other => {
                    self.part_left_out("a parameter of an unknown place", format!("{}, {other}", one.name));
                }
            }
        }
        Ok(found)
    }

    fn resolved_object(&self, value: &'d Value, member: &str) -> Result<&'d Object, OpenApiError> {
        self.object(self.resolved(value)?, member)
    }

    fn capture(&mut self, one: &Declared<'_>, operation: &str) -> Result<Shape, OpenApiError> {
        let shape = self.parameter_shape(one, operation)?;
        let is_simple = matches!(one.members.get("style").and_then(Value::as_str), None | Some("simple"));
        if self.kind(&shape) == Kind::Scalar && is_simple {
            return Ok(shape);
        }
        self.widened("a path segment that is no plain value is text", one.name);
        Ok(Shape::Text(None))
    }

    fn query(&mut self, one: &Declared<'_>, operation: &str, found: &mut Vec<Parameter>) -> Result<(), Stop> {
        let first = found.len();
        let read = self.query_keys(one, operation, found);
        if is_true(one.members, "allowReserved") {
            found.iter_mut().skip(first).for_each(|key| key.allow_reserved = true);
        }
        read
    }

    fn query_keys(&mut self, one: &Declared<'_>, operation: &str, found: &mut Vec<Parameter>) -> Result<(), Stop> {
        let style = self.member_text(one.members, "style")?.unwrap_or("form");
        let is_exploded = one.members.get("explode").and_then(Value::as_bool).unwrap_or(style == "form");
        let shape = self.parameter_shape(one, operation)?;
        let shape = match self.kind(&shape) {
            Kind::Scalar => shape,
            Kind::List => {
                let style = match (style, is_exploded) {
                    ("form", false) => Style::Comma,
                    ("spaceDelimited", false) => Style::Space,
                    ("pipeDelimited", false) => Style::Pipe,
                    ("deepObject", _) => Style::Brackets,
                    _ => Style::Repeated,
                };
                push_styled(found, one.name, shape, style, one.is_required);
                return Ok(());
            }
            Kind::Struct(name) if style == "deepObject" || is_exploded => {
                return self.keys(one, &name, style == "deepObject", found);
            }
            Kind::Map if one.is_required => {
                return Err(Stop::left_out("query keys that are not known", one.name));
            }
            Kind::Map => {
                self.part_left_out("query keys that are not known", one.name);
                return Ok(());
            }
            Kind::Struct(_) | Kind::Other => {
                self.widened("a query key that is no plain value is text", one.name);
                Shape::Text(None)
            }
        };
        let default = self.default_of(one, &shape);
        let is_required = one.is_required || default.is_some();
        if let Some(added) = push(found, Location::Query, one.name.to_owned(), shape, is_required) {
            added.default = default;
        }
        Ok(())
    }

    /// Adds a key for each field of an object.
    fn keys(&mut self, one: &Declared<'_>, name: &str, is_deep: bool, found: &mut Vec<Parameter>) -> Result<(), Stop> {
        let Some(Definition::Struct { fields, .. }) = self.types.get(name).cloned() else { return Ok(()) };
        for field in fields {
            let shape = match field.item.shape {
                Shape::Option(shape) | Shape::Patch(shape) => *shape,
                shape => shape,
            };
            let is_required = one.is_required && field.reading == Reading::Required && !field.flattened;
            let kind = self.kind(&shape);
            let fits = !field.flattened && (kind == Kind::Scalar || kind == Kind::List && !is_deep);
            match (fits, is_required) {
                (true, _) => {
                    let key = if is_deep { format!("{}[{}]", one.name, field.name) } else { field.name };
                    push(found, Location::Query, key, shape, is_required);
                }
                (false, true) => {
                    return Err(Stop::left_out("a query of nested values", format!("{}[{}]", one.name, field.name)));
                }
                (false, false) => {
                    self.part_left_out("a nested value in a query", format!("{}[{}]", one.name, field.name));
                }
            }
        }
        Ok(())
    }

    fn header(&mut self, one: &Declared<'_>, operation: &str, found: &mut Vec<Parameter>) -> Result<(), Stop> {
        let name = one.name.to_ascii_lowercase();
        // OpenAPI says that these are described elsewhere.
        if matches!(name.as_str(), "accept" | "content-type" | "authorization") {
            return Ok(());
        }
        if !is_field_name(&name) {
            return Err(Stop::left_out("a header field whose name is no token", name));
        }
        let shape = self.parameter_shape(one, operation)?;
        let shape = match self.kind(&shape) {
            Kind::Scalar | Kind::List => shape,
            _ => {
                self.widened("a header field that is no plain value is text", one.name);
                Shape::Text(None)
            }
        };
        push(found, Location::Header, name, shape, one.is_required);
        Ok(())
    }

    fn cookie(&mut self, one: &Declared<'_>, operation: &str, found: &mut Vec<Parameter>) -> Result<(), Stop> {
        if !is_field_name(one.name) {
            return Err(Stop::left_out("a cookie whose name is no token", one.name));
        }
        let shape = self.parameter_shape(one, operation)?;
        let shape = if self.kind(&shape) == Kind::Scalar {
            shape
        } else {
            self.widened("a cookie that is no plain value is text", one.name);
            Shape::Text(None)
        };
        push(found, Location::Cookie, one.name.to_owned(), shape, one.is_required);
        Ok(())
    }

    fn parameter_shape(&mut self, one: &Declared<'_>, operation: &str) -> Result<Shape, OpenApiError> {
        if one.members.get("deprecated").is_some_and(|value| *value == Value::Bool(true)) {
            self.part_left_out("the deprecation of a parameter", one.name);
        }
        let Some(schema) = one.members.get("schema") else {
            self.widened("a parameter with a media type is text", one.name);
            return Ok(Shape::Text(None));
        };
        let hint = self.hint(schema, one.name, operation);
        let found = self.value(schema, &hint, None, 0)?;
        self.read_waiting()?;
        let item = super::schema::Found { is_nullable: false, ..found }.into_item();
        self.no_constraints(&item, "constraints of a parameter");
        let is_said = one.place == "query" && self.default_of(one, &item.shape).is_some();
        if schema.get("default").is_some_and(|default| !default.is_null()) && !is_said {
            self.part_left_out("a default value", one.name);
        }
        Ok(item.shape)
    }

    /// Returns the text of a default in the query, if it is a value of the shape and the key may be absent.
    fn default_of(&self, one: &Declared<'_>, shape: &Shape) -> Option<String> {
        let default = one.members.get("schema")?.get("default").filter(|_| !one.is_required)?;
        match (shape, default) {
            (Shape::Boolean, Value::Bool(value)) => Some(value.to_string()),
            (Shape::Integer { minimum, maximum }, Value::Number(number)) => {
                let number = number.as_i64().map(i128::from).or(number.as_u64().map(i128::from))?;
                (minimum..=maximum).contains(&&number).then(|| number.to_string())
            }
            (Shape::Number, Value::Number(number)) => Some(number.to_string()),
            (Shape::Text(None), Value::String(text)) => Some(text.clone()),
            (Shape::Named(name), Value::String(text)) => match self.types.get(name) {
                Some(Definition::Enum { tagging: Tagging::External, variants, .. }) => {
                    let is_listed =
                        variants.iter().any(|variant| variant.name == *text && variant.content == Content::Unit);
                    is_listed.then(|| text.clone())
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns the name of a type for a parameter. Listed values have the name of the parameter alone if others of this
    /// name have the same ones.
    fn hint(&self, schema: &Value, name: &str, operation: &str) -> String {
        let short = pascal(name);
        let values: Option<Vec<&str>> =
            schema.get("enum").and_then(Value::as_array).map(|list| list.iter().filter_map(Value::as_str).collect());
        let is_same = match (self.types.get(&short), values) {
            (Some(Definition::Enum { tagging: Tagging::External, variants, .. }), Some(values)) => {
                variants.iter().map(|variant| variant.name.as_str()).eq(values)
            }
            (None, Some(_)) => self.type_names.is_free(&short),
            _ => false,
        };
        if is_same { short } else { below(operation, name) }
    }

    /// Returns what a shape is for a place that holds text, behind names of types.
    pub(super) fn kind(&self, shape: &Shape) -> Kind {
        let mut shape = shape;
        for _ in 0..MAX_ALIASES {
            shape = match shape {
                Shape::Boolean | Shape::Integer { .. } | Shape::Number | Shape::Text(_) => return Kind::Scalar,
                Shape::List { item, .. } => {
                    return if self.kind_of_item(item) { Kind::List } else { Kind::Other };
                }
                Shape::Map(..) => return Kind::Map,
                Shape::Named(name) => match self.types.get(name) {
                    Some(Definition::Newtype { item, .. }) => &item.shape,
                    Some(Definition::Enum { tagging: Tagging::External, variants, .. })
                        if variants.iter().all(|variant| variant.content == Content::Unit) =>
                    {
                        return Kind::Scalar;
                    }
                    Some(Definition::Struct { .. }) => return Kind::Struct(name.clone()),
                    _ => return Kind::Other,
                },
                _ => return Kind::Other,
            };
        }
        Kind::Other
    }

    /// Returns whether an item of a list is one text. A list within is not looked into.
    fn kind_of_item(&self, item: &Shape) -> bool {
        let is_list = matches!(item, Shape::List { .. });
        !is_list && self.kind(item) == Kind::Scalar
    }
}

/// Adds and returns a parameter, unless there is one of this name.
fn push(
    found: &mut Vec<Parameter>,
    location: Location,
    name: String,
    shape: Shape,
    is_required: bool,
) -> Option<&mut Parameter> {
    if found.iter().any(|known| known.location == location && known.name == name) {
        return None;
    }
    let shape = if is_required { shape } else { Shape::Option(Box::new(shape)) };
    found.push(Parameter::new(location, name, shape));
    found.last_mut()
}

/// Adds a query key in a style, unless there is one of this name.
fn push_styled(found: &mut Vec<Parameter>, name: &str, shape: Shape, style: Style, is_required: bool) {
    if let Some(added) = push(found, Location::Query, name.to_owned(), shape, is_required) {
        added.style = style;
    }
}

/// Returns whether a text is the name of a header field (RFC 9110 §5.1) in lower case.
pub(super) fn is_field_name(text: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_token)
}
