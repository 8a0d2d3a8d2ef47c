//! From descriptions to operations. Endpoints of one path and method become one operation, because OpenAPI has no other
//! place for them: a plain `GET` beside a subscription that `Accept` chooses, or traits that the request tells apart.

use std::collections::HashMap;

use api_core::description::{Endpoint, Exchange, Verb};
use api_core::dialect::Dialect;

use super::bodies;
use super::document::{Document, Method, Operation, Parameter, PathItem};
use super::error_bodies::ErrorBodies;
use super::error_form::{ErrorForm, ErrorForms};
use super::events::{self, EventSchemas};
use super::parameters::parameters;
use super::responses::{Forms, Responses, Site};
use super::sockets;
use crate::naming::Names;
use crate::outline::{ASYNCAPI, Checked, Mounted, Outline};
use crate::place::{Place, pointer};
use crate::schema::{Schema, Types};

impl Checked {
    /// Makes the document of OpenAPI.
    #[must_use]
    pub fn openapi(&self) -> Document {
        gather(&self.0)
    }
}

fn gather(outline: &Outline) -> Document {
    let names = outline.names();
    let mut gathering = Gathering::new(outline, names.clone());
    let paths = grouped(&outline.apis);
    let paths = paths.iter().map(|path| gathering.path(&outline.apis, path)).collect();
    let webhooks = outline.webhooks.iter().flat_map(|api| gathering.webhooks(api)).collect();
    let tags = names.into_iter().zip(&outline.apis).map(|(name, api)| (name, api.description.docs)).collect();
    Document {
        title: outline.title.clone(),
        version: outline.version.clone(),
        docs: outline.documentation(),
        asyncapi: outline.published.as_ref().map(|below| format!("{below}{ASYNCAPI}")),
        servers: outline.servers.clone(),
        tags,
        paths,
        webhooks,
        types: gathering.types.named(),
    }
}

/// The endpoints of one path.
struct Group {
    template: String,
    names: Vec<String>,
    methods: Vec<(Method, Vec<Member>)>,
}

/// An endpoint in an operation.
pub(super) struct Member {
    pub(super) api: usize,
    /// The position in the API.
    position: usize,
    pub(super) endpoint: &'static Endpoint,
    place: Place,
    access: Access,
}

/// How a request reaches an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Access {
    /// By its own method.
    Plain,
    /// A subscription by `POST`.
    Answer,
    /// A subscription by `GET`.
    Stream,
    /// A subscription by `SUBSCRIBE`.
    Subscribe,
    /// A WebSocket.
    Socket,
}

fn grouped(apis: &[Mounted]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_outline: HashMap<String, usize> = HashMap::new();
    for (number, api) in apis.iter().enumerate() {
        for (position, endpoint) in api.description.endpoints.iter().enumerate() {
            let place = Place::of_operation(&api.prefix, api.description.base, endpoint);
            let index = *by_outline.entry(place.outline.clone()).or_insert_with(|| {
                let names = place.captures.iter().map(|capture| capture.name.clone()).collect();
                groups.push(Group { template: place.template.clone(), names, methods: Vec::new() });
                groups.len() - 1
            });
            let Some(group) = groups.get_mut(index) else { continue };
            for (method, access) in accesses(endpoint) {
                let member = Member { api: number, position, endpoint, place: place.clone(), access };
                match group.methods.iter_mut().find(|(known, _)| *known == method) {
                    Some((_, members)) => members.push(member),
                    None => group.methods.push((method, vec![member])),
                }
            }
        }
    }
    for group in &mut groups {
        group.methods.sort_by_key(|(method, _)| *method);
        for (_, members) in &mut group.methods {
            members.sort_by_key(|member| member.access);
        }
    }
    groups
}

pub(super) fn accesses(endpoint: &Endpoint) -> Vec<(Method, Access)> {
    match (&endpoint.exchange, endpoint.verb) {
        (Exchange::Subscription(_), Verb::Post) => vec![(Method::Post, Access::Answer)],
        (Exchange::Subscription(_), _) => {
            vec![(Method::Get, Access::Stream), (Method::Subscribe, Access::Subscribe)]
        }
        (Exchange::Duplex(_) | Exchange::Handover(_), _) => vec![(Method::Get, Access::Socket)],
        (_, Verb::Head) => vec![(Method::Head, Access::Plain)],
        (_, Verb::Options) => vec![(Method::Options, Access::Plain)],
        (_, Verb::Post) => vec![(Method::Post, Access::Plain)],
        (_, Verb::Put) => vec![(Method::Put, Access::Plain)],
        (_, Verb::Patch) => vec![(Method::Patch, Access::Plain)],
        (_, Verb::Delete) => vec![(Method::Delete, Access::Plain)],
        (_, Verb::Get | Verb::Subscribe) => vec![(Method::Get, Access::Plain)],
    }
}

