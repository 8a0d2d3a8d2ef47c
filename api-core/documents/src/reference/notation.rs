//! What values look like, in words and braces, with the names of types.

use api_core::model::{Access, Divisor, Limit};

use crate::schema::{Collected, Flow, Kind, Members, Property, Rest, Schema, Text};

/// A part of a notation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Run {
    Text(String),
    /// The name of a type.
    Name(String),
    /// What a line says beside the notation.
    Docs(String),
}

/// Returns the notation of a value.
pub(super) fn notation(schema: &Schema, flow: Flow, names: &Collected) -> Vec<Run> {
    let mut writer = Writer { names, flow, runs: Vec::new(), depth: 0 };
    writer.schema(schema);
    writer.runs
}

/// Returns the notation of a value. The name of a type is followed by the notation of its definition.
pub(super) fn expanded(schema: &Schema, flow: Flow, names: &Collected) -> Vec<Run> {
    let mut writer = Writer { names, flow, runs: Vec::new(), depth: 0 };
    writer.schema(schema);
    let mut inner = schema;
    while let Kind::Array { item, .. } = &inner.kind {
        inner = item;
    }
    if let Kind::Named(id) = &inner.kind
        && let Some(definition) = names.find(*id, flow)
        && matches!(definition.kind, Kind::Object(_) | Kind::One(_) | Kind::Some(_) | Kind::All(_))
    {
        writer.text(if std::ptr::eq(inner, schema) { " = " } else { ", each " });
        writer.schema(definition);
    }
    writer.runs
}

struct Writer<'a> {
    names: &'a Collected,
    flow: Flow,
    runs: Vec<Run>,
    depth: usize,
}

impl Writer<'_> {
    fn schema(&mut self, schema: &Schema) {
        self.kind(&schema.kind);
        if schema.nullable {
            self.text(" or null");
        }
    }

    fn kind(&mut self, kind: &Kind) {
        match kind {
            Kind::Any => self.text("any JSON"),
            Kind::Null => self.text("null"),
            Kind::Boolean => self.text("boolean"),
            Kind::True => self.text("true"),
            Kind::Integer { minimum, maximum, multiple_of } => {
                self.integer(*minimum, *maximum);
                self.multiple(*multiple_of);
            }
            Kind::Number { minimum, maximum, multiple_of } => {
                self.number(*minimum, *maximum);
                self.multiple(*multiple_of);
            }
            Kind::Text(text) => self.characters(text),
            Kind::Constant(text) => self.text(&quoted(text)),
            Kind::Exactly(number) => self.text(&number.to_string()),
            Kind::Choice { names, open } => {
                let others = open.then_some("other text");
                self.words(names.iter().map(|name| quoted(name)).chain(others.map(str::to_owned)));
            }
            Kind::Listed { numbers, open } => {
                let others = open.then_some("other integer");
                self.words(numbers.iter().map(ToString::to_string).chain(others.map(str::to_owned)));
            }
            Kind::Encoded(inner) => {
                self.text("a text with the JSON of ");
                self.schema(inner);
            }
            Kind::Array { item, minimum, maximum, unique } => {
                self.text(if *unique { "set of " } else { "list of " });
                self.schema(item);
                self.count(*minimum, *maximum, "items");
            }
            Kind::Tuple(items) => {
                self.text("[");
                self.joined(items, ", ");
                self.text("]");
            }
            Kind::Object(members) => self.object(members),
            Kind::One(all) | Kind::Some(all) => self.joined(all, " or "),
            Kind::All(all) => self.joined(all, " and "),
            Kind::Named(id) => {
                let name = self.names.name(*id, self.flow).to_owned();
                self.runs.push(Run::Name(name));
            }
        }
    }

    fn object(&mut self, members: &Members) {
        if let (true, Rest::Each { value, .. }) = (members.properties.is_empty(), &members.rest) {
            self.text("map of ");
            return self.schema(value);
        }
        if members.properties.is_empty() {
            return self.text("{}");
        }
        self.text("{");
        self.depth += 1;
        for Property { name, schema, required } in &members.properties {
            self.line();
            self.text(&format!("{name}{}: ", if *required { "" } else { "?" }));
            self.schema(schema);
            if let Some(default) = schema.default {
                self.text(&format!(" = {default}"));
            }
            let access = match schema.access {
                Access::Both => "",
                Access::ReadOnly => "Only in answers. ",
                Access::WriteOnly => "Only in requests. ",
            };
            let first = schema.docs.lines().next().unwrap_or_default();
            if !access.is_empty() || !first.is_empty() {
                self.runs.push(Run::Docs(format!("{access}{first}").trim_end().to_owned()));
            }
        }
        if let Rest::Each { value, .. } = &members.rest {
            self.line();
            self.text("…: ");
            self.schema(value);
        }
        self.depth -= 1;
        self.line();
        self.text("}");
    }

    fn multiple(&mut self, divisor: Option<Divisor>) {
        if let Some(divisor) = divisor {
            self.text(&format!(", a multiple of {divisor}"));
        }
    }

    fn integer(&mut self, minimum: i128, maximum: i128) {
        // The usual types need no numbers.
        let is_usual = [i64::MIN.into(), i32::MIN.into(), i128::MIN].contains(&minimum)
            || (minimum == 0 && [u64::MAX.into(), u32::MAX.into(), i128::MAX].contains(&maximum));
        match (is_usual, minimum) {
            (true, 0) => self.text("integer, at least 0"),
            (true, _) => self.text("integer"),
            (false, _) => self.text(&format!("integer, {minimum} to {maximum}")),
        }
    }

    fn number(&mut self, minimum: Option<Limit>, maximum: Option<Limit>) {
        match (minimum, maximum) {
            (None, None) => self.text("number"),
            (Some(minimum), None) => self.text(&format!("number, at least {minimum}")),
            (None, Some(maximum)) => self.text(&format!("number, at most {maximum}")),
            (Some(minimum), Some(maximum)) => self.text(&format!("number, {minimum} to {maximum}")),
        }
    }

    fn characters(&mut self, text: &Text) {
        match text.format {
            Some("binary") => self.text("file"),
            Some(format) => self.text(&format!("text ({format})")),
            None => self.text("text"),
        }
        self.count(text.shortest, text.longest, "characters");
        if let Some(pattern) = text.pattern {
            self.text(&format!(" like {pattern}"));
        }
    }

    fn count(&mut self, least: Option<usize>, most: Option<usize>, what: &str) {
        match (least, most) {
            (None, None) => {}
            (Some(least), Some(most)) if least == most => self.text(&format!(", {least} {what}")),
            (Some(least), Some(most)) => self.text(&format!(", {least} to {most} {what}")),
            (Some(least), None) => self.text(&format!(", at least {least} {what}")),
            (None, Some(most)) => self.text(&format!(", at most {most} {what}")),
        }
    }

    fn joined(&mut self, all: &[Schema], between: &str) {
        for (number, one) in all.iter().enumerate() {
            if number > 0 {
                self.text(between);
            }
            self.schema(one);
        }
    }

    fn words(&mut self, words: impl Iterator<Item = String>) {
        self.text(&words.collect::<Vec<_>>().join(" or "));
    }

    fn line(&mut self) {
        let line = format!("\n{}", "  ".repeat(self.depth));
        self.text(&line);
    }

    fn text(&mut self, more: &str) {
        match self.runs.last_mut() {
            Some(Run::Text(text)) => text.push_str(more),
            _ => self.runs.push(Run::Text(more.to_owned())),
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
