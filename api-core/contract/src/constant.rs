//! A lock as a contract that can be compared: the constant data that `lock!` would write, made at run time.
//!
//! A contract is data with the lifetime of the program. What is read here is never freed: a tool reads a few files and
//! ends.

use std::collections::HashMap;

use api_core::contract::{Contract, Level, output};
use api_core::description::{
    BodyDescription, BodyEncoding, BodyForm, Callback, Condition, Cookie, Date, Description, Duplex, Endpoint,
    ErrorCase, Exchange, HeaderField, Location, MessageEncoding, Output, Parameter, Part, Path, Security, Segment,
    SocketTerms, Streaming, Verb,
};
use api_core::dialect::{Ending, EventForm, EventNames};
use api_core::model::{
    Access, Constraints, Content, Declaration, Divisor, Enum, Field, Integers, Item, Limit, List, Map, Newtype,
    Reading, Reference, Shape, Struct, Style, Tagging, Tuple, UnknownFields, Variant, Writing,
};
use api_lock::{Definition, Encoding, Lock, Operation, acyclic_mentions, segments};

/// A lock that no contract can be made of.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidLock {
    /// A shape names a type that the lock does not have.
    #[error("the lock has no type `{0}`")]
    UnknownType(String),
    /// An operation has a method that is not one of an API.
    #[error("`{0}` is no method of an operation")]
    UnknownMethod(String),
    /// An operation names an API that the lock does not have.
    #[error("the lock has no API `{0}` that is called")]
    UnknownApi(String),
    /// An API is called by its own operations.
    #[error("the API `{0}` is called by operations of its own")]
    CyclicApi(String),
    /// A path is no template.
    #[error("the path `{0}` does not begin with `/`")]
    Path(String),
}

type Made<T> = Result<T, InvalidLock>;

/// Makes a contract of a lock.
///
/// # Errors
///
/// Returns an error for a lock that names types or methods which do not exist.
pub fn contract_of(lock: &Lock) -> Result<Contract, InvalidLock> {
    let places = lock.types.iter().enumerate().map(|(place, one)| (one.name.as_str(), place)).collect();
    let made = vec![None; lock.types.len()];
    let mut maker =
        Maker { lock, places, direct: acyclic_mentions(&lock.types), made, called: HashMap::new(), around: Vec::new() };
    let types = (0..lock.types.len()).map(|place| maker.declared(place)).collect::<Made<Vec<_>>>()?;
    let description = maker.api(&lock.name, &lock.base, lock.security.as_ref(), &lock.errors, &lock.operations)?;
    let severities = lock.severities.iter().map(|one| (text(&one.rule), level(one.level)));
    Ok(Contract { description, types: list(types), severities: list(severities.collect()) })
}

struct Maker<'l> {
    lock: &'l Lock,
    places: HashMap<&'l str, usize>,
    /// The types that each one contains. To the others it refers by name.
    direct: Vec<Vec<usize>>,
    made: Vec<Option<&'static Shape>>,
    /// The APIs that callers serve, by their names.
    called: HashMap<&'l str, &'static Description>,
    /// The names of those that are being made.
    around: Vec<&'l str>,
}

/// The place of the type that a shape is a part of.
type Within = Option<usize>;