pub(super) struct Gathering {
    pub(super) types: Types,
    tags: Vec<String>,
    forms: Vec<ErrorForm>,
    server_form: ErrorForm,
    events: EventSchemas,
    pub(super) error_bodies: ErrorBodies,
    pub(super) ids: Names,
    /// Where the document of AsyncAPI is, and the names of its channels by API and position.
    channels: Option<(String, Vec<Vec<String>>)>,
}

impl Gathering {
    fn new(outline: &Outline, tags: Vec<String>) -> Self {
        let (mut types, mut known) = (Types::default(), ErrorForms::default());
        let forms = outline.apis.iter().map(|api| known.form(api.errors, &mut types)).collect();
        let server_form = known.form(outline.server_errors, &mut types);
        let channels = outline.published.as_ref().map(|below| (format!("{below}{ASYNCAPI}"), outline.endpoint_names()));
        Self {
            types,
            tags,
            forms,
            server_form,
            events: EventSchemas::default(),
            error_bodies: ErrorBodies::default(),
            ids: Names::default(),
            channels,
        }
    }

    fn path(&mut self, apis: &[Mounted], group: &Group) -> PathItem {
        let operations =
            group.methods.iter().map(|(method, members)| (*method, self.operation(apis, &group.names, members)));
        PathItem { template: group.template.clone(), operations: operations.collect() }
    }

    fn operation(&mut self, apis: &[Mounted], names: &[String], members: &[Member]) -> Operation {
        let mut responses = Responses::default();
        let (mut found, mut request_bodies, mut security, mut socket) = (Vec::new(), Vec::new(), Vec::new(), None);
        let mut tags: Vec<String> = Vec::new();
        for member in members {
            let (Some(api), Some(form), Some(tag)) =
                (apis.get(member.api), self.forms.get(member.api), self.tags.get(member.api))
            else {
                continue;
            };
            if !tags.contains(tag) {
                tags.push(tag.clone());
            }
            let (endpoint, known) = (member.endpoint, api.known);
            let mut own = parameters(endpoint, &member.place, names, known, &mut self.types);
            match member.access {
                Access::Plain => responses.outputs(endpoint.outputs, known, &mut self.types),
                Access::Answer | Access::Stream | Access::Subscribe => {
                    let dialects: &[Dialect] = match member.access {
                        Access::Subscribe => &[Dialect::Elements],
                        _ => &Dialect::BY_ACCEPT,
                    };
                    own.extend(dialects.first().into_iter().flat_map(|dialect| events::parameters(*dialect)));
                    let contents = self.events.contents(endpoint, dialects, known, &mut self.types);
                    responses.outputs(endpoint.answers_beside_events(), known, &mut self.types);
                    responses.streams(dialects, contents);
                    let has_socket = members.iter().any(|member| member.access == Access::Socket);
                    if member.access == Access::Stream && !has_socket {
                        let docs = "To an upgrade: the events over a WebSocket, each a text message with an item of \
                                    `application/x-ndjson`.";
                        responses.switching(docs, false);
                    }
                }
                Access::Socket => {
                    own.extend(sockets::parameter(endpoint));
                    socket = sockets::socket(endpoint, known, &mut self.types);
                    let has_subprotocols =
                        endpoint.exchange.terms().is_some_and(|terms| !terms.subprotocols.is_empty());
                    responses.switching("The connection is a WebSocket now.", has_subprotocols);
                }
            }
            let forms = Forms { api: form, server: &self.server_form };
            let site = Site {
                api: api.description,
                path: &member.place.template,
                may_upgrade: matches!(member.access, Access::Stream | Access::Socket),
            };
            responses.errors(endpoint, site, forms, known, &mut self.types);
            found.push(own);
            request_bodies.push(bodies::body(endpoint, known, &mut self.types));
            let scheme = endpoint.security.or(api.description.security);
            let requirement = scheme.map(|scheme| (scheme, endpoint.requires));
            if !security.contains(&requirement) {
                security.push(requirement);
            }
        }
        Operation {
            id: self.id(members),
            tags,
            summary: members.first().map(|member| summary(member.endpoint.docs).0).unwrap_or_default(),
            docs: documentation(members),
            deprecated: members.iter().all(|member| member.endpoint.deprecated.is_some()),
            parameters: merged(found),
            body: bodies::merged(request_bodies),
            responses: responses.finish(&mut self.error_bodies, &mut self.types),
            security,
            socket,
            callbacks: self.callbacks(apis, members),
            channel: members.iter().find_map(|member| self.channel(member)),
        }
    }

