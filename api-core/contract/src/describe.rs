//! The description of an API as the data of a lock.
//!
//! Each named type is written once, under its name. Types of one name that differ get a number. References by name are
//! followed, so the lock is complete where a constant cannot be.

use api_core::description::{
    BodyEncoding, BodyForm, Callback, Description, Endpoint, ErrorCase, Exchange, HeaderField, Location,
    MessageEncoding, Output, Security, SocketTerms,
};
use api_core::dialect::{Ending, EventForm};
use api_core::model::{
    Access, Constraints, Content, Declaration, Enum, Field, Item, Limit, Reading, Shape, Style, Tagging, UnknownFields,
    Variant, Writing,
};
use api_lock::{Called, Definition, Encoding, Lock, Operation, Terms, Type};

/// Returns the lock of an API: its operations sorted by path and method, its types by name.
///
/// ```
/// use api_core::{Error, Model, api};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
/// struct Room {
///     name: String,
///     topic: Option<String>,
/// }
///
/// #[api]
/// trait Rooms {
///     #[get("/rooms/{id}")]
///     async fn room(&self, id: u32) -> Result<Room, Error>;
/// }
///
/// let lock = api_contract::lock_of(RoomsApi::DESCRIPTION).to_string();
/// assert!(lock.contains("GET /rooms/{id} room\n  path id: u32\n  -> 200 application/json: Room\n"));
/// assert!(lock.contains("struct Room\n  name: text\n  topic: option text\n"));
/// ```
pub fn lock_of(description: &Description) -> Lock {
    let mut types = Types::default();
    let Called { name, base, security, errors, operations } = types.api(description);
    let (mut types, mut called) = (types.found, types.called);
    called.sort_by(|one, other| one.name.cmp(&other.name));
    types.sort_by(|one, other| one.name.cmp(&other.name));
    Lock { name, base, security, severities: Vec::new(), breaks: Vec::new(), errors, operations, called, types }
}

/// The named types that were found.
#[derive(Default)]
struct Types {
    found: Vec<Type>,
    /// The shape of each name, and the name that it has in the lock.
    names: Vec<(&'static Shape, String)>,
    /// The APIs that callers serve.
    called: Vec<Called>,
}

impl Types {
    fn api(&mut self, description: &Description) -> Called {
        let security = description.security.map(security);
        let errors = self.errors(description.errors);
        let mut operations: Vec<Operation> =
            description.endpoints.iter().map(|endpoint| self.operation(endpoint)).collect();
        for operation in &mut operations {
            // What holds for the API is not repeated.
            operation.security.take_if(|own| security.as_ref() == Some(own));
            operation.errors.retain(|error| !errors.contains(error));
        }
        operations.sort_by(|one, other| (&one.path, &one.verb).cmp(&(&other.path, &other.verb)));
        Called { name: description.name.to_owned(), base: description.base.to_string(), security, errors, operations }
    }

    /// Returns a callback, whose API is described once.
    fn callback(&mut self, callback: &Callback) -> api_lock::Callback {
        let mut api = self.api(callback.api);
        let is_same = |known: &&Called| {
            stem(&known.name) == api.name && Called { name: api.name.clone(), ..(*known).clone() } == api
        };
        if let Some(known) = self.called.iter().find(is_same) {
            return api_lock::Callback { api: known.name.clone(), url: callback.url.to_owned() };
        }
        let others = self.called.iter().filter(|known| stem(&known.name) == api.name).count();
        if others > 0 {
            api.name = format!("{}~{}", api.name, others + 1);
        }
        let name = api.name.clone();
        self.called.push(api);
        api_lock::Callback { api: name, url: callback.url.to_owned() }
    }

