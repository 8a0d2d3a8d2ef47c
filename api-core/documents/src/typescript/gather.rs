//! From descriptions to operations.

use std::collections::BTreeSet;

use api_core::description::{self, BodyDescription, BodyEncoding, Endpoint, Exchange as Described, Location};
use api_core::model::{Shape, Style};

use super::answers::{accept, choices, header_fields};
use super::errors::AllErrors;
use super::names::pascal_case;
use super::operation::{Answer, Argument, BodyForm, Exchange, Input, Operation, Output, PathPart};
use super::request::{Arguments, PathParts, fixed, query_key, styles};
use super::runtime::Part;
use crate::naming::{Names, function_name};
use crate::outline::{Checked, Mounted, Outline};
use crate::place::Place;
use crate::schema::{Collected, Flow, Known, Types, fields_of};
use crate::security::scheme_prefix;

/// A client in TypeScript.
///
/// ```
/// use api_core::{Error, api};
/// use api_documents::Outline;
///
/// #[api(base = "/v1")]
/// trait Rooms {
///     /// Returns a room's topic.
///     #[get("/rooms/{id}/topic")]
///     async fn topic(&self, id: u32) -> Result<String, Error>;
/// }
///
/// let module = Outline::new("Rooms", "1.0.0").api::<RoomsApi>().check().unwrap().typescript();
/// let text = module.write();
/// assert!(text.contains("export function topic(client: Client, args: TopicArguments, options?: CallOptions)"));
/// ```
#[derive(Debug)]
pub struct Module {
    pub(super) title: String,
    pub(super) version: String,
    pub(super) docs: String,
    pub(super) operations: Vec<Operation>,
    pub(super) errors: AllErrors,
    /// The captures of bases.
    pub(super) bound: Vec<&'static str>,
    pub(super) types: Collected,
    pub(super) needs: BTreeSet<Part>,
}

impl Checked {
    /// Makes the client in TypeScript.
    #[must_use]
    pub fn typescript(&self) -> Module {
        gather(&self.0)
    }
}

fn gather(outline: &Outline) -> Module {
    let api_names = outline.names();
    let mut gathering = Gathering::default();
    let mut operations = Vec::new();
    for (api, api_name) in outline.apis.iter().zip(&api_names) {
        let form = gathering.errors.form(api.errors);
        for endpoint in api.description.endpoints {
            let prefix = if api_names.len() > 1 { format!("{api_name}_") } else { String::new() };
            let name = gathering.names.take(function_name(&(prefix + endpoint.name)));
            operations.push(gathering.operation(name, api_name, form, api, endpoint));
        }
    }
    Module {
        title: outline.title.clone(),
        version: outline.version.clone(),
        docs: outline.documentation(),
        operations,
        errors: gathering.errors,
        bound: gathering.bound,
        types: gathering.types.named(),
        needs: gathering.needs,
    }
}

#[derive(Default)]
struct Gathering {
    names: Names,
    errors: AllErrors,
    bound: Vec<&'static str>,
    types: Types,
    needs: BTreeSet<Part>,
}

impl Gathering {
    fn operation(
        &mut self,
        name: String,
        api_name: &str,
        form: usize,
        api: &Mounted,
        endpoint: &'static Endpoint,
    ) -> Operation {
        let known = api.known;
        let own = pascal_case(&name);
        let error_name =
            |is_first: bool| if is_first { format!("{}Error", pascal_case(api_name)) } else { own + "Error" };
        let errors = self.errors.of(form, endpoint.errors, error_name, known, &mut self.types);
        let mut arguments = Arguments::default();
        let path = self.path(api, endpoint, &mut arguments);
        let (mut query, mut headers, mut cookies) = (Vec::new(), Vec::new(), Vec::new());
        let resumable = matches!(endpoint.exchange, Described::Subscription(streaming) if streaming.resumable);
        for parameter in endpoint.parameters {
            let name = arguments.name(parameter.name);
            match parameter.location {
                Location::Path => {}
                // It is an option of subscriptions.
                Location::Header if resumable && parameter.name == "last-event-id" => continue,
                Location::Header => headers.push((parameter.name, name.clone())),
                Location::Cookie => cookies.push((parameter.name, name.clone())),
                _ => query.push(query_key(parameter, name.clone(), known)),
            }
            let required = parameter.is_required();
            let content = match parameter.style {
                // As text, which is lossless. A codec of its own would be larger than the rest of the runtime.
                Style::Structured => Input::Structured,
                _ => Input::Value(self.types.schema(parameter.shape, Flow::Request, known)),
            };
            arguments.all.push(Argument { name, required, content });
        }
        let body = endpoint.body.as_ref().map(|body| self.body(body, known, &mut arguments)).unwrap_or_default();
        let exchange = self.exchange(endpoint, known);
        let answers = self.answers(endpoint, known);
        let names_accept = headers.iter().any(|(name, _)| *name == "accept");
        let accept = if names_accept { String::new() } else { accept(&answers, &exchange) };
        let choices = choices(&answers);
        if !names_accept && !choices.is_empty() {
            let name = arguments.name("accept");
            headers.push(("accept", name.clone()));
            arguments.all.push(Argument { name, required: false, content: Input::MediaType(choices) });
        }
        let security = endpoint.security.or(api.description.security);
        Operation {
            name,
            docs: documentation(endpoint),
            method: method(endpoint),
            path,
            fixed: fixed(endpoint),
            arguments: arguments.all,
            query,
            headers,
            cookies,
            body,
            accept,
            security: security.map(|scheme| (scheme.header(), scheme_prefix(scheme))),
            answers,
            errors,
            exchange,
        }
    }