impl<'l> Maker<'l> {
    fn api(
        &mut self,
        name: &str,
        base: &str,
        scheme: Option<&api_lock::Security>,
        errors: &'l [api_lock::ErrorCase],
        operations: &'l [Operation],
    ) -> Made<&'static Description> {
        let endpoints = operations.iter().map(|one| self.operation(one)).collect::<Made<Vec<_>>>()?;
        Ok(one_value(Description {
            name: text(name),
            docs: "",
            base: path(base)?,
            security: scheme.map(security),
            endpoints: list(endpoints),
            errors: self.errors(errors)?,
        }))
    }

    fn callback(&mut self, callback: &'l api_lock::Callback) -> Made<Callback> {
        let name = callback.api.as_str();
        if let Some(api) = self.called.get(name) {
            return Ok(Callback::new(text(&callback.url), api));
        }
        let called = self.lock.called.iter().find(|one| one.name == name);
        let called = called.ok_or_else(|| InvalidLock::UnknownApi(name.to_owned()))?;
        if self.around.contains(&name) {
            return Err(InvalidLock::CyclicApi(name.to_owned()));
        }
        self.around.push(name);
        let scheme = called.security.as_ref();
        let api = self.api(api_name(name), &called.base, scheme, &called.errors, &called.operations)?;
        self.around.pop();
        self.called.insert(name, api);
        Ok(Callback::new(text(&callback.url), api))
    }

    fn declared(&mut self, place: usize) -> Made<&'static Shape> {
        if let Some(made) = self.made[place] {
            return Ok(made);
        }
        let (one, within) = (&self.lock.types[place], Some(place));
        let declaration = Declaration { name: text(&one.name), arguments: &[], docs: "" };
        let shape = one_value(match &one.definition {
            Definition::Struct { fields, closed } => Shape::Struct(Struct {
                declaration,
                fields: self.fields(fields, within)?,
                unknown_fields: unknown_fields(*closed),
            }),
            Definition::Enum { tagging, variants, closed } => Shape::Enum(Enum {
                declaration,
                tagging: tagging_of(tagging),
                variants: list(variants.iter().map(|one| self.variant(one, within)).collect::<Made<Vec<_>>>()?),
                unknown_fields: unknown_fields(*closed),
            }),
            Definition::Newtype { item, transparent } => {
                Shape::Newtype(Newtype { declaration, item: self.item(item, within)?, transparent: *transparent })
            }
            Definition::Tuple(items) => {
                Shape::Tuple(Tuple { declaration: Some(declaration), items: self.items(items, within)? })
            }
        });
        self.made[place] = Some(shape);
        Ok(shape)
    }

    fn named(&mut self, name: &str, within: Within) -> Made<&'static Shape> {
        let place = *self.places.get(name).ok_or_else(|| InvalidLock::UnknownType(name.to_owned()))?;
        if within.is_none_or(|within| self.direct[within].contains(&place)) {
            return self.declared(place);
        }
        Ok(one_value(Shape::Reference(Reference { name: text(name), target: unresolved })))
    }

    fn shape(&mut self, shape: &'l api_lock::Shape, within: Within) -> Made<&'static Shape> {
        Ok(one_value(match shape {
            api_lock::Shape::Null => Shape::Null,
            api_lock::Shape::Boolean => Shape::Boolean,
            api_lock::Shape::Integer { minimum, maximum } => {
                Shape::Integer(Integers { minimum: *minimum, maximum: *maximum })
            }
            api_lock::Shape::Number => Shape::Number,
            api_lock::Shape::Text(format) => Shape::Text { format: format.as_ref().map(|format| text(format)) },
            api_lock::Shape::Any => Shape::Any,
            api_lock::Shape::Option(inner) => Shape::Option(self.shape(inner, within)?),
            api_lock::Shape::Patch(inner) => Shape::Patch(self.shape(inner, within)?),
            api_lock::Shape::List { item, length, unique } => {
                Shape::List(List { item: self.shape(item, within)?, length: length.map(size), unique: *unique })
            }
            api_lock::Shape::Map(key, value) => {
                Shape::Map(Map { key: self.shape(key, within)?, value: self.shape(value, within)? })
            }
            api_lock::Shape::Tuple(items) => {
                Shape::Tuple(Tuple { declaration: None, items: self.items(items, within)? })
            }
            api_lock::Shape::Named(name) => return self.named(name, within),
        }))
    }

    fn variant(&mut self, variant: &'l api_lock::Variant, within: Within) -> Made<Variant> {
        Ok(Variant {
            label: "",
            name: text(&variant.name),
            aliases: texts(&variant.aliases),
            docs: "",
            content: match &variant.content {
                api_lock::Content::Unit => Content::Unit,
                api_lock::Content::Newtype(item) => Content::Newtype(self.item(item, within)?),
                api_lock::Content::Tuple(items) => Content::Tuple(self.items(items, within)?),
                api_lock::Content::Struct(fields) => Content::Struct(self.fields(fields, within)?),
            },
            read: variant.read,
            written: variant.written,
            other: variant.other,
        })
    }

    fn fields(&mut self, fields: &'l [api_lock::Field], within: Within) -> Made<&'static [Field]> {
        let field = |field: &'l api_lock::Field| {
            Ok(Field {
                name: text(&field.name),
                aliases: texts(&field.aliases),
                docs: "",
                shape: self.shape(&field.item.shape, within)?,
                reading: match field.reading {
                    api_lock::Reading::Required => Reading::Required,
                    api_lock::Reading::Insisted => Reading::Insisted,
                    api_lock::Reading::Defaulted => Reading::Defaulted,
                    api_lock::Reading::Ignored => Reading::Ignored,
                },
                writing: match field.writing {
                    api_lock::Writing::Always => Writing::Always,
                    api_lock::Writing::Sometimes => Writing::Sometimes,
                    api_lock::Writing::Conditional => Writing::Conditional,
                    api_lock::Writing::Never => Writing::Never,
                },
                flattened: field.flattened,
                constraints: constraints(&field.item.constraints),
                style: style(field.style),
                access: match field.access {
                    api_lock::Access::Both => Access::Both,
                    api_lock::Access::ReadOnly => Access::ReadOnly,
                    api_lock::Access::WriteOnly => Access::WriteOnly,
                },
                default: field.default.as_ref().map(|json| text(json)),
            })
        };
        fields.iter().map(field).collect::<Made<Vec<_>>>().map(list)
    }

    fn item(&mut self, item: &'l api_lock::Item, within: Within) -> Made<Item> {
        Ok(Item { shape: self.shape(&item.shape, within)?, constraints: constraints(&item.constraints) })
    }

    fn items(&mut self, items: &'l [api_lock::Item], within: Within) -> Made<&'static [Item]> {
        items.iter().map(|item| self.item(item, within)).collect::<Made<Vec<_>>>().map(list)
    }

    fn operation(&mut self, operation: &'l Operation) -> Made<&'static Endpoint> {
        let verb = verb(&operation.verb).ok_or_else(|| InvalidLock::UnknownMethod(operation.verb.clone()))?;
        let mut endpoint = Endpoint::new(text(&operation.name), verb, path(&operation.path)?)
            .conditions(conditions(&operation.path))
            .requires(texts(&operation.requires))
            .exchange(self.exchange(&operation.exchange)?)
            .errors(self.errors(&operation.errors)?);
        endpoint.deprecated = operation.deprecated.as_ref().map(|reason| text(reason));
        endpoint.sunset = operation.sunset.map(|date| {
            let (year, month, day) = date.parts();
            Date::new(year, month, day)
        });
        endpoint.security = operation.security.as_ref().map(security);
        let parameters = operation.parameters.iter().map(|one| {
            let location = match one.location {
                api_lock::Location::Path => Location::Path,
                api_lock::Location::Query => Location::Query,
                api_lock::Location::Header => Location::Header,
                api_lock::Location::Cookie => Location::Cookie,
            };
            let shape = self.shape(&one.shape, None)?;
            let mut parameter = Parameter::new(text(&one.name), location, shape).style(style(one.style));
            parameter.default = one.default.as_ref().map(|default| text(default));
            parameter.allow_reserved = one.allow_reserved;
            Ok(parameter)
        });
        endpoint.parameters = list(parameters.collect::<Made<Vec<_>>>()?);
        if let Some(body) = &operation.body {
            let first = self.body(body)?;
            let mut read = BodyDescription::new(first.encoding, first.shape);
            read.media_type = first.media_type;
            let others = operation.other_bodies.iter().map(|other| self.body(other));
            read.alternatives = list(others.collect::<Made<Vec<_>>>()?);
            read.limit = body.limit.map(size);
            read.any_content_type = body.any_content_type;
            endpoint.body = Some(read);
        }
        endpoint.callbacks = list(operation.callbacks.iter().map(|one| self.callback(one)).collect::<Made<Vec<_>>>()?);
        let outputs = operation.outputs.iter().map(|one| self.output(one)).collect::<Made<Vec<_>>>()?;
        Ok(one_value(endpoint.outputs(list(outputs))))
    }

    fn body(&mut self, body: &'l api_lock::Body) -> Made<BodyForm> {
        let encoding = match body.encoding {
            Encoding::Json => BodyEncoding::Json,
            Encoding::Form => BodyEncoding::Form,
            Encoding::Text => BodyEncoding::Text,
            Encoding::Bytes => BodyEncoding::Bytes,
            Encoding::Stream => BodyEncoding::Stream,
            Encoding::Multipart => BodyEncoding::Multipart,
            Encoding::Cbor => BodyEncoding::Cbor,
            Encoding::MessagePack => BodyEncoding::MessagePack,
            Encoding::Xml => BodyEncoding::Xml,
            Encoding::Yaml => BodyEncoding::Yaml,
        };
        let mut form = BodyForm::new(encoding, encoding.media_type(), self.shape(&body.shape, None)?);
        if let Some(media_type) = &body.media_type {
            form.media_type = text(media_type);
        }
        Ok(form)
    }

    fn exchange(&mut self, exchange: &'l api_lock::Exchange) -> Made<Exchange> {
        Ok(match exchange {
            api_lock::Exchange::Unary => Exchange::Unary,
            api_lock::Exchange::Events { resumable, resume_query, form } => Exchange::Subscription(Streaming {
                resumable: *resumable,
                resume_query: resume_query.as_ref().map(|key| text(key)),
                form: event_form(form),
            }),
            api_lock::Exchange::Duplex { binary, input, terms } => Exchange::Duplex(Duplex {
                input: self.shape(input, None)?,
                encoding: if *binary { MessageEncoding::Binary } else { MessageEncoding::Text },
                terms: terms_of(terms),
            }),
            api_lock::Exchange::Socket(terms) => Exchange::Handover(terms_of(terms)),
        })
    }

    fn output(&mut self, one: &'l api_lock::Output) -> Made<Output> {
        let shape = one.shape.as_ref().map(|shape| self.shape(shape, None)).transpose()?;
        let media_type = one.media_type.as_ref().map(|name| text(name));
        let mut made = output(one.status, media_type, shape).headers(self.headers(&one.headers)?);
        made.streamed = one.streamed;
        Ok(made)
    }

    fn headers(&mut self, fields: &'l [api_lock::HeaderField]) -> Made<&'static [HeaderField]> {
        let made = fields.iter().map(|field| {
            let shape = self.shape(&field.shape, None)?;
            let name = text(&field.name);
            let mut made = HeaderField::new(name, shape);
            made.style = style(field.style);
            Ok(if field.cookie { HeaderField::set_cookie(Cookie::new(name), shape) } else { made })
        });
        made.collect::<Made<Vec<_>>>().map(list)
    }

    fn errors(&mut self, errors: &'l [api_lock::ErrorCase]) -> Made<&'static [ErrorCase]> {
        let error = |one: &'l api_lock::ErrorCase| {
            let attributes = one.attributes.as_ref().map(|shape| self.shape(shape, None)).transpose()?;
            let headers = list(vec![self.headers(&one.headers)?]);
            Ok(ErrorCase { status: one.status, kind: text(&one.kind), docs: "", attributes, headers })
        };
        errors.iter().map(error).collect::<Made<Vec<_>>>().map(list)
    }
}

/// Returns the name of an API without its number.
fn api_name(name: &str) -> &str {
    name.split_once('~').map_or(name, |(stem, _)| stem)
}

/// The target of a reference that the comparison resolves by its name.
fn unresolved() -> &'static Shape {
    &Shape::Any
}

fn one_value<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn list<T>(values: Vec<T>) -> &'static [T] {
    values.leak()
}

fn text(text: &str) -> &'static str {
    text.to_owned().leak()
}