    fn operation(&mut self, endpoint: &Endpoint) -> Operation {
        let parameters = endpoint.parameters.iter().map(|parameter| api_lock::Parameter {
            location: match parameter.location {
                Location::Path => api_lock::Location::Path,
                Location::Query => api_lock::Location::Query,
                Location::Cookie => api_lock::Location::Cookie,
                _ => api_lock::Location::Header,
            },
            name: parameter.name.to_owned(),
            shape: self.shape(parameter.shape),
            style: style(parameter.style),
            default: parameter.default.map(str::to_owned),
            allow_reserved: parameter.allow_reserved,
        });
        Operation {
            verb: endpoint.verb.to_string(),
            path: endpoint.route(),
            name: endpoint.name.to_owned(),
            deprecated: endpoint.deprecated.map(str::to_owned),
            sunset: endpoint.sunset.and_then(|date| api_lock::Date::parse(&date.to_string())),
            security: endpoint.security.map(security),
            requires: texts(endpoint.requires),
            parameters: parameters.collect(),
            body: endpoint.body.as_ref().and_then(|body| {
                let mut first = body.forms().next().map(|form| self.body(&form))?;
                (first.any_content_type, first.limit) = (body.any_content_type, body.limit.map(number));
                Some(first)
            }),
            other_bodies: endpoint.body.iter().flat_map(|body| body.alternatives).map(|form| self.body(form)).collect(),
            exchange: self.exchange(&endpoint.exchange),
            outputs: endpoint.outputs.iter().map(|output| self.output(output)).collect(),
            errors: self.errors(endpoint.errors),
            callbacks: endpoint.callbacks.iter().map(|callback| self.callback(callback)).collect(),
        }
    }

    fn body(&mut self, form: &BodyForm) -> api_lock::Body {
        api_lock::Body {
            encoding: match form.encoding {
                BodyEncoding::Form => Encoding::Form,
                BodyEncoding::Text => Encoding::Text,
                BodyEncoding::Bytes => Encoding::Bytes,
                BodyEncoding::Stream => Encoding::Stream,
                BodyEncoding::Multipart => Encoding::Multipart,
                BodyEncoding::Cbor => Encoding::Cbor,
                BodyEncoding::MessagePack => Encoding::MessagePack,
                BodyEncoding::Xml => Encoding::Xml,
                BodyEncoding::Yaml => Encoding::Yaml,
                _ => Encoding::Json,
            },
            media_type: (form.media_type != form.encoding.media_type()).then(|| form.media_type.to_owned()),
            any_content_type: false,
            limit: None,
            shape: self.shape(form.shape),
        }
    }

    fn exchange(&mut self, exchange: &Exchange) -> api_lock::Exchange {
        match exchange {
            Exchange::Subscription(streaming) => api_lock::Exchange::Events {
                resumable: streaming.resumable,
                resume_query: streaming.resume_query.map(str::to_owned),
                form: event_form(&streaming.form),
            },
            Exchange::Duplex(duplex) => api_lock::Exchange::Duplex {
                binary: duplex.encoding == MessageEncoding::Binary,
                input: self.shape(duplex.input),
                terms: terms(&duplex.terms),
            },
            Exchange::Handover(socket) => api_lock::Exchange::Socket(terms(socket)),
            _ => api_lock::Exchange::Unary,
        }
    }

    fn output(&mut self, output: &Output) -> api_lock::Output {
        api_lock::Output {
            headers: output.headers.iter().map(|field| self.header(field)).collect(),
            status: output.status,
            media_type: output.media_type.map(str::to_owned),
            shape: output.shape.map(|shape| self.shape(shape)),
            streamed: output.streamed,
        }
    }

    fn header(&mut self, field: &HeaderField) -> api_lock::HeaderField {
        let name = field.cookie.map_or(field.name, |cookie| cookie.name).to_owned();
        let (shape, style) = (self.shape(field.shape), style(field.style));
        api_lock::HeaderField { name, shape, cookie: field.cookie.is_some(), style }
    }

    fn errors(&mut self, errors: &[ErrorCase]) -> Vec<api_lock::ErrorCase> {
        let error = |error: &ErrorCase| api_lock::ErrorCase {
            status: error.status,
            kind: error.kind.to_owned(),
            attributes: error.attributes.map(|shape| self.shape(shape)),
            headers: error.header_fields().map(|field| self.header(field)).collect(),
        };
        let mut errors: Vec<api_lock::ErrorCase> = errors.iter().map(error).collect();
        errors.sort_by(|one, other| (one.status, &one.kind).cmp(&(other.status, &other.kind)));
        errors
    }

