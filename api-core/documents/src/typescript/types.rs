//! From a schema to a type of TypeScript.

use crate::naming::is_identifier;
use crate::schema::{Collected, Flow, Kind, Members, Property, Rest, Schema};

/// The integers that a JavaScript number holds exactly, without a sign.
pub(super) const SAFE: i128 = (1 << 53) - 1;

/// Writes types in which the named types have their names.
#[derive(Clone, Copy)]
pub(super) struct Types<'a> {
    pub(super) names: &'a Collected,
    /// Returns the name in the module of a name in [`Collected`].
    pub(super) name: &'a dyn Fn(&str) -> String,
}

impl Types<'_> {
    /// Returns the type of a schema.
    pub(super) fn of(&self, schema: &Schema, flow: Flow) -> String {
        let written = self.kind(&schema.kind, flow);
        if schema.nullable && written != "Json" { format!("{written} | null") } else { written }
    }

    /// Returns the type of a schema whose value is there.
    pub(super) fn present(&self, schema: &Schema, flow: Flow) -> String {
        self.kind(&schema.kind, flow)
    }

    fn kind(&self, kind: &Kind, flow: Flow) -> String {
        match kind {
            Kind::Any => "Json".to_owned(),
            Kind::Null => "null".to_owned(),
            Kind::Boolean => "boolean".to_owned(),
            Kind::True => "true".to_owned(),
            Kind::Integer { minimum, maximum, .. } => {
                if is_wide(*minimum, *maximum) { "bigint" } else { "number" }.to_owned()
            }
            Kind::Number { .. } => "number".to_owned(),
            Kind::Text(text) => if text.format == Some("binary") { "Blob" } else { "string" }.to_owned(),
            Kind::Encoded(_) => "string".to_owned(),
            Kind::Constant(text) => literal(text),
            Kind::Exactly(number) => integer(*number),
            Kind::Choice { names, open } => {
                let names = names.iter().map(|name| literal(name));
                // Editors still propose the known ones.
                union(names.chain(open.then(|| "(string & {})".to_owned())))
            }
            Kind::Listed { numbers, open } => {
                let numbers = numbers.iter().map(|number| integer(*number));
                union(numbers.chain(open.then(|| "(number & {})".to_owned())))
            }
            Kind::Array { item, .. } => {
                let item = self.of(item, flow);
                if is_simple(&item) { format!("{item}[]") } else { format!("({item})[]") }
            }
            Kind::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|item| self.of(item, flow)).collect();
                format!("[{}]", items.join(", "))
            }
            Kind::Object(members) => self.object(members, flow),
            Kind::One(schemas) | Kind::Some(schemas) => union(schemas.iter().map(|schema| self.of(schema, flow))),
            Kind::All(schemas) => {
                let all = schemas.iter().map(|schema| self.of(schema, flow));
                let all = all.map(|one| if is_simple(&one) { one } else { format!("({one})") });
                all.collect::<Vec<_>>().join(" & ")
            }
            Kind::Named(id) => (self.name)(self.names.name(*id, flow)),
        }
    }

    fn object(&self, members: &Members, flow: Flow) -> String {
        if members.properties.is_empty() {
            return match &members.rest {
                Rest::Each { value, .. } => format!("{{ [key: string]: {} }}", self.of(value, flow)),
                Rest::Ignored | Rest::Refused => "Record<string, never>".to_owned(),
            };
        }
        format!("{{\n{}}}", indented(&self.members(members, flow)))
    }

    /// Returns the members of an object, one a line.
    pub(super) fn members(&self, members: &Members, flow: Flow) -> String {
        let mut text = String::new();
        let mut all = Vec::new();
        for Property { name, schema, required } in &members.properties {
            let written = self.of(schema, flow);
            // Under `exactOptionalPropertyTypes` a caller could not pass what may be missing.
            let or_undefined = if *required || flow == Flow::Response { "" } else { " | undefined" };
            let optional = if *required { "" } else { "?" };
            text.push_str(&docs(&schema.docs));
            text.extend([&*key(name), optional, ": ", &written, or_undefined, ";\n"]);
            all.push(written);
            all.extend((!required).then(|| "undefined".to_owned()));
        }
        if let Rest::Each { value, .. } = &members.rest {
            // The type of an index signature includes those of the known keys.
            all.insert(0, self.of(value, flow));
            text.extend(["[key: string]: ", &union(all.into_iter()), ";\n"]);
        }
        text
    }
}

pub(super) fn is_wide(minimum: i128, maximum: i128) -> bool {
    minimum < -SAFE || maximum > SAFE
}

/// Returns the literal of an integer.
fn integer(number: i128) -> String {
    if is_wide(number, number) { format!("{number}n") } else { number.to_string() }
}

/// Returns the literal of a text.
pub(super) fn literal(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Returns the key of a member of a type.
pub(super) fn key(name: &str) -> String {
    if is_identifier(name) { name.to_owned() } else { literal(name) }
}

/// Returns the key of a member of a value. `__proto__` alone would be the prototype.
pub(super) fn value_key(name: &str) -> String {
    if name == "__proto__" { format!("[{}]", literal(name)) } else { key(name) }
}

/// Returns the union of types, each once.
pub(super) fn union(types: impl Iterator<Item = String>) -> String {
    let mut distinct: Vec<String> = Vec::new();
    for one in types {
        if !distinct.contains(&one) {
            distinct.push(one);
        }
    }
    if distinct.is_empty() { "never".to_owned() } else { distinct.join(" | ") }
}

/// Returns alternatives, one a line.
pub(super) fn alternatives(all: &[String]) -> String {
    let mut written = String::new();
    for one in all {
        written.extend(["\n", indented(&format!("| {one}")).trim_end()]);
    }
    written
}

/// Returns whether a type needs no parentheses.
fn is_simple(written: &str) -> bool {
    !written.contains([' ', '&', '|'])
        || (written.starts_with('{') && written.ends_with('}') && !written.contains("} "))
}

/// Returns Markdown as a comment, with a line break at its end.
pub(super) fn docs(text: &str) -> String {
    let text = text.trim().replace("*/", "*\\/");
    match text.lines().collect::<Vec<_>>()[..] {
        [] => String::new(),
        [line] => format!("/** {line} */\n"),
        ref lines => {
            let lines: String = lines.iter().map(|line| format!(" * {line}").trim_end().to_owned() + "\n").collect();
            format!("/**\n{lines} */\n")
        }
    }
}

/// Returns lines with two more spaces in front.
pub(super) fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}