fn texts(names: &[String]) -> &'static [&'static str] {
    list(names.iter().map(|name| text(name)).collect())
}

fn path(template: &str) -> Made<Path> {
    let segments = segments(template).ok_or_else(|| InvalidLock::Path(template.to_owned()))?;
    let segment = |segment| match segment {
        api_lock::Segment::Literal(literal) => Segment::Literal(text(literal)),
        api_lock::Segment::Capture(name) => Segment::Capture(text(name)),
        api_lock::Segment::Wildcard(name) => Segment::Wildcard(text(name)),
        api_lock::Segment::Mixed(mixed) => {
            let parts = api_lock::parts(mixed).map(|part| match part {
                api_lock::Part::Text(literal) => Part::Text(text(literal)),
                api_lock::Part::Capture(name) => Part::Capture(text(name)),
            });
            Segment::Mixed(list(parts.collect()))
        }
    };
    Ok(Path(list(segments.map(segment).collect())))
}

fn conditions(route: &str) -> &'static [Condition] {
    let all = api_lock::conditions(route).map(|one| match (one.is_header, one.value) {
        (true, Some(value)) => Condition::header(text(one.name), text(value)),
        (true, None) => Condition::any_header(text(one.name)),
        (false, value) => Condition::query(text(one.name), value.map(text)),
    });
    list(all.collect())
}