    fn shape(&mut self, shape: &'static Shape) -> api_lock::Shape {
        match shape {
            Shape::Null => api_lock::Shape::Null,
            Shape::Boolean => api_lock::Shape::Boolean,
            Shape::Integer(range) => api_lock::Shape::Integer { minimum: range.minimum, maximum: range.maximum },
            Shape::Number => api_lock::Shape::Number,
            Shape::Text { format } => api_lock::Shape::Text(format.map(str::to_owned)),
            Shape::Any => api_lock::Shape::Any,
            Shape::Option(inner) => api_lock::Shape::Option(Box::new(self.shape(inner))),
            Shape::Patch(inner) => api_lock::Shape::Patch(Box::new(self.shape(inner))),
            Shape::List(list) => api_lock::Shape::List {
                item: Box::new(self.shape(list.item)),
                length: list.length.map(number),
                unique: list.unique,
            },
            Shape::Map(map) => api_lock::Shape::Map(Box::new(self.shape(map.key)), Box::new(self.shape(map.value))),
            Shape::Tuple(tuple) => match &tuple.declaration {
                None => api_lock::Shape::Tuple(self.items(tuple.items)),
                Some(declaration) => self.named(shape, declaration),
            },
            Shape::Struct(one) => self.named(shape, &one.declaration),
            Shape::Enum(one) => self.named(shape, &one.declaration),
            Shape::Newtype(one) => self.named(shape, &one.declaration),
            Shape::Reference(reference) => self.shape(reference.resolve()),
        }
    }

    /// Returns a type by its name, and describes it if it was not met yet.
    fn named(&mut self, shape: &'static Shape, declaration: &Declaration) -> api_lock::Shape {
        // The text of a shape has all of it, down to references.
        let same = |known: &&(&'static Shape, String)| {
            std::ptr::eq(known.0, shape) || known.0.to_string() == shape.to_string()
        };
        let full_name = full_name(declaration);
        if let Some((_, name)) = self.names.iter().filter(|(_, name)| stem(name) == full_name).find(same) {
            return api_lock::Shape::Named(name.clone());
        }
        let others = self.names.iter().filter(|(_, name)| stem(name) == full_name).count();
        let name = if others == 0 { full_name } else { format!("{full_name}~{}", others + 1) };
        self.names.push((shape, name.clone()));
        let definition = self.definition(shape);
        self.found.push(Type { name: name.clone(), definition });
        api_lock::Shape::Named(name)
    }

    fn definition(&mut self, shape: &'static Shape) -> Definition {
        match shape {
            Shape::Struct(one) => {
                Definition::Struct { fields: self.fields(one.fields), closed: is_closed(one.unknown_fields) }
            }
            Shape::Enum(one) => self.variants(one),
            Shape::Newtype(one) => Definition::Newtype { item: self.item(&one.item), transparent: one.transparent },
            Shape::Tuple(one) => Definition::Tuple(self.items(one.items)),
            // Only these have a declaration.
            other => Definition::Newtype { item: api_lock::Item::plain(self.shape(other)), transparent: true },
        }
    }

    fn variants(&mut self, one: &'static Enum) -> Definition {
        let tagging = match one.tagging {
            Tagging::External => api_lock::Tagging::External,
            Tagging::Internal { tag } => api_lock::Tagging::Internal(tag.to_owned()),
            Tagging::Adjacent { tag, content } => api_lock::Tagging::Adjacent(tag.to_owned(), content.to_owned()),
            Tagging::Untagged => api_lock::Tagging::Untagged,
            Tagging::Integer => api_lock::Tagging::Integer,
        };
        let variants = one.variants.iter().map(|variant| self.variant(variant)).collect();
        Definition::Enum { tagging, variants, closed: is_closed(one.unknown_fields) }
    }

    fn variant(&mut self, variant: &'static Variant) -> api_lock::Variant {
        api_lock::Variant {
            name: variant.name.to_owned(),
            aliases: texts(variant.aliases),
            content: match &variant.content {
                Content::Unit => api_lock::Content::Unit,
                Content::Newtype(item) => api_lock::Content::Newtype(self.item(item)),
                Content::Tuple(items) => api_lock::Content::Tuple(self.items(items)),
                Content::Struct(fields) => api_lock::Content::Struct(self.fields(fields)),
            },
            read: variant.read,
            written: variant.written,
            other: variant.other,
        }
    }