    /// Returns the URL of an endpoint's channel, if it has one and the documents refer to each other.
    fn channel(&self, member: &Member) -> Option<String> {
        let (document, names) = self.channels.as_ref().filter(|_| !member.endpoint.exchange.is_unary())?;
        let name = names.get(member.api)?.get(member.position)?;
        Some(format!("{document}{}", pointer(&["channels", name])))
    }

    /// Returns the id of an operation: the method's name, with that of the trait in front if there are several.
    fn id(&mut self, members: &[Member]) -> String {
        let Some(first) = members.first() else { return String::new() };
        let tag = self.tags.get(first.api).filter(|_| self.tags.len() > 1);
        let suffix = if first.access == Access::Subscribe { "_subscribe" } else { "" };
        let name = tag.map(|tag| format!("{tag}_")).unwrap_or_default() + first.endpoint.name + suffix;
        self.ids.take(name)
    }
}

/// Returns the first paragraph of a documentation, without a full stop, and the rest.
pub(super) fn summary(docs: &str) -> (String, &str) {
    let (first, rest) = docs.split_once("\n\n").unwrap_or((docs, ""));
    let line = first.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    (line.trim_end_matches('.').to_owned(), rest.trim_start())
}

fn documentation(members: &[Member]) -> String {
    let one = |member: &Member, docs: &str| {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(Some(docs.to_owned()).filter(|docs| !docs.is_empty()));
        parts.extend(member.endpoint.deprecated.map(|reason| format!("Deprecated: {reason}")));
        let requires = member.endpoint.requires.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
        if !requires.is_empty() {
            parts.push(format!("Requires {}.", requires.join(", ")));
        }
        if member.access == Access::Socket {
            parts
                .push("Opens a WebSocket: send `Upgrade: websocket`, or over HTTP/2 an extended `CONNECT`.".to_owned());
        }
        parts.join("\n\n")
    };
    match members {
        [only] => one(only, summary(only.endpoint.docs).1),
        several => {
            let part = |member: &Member| {
                format!(
                    "**`{}`**, {}.\n\n{}",
                    member.endpoint.name,
                    condition(member),
                    one(member, member.endpoint.docs)
                )
            };
            several.iter().map(part).collect::<Vec<_>>().join("\n\n").trim_end().to_owned()
        }
    }
}

/// Returns what tells an endpoint apart from others of its path and method.
fn condition(member: &Member) -> &'static str {
    match member.access {
        Access::Plain | Access::Answer => "for other requests",
        Access::Stream => "if `Accept` names a stream",
        Access::Subscribe => "by the method `SUBSCRIBE`",
        Access::Socket => "for an upgrade to a WebSocket",
    }
}

/// Returns the parameters of several endpoints. One is required if each of them requires it.
fn merged(of_each: Vec<Vec<Parameter>>) -> Vec<Parameter> {
    let endpoints = of_each.len();
    let mut merged: Vec<(Parameter, usize)> = Vec::new();
    for parameter in of_each.into_iter().flatten() {
        let is_same = |known: &Parameter| {
            known.location == parameter.location && known.name.eq_ignore_ascii_case(&parameter.name)
        };
        match merged.iter_mut().find(|(known, _)| is_same(known)) {
            None => merged.push((parameter, 1)),
            Some((known, count)) => {
                *count += 1;
                known.required &= parameter.required;
                known.schema = Schema::any_of(vec![known.schema.clone(), parameter.schema]);
                if known.docs.is_empty() {
                    known.docs = parameter.docs;
                }
            }
        }
    }
    let finish = |(mut parameter, count): (Parameter, usize)| {
        parameter.required &= count == endpoints;
        parameter
    };
    merged.into_iter().map(finish).collect()
}