fn verb(name: &str) -> Option<Verb> {
    let verbs =
        [Verb::Get, Verb::Head, Verb::Post, Verb::Put, Verb::Patch, Verb::Delete, Verb::Subscribe, Verb::Options];
    verbs.into_iter().find(|verb| verb.as_str() == name)
}

fn security(scheme: &api_lock::Security) -> Security {
    match scheme {
        api_lock::Security::Bearer => Security::Bearer,
        api_lock::Security::Basic => Security::Basic,
        api_lock::Security::ApiKey(name) => Security::ApiKey(text(name)),
    }
}

pub(crate) fn level(level: api_lock::Level) -> Level {
    match level {
        api_lock::Level::Error => Level::Error,
        api_lock::Level::Warning => Level::Warning,
        api_lock::Level::Info => Level::Info,
    }
}

fn unknown_fields(closed: bool) -> UnknownFields {
    if closed { UnknownFields::Refused } else { UnknownFields::Ignored }
}

fn tagging_of(tagging: &api_lock::Tagging) -> Tagging {
    match tagging {
        api_lock::Tagging::External => Tagging::External,
        api_lock::Tagging::Internal(tag) => Tagging::Internal { tag: text(tag) },
        api_lock::Tagging::Adjacent(tag, content) => Tagging::Adjacent { tag: text(tag), content: text(content) },
        api_lock::Tagging::Untagged => Tagging::Untagged,
        api_lock::Tagging::Integer => Tagging::Integer,
    }
}

