//! The responses of an operation, by status: those of its endpoints, and errors.

use std::collections::BTreeMap;

use api_core::description::{Description, Endpoint, ErrorCase, Output};
use api_core::dialect::Dialect;
use api_core::error::ErrorDocument;
use api_core::model::{Shape, Style};
use http::StatusCode;

use super::document::{Content, HeaderField, Response, SetCookie};
use super::error_bodies::ErrorBodies;
use super::error_form::{ErrorForm, SentError};
use super::failures::{WITHOUT_CONTENT, failures};
use super::sockets::switching;
use super::structured::structured_docs;
use crate::schema::{Flow, Kind, Known, Schema, Types};

/// The responses that were found, by status.
#[derive(Debug, Default)]
pub(super) struct Responses(BTreeMap<u16, Found>);

#[derive(Debug, Default)]
struct Found {
    docs: Vec<String>,
    /// The errors: kind and documentation.
    errors: Vec<(Option<String>, String)>,
    content: Vec<(&'static str, Vec<Option<Schema>>)>,
    streams: Vec<Content>,
    headers: Vec<HeaderField>,
}

/// The error formats that the answers of an endpoint have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Forms<'a> {
    pub(super) api: &'a ErrorForm,
    pub(super) server: &'a ErrorForm,
}

/// Where an endpoint is, as far as its errors depend on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Site<'a> {
    pub(super) api: &'static Description,
    pub(super) path: &'a str,
    /// Whether the response may open a WebSocket.
    pub(super) may_upgrade: bool,
}

impl Responses {
    /// Adds the successful responses of an endpoint whose answer is one response.
    pub(super) fn outputs(
        &mut self,
        outputs: impl IntoIterator<Item = &'static Output>,
        known: Known,
        types: &mut Types,
    ) {
        for output in outputs {
            let found = self.0.entry(output.status).or_default();
            found.docs.push(output.docs.to_owned());
            if let Some(media_type) = output.media_type {
                let schema = output
                    .shape
                    .map(|shape| types.schema(shape, Flow::Response, known).in_media_type(media_type, shape));
                found.add(media_type, schema);
            }
            for field in output.headers {
                found.header(header(field, known, types));
            }
        }
    }

    /// Adds the streams of a subscription.
    pub(super) fn streams(&mut self, dialects: &[Dialect], contents: Vec<Content>) {
        let docs = if dialects.contains(&Dialect::Elements) {
            "A stream of events, one on each line."
        } else {
            "A stream of events. `Accept` chooses its form."
        };
        let found = self.0.entry(200).or_default();
        found.docs.push(docs.to_owned());
        found.streams.extend(contents);
    }

    /// Adds the response that opens a WebSocket.
    pub(super) fn switching(&mut self, docs: &str, has_subprotocols: bool) {
        let response = switching(docs, has_subprotocols);
        let found = self.0.entry(response.status).or_default();
        found.docs.push(response.docs);
        response.headers.into_iter().for_each(|header| found.header(header));
    }

    /// Adds the errors of an endpoint: those that it or its API declares, and those of the framework.
    pub(super) fn errors(
        &mut self,
        endpoint: &'static Endpoint,
        site: Site<'_>,
        forms: Forms<'_>,
        known: Known,
        types: &mut Types,
    ) {
        let is_own = |case: &&ErrorCase| endpoint.errors.iter().any(|own| own.kind == case.kind);
        let common = site.api.errors.iter().filter(|case| !is_own(case));
        for case in endpoint.errors.iter().chain(common) {
            let attributes = case.attributes.map(|shape| types.schema(shape, Flow::Response, known));
            let headers = case.header_fields().map(|field| HeaderField {
                // Another error of the same status may have no such field.
                required: false,
                ..header(field, known, types)
            });
            let headers: Vec<HeaderField> = headers.collect();
            self.error(forms.api.sent(&document(case), attributes), case.docs, &headers);
        }
        if let Some(security) = endpoint.security.or(site.api.security) {
            self.expect(401, forms.api, "The credentials are missing or not valid.");
            let docs = security.challenge();
            let header = HeaderField::text("www-authenticate", challenge(docs), true);
            self.0.entry(401).or_default().header(header);
        }
        if !endpoint.requires.is_empty() {
            self.expect(403, forms.api, "The caller lacks a permission.");
        }
        let (format, server) = (forms.api.format(), forms.server.format());
        for failure in failures(endpoint, site.api.base, site.path, site.may_upgrade, format, server) {
            let form = if failure.of_server { forms.server } else { forms.api };
            self.error(form.sent(&failure.document, None), failure.docs, &failure.headers);
        }
        for (status, docs) in WITHOUT_CONTENT {
            let found = self.0.entry(status).or_default();
            if !found.docs.iter().any(|known| known == docs) {
                found.docs.push(docs.to_owned());
            }
        }
    }

    /// Adds the statuses and kinds of errors, without their bodies.
    pub(super) fn statuses(&mut self, errors: impl Iterator<Item = &'static ErrorCase>) {
        for case in errors {
            let found = self.0.entry(case.status).or_default();
            let kind = (Some(case.kind.to_owned()), case.docs.to_owned());
            if !found.errors.contains(&kind) {
                found.errors.push(kind);
            }
        }
    }

    /// Adds an error whose kind the API does not declare, unless it declares one of this status.
    fn expect(&mut self, status: u16, form: &ErrorForm, docs: &str) {
        if !self.0.contains_key(&status) {
            self.error(form.unknown(status), docs, &[]);
        }
    }

