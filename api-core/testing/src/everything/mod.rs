//! An API that uses every feature. Servers, clients, laws and the golden files of the macro are tested with it.

mod constant;
mod watches;

pub use constant::Constant;
pub use watches::{Watches, WatchesApi};

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use api_core::call::{
    AnySuccess, Binary, ByteStream, Conditions, Download, FilePart, FileStream, HeaderFields, SetCookie, Text,
    WithHeaders,
};
use api_core::codec::query::Flag;
use api_core::error::{Answer, Failure};
use api_core::model::{As, Base64, DisplayString, Distinct, Token, UnixDate, WithParameters};
use api_core::{
    ApiError, Content, EventId, Messages, Model, Multipart, OneOrStream, PendingConnection, Reply, Subscription, api,
};

/// An API that uses every feature.
#[api(base = "/everything/{tenant}", errors = EverythingError, security = bearer)]
pub trait Everything {
    /// Takes nothing and returns JSON.
    #[get("/")]
    async fn root(&self) -> Result<Thing, EverythingError>;

    /// Has a typed capture where `newest` has a literal.
    #[get("/things/{id}")]
    async fn thing(&self, id: u32) -> Result<Thing, EverythingError>;

    /// Takes a list, a flag and an option from the query.
    #[get("/things/newest")]
    async fn newest(
        &self,
        #[query] tag: Vec<String>,
        #[query] verbose: Flag,
        #[query("n")] count: Option<u8>,
    ) -> Result<Vec<Thing>, EverythingError>;

    /// Takes lists with separators and a default from the query.
    #[get("/things/sorted")]
    async fn sort(
        &self,
        #[query(comma)] ids: Vec<u32>,
        #[query("by", pipe)] orders: Option<Vec<Colour>>,
        #[query(default = 20)] most: u16,
        #[query] step: Option<Step>,
    ) -> Result<Vec<Thing>, EverythingError>;

    /// Takes nested values from the query, and all other keys.
    #[get("/things/found")]
    async fn find(
        &self,
        #[query(brackets)] filter: Filter,
        #[query] range: Option<Range>,
        #[query] others: BTreeMap<String, String>,
    ) -> Result<Thing, EverythingError>;

    /// Takes cookies.
    #[get("/session")]
    async fn session(
        &self,
        #[cookie] sid: String,
        #[cookie("theme")] colour: Option<Colour>,
    ) -> Result<String, EverythingError>;

    /// Sets cookies, or removes them. Calls an API of the caller.
    #[post("/session", callback(WatchesApi = "https://{$request.query.name}.example/hooks"))]
    async fn sign_in(
        &self,
        #[query(allow_reserved)] name: String,
    ) -> Result<WithHeaders<Text, SessionCookies>, EverythingError>;

    /// Takes and returns structured fields: a dictionary, a list, an item, members with parameters.
    #[get("/urgencies")]
    async fn urge(
        &self,
        #[header(structured)] priority: Urgency,
        #[header("accept-ch", structured)] hints: Vec<Token>,
        #[header("x-digest", structured)] digest: Option<Base64>,
    ) -> Result<WithHeaders<Text, Quotas>, EverythingError>;

    /// Takes and returns a type without a shape, with the shapes of others.
    #[put("/labels/{first}")]
    async fn relabel(
        &self,
        #[path(as = String)] first: Label,
        #[query("other", comma, as = Vec<String>)] others: Vec<Label>,
        #[header(as = Option<String>)] x_label: Option<Label>,
        #[body(as = BTreeMap<String, u8>)] counts: BTreeMap<Label, u8>,
    ) -> Result<Vec<As<Label, String>>, EverythingError>;