fn event_form(form: &api_lock::EventForm) -> EventForm {
    let mut read = EventForm::DEFAULT.ending(match &form.end {
        api_lock::Ending::Event => Ending::Event,
        api_lock::Ending::Marker(marker) => Ending::Marker(text(marker)),
        api_lock::Ending::Close => Ending::Close,
    });
    read.heartbeat = form.heartbeat.as_ref().map(|name| text(name));
    read.names = form
        .names
        .as_ref()
        .map(|(tag, content)| EventNames { tag: text(tag), content: content.as_ref().map(|key| text(key)) });
    read
}

fn terms_of(terms: &api_lock::Terms) -> SocketTerms {
    SocketTerms {
        subprotocols: texts(&terms.subprotocols),
        max_message: terms.max_message.map(size),
        max_frame: terms.max_frame.map(size),
    }
}

fn constraints(constraints: &api_lock::Constraints) -> Constraints {
    let limit = |limit: api_lock::Limit| match limit {
        api_lock::Limit::Integer(number) => Limit::Integer(number),
        api_lock::Limit::Number(number) => Limit::Number(number),
    };
    Constraints {
        min: constraints.min.map(limit),
        max: constraints.max.map(limit),
        multiple_of: constraints.multiple_of.map(|divisor| Divisor::new(divisor.digits(), divisor.places())),
        min_length: constraints.min_length.map(size),
        max_length: constraints.max_length.map(size),
        pattern: constraints.pattern.as_ref().map(|pattern| text(pattern)),
        format: constraints.format.as_ref().map(|format| text(format)),
    }
}

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn style(style: api_lock::Style) -> Style {
    match style {
        api_lock::Style::Repeated => Style::Repeated,
        api_lock::Style::Comma => Style::Comma,
        api_lock::Style::Space => Style::Space,
        api_lock::Style::Pipe => Style::Pipe,
        api_lock::Style::Brackets => Style::Brackets,
        api_lock::Style::Structured => Style::Structured,
    }
}
