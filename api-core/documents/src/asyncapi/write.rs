//! From a document to JSON, as AsyncAPI 3.0.

use api_core::description::Security;

use super::document::{Channel, Document, Exchange, Message, Server};
use crate::schema::{Dialect, Flow, Schema};
use crate::security::scheme_name;
use crate::tree::{Json, Object};

impl Document {
    /// Writes the document as JSON, with two spaces of indentation. The same document always gives the same bytes.
    #[must_use]
    pub fn write(&self) -> String {
        let info = Object::new()
            .with("title", self.title.clone())
            .with("version", self.version.clone())
            .with_text("description", self.docs.clone())
            .with_some("tags", some(self.tags.iter().map(|(name, docs)| tag(name).with_text("description", *docs))));
        let (mut channels, mut operations) = (Object::new(), Object::new());
        for channel in &self.channels {
            channels.push(channel.id.clone(), self.channel(channel));
            self.add_operations(channel, &mut operations);
        }
        let document = Object::new()
            .with("asyncapi", "3.0.0")
            .with("info", info)
            .with("defaultContentType", "application/json")
            // The format knows absolute URLs alone as `externalDocs`.
            .with_some("x-openapi", self.openapi.clone())
            .with_some("servers", members(self.servers()))
            .with_some("channels", members(channels))
            .with_some("operations", members(operations))
            .with_some("components", members(self.components()));
        Json::from(document).to_text()
    }

    fn schema(&self, schema: &Schema, flow: Flow) -> Json {
        self.types.write(schema, flow, Dialect::Draft7)
    }

    /// Each address has a server for requests, and one for WebSockets if there are any.
    fn servers(&self) -> Object {
        let mut servers = Object::new();
        for server in &self.servers {
            for is_socket in [false, true] {
                if self.channels.iter().any(|channel| channel.exchange.subprotocols().is_some() == is_socket) {
                    let written = Object::new()
                        .with("host", server.host.clone())
                        .with("protocol", protocol(server, is_socket))
                        .with_text("pathname", server.path.clone())
                        .with_text("description", server.docs.clone());
                    servers.push(name_of(server, is_socket), written);
                }
            }
        }
        servers
    }

    fn channel(&self, channel: &Channel) -> Object {
        let is_socket = channel.exchange.subprotocols().is_some();
        let servers = self.servers.iter().map(|server| reference(&["servers", &name_of(server, is_socket)]));
        let mut messages = Object::new();
        for message in messages_of(&channel.exchange) {
            messages.push(message.id.clone(), self.message(message));
        }
        let mut parameters = Object::new();
        for capture in &channel.captures {
            let parameter = Object::new()
                .with_text("description", capture.docs)
                .with_some("enum", some(capture.values.iter().cloned()));
            parameters.push(capture.name.clone(), parameter);
        }
        let schema = |schema: &Schema| self.schema(schema, Flow::Request);
        let bindings = is_socket.then(|| {
            let socket = Object::new()
                .with("method", "GET")
                .with_some("query", channel.query.as_ref().map(schema))
                .with_some("headers", channel.headers.as_ref().map(schema))
                .with("bindingVersion", "0.1.0");
            Object::new().with("ws", socket)
        });
        let subprotocols = channel.exchange.subprotocols().unwrap_or_default();
        Object::new()
            .with("address", channel.address.clone())
            .with_text("description", channel.docs)
            .with_some("servers", some(servers))
            .with_some("messages", members(messages))
            .with_some("parameters", members(parameters))
            .with_some("bindings", bindings)
            .with_some("x-openapi", channel.operation.clone())
            .with_some("x-subprotocols", some(subprotocols.iter().copied()))
            // The binding of HTTP has no header fields of a request.
            .with_some("x-headers", channel.headers.as_ref().filter(|_| !is_socket).map(schema))
    }

    /// Adds the operations of a channel. The server is the one that acts.
    fn add_operations(&self, channel: &Channel, operations: &mut Object) {
        match &channel.exchange {
            Exchange::Subscription { request: Some(request), method, events } => {
                let reply = Object::new()
                    .with("channel", reference(&["channels", &channel.id]))
                    .with_some("messages", some(references(channel, events)));
                let operation = operation(channel, "receive", std::slice::from_ref(request));
                let operation = operation.with("reply", reply).with("bindings", self.http(channel, method));
                operations.push(channel.id.clone(), operation);
            }
            Exchange::Subscription { request: None, method, events } => {
                let operation = operation(channel, "send", events).with("bindings", self.http(channel, method));
                operations.push(channel.id.clone(), operation);
            }
            Exchange::Duplex { received, sent, .. } => {
                for (action, message) in [("receive", received), ("send", sent)] {
                    let id = format!("{}_{action}", channel.id);
                    operations.push(id, operation(channel, action, std::slice::from_ref(message)));
                }
            }
            Exchange::Handover { .. } => {}
        }
    }

