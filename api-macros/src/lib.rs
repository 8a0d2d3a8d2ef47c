//! The macros of the typed API framework: `#[api]` and the derives `Model`, `ApiError`, `Reply`.

mod api;
mod derive;
mod diagnostics;
mod docs;
mod names;
mod placing;
#[cfg(test)]
mod soup;
mod suggestion;

use proc_macro::TokenStream;

/// Makes an API of a trait.
///
/// ```text
/// /// Rooms and who is in them.
/// #[api(base = "/v1/{tenant}", errors = RoomError, security = bearer)]
/// pub trait Rooms {
///     /// Finds a room.
///     #[get("/rooms/{id}")]
///     async fn room(&self, id: u32) -> Result<Room, RoomError>;
///
///     #[get("/rooms")]
///     async fn rooms(&self, #[query] page: Page, #[header("x-trace")] trace: Option<String>) -> Result<Vec<Room>, RoomError>;
///
///     #[post("/rooms", status = 201, body_limit = 4096)]
///     async fn create(&self, #[body] room: NewRoom) -> Result<Room, RoomError>;
///
///     #[subscribe("/rooms/{id}/events")]
///     async fn follow(&self, id: u32, #[resume] last: Option<EventId>) -> Result<Subscription<RoomEvent>, RoomError>;
///
///     /// Typed messages both ways over one WebSocket.
///     #[duplex("/rooms/{id}/live", subprotocol = "chat.v1", encoding = text, max_message = 65536, max_frame = 16384)]
///     async fn live(&self, id: u32, #[query] since: Option<u32>, input: Messages<Say>) -> Result<Messages<Heard>, RoomError>;
///
///     /// Full control of the WebSocket.
///     #[websocket("/echo", subprotocol = ["v2", "v1"], max_message = 1048576)]
///     async fn echo(&self, pending: PendingConnection) -> Result<(), RoomError>;
/// }
/// ```
///
/// # Keys of `#[api(…)]`
///
/// In any order, each at most once.
///
/// | key | value | meaning |
/// |---|---|---|
/// | `errors` | a type | the error type; required. The framework's own answers take its format. It derives `ApiError`. |
/// | `base` | a path | stands in front of every path, `"/"` by default. Its placeholders belong to the session: a server reads one with `Context::capture`, a client sets it with `Client::bind`, and no method takes it as an argument. |
/// | `security` | `bearer`, `basic`, `api_key("field")` | how callers prove who they are; none by default. It is described, and asked for in answers with the status 401. Proofs are checked by the function that opens sessions. |
/// | `requires` | `"name"` or `["one", "other"]` | what a caller must be allowed, at endpoints that do not say so themselves; see below |
/// | `content_type` | `any` | reads each body in its endpoint's encoding, whatever the request says it is; by default another type is answered with 415 |
/// | `crate` | a path | where the framework is found, `::api_core` by default. Begin it with `::` or `crate`. |
///
/// # Attributes of methods
///
/// Every method has exactly one. The path comes first; the keys follow in any order.
///
/// | attribute | requests |
/// |---|---|
/// | `#[get("/path")]` | `GET`, and `HEAD` with it |
/// | `#[post("/path")]` | `POST` |
/// | `#[put("/path")]` | `PUT` |
/// | `#[patch("/path")]` | `PATCH` |
/// | `#[delete("/path")]` | `DELETE` |
/// | `#[subscribe("/path")]` | a stream of events: `SUBSCRIBE`, or `GET` that accepts a media type of events; the method returns a `Subscription` |
///
/// | `#[duplex("/path")]` | a WebSocket with typed messages both ways: `GET` with an upgrade; the method takes and returns `Messages` |
/// | `#[websocket("/path")]` | a WebSocket that is the method's own: `GET` with an upgrade; the method takes a `PendingConnection` and returns `()` |
///
/// The first six have these keys:
///
/// | key | value | meaning |
/// |---|---|---|
/// | `status` | 200 to 299 | the status of the answer; by default that of its type: 200, or 204 for `()` |
/// | `body_limit` | bytes | the longest body; by default the server's limit |
/// | `requires` | `"name"` or `["one", "other"]` | what a caller must be allowed, all of it: permissions, scopes or roles in the API's own words. They are described; the function that opens sessions finds them in `Context::endpoint` and decides. `[]` takes back what `#[api]` says |
///
/// and the two that open a WebSocket have these:
///
/// | key | value | meaning |
/// |---|---|---|
/// | `subprotocol` | `"name"` or `["preferred", "other"]` | the subprotocols that the server speaks, each a token of RFC 9110; by default there is no choice |
/// | `max_message` | bytes | the longest message; by default the limit of whoever reads |
/// | `max_frame` | bytes | the longest frame; by default the limit of whoever reads |
/// | `requires` | as above | what a caller must be allowed |
/// | `encoding` | `text`, `binary` | only with `duplex`: the kind of frames that carry the messages, `text` by default |
///
/// A path begins with a slash. `{name}` takes one segment and goes to the argument of that name, `{*name}` in the last place takes the
/// rest of the path. What else stands in it is decoded text. A literal is preferred to a placeholder, a placeholder to a wildcard.
/// Two endpoints that answer the same requests are refused, and so are two whose paths cross (`/a/{x}/c` and `/a/b/{y}`), unless a
/// placeholder's type can never be the other path's literal. A plain `get`, a `subscribe` and one endpoint that opens a WebSocket can have
/// the same path, since their requests differ; `duplex` and `websocket` cannot, since theirs do not.
///
/// # Attributes of arguments
///
/// An argument that has the name of a placeholder has no attribute; every other one has exactly one. With `duplex` and `websocket` there is
/// one argument more without an attribute, at any place: the incoming messages, or the pending connection. It is no part of the call.
///
/// | attribute | where the value is | types |
/// |---|---|---|
/// | none | the path | one plain value: text, a number, a boolean, an enum without content, a newtype of these |
/// | `#[query]`, `#[query("name")]` | the query key of the argument's name, or of this one. A struct has a key for each field. | plain values, options and lists of them, structs of such fields |
/// | `#[header]`, `#[header("name")]` | the header field of this name; without one the argument's, with dashes for underscores | plain values, options and lists of them |
/// | `#[body]`, `#[body(json)]` | the body, as JSON | any model |
/// | `#[body(form)]` | the body, as a form | as for a query |
/// | `#[body(text)]` | the body, as UTF-8 | `String` |
/// | `#[body(bytes)]` | the body | `bytes::Bytes` |
/// | `#[resume]` | `Last-Event-Id`: the event after which a subscription goes on | `Option<EventId>` |
///
/// There is one body at most, and none with `get`, `subscribe`, `duplex` or `websocket`; `#[resume]` belongs to `subscribe`. An argument's type is `Model + Serialize + DeserializeOwned` and,
/// since a call is a value, `Clone + Debug + PartialEq`. Arguments in the head are read before the body, and all that is wrong with
/// them is answered together.
///
/// # Methods
///
/// A method is `async`, takes `&self`, and returns `Result<T, E>` or an alias of one, where `T` implements `Reply` and `E` `ApiError`. It
/// has no type parameters and no body, and its types hold no references. The trait itself has neither parameters nor other members.
/// `#[cfg]` on a method is kept on all that comes of it. `#[deprecated]` and doc comments go into the description; all attributes
/// that are not the framework's stay on the method.
///
/// # What is generated
///
/// For a trait `Rooms` with a method `create_room`, each as visible as the trait:
///
/// | name | is |
/// |---|---|
/// | `Rooms` | the trait. `async fn m(…) -> T` has become `fn m(…) -> impl Future<Output = T> + Send`; implementations still write `async fn`. |
/// | `RoomsApi` | the API as a type. It implements `Api` (the description, the routes, `serve`, `connect`) and, for every implementation of the trait, `Dispatch`. |
/// | `rooms_calls` | the module of calls |
/// | `rooms_calls::CreateRoom` | a struct with the method's arguments as fields: the call as a value. It implements `Call`. What a WebSocket's endpoint takes without an attribute is not among them. |
/// | `impl Rooms for Client<RoomsApi, T>` | the client |
///
/// Aliases whose names begin with `__Rooms` stand beside the trait; they are not for people. A method cannot have the name of a method
/// that every client has: `call`, `request`, `raw`, `at`, `bind`, `dialect`, `header`, `transport`, `clone`, `duplex`,
/// `handover`.
///
/// Every mistake is reported at once, and the trait with all its methods remains, so that the code that uses it is not wrong as well.
#[proc_macro_attribute]
pub fn api(arguments: TokenStream, item: TokenStream) -> TokenStream {
    api::expand(arguments.into(), &item.into()).into()
}