    fn fields(&mut self, fields: &'static [Field]) -> Vec<api_lock::Field> {
        let field = |field: &'static Field| api_lock::Field {
            name: field.name.to_owned(),
            aliases: texts(field.aliases),
            item: api_lock::Item { shape: self.shape(field.shape), constraints: constraints(&field.constraints) },
            reading: match field.reading {
                Reading::Required => api_lock::Reading::Required,
                Reading::Insisted => api_lock::Reading::Insisted,
                Reading::Defaulted => api_lock::Reading::Defaulted,
                Reading::Ignored => api_lock::Reading::Ignored,
            },
            writing: match field.writing {
                Writing::Always => api_lock::Writing::Always,
                Writing::Sometimes => api_lock::Writing::Sometimes,
                // Without `null` among the values there is one kind of condition.
                Writing::Conditional if !field.shape.accepts_null() => api_lock::Writing::Sometimes,
                Writing::Conditional => api_lock::Writing::Conditional,
                Writing::Never => api_lock::Writing::Never,
            },
            flattened: field.flattened,
            style: style(field.style),
            access: match field.access {
                Access::Both => api_lock::Access::Both,
                Access::ReadOnly => api_lock::Access::ReadOnly,
                Access::WriteOnly => api_lock::Access::WriteOnly,
            },
            default: field.default.map(str::to_owned),
        };
        fields.iter().map(field).collect()
    }

    fn item(&mut self, item: &'static Item) -> api_lock::Item {
        api_lock::Item { shape: self.shape(item.shape), constraints: constraints(&item.constraints) }
    }

    fn items(&mut self, items: &'static [Item]) -> Vec<api_lock::Item> {
        items.iter().map(|item| self.item(item)).collect()
    }
}

/// Returns a name with its type arguments.
fn full_name(declaration: &Declaration) -> String {
    if declaration.arguments.is_empty() {
        return declaration.name.to_owned();
    }
    let argument = |shape: &&'static Shape| match shape.declaration() {
        Some(declaration) => full_name(declaration),
        None => shape.to_string(),
    };
    let arguments: Vec<String> = declaration.arguments.iter().map(argument).collect();
    format!("{}<{}>", declaration.name, arguments.join(", "))
}

/// Returns a name without its number.
fn stem(name: &str) -> &str {
    name.split_once('~').map_or(name, |(stem, _)| stem)
}

fn security(scheme: Security) -> api_lock::Security {
    match scheme {
        Security::Bearer => api_lock::Security::Bearer,
        Security::Basic => api_lock::Security::Basic,
        Security::ApiKey(name) => api_lock::Security::ApiKey(name.to_owned()),
    }
}

fn event_form(form: &EventForm) -> api_lock::EventForm {
    api_lock::EventForm {
        end: match form.end {
            Ending::Event => api_lock::Ending::Event,
            Ending::Marker(text) => api_lock::Ending::Marker(text.to_owned()),
            Ending::Close => api_lock::Ending::Close,
        },
        heartbeat: form.heartbeat.map(str::to_owned),
        names: form.names.map(|names| (names.tag.to_owned(), names.content.map(str::to_owned))),
    }
}

fn terms(socket: &SocketTerms) -> Terms {
    Terms {
        subprotocols: texts(socket.subprotocols),
        max_message: socket.max_message.map(number),
        max_frame: socket.max_frame.map(number),
    }
}

fn constraints(constraints: &Constraints) -> api_lock::Constraints {
    let limit = |limit: Limit| match limit {
        Limit::Integer(number) => api_lock::Limit::Integer(number),
        Limit::Number(number) => api_lock::Limit::Number(number),
    };
    api_lock::Constraints {
        min: constraints.min.map(limit),
        max: constraints.max.map(limit),
        multiple_of: constraints.multiple_of.and_then(|divisor| api_lock::Divisor::parse(&divisor.to_string()).ok()),
        min_length: constraints.min_length.map(number),
        max_length: constraints.max_length.map(number),
        pattern: constraints.pattern.map(str::to_owned),
        format: constraints.format.map(str::to_owned),
    }
}

fn is_closed(unknown_fields: UnknownFields) -> bool {
    unknown_fields == UnknownFields::Refused
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|&text| text.to_owned()).collect()
}

fn number(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

fn style(style: Style) -> api_lock::Style {
    match style {
        Style::Comma => api_lock::Style::Comma,
        Style::Space => api_lock::Style::Space,
        Style::Pipe => api_lock::Style::Pipe,
        Style::Brackets => api_lock::Style::Brackets,
        Style::Structured => api_lock::Style::Structured,
        _ => api_lock::Style::Repeated,
    }
}
