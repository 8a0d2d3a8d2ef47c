//! From a document to JSON, in a version of OpenAPI.

use std::collections::HashMap;
use std::slice::Iter;

use api_core::description::{Output, Security};

use super::document::{
    Body, Content, Document, HeaderField, Location, Method, Operation, Parameter, PathItem, Response, Socket, Version,
};
use super::error_bodies::reason;
use crate::schema::{Dialect, Flow, Schema};
use crate::security::scheme_name;
use crate::tree::{Json, Object};

impl Document {
    /// Writes the document as JSON, with two spaces of indentation. The same document always gives the same bytes.
    #[must_use]
    pub fn write(&self, version: Version) -> String {
        write(self, version).to_text()
    }
}

fn write(document: &Document, version: Version) -> Json {
    let writer = Writer { document, version };
    let shared = writer.shared_responses();
    let info = Object::new()
        .with("title", document.title.clone())
        .with_text("description", document.docs.clone())
        .with("version", document.version.clone());
    let servers: Vec<Json> = document
        .servers
        .iter()
        .map(|(url, docs)| Object::new().with("url", url.clone()).with_text("description", docs.clone()).into())
        .collect();
    let tags = document
        .tags
        .iter()
        .map(|(name, docs)| Object::new().with("name", name.clone()).with_text("description", *docs));
    let mut paths = Object::new();
    let mut responses = shared.written.iter();
    for item in &document.paths {
        paths.push(item.template.clone(), writer.path(item, &mut responses));
    }
    let (number, webhooks_key) = match version {
        Version::V3_0 => ("3.0.4", "x-webhooks"),
        Version::V3_1 => ("3.1.1", "webhooks"),
    };
    let webhooks = writer.called(&document.webhooks);
    Object::new()
        .with("openapi", number)
        .with("info", info)
        .with_some("servers", Some(servers).filter(|servers| !servers.is_empty()))
        .with("tags", Json::list(tags))
        .with("paths", paths)
        .with_some(webhooks_key, Some(webhooks).filter(|webhooks| !webhooks.is_empty()))
        .with_some("externalDocs", document.asyncapi.as_ref().map(|url| external("Subscriptions and WebSockets.", url)))
        .with_some("components", Some(writer.components(&shared)).filter(|components| !components.is_empty()))
        .into()
}

struct Writer<'a> {
    document: &'a Document,
    version: Version,
}

/// The responses of all operations.
struct Shared {
    /// Each response in its place, or a reference to it.
    written: Vec<Json>,
    /// Those that occur more than once, by their names.
    responses: Vec<(String, Json)>,
}