/// Derives `api_core::model::Model`: the constant shape of a type, read from serde's own attributes, and the check of
/// its constraints.
///
/// | `#[model(..)]` key | on | meaning |
/// |---|---|---|
/// | `min`, `max` | fields, newtypes | limits of a number, both included |
/// | `min_length`, `max_length` | fields, newtypes | limits of characters, items or entries |
/// | `pattern` | fields, newtypes | a regular expression that must match somewhere; anchor it with `^` and `$` |
/// | `format` | fields, newtypes | a format for documents, checked where the crate knows it |
/// | `as = Type` | types, variants, fields | the form of another type, needed beside serde's `with`, `from` and `into` |
/// | `by_name` | fields | holds the field's type by name |
/// | `crate = path` | types | where the framework is found, `::api_core` by default |
///
/// A field that mentions its own type is held by name without being told. A type that comes back to itself through
/// another one needs `#[model(by_name)]` on one of the fields on the way round; without it rustc reports a cycle
/// (E0391) in the computation of `SHAPE`.
#[proc_macro_derive(Model, attributes(model, serde))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    derive::model::expand(input.into()).into()
}

/// Maps an enum's variants to error answers: derives `ApiError`, `Display` and `Error`. `Debug` is to be derived beside it.
///
/// ```text
/// #[derive(Debug, ApiError)]
/// pub enum RoomError {
///     /// There is no such room.
///     #[error(status = 404)]
///     RoomNotFound,
///     /// Some values are not what they should be.
///     #[error(status = 422, kind = "invalid")]
///     Invalid(String, Attributes<Fields>),
///     #[error(unknown)]
///     Unknown(Answer),
///     #[error(failure)]
///     Failed(Failure),
/// }
/// ```
///
/// | `#[error(…)]` key | on | meaning |
/// |---|---|---|
/// | `status = 404` | every variant but the two below | the status, 400 to 599; required |
/// | `kind = "text"` | the same | the type on the wire, by which clients tell variants apart; the variant's name in `snake_case` by default, and different for each |
/// | `unknown` | one variant with an `Answer` | an answer that this version does not know |
/// | `failure` | one variant with a `Failure` | connection, protocol or codec broke; a server that returns it answers 500, 502 or 504 and says nothing of it |
///
/// | `#[api_error(…)]` key on the enum | meaning |
/// |---|---|
/// | `format = path` | how errors are written: a constant that implements `ErrorFormat`, `ProblemDetails` by default |
/// | `crate = path` | where the framework is found, `::api_core` by default |
///
/// A variant has no fields or unnamed ones, each told by its type: a `String` is the description, `Attributes<T>` holds details of a serde
/// type. A variant's doc comment is its description where it carries no `String`. The enum takes no type parameters.
#[proc_macro_derive(ApiError, attributes(api_error, error))]
pub fn derive_api_error(input: TokenStream) -> TokenStream {
    derive::api_error::expand(input.into()).into()
}

/// Maps an enum's variants to successful answers: derives `Reply` for the value of an endpoint that answers with several statuses.
///
/// ```text
/// #[derive(Debug, Reply)]
/// pub enum Replaced {
///     /// It was there.
///     #[reply(status = 200)]
///     Changed(Room),
///     /// It was not.
///     #[reply(status = 201)]
///     Created(Room),
///     #[reply(status = 204)]
///     Same,
/// }
/// ```
///
/// | key | on | meaning |
/// |---|---|---|
/// | `#[reply(status = 201)]` | every variant | the status, 200 to 299; required, and different for each, since a client chooses the variant by it |
/// | `#[reply(crate = path)]` | the enum | where the framework is found, `::api_core` by default |
///
/// A variant has no field, which is an answer without a body, or one unnamed field of a type that implements `Reply`: a model (JSON), `Text`,
/// `Binary`, `WithHeaders`. Its doc comment goes into the description. The endpoint's attribute has no `status` beside it, and the
/// enum takes no type parameters.
#[proc_macro_derive(Reply, attributes(reply))]
pub fn derive_reply(input: TokenStream) -> TokenStream {
    derive::reply::expand(input.into()).into()
}
