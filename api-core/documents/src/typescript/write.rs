//! From operations to the text of a module.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use super::errors::{Case, ErrorForm, Errors};
use super::gather::Module;
use super::names::{is_exported, reserved};
use super::operation::{Answer, HeaderField, Operation};
use super::runtime::{self, Part};
use super::types::{Types, alternatives, docs, indented, key, literal};
use super::wide::Wide;
use crate::naming::Names;
use crate::schema::{Flow, Kind, Schema};

impl Module {
    /// Writes the module. The text is the same for the same descriptions, byte by byte.
    #[must_use]
    pub fn write(&self) -> String {
        let reserved = reserved();
        // The types of the API come first: they get a name that no declaration of the runtime has.
        let mut taken = Names::default();
        for name in &reserved {
            taken.take((*name).to_owned());
        }
        let mut names: HashMap<String, String> = HashMap::new();
        for (name, ..) in self.types.iter() {
            let free = if reserved.contains(name) { format!("{name}Model") } else { name.to_owned() };
            names.insert(name.to_owned(), taken.take(free));
        }
        let name = |known: &str| names.get(known).cloned().unwrap_or_default();
        let types = Types { names: &self.types, name: &name };
        let (wide, exports) = (Wide::new(&self.types), Vec::new());
        let mut writer = Writer { module: self, types, wide, taken, reserved, exports, body: String::new() };
        let error_types = writer.errors();
        for operation in &self.operations {
            writer.operation(operation, &error_types);
        }
        writer.finish(&name)
    }

    /// Returns whether a value of the module may have integers beyond 2^53.
    fn is_wide(&self, wide: &Wide<'_>) -> bool {
        self.operations.iter().flat_map(Operation::schemas).any(|(schema, flow)| wide.is_needed(schema, flow))
    }
}

/// The parts of a module that are being written.
pub(super) struct Writer<'a> {
    pub(super) module: &'a Module,
    pub(super) types: Types<'a>,
    pub(super) wide: Wide<'a>,
    pub(super) taken: Names,
    reserved: HashSet<&'static str>,
    /// The declarations that other modules know by another name.
    exports: Vec<String>,
    /// What comes before the named types.
    pub(super) body: String,
}