    fn error(&mut self, sent: SentError, docs: &str, headers: &[HeaderField]) {
        let found = self.0.entry(sent.status).or_default();
        let case = (sent.kind, docs.to_owned());
        if !found.errors.contains(&case) {
            found.errors.push(case);
        }
        // RFC 9110 §15.4.5.
        if sent.status != 304 {
            found.add(sent.media_type, Some(sent.schema));
        }
        for header in headers {
            found.header(header.clone());
        }
    }

    /// Returns the responses, sorted by status. The bodies of errors become named types.
    pub(super) fn finish(self, bodies: &mut ErrorBodies, types: &mut Types) -> Vec<Response> {
        let responses = self.0.into_iter().map(|(status, found)| {
            let has_errors = !found.errors.is_empty();
            let mut response = found.into_response(status);
            for content in response.content.iter_mut().filter(|_| has_errors) {
                content.schema =
                    content.schema.take().map(|schema| bodies.named(status, &content.media_type, schema, types));
            }
            response
        });
        responses.collect()
    }
}

impl Found {
    fn add(&mut self, media_type: &'static str, schema: Option<Schema>) {
        match self.content.iter_mut().find(|(known, _)| *known == media_type) {
            Some((_, schemas)) if schemas.contains(&schema) => {}
            Some((_, schemas)) => schemas.push(schema),
            None => self.content.push((media_type, vec![schema])),
        }
    }

    fn header(&mut self, header: HeaderField) {
        match self.headers.iter_mut().find(|known| known.name == header.name) {
            None => self.headers.push(header),
            Some(known) => {
                for cookie in header.cookies {
                    if !known.cookies.iter().any(|known| known.name == cookie.name) {
                        known.cookies.push(cookie);
                        known.required |= header.required;
                    }
                }
            }
        }
    }

    fn into_response(self, status: u16) -> Response {
        let mut docs: Vec<String> = Vec::new();
        for text in self.docs.into_iter().filter(|text| !text.is_empty()) {
            if !docs.contains(&text) {
                docs.push(text);
            }
        }
        docs.extend(self.errors.iter().map(|(kind, docs)| match kind {
            Some(kind) if docs.is_empty() => format!("- `{kind}`"),
            Some(kind) => format!("- `{kind}`: {docs}"),
            None => docs.clone(),
        }));
        let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
        let usual = if status == Output::ANY_SUCCESS { "Success" } else { "Response" };
        let docs = if docs.is_empty() { reason.unwrap_or(usual).to_owned() } else { docs.join("\n") };
        let content = self.content.into_iter().map(|(media_type, schemas)| {
            // Bytes may be anything.
            let schemas: Option<Vec<Schema>> = schemas.into_iter().collect();
            Content::new(media_type, schemas.map(union))
        });
        let mut content: Vec<Content> = content.collect();
        for stream in self.streams {
            match content.iter_mut().find(|known| known.media_type == stream.media_type) {
                Some(known) => {
                    let both = known.schema.take().zip(stream.schema);
                    known.schema = both.map(|(one, other)| Schema::any_of(vec![one, other]));
                }
                None => content.push(stream),
            }
        }
        Response { status, docs, content, headers: self.headers }
    }
}

/// Describes a typed header field.
fn header(field: &api_core::description::HeaderField, known: Known, types: &mut Types) -> HeaderField {
    let shape = match field.shape.without_newtypes() {
        Shape::Option(inner) => inner,
        _ => field.shape,
    };
    let required = !field.shape.accepts_absence() && !matches!(shape.without_newtypes(), Shape::List(_));
    let schema = types.schema(shape, Flow::Response, known);
    match field.cookie {
        Some(cookie) => HeaderField {
            cookies: vec![SetCookie { name: cookie.name, line: cookie.to_string(), docs: field.docs, schema }],
            ..HeaderField::text(field.name, "", required)
        },
        None if field.style == Style::Structured => HeaderField {
            structured: Some(schema),
            more_docs: structured_docs(field.docs, shape),
            ..HeaderField::text(field.name, "", required)
        },
        None => HeaderField { docs: field.docs, schema: Some(schema), ..HeaderField::text(field.name, "", required) },
    }
}

/// Returns the union of schemas. Errors of one form that differ in their kind alone become one schema.
fn union(schemas: Vec<Schema>) -> Schema {
    let mut merged: Vec<Schema> = Vec::new();
    for schema in schemas {
        let is_merged = merged.iter_mut().any(|known| merge_kinds(known, &schema));
        if !is_merged {
            merged.push(schema);
        }
    }
    Schema::any_of(merged)
}

/// Adds the kind of an error to the kinds of another one, if they are the same otherwise.
fn merge_kinds(known: &mut Schema, other: &Schema) -> bool {
    let (Kind::All(known), Kind::All(other)) = (&mut known.kind, &other.kind) else { return false };
    let ([base, known], [other_base, other]) = (&mut known[..], &other[..]) else { return false };
    let (Kind::Object(known), Kind::Object(other)) = (&mut known.kind, &other.kind) else { return false };
    let ([known], [other]) = (&mut known.properties[..], &other.properties[..]) else { return false };
    if base != other_base || known.name != other.name {
        return false;
    }
    let (Kind::Choice { names, .. }, Kind::Choice { names: others, .. }) = (&mut known.schema.kind, &other.schema.kind)
    else {
        return false;
    };
    for name in others {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    true
}

fn document(case: &ErrorCase) -> ErrorDocument {
    let status = StatusCode::from_u16(case.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    ErrorDocument::new(status, case.kind).described(case.docs)
}

fn challenge(scheme: &'static str) -> &'static str {
    match scheme {
        "Bearer" => "A challenge of the scheme `Bearer`.",
        "ApiKey" => "A challenge of the scheme `ApiKey`.",
        _ => "A challenge of the scheme `Basic`.",
    }
}
