//! An outline: what documents are made of, before and after it was checked.

use api_core::Api;
use api_core::contract::Contract;
use api_core::description::{Description, Node};
use api_core::error::{ApiError, ErrorFormat, ProblemDetails};
use api_core::model::Shape;

use crate::mistake::{Mistake, Mistakes};
use crate::naming::Names;
use crate::schema::{Flow, Known, Misfit, Types, fits, given_examples, named_shapes};

/// The name of the document of OpenAPI, where it is published.
pub(crate) const OPENAPI: &str = "openapi.json";
/// The name of the document of AsyncAPI, where it is published.
pub(crate) const ASYNCAPI: &str = "asyncapi.json";

/// What a document is made of. [`Outline::check`] makes a [`Checked`] one, of which alone documents are made.
///
/// ```
/// use api_core::{Error, api};
/// use api_documents::Outline;
/// use api_documents::openapi::Version;
///
/// #[api(base = "/v1")]
/// trait Rooms {
///     /// Returns a room's topic.
///     #[get("/rooms/{id}/topic")]
///     async fn topic(&self, id: u32) -> Result<String, Error>;
/// }
///
/// let outline = Outline::new("Rooms", "1.0.0").api::<RoomsApi>().server("https://rooms.example", "Production");
/// let text = outline.check().unwrap().openapi().write(Version::V3_1);
/// assert!(text.starts_with("{\n  \"openapi\": \"3.1.1\","));
/// assert!(text.contains("\"/v1/rooms/{id}/topic\": {"));
/// ```
#[derive(Debug, Clone)]
pub struct Outline {
    pub(crate) title: String,
    pub(crate) version: String,
    pub(crate) docs: String,
    pub(crate) servers: Vec<(String, String)>,
    pub(crate) apis: Vec<Mounted>,
    /// The APIs that receivers serve who are known otherwise.
    pub(crate) webhooks: Vec<&'static Description>,
    pub(crate) server_errors: &'static dyn ErrorFormat,
    /// Where the documents are, with a slash at its end or empty, if they refer to each other.
    pub(crate) published: Option<String>,
}

/// An outline without mistakes. Each kind of document is a method of it, in the module of that kind.
#[derive(Debug, Clone)]
pub struct Checked(pub(crate) Outline);

/// An API in a document: where it is served, and how it writes errors.
#[derive(Debug, Clone)]
pub struct Mounted {
    pub(crate) prefix: String,
    pub(crate) description: &'static Description,
    pub(crate) errors: &'static dyn ErrorFormat,
    pub(crate) known: Known,
    /// The tree of its paths, if the API is known as a type.
    pub(crate) routes: Option<&'static Node>,
}

impl Mounted {
    /// Takes an API with the error format of its error type.
    pub fn of<A: Api>() -> Self {
        Self { routes: Some(A::ROUTES), ..Self::described(A::DESCRIPTION, <A::Error as ApiError>::FORMAT) }
    }

    /// Takes the description of an API, and its error format.
    pub fn described(description: &'static Description, errors: &'static dyn ErrorFormat) -> Self {
        Self { prefix: String::new(), description, errors, known: Known::default(), routes: None }
    }

    /// Takes an API as a contract describes it. A contract does not contain the error format.
    pub fn contracted(contract: Contract, errors: &'static dyn ErrorFormat) -> Self {
        Self { known: Known(contract.types), ..Self::described(contract.description, errors) }
    }

    /// Puts the API under a prefix, as [`Compose::nest`](api_core::Compose::nest) does, for example `/public`.
    #[must_use]
    pub fn under(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }
}

impl Checked {
    /// Returns the methods and paths of all endpoints, a line for each, as
    /// [`Description::layout`] does for one API.
    #[must_use]
    pub fn layout(&self) -> String {
        let one = |api: &Mounted| {
            let prefix = if api.prefix.is_empty() { String::new() } else { format!("below {}: ", api.prefix) };
            format!("{prefix}{}", api.description.layout())
        };
        self.0.apis.iter().map(one).collect::<Vec<_>>().join("\n")
    }
}