    /// Returns the parts of the path, those of the base first.
    fn path(&mut self, api: &Mounted, endpoint: &Endpoint, arguments: &mut Arguments) -> Vec<PathPart> {
        let mut parts = PathParts(vec![PathPart::Text(api.prefix.clone())]);
        let mut bound = Vec::new();
        parts.add(api.description.base, &mut |name, _, _| {
            bound.push(name);
            PathPart::Bound(name.to_owned())
        });
        parts.add(endpoint.path, &mut |name, rest, after| PathPart::Argument {
            name: arguments.name(name),
            rest,
            after,
        });
        for name in bound {
            if !self.bound.contains(&name) {
                self.bound.push(name);
            }
        }
        if matches!(&parts.0[..], [PathPart::Text(text)] if text.is_empty()) {
            parts.text("/");
        }
        parts.0
    }

    fn body(&mut self, body: &'static BodyDescription, known: Known, arguments: &mut Arguments) -> Vec<BodyForm> {
        let forms: Vec<description::BodyForm> = body.forms().collect();
        let readable = |form: &&description::BodyForm| is_written(form.encoding);
        let mut written: Vec<&description::BodyForm> = forms.iter().filter(readable).collect();
        let Some(first) = written.first().copied().or(forms.first()) else { return Vec::new() };
        let is_model = |form: &&description::BodyForm| matches!(form.encoding, BodyEncoding::Json | BodyEncoding::Form);
        let is_same = |form: &&description::BodyForm| {
            std::ptr::eq(form.shape, first.shape) || form.shape.to_string() == first.shape.to_string()
        };
        if written.is_empty() || written.iter().all(|form| is_model(form) && is_same(form)) {
            written = vec![first];
        }
        let mut inputs: Vec<(&'static str, Input)> =
            written.iter().map(|form| (form.media_type, self.input(form, known))).collect();
        let content = match inputs.pop() {
            Some((_, only)) if inputs.is_empty() => only,
            last => Input::Chosen(inputs.into_iter().chain(last).collect()),
        };
        let required = match first.encoding {
            BodyEncoding::Json => !body.shape.accepts_absence(),
            BodyEncoding::Form => !body.shape.may_have_no_key(),
            _ => true,
        };
        let required = required || matches!(content, Input::Chosen(_));
        arguments.all.push(Argument { name: "body".to_owned(), required, content });
        let form = |form: &description::BodyForm| BodyForm {
            media_type: form.media_type,
            writer: writer(form.encoding),
            styles: if form.encoding == BodyEncoding::Form { styles(form.shape, known) } else { Vec::new() },
            parts: match form.encoding {
                BodyEncoding::Multipart => {
                    let fields = fields_of(form.shape, known).unwrap_or_default();
                    fields.into_iter().map(|(field, _)| field.name).collect()
                }
                _ => Vec::new(),
            },
        };
        written.into_iter().map(form).collect()
    }

    fn input(&mut self, form: &description::BodyForm, known: Known) -> Input {
        match form.encoding {
            // A program writes and reads these itself.
            BodyEncoding::Text | BodyEncoding::Xml | BodyEncoding::Yaml => Input::Text,
            BodyEncoding::Stream => Input::Stream,
            BodyEncoding::Json | BodyEncoding::Form => {
                Input::Value(self.types.schema(form.shape, Flow::Request, known))
            }
            BodyEncoding::Multipart => {
                self.needs.insert(Part::Multipart);
                Input::Value(self.types.schema(form.shape, Flow::Request, known))
            }
            _ => Input::Bytes,
        }
    }

    fn answers(&mut self, endpoint: &'static Endpoint, known: Known) -> Vec<Answer> {
        if endpoint.exchange.terms().is_some() {
            return Vec::new();
        }
        let outputs: Vec<&'static description::Output> =
            endpoint.outputs.iter().filter(|output| !output.is_events()).collect();
        let is_read = |output: &description::Output| {
            output.media_type.is_none_or(|media_type| is_written(BodyEncoding::of_model(media_type)))
        };
        // One that only other clients can read is left out, if there is another one.
        let has_other =
            |output: &description::Output| outputs.iter().any(|other| other.status == output.status && is_read(other));
        let kept = outputs.iter().filter(|output| is_read(output) || !has_other(output));
        kept.map(|output| self.answer(output, known)).collect()
    }

    fn answer(&mut self, output: &'static description::Output, known: Known) -> Answer {
        let content = match (output.media_type, output.shape) {
            (None, _) => Output::Nothing,
            (Some(_), None) if output.streamed => Output::Stream,
            (Some(_), None) => Output::Bytes,
            (Some(media_type), Some(_)) if media_type.starts_with("text/") => Output::Text,
            (Some(media_type), Some(shape)) => match BodyEncoding::of_model(media_type) {
                BodyEncoding::Json => Output::Json(self.types.schema(shape, Flow::Response, known)),
                BodyEncoding::Form => Output::Form,
                BodyEncoding::Xml | BodyEncoding::Yaml => Output::Text,
                _ => Output::Bytes,
            },
        };
        // Cookies are left out: browsers hide `Set-Cookie` from programs.
        let fields = output.headers.iter().filter(|field| field.cookie.is_none());
        let headers = header_fields(fields, known, &mut self.types);
        Answer { status: output.status, media_type: output.media_type, content, headers }
    }

    fn exchange(&mut self, endpoint: &'static Endpoint, known: Known) -> Exchange {
        let shape =
            |output: Option<&description::Output>| output.and_then(|output| output.shape).unwrap_or(&Shape::Any);
        match &endpoint.exchange {
            Described::Subscription(streaming) => {
                self.needs.insert(Part::Events);
                let events = endpoint.outputs.iter().find(|output| output.is_events());
                let item = self.types.schema(shape(events), Flow::Response, known);
                Exchange::Events { item, resumable: streaming.resumable, form: streaming.form }
            }
            Described::Duplex(duplex) => {
                self.needs.insert(Part::Sockets);
                Exchange::Duplex {
                    input: self.types.schema(duplex.input, Flow::Request, known),
                    output: self.types.schema(shape(endpoint.outputs.first()), Flow::Response, known),
                    binary: duplex.encoding == description::MessageEncoding::Binary,
                    protocols: duplex.terms.subprotocols,
                }
            }
            Described::Handover(terms) => {
                self.needs.insert(Part::Sockets);
                Exchange::Socket { protocols: terms.subprotocols }
            }
            _ => Exchange::Unary,
        }
    }
}

fn method(endpoint: &Endpoint) -> &'static str {
    match endpoint.verb {
        description::Verb::Subscribe => "GET",
        verb => verb.as_str(),
    }
}