impl Writer<'_> {
    /// Returns what is in the text of a structured field. Validators allow no reference as an extension itself.
    fn structured(&self, schema: &Schema, flow: Flow) -> Object {
        Object::new().with("schema", self.schema(schema, flow))
    }

    fn schema(&self, schema: &Schema, flow: Flow) -> Json {
        self.document.types.write(schema, flow, self.dialect())
    }

    fn dialect(&self) -> Dialect {
        match self.version {
            Version::V3_0 => Dialect::OpenApi30,
            Version::V3_1 => Dialect::Draft2020("#/components/schemas/"),
        }
    }

    /// `written`: the responses of the operations, from those of this path on.
    fn path(&self, item: &PathItem, written: &mut Iter<'_, Json>) -> Object {
        let mut path = Object::new();
        for (method, operation) in &item.operations {
            let key = match method {
                Method::Get => "get",
                Method::Put => "put",
                Method::Post => "post",
                Method::Delete => "delete",
                Method::Options => "options",
                Method::Head => "head",
                Method::Patch => "patch",
                Method::Subscribe => "x-subscribe",
            };
            path.push(key, self.operation(operation, written));
        }
        path
    }

    fn operation(&self, operation: &Operation, written: &mut Iter<'_, Json>) -> Object {
        let parameters: Vec<Json> = operation.parameters.iter().map(|parameter| self.parameter(parameter)).collect();
        let mut responses = Object::new();
        for (response, written) in operation.responses.iter().zip(written) {
            let status = match response.status {
                Output::ANY_SUCCESS => "2XX".to_owned(),
                status => status.to_string(),
            };
            responses.push(status, written.clone());
        }
        Object::new()
            .with_some("tags", Some(Json::list(operation.tags.iter().cloned())).filter(|_| !operation.tags.is_empty()))
            .with_text("summary", operation.summary.clone())
            .with_text("description", operation.docs.clone())
            .with_some("externalDocs", operation.channel.as_ref().map(|url| external("The messages.", url)))
            .with("operationId", operation.id.clone())
            .with_some("deprecated", operation.deprecated.then_some(true))
            .with_some("parameters", Some(parameters).filter(|parameters| !parameters.is_empty()))
            .with_some("requestBody", operation.body.as_ref().map(|body| self.body(body)))
            .with("responses", responses)
            .with("security", self.security(operation))
            .with_some("callbacks", Some(self.callbacks(operation)).filter(|callbacks| !callbacks.is_empty()))
            .with_some("x-websocket", operation.socket.as_ref().map(|socket| self.socket(socket)))
    }

    fn callbacks(&self, operation: &Operation) -> Object {
        let mut callbacks = Object::new();
        for (name, paths) in &operation.callbacks {
            callbacks.push(*name, self.called(paths));
        }
        callbacks
    }

    /// Writes operations that others serve.
    fn called(&self, paths: &[PathItem]) -> Object {
        let mut items = Object::new();
        for item in paths {
            let responses = item.operations.iter().flat_map(|(_, operation)| &operation.responses);
            let written: Vec<Json> = responses.map(|response| self.response(response)).collect();
            items.push(item.template.clone(), self.path(item, &mut written.iter()));
        }
        items
    }

    /// OpenAPI 3.0 has scopes for OAuth only, 3.1 the roles of any scheme.
    fn security(&self, operation: &Operation) -> Json {
        let requirement = |requirement: &Option<(Security, &'static [&'static str])>| {
            let Some((scheme, roles)) = *requirement else { return Object::new() };
            let roles = if self.version == Version::V3_0 { &[] } else { roles };
            Object::new().with(scheme_name(scheme), Json::list(roles.iter().copied()))
        };
        // No requirement at all, and one requirement that is empty, mean the same.
        match &operation.security[..] {
            [None] => Json::List(Vec::new()),
            several => Json::list(several.iter().map(requirement)),
        }
    }

    fn parameter(&self, parameter: &Parameter) -> Json {
        let location = match parameter.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        let flow = if parameter.location == Location::Query { Flow::Form } else { Flow::Request };
        let schema = self.schema(&parameter.schema, flow);
        let schema = match &parameter.default {
            Some(default) => self.with_default(schema, default.clone()),
            None => schema,
        };
        Object::new()
            .with("name", parameter.name.clone())
            .with("in", location)
            .with_text("description", parameter.docs.clone())
            .with("required", parameter.required)
            .with("style", parameter.form.style)
            .with("explode", parameter.form.explode)
            .with_some("allowReserved", parameter.allow_reserved.then_some(true))
            .with("schema", schema)
            .with_some(
                "x-structured",
                parameter.structured.as_ref().map(|schema| self.structured(schema, Flow::Request)),
            )
            .into()
    }

    fn header_field(&self, header: &HeaderField) -> Object {
        let schema = match &header.schema {
            Some(schema) => self.schema(schema, Flow::Response),
            None => Json::Object(Object::new().with("type", "string")),
        };
        let cookies = header.cookies.iter().map(|cookie| {
            let docs = if cookie.docs.is_empty() { String::new() } else { format!(": {}", cookie.docs) };
            format!("- `{}`{docs}", cookie.line)
        });
        let cookies: Vec<String> = cookies.collect();
        let docs = match &cookies[..] {
            [] => [header.docs, &header.more_docs].concat(),
            lines => format!("Sets cookies, each in a line of its own:\n\n{}", lines.join("\n")),
        };
        let mut values = Object::new();
        for cookie in &header.cookies {
            values.push(cookie.name, self.schema(&cookie.schema, Flow::Response));
        }
        Object::new()
            .with_text("description", docs)
            .with_some("required", header.required.then_some(true))
            .with("schema", schema)
            .with_some("x-structured", header.structured.as_ref().map(|schema| self.structured(schema, Flow::Response)))
            .with_some("x-cookies", Some(values).filter(|values| !values.is_empty()))
    }

    fn with_default(&self, schema: Json, default: Json) -> Json {
        match schema {
            // OpenAPI 3.0 ignores what stands beside a reference.
            Json::Object(object) if self.version == Version::V3_0 && object.member("$ref").is_some() => {
                Object::new().with("allOf", vec![Json::Object(object)]).with("default", default).into()
            }
            Json::Object(object) => object.with("default", default).into(),
            other => other,
        }
    }

    fn body(&self, body: &Body) -> Object {
        Object::new()
            .with_text("description", body.docs.clone())
            .with("required", body.required)
            .with("content", self.contents(&body.content))
    }

    fn contents(&self, contents: &[Content]) -> Object {
        let mut written = Object::new();
        for content in contents {
            let schema = match (&content.schema, self.version) {
                (Some(schema), _) => Some(self.schema(schema, content.flow)),
                // In OpenAPI 3.1, bytes are a media type without a schema.
                (None, Version::V3_1) => None,
                (None, Version::V3_0) => Some(Object::new().with("type", "string").with("format", "binary").into()),
            };
            let mut encoding = Object::new();
            for (key, form) in &content.forms {
                encoding.push(*key, Object::new().with("style", form.style).with("explode", form.explode));
            }
            let encoding = Some(encoding).filter(|encoding| !encoding.is_empty());
            written.push(
                content.media_type.clone(),
                Object::new().with_some("schema", schema).with_some("encoding", encoding),
            );
        }
        written
    }

    fn response(&self, response: &Response) -> Json {
        let mut headers = Object::new();
        for header in &response.headers {
            headers.push(header.name, self.header_field(header));
        }
        let content = self.contents(&response.content);
        Object::new()
            .with("description", response.docs.clone())
            .with_some("headers", Some(headers).filter(|headers| !headers.is_empty()))
            .with_some("content", Some(content).filter(|content| !content.is_empty()))
            .into()
    }

    fn socket(&self, socket: &Socket) -> Object {
        let messages = socket.messages.as_ref().map(|(frames, input, output)| {
            Object::new()
                .with("frames", *frames)
                .with("fromClient", self.schema(input, Flow::Request))
                .with("fromServer", self.schema(output, Flow::Response))
        });
        Object::new()
            .with("subprotocols", Json::list(socket.subprotocols.iter().copied()))
            .with_some("maxMessageBytes", socket.max_message)
            .with_some("maxFrameBytes", socket.max_frame)
            .with_some("messages", messages)
    }

    fn components(&self, shared: &Shared) -> Object {
        let schemas = self.document.types.write_all(self.dialect());
        let mut responses = Object::new();
        for (name, response) in &shared.responses {
            responses.push(name.clone(), response.clone());
        }
        let mut found: Vec<Security> = Vec::new();
        let items = self.document.paths.iter().chain(&self.document.webhooks);
        let operations = items.flat_map(|item| &item.operations);
        let requirements = operations.flat_map(|(_, operation)| {
            let called = operation.callbacks.iter().flat_map(|(_, paths)| paths).flat_map(|item| &item.operations);
            let called = called.flat_map(|(_, operation)| &operation.security);
            operation.security.iter().chain(called).flatten()
        });
        for (scheme, _) in requirements {
            if !found.contains(scheme) {
                found.push(*scheme);
            }
        }
        let mut security = Object::new();
        for scheme in found {
            security.push(scheme_name(scheme), security_scheme(scheme));
        }
        Object::new()
            .with_some("schemas", Some(schemas).filter(|schemas| !schemas.is_empty()))
            .with_some("responses", Some(responses).filter(|responses| !responses.is_empty()))
            .with_some("securitySchemes", Some(security).filter(|security| !security.is_empty()))
    }

    /// Writes all responses. Errors that occur more than once are written once, under the name of their status.
    fn shared_responses(&self) -> Shared {
        let operations = self.document.paths.iter().flat_map(|item| &item.operations);
        let responses = operations.flat_map(|(_, operation)| &operation.responses);
        // Most errors are the same as others, so that each is written once.
        let mut distinct: Vec<(&Response, Vec<usize>)> = Vec::new();
        let mut by_docs: HashMap<(u16, &str), Vec<usize>> = HashMap::new();
        let mut written: Vec<Json> = Vec::new();
        for response in responses {
            if response.status < 400 {
                written.push(self.response(response));
                continue;
            }
            let similar = by_docs.entry((response.status, &response.docs)).or_default();
            let is_same = |index: &&usize| distinct.get(**index).is_some_and(|(known, _)| *known == response);
            let index = similar.iter().find(is_same).copied().unwrap_or_else(|| {
                similar.push(distinct.len());
                distinct.push((response, Vec::new()));
                distinct.len() - 1
            });
            distinct.get_mut(index).into_iter().for_each(|(_, places)| places.push(written.len()));
            written.push(Json::Null);
        }
        distinct.sort_by_key(|(response, _)| response.status);
        let mut shared = Vec::new();
        let mut numbers: HashMap<u16, usize> = HashMap::new();
        for (response, places) in distinct {
            let (status, mut json) = (response.status, self.response(response));
            if places.len() > 1 {
                let number = numbers.entry(status).or_default();
                *number += 1;
                let name = if *number == 1 { reason(status) } else { format!("{}{number}", reason(status)) };
                let reference = Object::new().with("$ref", format!("#/components/responses/{name}"));
                shared.push((name, std::mem::replace(&mut json, reference.into())));
            }
            for place in places {
                written.get_mut(place).into_iter().for_each(|place| place.clone_from(&json));
            }
        }
        Shared { written, responses: shared }
    }
}

/// Returns a reference to the document of AsyncAPI, or to a part of it.
fn external(docs: &'static str, url: &str) -> Object {
    Object::new().with("description", docs).with("url", url.to_owned())
}

fn security_scheme(scheme: Security) -> Object {
    let http = |name: &'static str| Object::new().with("type", "http").with("scheme", name);
    match scheme {
        Security::Bearer => http("bearer"),
        Security::Basic => http("basic"),
        Security::ApiKey(name) => Object::new().with("type", "apiKey").with("in", "header").with("name", name),
    }
}
