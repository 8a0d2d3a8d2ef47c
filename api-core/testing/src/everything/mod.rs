//! An API that uses every feature once. Each interpretation is tested on it, so none can forget a feature.

#![allow(missing_docs, reason = "names here stand for features, not for things")]

mod constant;

pub use constant::Constant;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use api_core::call::{Binary, HeaderFields, Text, WithHeaders, read_field, write_field};
use api_core::codec::query::Flag;
use api_core::error::{Answer, Failure};
use api_core::{ApiError, EventId, Messages, Model, PendingConnection, Reply, Subscription, api};

/// Every feature, once.
#[api(base = "/everything/{tenant}", errors = EverythingError, security = bearer)]
pub trait Everything {
    /// Nothing in, JSON out.
    #[get("/")]
    async fn root(&self) -> Result<Thing, EverythingError>;

    /// A typed capture beside a literal of the same place.
    #[get("/things/{id}")]
    async fn thing(&self, id: u32) -> Result<Thing, EverythingError>;

    /// The literal beside the capture, with a list under one key, a flag and an option.
    #[get("/things/newest")]
    async fn newest(
        &self,
        #[query] tag: Vec<String>,
        #[query] verbose: Flag,
        #[query("n")] count: Option<u8>,
    ) -> Result<Vec<Thing>, EverythingError>;

    /// A struct in the query, fields in the header.
    #[get("/things")]
    async fn things(
        &self,
        #[query] page: Page,
        #[header("x-request-id")] request_id: String,
        #[header] x_trace: Option<Colour>,
    ) -> Result<WithHeaders<Vec<Thing>, NextPage>, EverythingError>;

    /// JSON in, with a status of its own and a limit.
    #[post("/things", status = 201, body_limit = 65536)]
    async fn create(&self, #[body] thing: NewThing) -> Result<Thing, EverythingError>;

    /// A form in, several statuses out.
    #[put("/things/{id}")]
    async fn replace(&self, id: u32, #[body(form)] page: Page) -> Result<Replaced, EverythingError>;

    /// Bytes in, bytes out.
    #[patch("/things/{id}/raw")]
    async fn patch(&self, id: u32, #[body(bytes)] raw: Bytes) -> Result<Binary, EverythingError>;

    /// Text in, text out.
    #[post("/echo")]
    async fn echo(&self, #[body(text)] text: String) -> Result<Text, EverythingError>;

    /// Nothing out.
    #[deprecated(note = "things stay")]
    #[delete("/things/{id}")]
    async fn remove(&self, id: u32) -> Result<(), EverythingError>;

    /// The rest of a path.
    #[get("/files/{*path}")]
    async fn file(&self, path: String) -> Result<Text, EverythingError>;

    /// A subscription that shares its path with a plain `GET`.
    #[subscribe("/things")]
    async fn follow(&self, #[resume] last: Option<EventId>) -> Result<Subscription<Change>, EverythingError>;

    /// A subscription that cannot be resumed, with a capture and a query.
    #[subscribe("/colours/{colour}")]
    async fn colours(&self, colour: Colour, #[query] page: Page) -> Result<Subscription<Thing>, EverythingError>;

    /// Messages both ways.
    #[duplex("/paint/{colour}", subprotocol = ["things.v2", "things.v1"], encoding = binary, max_message = 65536)]
    async fn paint(
        &self,
        colour: Colour,
        #[query] first: Option<u32>,
        input: Messages<NewThing>,
    ) -> Result<Messages<Thing>, EverythingError>;

    /// A WebSocket to itself.
    #[websocket("/touch/{id}", max_frame = 1024)]
    async fn touch(&self, id: u32, pending: PendingConnection) -> Result<(), EverythingError>;
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Thing {
    pub id: u32,
    #[serde(flatten)]
    pub new: NewThing,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct NewThing {
    #[model(min_length = 1, max_length = 20)]
    pub name: String,
    pub colour: Colour,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default)]
    #[model(min = -1, max = 100)]
    pub rank: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "kebab-case")]
pub enum Colour {
    DarkRed,
    Blue,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Page {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<u16>,
    #[serde(default)]
    pub reverse: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "change", content = "thing", rename_all = "snake_case")]
pub enum Change {
    Added(Thing),
    Removed { id: u32 },
    Cleared,
}

#[derive(Debug, Clone, PartialEq, Reply)]
pub enum Replaced {
    /// It was there.
    #[reply(status = 200)]
    Changed(Thing),
    /// It was not.
    #[reply(status = 201)]
    Created(Thing),
    /// It was the same.
    #[reply(status = 204)]
    Unchanged,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextPage {
    pub next: Option<String>,
}

impl HeaderFields for NextPage {
    const NAMES: &'static [&'static str] = &["x-next"];

    fn write(&self, headers: &mut http::HeaderMap) -> Result<(), Failure> {
        write_field(headers, "x-next", &self.next)
    }

    fn read(headers: &http::HeaderMap) -> Result<Self, Failure> {
        Ok(Self { next: read_field(headers, "x-next")? })
    }
}

#[derive(Debug, ApiError)]
pub enum EverythingError {
    /// There is no such thing.
    #[error(status = 404)]
    NoSuchThing,
    /// There is one of this name already.
    #[error(status = 409, kind = "name-taken")]
    NameTaken(String),
    /// The caller is not known.
    #[error(status = 401)]
    Anonymous,
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}