/// Returns whether a client in TypeScript writes and reads an encoding itself.
fn is_written(encoding: BodyEncoding) -> bool {
    matches!(
        encoding,
        BodyEncoding::Json
            | BodyEncoding::Form
            | BodyEncoding::Text
            | BodyEncoding::Bytes
            | BodyEncoding::Stream
            | BodyEncoding::Multipart
    )
}

fn writer(encoding: BodyEncoding) -> &'static str {
    match encoding {
        BodyEncoding::Json => "writeJson",
        BodyEncoding::Form => "writeForm",
        BodyEncoding::Text | BodyEncoding::Xml | BodyEncoding::Yaml => "writeText",
        BodyEncoding::Multipart => "writeParts",
        _ => "writeBytes",
    }
}

fn documentation(endpoint: &Endpoint) -> String {
    let mut parts = vec![endpoint.docs.trim().to_owned()];
    if !endpoint.requires.is_empty() {
        let names: Vec<String> = endpoint.requires.iter().map(|name| format!("`{name}`")).collect();
        parts.push(format!("Requires {}.", names.join(", ")));
    }
    for callback in endpoint.callbacks {
        let operation = |endpoint: &&'static Endpoint| {
            format!("`{} {}`", endpoint.verb, Place::of_operation("", callback.api.base, endpoint).template)
        };
        let operations: Vec<String> = callback.api.endpoints.iter().map(operation).collect();
        let (name, url) = (callback.api.name, callback.url);
        parts.push(format!("Calls back `{name}`, which its caller serves at `{url}`: {}.", operations.join(", ")));
    }
    parts.extend(endpoint.deprecated.map(|reason| format!("@deprecated {reason}").trim_end().to_owned()));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}
