//! Where a value has integers that JavaScript's numbers cannot hold: expressions of the type `Wide` of the runtime.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};

use super::types::{is_wide, literal, value_key};
use crate::schema::{Collected, Flow, Kind, Members, Rest, Schema};

/// Finds integers of type `bigint` in schemas, and writes where they are.
pub(super) struct Wide<'a> {
    names: &'a Collected,
    /// The named types that have such integers, by themselves or in types that they mention.
    found: HashSet<&'a str>,
    /// Whether a named type has integers of that kind, or any JSON, which may have them.
    is_named_needed: bool,
    /// The named types that expressions mention.
    mentioned: RefCell<BTreeSet<&'a str>>,
}

impl<'a> Wide<'a> {
    pub(super) fn new(names: &'a Collected) -> Self {
        let is_named_needed = names.iter().any(|(_, _, schema)| has_any(schema));
        let mut wide = Self { names, found: HashSet::new(), is_named_needed, mentioned: RefCell::default() };
        loop {
            let is_new =
                |(name, flow, schema): &(&str, Flow, &Schema)| !wide.found.contains(*name) && wide.has(schema, *flow);
            let more: Vec<&str> = names.iter().filter(is_new).map(|(name, ..)| name).collect();
            if more.is_empty() {
                return wide;
            }
            wide.is_named_needed = true;
            wide.found.extend(more);
        }
    }

    /// Returns the expression for a value. `None` if it has no such integers.
    pub(super) fn expression(&self, schema: &Schema, flow: Flow) -> Option<String> {
        self.has(schema, flow).then(|| self.write(schema, flow))
    }

    /// Returns the declarations of all types that the expressions mention, sorted by name.
    pub(super) fn declarations(&self) -> Vec<String> {
        let mut written: BTreeSet<&str> = BTreeSet::new();
        let mut declarations = Vec::new();
        loop {
            let next = self.mentioned.borrow().difference(&written).next().copied();
            let Some(name) = next else { break };
            written.insert(name);
            if let Some((_, flow, schema)) = self.names.iter().find(|(known, ..)| *known == name) {
                declarations.push(format!("const {}: Wide = {};\n", constant(name), self.write(schema, flow)));
            }
        }
        declarations.sort();
        declarations
    }

    /// Returns whether a value, or one of the named types, has such integers or any JSON, which may have them.
    pub(super) fn is_needed(&self, schema: &Schema, flow: Flow) -> bool {
        self.is_named_needed || self.has(schema, flow) || has_any(schema)
    }

    fn has(&self, schema: &Schema, flow: Flow) -> bool {
        match &schema.kind {
            Kind::Integer { minimum, maximum, .. } => is_wide(*minimum, *maximum),
            Kind::Exactly(number) => is_wide(*number, *number),
            Kind::Listed { numbers, .. } => numbers.iter().any(|number| is_wide(*number, *number)),
            Kind::Array { item, .. } => self.has(item, flow),
            Kind::Tuple(all) | Kind::One(all) | Kind::Some(all) | Kind::All(all) => {
                all.iter().any(|schema| self.has(schema, flow))
            }
            Kind::Object(Members { properties, rest, .. }) => {
                properties.iter().any(|property| self.has(&property.schema, flow))
                    || matches!(rest, Rest::Each { value, .. } if self.has(value, flow))
            }
            Kind::Named(id) => self.found.contains(self.names.name(*id, flow)),
            _ => false,
        }
    }

    fn write(&self, schema: &Schema, flow: Flow) -> String {
        let written = self.kind(&schema.kind, flow);
        if schema.nullable { format!("{{ either: [{written}, \"null\"] }}") } else { written }
    }

    fn kind(&self, kind: &Kind, flow: Flow) -> String {
        let all = |schemas: &[Schema]| -> String {
            schemas.iter().map(|schema| self.write(schema, flow)).collect::<Vec<_>>().join(", ")
        };
        match kind {
            Kind::Any => "\"any\"".to_owned(),
            Kind::Null => "\"null\"".to_owned(),
            Kind::Boolean => "\"boolean\"".to_owned(),
            Kind::True => "{ is: true }".to_owned(),
            Kind::Integer { minimum, maximum, .. } if is_wide(*minimum, *maximum) => "\"bigint\"".to_owned(),
            Kind::Exactly(number) if is_wide(*number, *number) => "\"bigint\"".to_owned(),
            Kind::Exactly(number) => format!("{{ is: {number} }}"),
            Kind::Listed { numbers, .. } if numbers.iter().any(|number| is_wide(*number, *number)) => {
                "\"bigint\"".to_owned()
            }
            Kind::Integer { .. } | Kind::Number { .. } | Kind::Listed { .. } => "\"number\"".to_owned(),
            Kind::Constant(text) => format!("{{ is: {} }}", literal(text)),
            Kind::Choice { names, open: false } => {
                let names: Vec<String> = names.iter().map(|name| format!("{{ is: {} }}", literal(name))).collect();
                format!("{{ either: [{}] }}", names.join(", "))
            }
            Kind::Text(_) | Kind::Encoded(_) | Kind::Choice { .. } => "\"string\"".to_owned(),
            Kind::Array { item, .. } => format!("{{ list: {} }}", self.write(item, flow)),
            Kind::Tuple(items) => format!("{{ tuple: [{}] }}", all(items)),
            Kind::One(schemas) | Kind::Some(schemas) => format!("{{ either: [{}] }}", all(schemas)),
            Kind::All(schemas) => format!("{{ all: [{}] }}", all(schemas)),
            Kind::Object(members) => self.object(members, flow),
            Kind::Named(id) => {
                let name = self.names.name(*id, flow);
                self.mentioned.borrow_mut().insert(name);
                format!("{{ of: () => {} }}", constant(name))
            }
        }
    }

    fn object(&self, members: &Members, flow: Flow) -> String {
        let Members { properties, rest, .. } = members;
        if let (true, Rest::Each { value, .. }) = (properties.is_empty(), rest) {
            return format!("{{ values: {} }}", self.write(value, flow));
        }
        let member = |property: &crate::schema::Property| {
            format!("{}: {}", value_key(&property.name), self.write(&property.schema, flow))
        };
        let written: Vec<String> = properties.iter().map(member).collect();
        let required = properties.iter().filter(|property| property.required);
        let required: Vec<String> = required.map(|property| literal(&property.name)).collect();
        let rest = match rest {
            Rest::Each { value, .. } => format!(", rest: {}", self.write(value, flow)),
            Rest::Ignored | Rest::Refused => String::new(),
        };
        format!("{{ members: {{ {} }}, required: [{}]{rest} }}", written.join(", "), required.join(", "))
    }
}

/// Returns the name of the constant of a type.
fn constant(name: &str) -> String {
    format!("wide_{name}")
}

fn has_any(schema: &Schema) -> bool {
    match &schema.kind {
        Kind::Any => true,
        Kind::Array { item, .. } => has_any(item),
        Kind::Tuple(all) | Kind::One(all) | Kind::Some(all) | Kind::All(all) => all.iter().any(has_any),
        Kind::Object(Members { properties, rest, .. }) => {
            properties.iter().any(|property| has_any(&property.schema))
                || matches!(rest, Rest::Each { value, .. } if has_any(value))
        }
        _ => false,
    }
}