impl Outline {
    /// Creates an outline without APIs. `version`: that of the API, not that of OpenAPI.
    pub fn new(title: impl Into<String>, version: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            version: version.into(),
            docs: String::new(),
            servers: Vec::new(),
            apis: Vec::new(),
            webhooks: Vec::new(),
            server_errors: &ProblemDetails,
            published: None,
        }
    }

    /// Sets the description, Markdown. Default: that of the API, if it is the only one.
    #[must_use]
    pub fn docs(mut self, docs: impl Into<String>) -> Self {
        self.docs = docs.into();
        self
    }

    /// Adds an API.
    #[must_use]
    pub fn api<A: Api>(self) -> Self {
        self.mounted(Mounted::of::<A>())
    }

    /// Adds an API with a prefix, or one that is not known as a type.
    #[must_use]
    pub fn mounted(mut self, api: Mounted) -> Self {
        self.apis.push(api);
        self
    }

    /// Adds an API that receivers serve and that the server calls, where no operation names their URL: a web page does,
    /// for example. OpenAPI 3.1 has its operations as `webhooks`, by their names. With the URL in an operation it is a
    /// callback, `#[post(…, callback(…))]`.
    #[must_use]
    pub fn webhooks<A: Api>(mut self) -> Self {
        self.webhooks.push(A::DESCRIPTION);
        self
    }

    /// Adds a server: an absolute URL, or a path relative to the document. `docs`: what it is for, Markdown.
    #[must_use]
    pub fn server(mut self, url: impl Into<String>, docs: impl Into<String>) -> Self {
        self.servers.push((url.into(), docs.into()));
        self
    }

    /// Sets the format of the errors that a server answers with before it knows the API. Default: problem details, as
    /// for a server.
    #[must_use]
    pub fn server_errors(mut self, format: &'static dyn ErrorFormat) -> Self {
        self.server_errors = format;
        self
    }

    /// Sets where the documents are, so that each refers to the other: `openapi.json` and `asyncapi.json` directly
    /// below this URL. Empty: they are beside each other. Default: they do not refer to each other, except on a
    /// [`Site`](crate::Site).
    #[must_use]
    pub fn published(mut self, below: impl Into<String>) -> Self {
        let mut below = below.into();
        if !below.is_empty() && !below.ends_with('/') {
            below.push('/');
        }
        self.published = Some(below);
        self
    }

    /// Returns an outline whose documents refer to each other: those of a site are beside each other.
    pub(crate) fn linked(self) -> Self {
        if self.published.is_some() { self } else { self.published("") }
    }

    /// Checks the outline.
    ///
    /// # Errors
    /// Returns all mistakes: an empty title or version, a URL or a prefix that is none, an API that is there twice.
    pub fn check(self) -> Result<Checked, Mistakes> {
        let mistakes = self.mistakes();
        if mistakes.is_empty() { Ok(Checked(self)) } else { Err(Mistakes(mistakes)) }
    }

    /// Returns the names of the APIs, each different from the others.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names = Names::default();
        self.apis.iter().map(|api| names.take(api.description.name.to_owned())).collect()
    }

    /// Returns the name of each endpoint, by API: the method's, with that of the trait in front if there are several.
    pub(crate) fn endpoint_names(&self) -> Vec<Vec<String>> {
        let (names, mut taken) = (self.names(), Names::default());
        let of_api = |(api, name): (&Mounted, &String)| {
            let prefix = if names.len() > 1 { format!("{name}_") } else { String::new() };
            api.description.endpoints.iter().map(|endpoint| taken.take(prefix.clone() + endpoint.name)).collect()
        };
        self.apis.iter().zip(&names).map(of_api).collect()
    }

    /// Returns the description of the document.
    pub(crate) fn documentation(&self) -> String {
        match &self.apis[..] {
            [only] if self.docs.is_empty() => only.description.docs.to_owned(),
            _ => self.docs.clone(),
        }
    }

    fn mistakes(&self) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        if self.title.is_empty() {
            mistakes.push(Mistake::NoTitle);
        }
        if self.version.is_empty() {
            mistakes.push(Mistake::NoVersion);
        }
        let is_url = |url: &str| ["http://", "https://", "/"].iter().any(|start| url.starts_with(start));
        let servers = self.servers.iter().filter(|(url, _)| !is_url(url));
        mistakes.extend(servers.map(|(url, _)| Mistake::Server(url.clone())));
        let published = self.published.iter().filter(|url| !url.is_empty() && !is_url(url));
        mistakes.extend(published.map(|url| Mistake::Published(url.clone())));
        for (index, api) in self.apis.iter().enumerate() {
            let is_path = api.prefix.is_empty()
                || (api.prefix.starts_with('/') && !api.prefix.ends_with('/') && !api.prefix.contains(['{', '}']));
            if !is_path {
                mistakes.push(Mistake::Prefix(api.prefix.clone()));
            }
            let is_same =
                |other: &Mounted| std::ptr::eq(other.description, api.description) && other.prefix == api.prefix;
            if self.apis.iter().take(index).any(is_same) {
                mistakes.push(Mistake::Twice(api.description.name.to_owned()));
            }
            for (shape, known) in named_shapes(api.description, api.known) {
                mistakes.extend(
                    wrong_examples(shape, known).filter(|mistake| !mistakes.contains(mistake)).collect::<Vec<_>>(),
                );
            }
        }
        mistakes
    }
}

/// Returns the examples of a type that are values of it neither in requests nor in responses.
fn wrong_examples(shape: &'static Shape, known: Known) -> impl Iterator<Item = Mistake> {
    let (name, docs) = shape.declaration().map_or(("", ""), |declaration| (declaration.name, declaration.docs));
    given_examples(docs).into_iter().filter_map(move |text| {
        let problem = match serde_json::from_str(text) {
            Err(error) => format!("it is not JSON: {error}"),
            Ok(value) => {
                let in_flow = |flow| {
                    let mut types = Types::default();
                    let schema = types.schema(shape, flow, known);
                    fits(&value, &schema, flow, &types.named())
                };
                // A value of one direction alone may have members that the other does not have.
                let (Err(Misfit { path, expected }), Err(_)) = (in_flow(Flow::Request), in_flow(Flow::Response)) else {
                    return None;
                };
                format!("expected {expected} at `{path}`")
            }
        };
        Some(Mistake::Example { name: name.to_owned(), problem, text: text.trim_end().to_owned() })
    })
}