    fn http(&self, channel: &Channel, method: &'static str) -> Object {
        let http = Object::new()
            .with("method", method)
            .with_some("query", channel.query.as_ref().map(|query| self.schema(query, Flow::Request)))
            .with("bindingVersion", "0.3.0");
        Object::new().with("http", http)
    }

    fn message(&self, message: &Message) -> Object {
        let headers = message.has_headers.then(|| self.schema(&Schema::texts(), message.flow));
        Object::new()
            .with("name", message.id.clone())
            .with_text("description", message.docs)
            .with_some("headers", headers)
            .with("payload", self.schema(&message.payload, message.flow))
    }

    fn components(&self) -> Object {
        let schemas = self.types.write_all(Dialect::Draft7);
        let mut authentication = Object::new();
        for (scheme, _) in self.channels.iter().filter_map(|channel| channel.security) {
            if authentication.member(scheme_name(scheme)).is_none() {
                authentication.push(scheme_name(scheme), security_scheme(scheme));
            }
        }
        Object::new().with_some("schemas", members(schemas)).with_some("securitySchemes", members(authentication))
    }
}

fn operation(channel: &Channel, action: &'static str, messages: &[Message]) -> Object {
    let (scheme, requires) = channel.security.map_or((None, &[][..]), |(scheme, requires)| (Some(scheme), requires));
    let scheme = scheme.map(|scheme| reference(&["components", "securitySchemes", scheme_name(scheme)]));
    Object::new()
        .with("action", action)
        .with("channel", reference(&["channels", &channel.id]))
        .with_text("description", channel.docs)
        .with_some("security", some(scheme))
        .with("tags", Json::list([tag(&channel.tag)]))
        .with_some("messages", some(references(channel, messages)))
        .with_some("x-requires", some(requires.iter().copied()))
        .with_some("x-deprecated", channel.deprecated.then_some(true))
}

fn references<'m>(channel: &'m Channel, messages: &'m [Message]) -> impl Iterator<Item = Object> + 'm {
    messages.iter().map(|message| reference(&["channels", &channel.id, "messages", &message.id]))
}

fn messages_of(exchange: &Exchange) -> Vec<&Message> {
    match exchange {
        Exchange::Subscription { request, events, .. } => request.iter().chain(events).collect(),
        Exchange::Duplex { received, sent, .. } => vec![received, sent],
        Exchange::Handover { .. } => Vec::new(),
    }
}

fn name_of(server: &Server, is_socket: bool) -> String {
    format!("{}-{}", server.name, protocol(server, is_socket))
}

fn protocol(server: &Server, is_socket: bool) -> &'static str {
    match (is_socket, server.is_encrypted) {
        (false, false) => "http",
        (false, true) => "https",
        (true, false) => "ws",
        (true, true) => "wss",
    }
}

fn tag(name: &str) -> Object {
    Object::new().with("name", name.to_owned())
}

/// Returns a reference to a part of the document (RFC 6901).
fn reference(path: &[&str]) -> Object {
    let parts: Vec<String> = path.iter().map(|part| part.replace('~', "~0").replace('/', "~1")).collect();
    Object::new().with("$ref", format!("#/{}", parts.join("/")))
}

fn some<T: Into<Json>>(items: impl IntoIterator<Item = T>) -> Option<Json> {
    let items: Vec<Json> = items.into_iter().map(Into::into).collect();
    (!items.is_empty()).then_some(Json::List(items))
}

fn members(object: Object) -> Option<Object> {
    (!object.is_empty()).then_some(object)
}

fn security_scheme(scheme: Security) -> Object {
    let http = |name: &'static str| Object::new().with("type", "http").with("scheme", name);
    match scheme {
        Security::Bearer => http("bearer"),
        Security::Basic => http("basic"),
        Security::ApiKey(name) => Object::new().with("type", "httpApiKey").with("in", "header").with("name", name),
    }
}