    /// Has a last segment that may be missing.
    #[get("/shelves/{number?}")]
    async fn shelves(&self, #[query] full: Flag, number: Option<u32>) -> Result<Vec<Thing>, EverythingError>;

    /// Takes conditions and a range from header fields, and returns the whole, a part, or nothing.
    #[get("/downloads/{name}")]
    async fn download(&self, name: String, #[headers] conditions: Conditions) -> Result<Download, EverythingError>;

    /// Takes a struct from the query, and header fields.
    #[get("/things")]
    async fn things(
        &self,
        #[query] page: Page,
        #[header("x-request-id")] request_id: String,
        #[header] x_trace: Option<Colour>,
    ) -> Result<WithHeaders<Vec<Thing>, NextPage>, EverythingError>;

    /// Takes JSON or a form of limited size and answers with 201.
    #[post("/things", status = 201, body_limit = 65536)]
    async fn create(
        &self,
        #[body(media_type = ["application/json", "application/x-www-form-urlencoded"])] thing: NewThing,
    ) -> Result<Thing, EverythingError>;

    /// Takes a form and answers with one of several statuses.
    #[put("/things/{id}")]
    async fn replace(&self, id: u32, #[body(form)] page: Page) -> Result<Replaced, EverythingError>;

    /// Answers with any success.
    #[put("/things/{id}/rank")]
    async fn rank(&self, id: u32, #[query] rank: i64) -> Result<AnySuccess<Thing>, EverythingError>;

    /// Takes a form with values inside of values.
    #[post("/orders")]
    async fn order(&self, #[body(form)] order: Order) -> Result<Thing, EverythingError>;

    /// Has a slash at the end of its path.
    #[get("/slashed/{id}/")]
    async fn slashed(&self, id: u32) -> Result<Thing, EverythingError>;

    /// Has text after the placeholder of a segment.
    #[post("/things/{id}:cancel")]
    async fn cancel(&self, id: u32) -> Result<(), EverythingError>;

    /// Has two placeholders in a segment.
    #[get("/things/{base}...{head}")]
    async fn compare(&self, base: String, head: String) -> Result<Text, EverythingError>;

    /// Takes a body, or none.
    #[post("/things/{id}/note")]
    async fn note(&self, id: u32, #[body] note: Option<NewThing>) -> Result<Thing, EverythingError>;

    /// Takes and returns bytes.
    #[patch("/things/{id}/raw")]
    async fn patch(&self, id: u32, #[body(bytes)] raw: Bytes) -> Result<Binary, EverythingError>;

    /// Takes and returns JSON with media types of their own, of which `Accept` chooses one.
    #[patch("/things/{id}/merged", media_type = ["application/vnd.things+json", "application/json"])]
    async fn merge(
        &self,
        id: u32,
        #[body(media_type = "application/merge-patch+json")] thing: NewThing,
    ) -> Result<Thing, EverythingError>;

    /// Takes bytes of a range of media types, of which an argument names one, and returns text of another.
    #[put("/things/{id}/image", media_type = "text/csv; charset=utf-8")]
    async fn image(
        &self,
        id: u32,
        #[header] content_type: String,
        #[body(bytes, media_type = "image/*")] image: Bytes,
    ) -> Result<Text, EverythingError>;

    /// Takes a content of one of several media types, and returns one that `Accept` chooses.
    #[post("/reports", status = 202)]
    async fn convert(
        &self,
        #[accept] wanted: ReportType,
        #[body(content)] report: Report,
    ) -> Result<Report, EverythingError>;

    /// Takes fields, JSON and files as the parts of a body.
    #[post("/uploads")]
    async fn upload(&self, #[body(multipart)] upload: Upload) -> Result<Text, EverythingError>;

    /// Takes and returns bytes piece by piece.
    #[put("/things/{id}/raw")]
    async fn stream(&self, id: u32, #[body(stream)] raw: ByteStream) -> Result<ByteStream, EverythingError>;

    /// Is selected by a key of the query.
    #[get("/orders?summary")]
    async fn summary(&self) -> Result<Text, EverythingError>;

    /// Is selected by the value of a key and of a header field.
    #[get("/orders?view=full", when_header("x-version" = "2"))]
    async fn full(&self, #[query] limit: Option<u8>) -> Result<Text, EverythingError>;

    /// Is selected by a header field, whatever its value is.
    #[put("/orders", when_header("x-copy-source"))]
    async fn copy(&self, #[query] id: u32, #[header] x_copy_source: u32) -> Result<Text, EverythingError>;

    /// Answers `HEAD` by a method of its own, with header fields.
    #[head("/things/{id}/raw", status = 200)]
    async fn inspect(&self, id: u32) -> Result<WithHeaders<(), NextPage>, EverythingError>;

    /// Answers `OPTIONS` by a method of its own.
    #[options("/orders")]
    async fn order_options(&self) -> Result<WithHeaders<(), NextPage>, EverythingError>;

    /// Takes and returns text.
    #[post("/echo")]
    async fn echo(&self, #[body(text)] text: String) -> Result<Text, EverythingError>;

    /// Returns nothing.
    #[deprecated(note = "things stay")]
    #[delete("/things/{id}")]
    async fn remove(&self, id: u32) -> Result<(), EverythingError>;

    /// Captures the rest of the path.
    #[get("/files/{*path}")]
    async fn file(&self, path: String) -> Result<Text, EverythingError>;

    /// Captures several segments before others.
    #[get("/files/{*path}/lines/{number}")]
    async fn line(&self, path: String, number: u32) -> Result<Text, EverythingError>;

    /// Subscribes to changes, on a path with a plain `GET`.
    #[subscribe("/things")]
    async fn follow(&self, #[resume] last: Option<EventId>) -> Result<Subscription<Change>, EverythingError>;

    /// Subscribes without resumption, by a capture and a query.
    #[subscribe("/colours/{colour}")]
    async fn colours(&self, colour: Colour, #[query] page: Page) -> Result<Subscription<Thing>, EverythingError>;

    /// Subscribes by a `POST` with a body.
    #[subscribe("/questions", method = post, body_limit = 65536)]
    async fn ask(&self, #[body] question: NewThing) -> Result<Subscription<Thing>, EverythingError>;

    /// Answers with one value, or with a stream of events.
    #[subscribe("/answers", method = post)]
    async fn answer(&self, #[body] question: NewThing) -> Result<OneOrStream<Thing, Change>, EverythingError>;

    /// Subscribes to events with names and heartbeats, until a text.
    #[subscribe("/changes", end = "[DONE]", heartbeat = "ping", names = tag)]
    async fn changes(&self) -> Result<Subscription<Change>, EverythingError>;

    /// Subscribes until the stream closes.
    #[subscribe("/hints", end = close)]
    async fn hints(&self) -> Result<Subscription<Thing>, EverythingError>;

    /// Exchanges typed messages in both directions.
    #[duplex("/paint/{colour}", subprotocol = ["things.v2", "things.v1"], encoding = binary, max_message = 65536)]
    async fn paint(
        &self,
        colour: Colour,
        #[query] first: Option<u32>,
        input: Messages<NewThing>,
    ) -> Result<Messages<Thing>, EverythingError>;

    /// Opens a WebSocket.
    #[websocket("/touch/{id}", max_frame = 1024)]
    async fn touch(&self, id: u32, pending: PendingConnection) -> Result<(), EverythingError>;
}

/// A model with a flattened field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Thing {
    /// The number of the thing.
    pub id: u32,
    /// The other fields, flattened.
    #[serde(flatten)]
    pub new: NewThing,
}

/// A model with constraints, defaults and an optional field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct NewThing {
    /// A text of limited length.
    #[model(min_length = 1, max_length = 20)]
    pub name: String,
    /// A unit enum.
    pub colour: Colour,
    /// An optional text, which is not written if it is `None`. A server takes no notice of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[model(read_only)]
    pub note: Option<String>,
    /// A number of a limited range, with a default.
    #[serde(default)]
    #[model(min = -1, max = 100, default = 0)]
    pub rank: i64,
}

/// A unit enum with renamed variants. It occurs in paths, queries, header fields and JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "kebab-case")]
pub enum Colour {
    /// A name of two words.
    DarkRed,
    /// A name of one word.
    Blue,
}

/// A type without a shape, as another crate may have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Label(pub String);

/// A struct whose values have keys with brackets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Filter {
    /// A list, whose items have brackets without a number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub colours: Vec<Colour>,
    /// A value, or a struct with keys inside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
}

/// One value, or a range of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(untagged)]
pub enum Size {
    /// The value itself.
    Exactly(u32),
    /// Keys in brackets.
    Between {
        /// The least value.
        least: u32,
    },
}

/// A number that is a multiple of another one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Model)]
#[model(multiple_of = 5, max = 1000)]
pub struct Step(pub u16);

/// A struct that may be missing as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Range {
    /// Where it begins.
    pub from: u32,
    /// Numbers, separated by spaces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[model(space)]
    pub steps: Vec<u8>,
}

/// A form with values inside of values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Order {
    /// Distinct structs, whose items have brackets with a number.
    pub items: Distinct<OrderedItem>,
    /// Keys of the caller's own.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
}

/// An item of a form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct OrderedItem {
    /// What is ordered.
    pub thing: u32,
    /// How often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u8>,
    /// A price in whole cents.
    #[serde(default)]
    #[model(min = 0, multiple_of = 0.01)]
    pub price: f64,
    /// Bytes as text.
    #[serde(default)]
    #[model(max_length = 16)]
    pub seal: Base64,
}

/// A struct for queries and forms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Page {
    /// An optional text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// A list, whose key is repeated for each item.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<u16>,
    /// A boolean with a default.
    #[serde(default)]
    pub reverse: bool,
}

/// An adjacently tagged enum, the event type of a subscription.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "change", content = "thing", rename_all = "snake_case")]
pub enum Change {
    /// A tuple variant.
    Added(Thing),
    /// A struct variant.
    Removed {
        /// The number of the thing.
        id: u32,
    },
    /// A unit variant.
    Cleared,
}

/// A content of one of several media types.
#[derive(Debug, Clone, PartialEq, Content)]
pub enum Report {
    /// As JSON.
    #[content("application/json")]
    Things(Vec<Thing>),
    /// As a form.
    #[content("application/x-www-form-urlencoded")]
    Page(Page),
    /// As text.
    #[content("text/csv; charset=utf-8")]
    Csv(String),
    /// As bytes.
    #[content("image/png")]
    Chart(Bytes),
}

/// The parts of a body.
#[derive(Debug, Clone, PartialEq, Multipart)]
pub struct Upload {
    /// A text.
    pub title: String,
    /// A number, which may be missing.
    pub rank: Option<i32>,
    /// A part for each item.
    pub tags: Vec<String>,
    /// A part of JSON.
    pub thing: NewThing,
    /// Files that are read as a whole.
    #[multipart(name = "pictures[]", limit = 65536)]
    pub pictures: Vec<FilePart>,
    /// A file that is handed on piece by piece.
    pub content: FileStream,
}

/// A reply with one of several statuses.
#[derive(Debug, Clone, PartialEq, Reply)]
pub enum Replaced {
    /// The thing existed and was changed.
    #[reply(status = 200)]
    Changed(Thing),
    /// The thing did not exist.
    #[reply(status = 201)]
    Created(Thing),
    /// The thing existed and is the same.
    #[reply(status = 204)]
    Unchanged,
}

/// The header fields of a response.
#[derive(Debug, Clone, PartialEq, Eq, HeaderFields)]
pub struct NextPage {
    /// The field `X-Next`, if the response has it.
    #[header("x-next")]
    pub next: Option<String>,
}

/// Header fields of an error.
#[derive(Debug, Clone, PartialEq, Eq, HeaderFields)]
pub struct RateLimit {
    /// The number of requests that are left.
    #[header("x-ratelimit-remaining")]
    pub remaining: u32,
    /// The delay in seconds.
    pub retry_after: Option<u32>,
    /// The number of refusals.
    #[cookie(max_age = 60, same_site = strict)]
    pub refused: Option<SetCookie<u8>>,
}

/// A dictionary, `u=3, i`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Urgency {
    /// How urgent the answer is.
    #[serde(rename = "u")]
    #[model(max = 7)]
    pub urgency: Option<u8>,
    /// Whether the answer is useful piece by piece.
    #[serde(rename = "i", default)]
    pub incremental: bool,
}

/// Structured fields of a response.
#[derive(Debug, Clone, PartialEq, Eq, HeaderFields)]
pub struct Quotas {
    /// What is left of each quota, as in `blue;r=50;t=30`.
    #[header("ratelimit", structured)]
    pub limits: Vec<WithParameters<Colour, Remaining>>,
    /// The time at which all quotas are new.
    #[header("x-renewed", structured)]
    pub renewed: Option<UnixDate>,
    /// A text of any characters.
    #[header("x-notice", structured)]
    pub notice: DisplayString,
}

/// Parameters of a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Remaining {
    /// The number of requests that are left.
    pub r: u32,
    /// The delay in seconds after which it grows.
    pub t: Option<u32>,
}

/// The cookies of a session.
#[derive(Debug, Clone, PartialEq, Eq, HeaderFields)]
pub struct SessionCookies {
    /// The session.
    #[cookie("__Host-sid", path = "/", secure, http_only, same_site = lax)]
    pub session: SetCookie<String>,
    /// The colour of the pages.
    #[cookie("theme", path = "/", domain = "a.example", max_age = 31_536_000, partitioned, secure)]
    pub colour: Option<SetCookie<Colour>>,
}

/// The header field of a redirection.
#[derive(Debug, Clone, PartialEq, Eq, HeaderFields)]
pub struct Elsewhere {
    /// Where the thing is.
    pub location: String,
}

/// An error type with declared errors, with and without a description and header fields.
#[derive(Debug, ApiError)]
pub enum EverythingError {
    /// The thing does not exist.
    #[error(status = 404)]
    NoSuchThing,
    /// The name is taken.
    #[error(status = 409, kind = "name-taken")]
    NameTaken(String),
    /// The request has no valid credentials.
    #[error(status = 401)]
    Anonymous,
    /// There were too many requests.
    #[error(status = 429)]
    TooMany(RateLimit),
    /// The thing is at another place.
    #[error(status = 307)]
    Elsewhere(Elsewhere),
    /// An error response of an undeclared kind.
    #[error(unknown)]
    Unknown(Answer),
    /// A call without a usable response.
    #[error(failure)]
    Failed(Failure),
}