impl Writer<'_> {
    /// Returns the name under which a function is declared, and `export ` if other modules know it by that name.
    pub(super) fn declared(&mut self, name: &str) -> (String, &'static str) {
        if !self.reserved.contains(name) {
            return (name.to_owned(), "export ");
        }
        let declared = format!("{name}_");
        if is_exported(name) {
            return (declared, "export ");
        }
        self.exports.push(format!("{declared} as {name}"));
        (declared, "")
    }

    fn finish(mut self, name: &dyn Fn(&str) -> String) -> String {
        let Module { title, version, docs: text, bound, .. } = self.module;
        let mut needs = self.module.needs.clone();
        needs.extend(self.module.is_wide(&self.wide).then_some(Part::Wide));
        let mut module = docs(&format!("{title} {version}\n\n{text}"));
        module.push_str("/* Generated from the description of the API. Changes are lost. */\n\n");
        let (type_of, argument) = if bound.is_empty() {
            (String::new(), "{}")
        } else {
            let names: Vec<String> = bound.iter().map(|name| key(name)).collect();
            let members = format!("    readonly {}: string;\n", names.join(": string;\n    readonly "));
            (
                format!(
                    " & {{\n  /** The values of the path in front of all operations. */\n  readonly bind: {{\n{members}  }};\n}}"
                ),
                "settings.bind",
            )
        };
        let _ = write!(
            module,
            "/** Returns a client of the API at a place. */\nexport function connect(settings: Settings{type_of}): Client \
             {{\n  return new Client(settings, {argument});\n}}\n\n"
        );
        for (number, form) in self.module.errors.forms.iter().enumerate() {
            let _ = write!(module, "const errorForm_{number}: ErrorForm = {};\n\n", error_form(form));
        }
        module.push_str(&self.body);
        for (known, flow, schema) in self.types.names.iter() {
            module.push_str(&docs(&schema.docs));
            let name = name(known);
            let is_renamed = name != known && self.reserved.contains(known) && !is_exported(known);
            self.exports.extend(is_renamed.then(|| format!("type {name} as {known}")));
            let export = if is_renamed { "" } else { "export " };
            match &schema.kind {
                Kind::Object(members) if !schema.nullable && !members.properties.is_empty() => {
                    let members = indented(&self.types.members(members, flow));
                    let _ = write!(module, "{export}interface {name} {{\n{members}}}\n\n");
                }
                _ => {
                    let _ = write!(module, "{export}type {name} = {};\n\n", self.types.of(schema, flow));
                }
            }
        }
        let declarations = self.wide.declarations();
        module.push_str(&declarations.concat());
        if !declarations.is_empty() {
            module.push('\n');
        }
        if !self.exports.is_empty() {
            let _ = write!(module, "export {{ {} }};\n\n", self.exports.join(", "));
        }
        module.push_str("/* What follows is the same for every API. */\n\n");
        module.push_str(&runtime::texts(&needs).join("\n"));
        module
    }

    /// Writes the types and the lists of errors. Returns the types' names.
    fn errors(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        for (number, Errors { name, form, cases }) in self.module.errors.all.iter().enumerate() {
            let name = self.taken.take(name.clone());
            let cases_of_type: Vec<String> = cases.iter().map(|case| self.error_type(case)).collect();
            let all = alternatives(&cases_of_type);
            let _ = write!(self.body, "export type {name} ={all}\n  | UnknownError;\n\n");
            let cases: Vec<String> = cases.iter().map(|case| self.case(case)).collect();
            let list =
                if cases.is_empty() { "[]".to_owned() } else { format!("[\n    {},\n  ]", cases.join(",\n    ")) };
            let _ = write!(
                self.body,
                "const errors_{number}: Errors = {{\n  form: errorForm_{form},\n  cases: {list},\n}};\n\n"
            );
            names.push(name);
        }
        names
    }

    fn error_type(&self, case: &Case) -> String {
        let mut members = format!("readonly kind: {};\n", literal(case.kind));
        let is_class = matches!(case.kind, "status_4xx" | "status_5xx" | "default");
        let status = if is_class { "number".to_owned() } else { case.status.to_string() };
        let _ = write!(members, "readonly status: {status};\nreadonly description?: string;\n");
        members.push_str("readonly retryAfter?: number;\n");
        if let Some((schema, required)) = &case.details {
            let mark = if *required { "" } else { "?" };
            let _ = writeln!(members, "readonly details{mark}: {};", self.types.of(schema, Flow::Response));
        }
        if !case.headers.is_empty() {
            let _ = writeln!(members, "readonly headers: {};", self.headers_type(&case.headers));
        }
        format!("{{\n{}{}}}", indented(&docs(case.docs)), indented(&members))
    }

    fn case(&self, case: &Case) -> String {
        let mut members = vec![format!("kind: {}", literal(case.kind)), format!("status: {}", case.status)];
        if let Some((schema, required)) = &case.details {
            members.push(format!("details: \"{}\"", if *required { "required" } else { "optional" }));
            members.extend(self.wide_member(schema));
        }
        if !case.headers.is_empty() {
            members.push(format!("headers: [{}]", header_list(&case.headers)));
        }
        format!("{{ {} }}", members.join(", "))
    }

    /// Returns the member of a description that says where a value has integers beyond 2^53, if it has any.
    pub(super) fn wide_member(&self, schema: &Schema) -> Option<String> {
        self.wide.expression(schema, Flow::Response).map(|wide| format!("wide: {wide}"))
    }

    /// Returns the type of header fields.
    pub(super) fn headers_type(&self, fields: &[HeaderField]) -> String {
        let member = |field: &HeaderField| {
            let mark = if field.required { "" } else { "?" };
            let written = self.types.present(&field.schema, Flow::Response);
            format!("{}readonly {}{mark}: {written};\n", docs(&field.schema.docs), key(&field.key))
        };
        let members: String = fields.iter().map(member).collect();
        format!("{{\n{}}}", indented(&members))
    }
}

/// Returns whether a status has several media types.
pub(super) fn is_choice(answer: &Answer, all: &[Answer]) -> bool {
    all.iter().filter(|other| other.status == answer.status).count() > 1
}

/// Returns an object literal of the members that are there.
pub(super) fn object<const N: usize>(members: [Option<String>; N]) -> String {
    let members: Vec<String> = members.into_iter().flatten().collect();
    if members.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", members.join(", ")) }
}

/// Returns the member with the subprotocols of a WebSocket, if it has any.
pub(super) fn protocol_list(protocols: &[&str]) -> Option<String> {
    let written: Vec<String> = protocols.iter().map(|name| literal(name)).collect();
    (!protocols.is_empty()).then(|| format!("protocols: [{}]", written.join(", ")))
}

fn error_form(form: &ErrorForm) -> String {
    object([
        form.kind.as_ref().map(|(key, prefix)| format!("kind: [{}, {}]", literal(key), literal(prefix))),
        form.description.as_ref().map(|key| format!("description: {}", literal(key))),
        form.details.as_ref().map(|key| format!("details: {}", literal(key))),
    ])
}

/// Returns the descriptions of header fields.
pub(super) fn header_list(fields: &[HeaderField]) -> String {
    let field = |field: &HeaderField| {
        let mut parts = vec![literal(field.name), literal(&field.key), literal(field.item)];
        match (field.is_list, field.required) {
            (false, false) => {}
            (true, false) => parts.push("true".to_owned()),
            (false, true) => parts.extend(["false", "true"].map(str::to_owned)),
            (true, true) => parts.extend(["true", "true"].map(str::to_owned)),
        }
        format!("[{}]", parts.join(", "))
    };
    fields.iter().map(field).collect::<Vec<_>>().join(", ")
}
