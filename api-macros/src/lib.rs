//! The macros of the typed API framework: `#[api]` and the derives `Model`, `ApiError`, `Reply`,
//! `HeaderFields`.

mod api;
mod codes;
mod derive;
mod diagnostics;
mod docs;
mod features;
mod lock;
mod media_type;
mod names;
mod placing;
#[cfg(test)]
mod random_tokens;
mod statuses;
mod structured;
mod suggestion;

use proc_macro::TokenStream;

/// Turns a trait into an API: a server, a client and a description.
///
/// ```text
/// /// Rooms and their members.
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
/// | `errors` | a type that implements `ApiError` | the error type; errors of the framework use its format too. Default: `api_core::Error` |
/// | `base` | a path | the prefix of every path. Default: `"/"` |
/// | `security` | `bearer`, `basic`, `api_key("field")` | the authentication scheme. Default: none |
/// | `requires` | `"name"` or `["one", "other"]` | the permissions for endpoints without a `requires` key |
/// | `content_type` | `any` | decodes each body as its endpoint declares, whatever its `Content-Type` |
/// | `crossing` | `literal_first` | allows paths that both match a request though neither is more specific; the first literal decides |
/// | `contract` | a file | the lock that the API must keep: a change that breaks clients does not compile |
/// | `consumes` | a file | the lock of the provider, if this trait is what a consumer uses of it |
/// | `consumers` | a file or `["one", "other"]` | the locks of consumers, whose needs the API must serve |
/// | `crate` | a path that begins with `::` or `crate` | the path of the framework. Default: `::api_core` |
///
/// Files are relative to the source file, as for `include!`. The package `api-contract` writes them; see
/// `docs/contracts.md`. With the variable `API_CONTRACT` set, contracts are not compared, so that a program compiles
/// that writes its lock anew.
///
/// Placeholders of the base belong to the session: a server reads one with `Context::capture`, a client sets it with
/// `Client::bind`, and no method takes it as an argument. The security scheme is part of the description and of the
/// challenge in responses with status 401; the function that opens sessions verifies the credentials. Without
/// `content_type` a body with another type is answered with 415.
///
/// # Attributes of methods
///
/// Every method has exactly one. The path comes first; the keys follow in any order.
///
/// | attribute | requests |
/// |---|---|
/// | `#[get("/path")]` | `GET`, and `HEAD` unless a method of its own answers it |
/// | `#[head("/path")]` | `HEAD`; the method returns `()` or header fields |
/// | `#[options("/path")]` | `OPTIONS`, without preflight requests of browsers (CORS) |
/// | `#[post("/path")]` | `POST` |
/// | `#[put("/path")]` | `PUT` |
/// | `#[patch("/path")]` | `PATCH` |
/// | `#[delete("/path")]` | `DELETE` |
/// | `#[subscribe("/path")]` | an event stream: `SUBSCRIBE`, or `GET` that accepts a media type of events |
/// | `#[duplex("/path")]` | a WebSocket with typed messages both ways: `GET` with an upgrade |
/// | `#[websocket("/path")]` | a WebSocket that the method controls itself: `GET` with an upgrade |
///
/// A method with `subscribe` returns a `Subscription`. One with `duplex` takes and returns `Messages`. One with
/// `websocket` takes a `PendingConnection` and returns `()`.
///
/// The first six have these keys:
///
/// | key | value | meaning |
/// |---|---|---|
/// | `when_header` | `("name" = "value")`, `("name")` or several | header fields that a request must have to reach the method, and that clients send. One without a value is an argument too |
/// | `status` | 200 to 304, 307 or 308 | the status of the response. Default: that of its type, 200, or 204 for `()` |
/// | `body_limit` | bytes | the maximum size of the body. Default: the server's limit |
/// | `requires` | `"name"` or `["one", "other"]` | the permissions that a caller needs |
///
/// The two that open a WebSocket have these:
///
/// | key | value | meaning |
/// |---|---|---|
/// | `subprotocol` | `"name"` or `["preferred", "other"]` | the subprotocols of the server, each a token. Default: none |
/// | `max_message` | bytes | the maximum size of a message. Default: the receiver's limit |
/// | `max_frame` | bytes | the maximum size of a frame. Default: the receiver's limit |
/// | `requires` | `"name"` or `["one", "other"]` | the permissions that a caller needs |
/// | `encoding` | `text`, `binary` | `duplex` only: the type of the frames that carry messages. Default: `text` |
///
/// `requires` names permissions, scopes or roles in the API's own terms; a caller needs all of them. They are part of
/// the description. The function that opens sessions finds them in `Context::endpoint` and decides. `[]` overrides the
/// `requires` of `#[api]`.
///
/// A path begins with a slash. `{name}` captures one segment for the argument of that name. `{*name}`, in the last
/// place, captures the rest of the path. The rest of the template is decoded text. A literal takes precedence over a
/// placeholder, and a placeholder over a wildcard.
///
/// Two endpoints for the same requests are an error. So are two whose paths cross (`/a/{x}/c` and `/a/b/{y}`), unless
/// the type of a placeholder can never be the literal of the other path. A `get`, a `subscribe` and one endpoint that
/// opens a WebSocket can have the same path, because their requests differ. A `duplex` and a `websocket` cannot.
///
/// # Attributes of arguments
///
/// An argument with the name of a placeholder has no attribute; every other argument has exactly one. With `duplex` and
/// `websocket` there is one more argument without an attribute, in any place: the incoming messages, or the pending
/// connection. It is not part of the call.
///
/// | attribute | source | types |
/// |---|---|---|
/// | none | the path | one plain value: text, number, boolean, enum without content, or a newtype of these |
/// | `#[query]`, `#[query("name")]` | the query key; a struct has a key for each field, a map all keys that are left | plain values, and lists, maps, structs, options and untagged enums of them |
/// | `#[query(comma)]`, `space`, `pipe`, `brackets` | the query key in this style: `ids=1,2`, `ids[]=1`, `filter[a]=1` | the same |
/// | `#[query(default = 20)]` | the query key, or this value without it | plain values and lists |
/// | `#[header]`, `#[header("name")]` | the header field | plain values, options and lists of them |
/// | `#[header(structured)]`, `#[header("name", structured)]` | the header field, structured by RFC 9651 | an item, a list, or a struct or a map, which is a dictionary |
/// | `#[cookie]`, `#[cookie("name")]` | the cookie | plain values and options of them |
/// | `#[headers]` | several header fields | a struct with `#[derive(HeaderFields)]` |
/// | `#[body]`, `#[body(json)]` | the body, as JSON | any model |
/// | `#[body(form)]` | the body, as a form | as for a query |
/// | `#[body(text)]` | the body, as UTF-8 | `String` |
/// | `#[body(bytes)]` | the body | `bytes::Bytes` |
/// | `#[body(stream)]` | the body, piece by piece | `api_core::call::ByteStream` |
/// | `#[resume]` | `Last-Event-Id`: the event after which a subscription resumes | `Option<EventId>` |
/// | `#[resume(query = "lastEventId")]` | the same, or that query key if the field is missing | `Option<EventId>` |
///
/// Without a name in the attribute, a query key has the name of the argument. A header field has it too, with dashes
/// for underscores. There is at most one body, and none with `get`, `subscribe`, `duplex` or `websocket`. `#[resume]`
/// is for `subscribe` only.
///
/// The type of an argument implements `Model + Serialize + DeserializeOwned` and, because a call is a value,
/// `Clone + Debug + PartialEq`. Arguments in the head are read before the body, and all problems with them are reported
/// in one response.
///
/// # Methods
///
/// A method is `async`, takes `&self`, and returns `Result<T, E>` or an alias of one, where `T` implements `Reply` and
/// `E` implements `ApiError`. It has no type parameters, and its types contain no references. It may have a body: the
/// answer of sessions that do not implement it. The trait has neither parameters nor other members. A `#[cfg]` on a
/// method applies to everything generated from it.
/// `#[deprecated]` and doc comments become part of the description. All attributes that are not the framework's stay on
/// the method, and those of the trait on the trait. A macro that implements the trait, such as `#[mockall::automock]`,
/// stands below `#[api]`: it then sees methods without the framework's attributes.
///
/// # Generated items
///
/// For a trait `Rooms` with a method `create_room`, each with the visibility of the trait:
///
/// | name | item |
/// |---|---|
/// | `Rooms` | the trait. `async fn m(…) -> T` becomes `fn m(…) -> impl Future<Output = T> + Send`; implementations still write `async fn` |
/// | `RoomsApi` | the type that represents the API, with `DESCRIPTION`, `serve`, `serve_with`, `serve_sessions`, `connect` |
/// | `RoomsCreateRoomCall` | a struct with the method's arguments as fields: the call as a value. It implements `Call` |
/// | `impl Rooms for Client<RoomsApi, T>` | the client |
/// | `impl Rooms for Arc<T>`, `Box<T>`, `&'static T` | the methods of `T: Rooms`, unless the trait has other supertraits than `Send`, `Sync`, `Clone` and `Debug` |
///
/// `RoomsApi` implements `Api` (description and routes) and, for every implementation of the trait, `Dispatch`. Aliases
/// whose names begin with `__Rooms` are private to the generated code.
///
/// The trait may be more visible than its types, with the warning `private_interfaces` of rustc. For this `RoomsApi`
/// and the structs of calls have parameters, whose defaults are their only values: nobody writes them.
///
/// A method cannot have the name of a method of `Client`: `call`, `request`, `raw`, `at`, `bind`, `dialect`, `header`,
/// `with_token`, `transport`, `clone`, `into`, `try_into`, `to_owned`, `duplex`, `handover`, `websocket_options`.
///
/// All errors are reported at once. The trait keeps all its methods even then, so that code that uses it causes no
/// further errors.
#[proc_macro_attribute]
pub fn api(arguments: TokenStream, item: TokenStream) -> TokenStream {
    api::expand(arguments.into(), &item.into()).into()
}

/// Derives `api_core::model::Model`: the constant shape of a type, read from serde's attributes, and the validation of
/// its constraints.
///
/// | `#[model(..)]` key | on | meaning |
/// |---|---|---|
/// | `min`, `max` | fields, newtypes | inclusive limits of a number |
/// | `multiple_of` | fields, newtypes | the number that a number is a multiple of, in decimal: `5`, `0.01` |
/// | `min_length`, `max_length` | fields, newtypes | limits of the number of characters, items or entries |
/// | `pattern` | fields, newtypes | a regular expression that must match somewhere; anchor it with `^` and `$` |
/// | `format` | fields, newtypes | a format for documents, checked if the crate knows it |
/// | `as = Type` | types, variants, fields | the wire format of another type; required beside serde's `with`, `from` and `into` |
/// | `repr` | enums without fields | the variants are sent as their values, which `serde_repr` reads and writes; needs `#[repr(u8)]` or the like |
/// | `by_name` | fields | refers to the shape of the field's type by name |
/// | `crate = path` | types | the path of the framework. Default: `::api_core` |
///
/// A field that mentions the deriving type refers to it by name without the key. A type that is recursive through
/// another type needs `#[model(by_name)]` on one of the fields of the cycle. Without it rustc reports a cycle (E0391)
/// in the computation of `SHAPE`.
#[proc_macro_derive(Model, attributes(model, serde))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    derive::model::expand(input.into()).into()
}

/// Maps the variants of an enum to error responses: derives `ApiError`, `Display` and `Error`. `Debug` has to be
/// derived beside it.
///
/// ```text
/// #[derive(Debug, ApiError)]
/// pub enum RoomError {
///     /// There is no such room.
///     #[error(status = 404)]
///     RoomNotFound,
///     /// Some values are invalid.
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
/// | `kind = "text"` | every variant but the two below | the distinct kind on the wire. Default: the variant's name in `snake_case` |
/// | `unknown` | one variant with an `Answer` | an error response that this version does not know |
/// | `failure` | one variant with a `Failure` | a failure of connection, protocol or codec |
///
/// A client chooses the variant by its kind. A server that returns the variant `failure` answers with 500, 502 or 504,
/// without details.
///
/// | `#[api_error(…)]` key on the enum | meaning |
/// |---|---|
/// | `format = path` | the format of errors: a constant that implements `ErrorFormat`. Default: `ProblemDetails` |
/// | `crate = path` | the path of the framework. Default: `::api_core` |
///
/// A variant has no fields or unnamed ones. The type of a field decides its meaning: a `String` is the description,
/// `Attributes<T>` holds details: a model. Without a `String` the doc comment of the variant is its description.
/// The enum has no type parameters.
#[proc_macro_derive(ApiError, attributes(api_error, error))]
pub fn derive_api_error(input: TokenStream) -> TokenStream {
    derive::api_error::expand(input.into()).into()
}

/// Maps the variants of an enum to successful responses: derives `Reply` for the value of an endpoint that answers with
/// several statuses.
///
/// ```text
/// #[derive(Debug, Reply)]
/// pub enum Replaced {
///     /// An existing room was changed.
///     #[reply(status = 200)]
///     Changed(Room),
///     /// A room was created.
///     #[reply(status = 201)]
///     Created(Room),
///     #[reply(status = 204)]
///     Same,
/// }
/// ```
///
/// | key | on | meaning |
/// |---|---|---|
/// | `#[reply(status = 201)]` | every variant | the distinct status, 200 to 304, 307 or 308; required. A client chooses the variant by it |
/// | `#[reply(crate = path)]` | the enum | the path of the framework. Default: `::api_core` |
///
/// A variant without a field is a response without a body. Otherwise it has one unnamed field of a type that implements
/// `Reply`: a model (JSON), `Text`, `Binary` or `WithHeaders`. Its doc comment is part of the description. The
/// endpoint's attribute must not have `status`, and the enum has no type parameters.
#[proc_macro_derive(Reply, attributes(reply))]
pub fn derive_reply(input: TokenStream) -> TokenStream {
    derive::reply::expand(input.into()).into()
}

/// Derives `HeaderFields` for a struct whose fields are header fields of a response, each with its type.
///
/// ```text
/// use api_core::call::{HeaderFields, WithHeaders};
/// use api_core::{Error, api};
///
/// #[derive(Debug, HeaderFields)]
/// struct Created {
///     /// Where the room is.
///     location: String,
///     #[header("x-ratelimit-remaining")]
///     remaining: Option<u32>,
/// }
///
/// #[api]
/// trait Rooms {
///     #[post("/rooms", status = 201)]
///     async fn create(&self) -> Result<WithHeaders<(), Created>, Error>;
/// }
/// ```
///
/// A field is a plain value, an option of one, which may be missing, or a list. Its name is that of the header field,
/// with dashes for underscores, unless `#[header("name")]` gives another one. `#[header_fields(crate = path)]` names
/// `api_core` if it has another path.
///
/// `#[header("name", structured)]` is a structured field (RFC 9651): an item, a list, or a dictionary.
///
/// A field with `#[cookie]` is a cookie that the answer sets, of the type `SetCookie<T>` or `Option<SetCookie<T>>`. Its
/// name is that of the field, unless `#[cookie("name")]` gives another one. After it, `path = "/"`,
/// `domain = "example.com"`, `max_age = 3600` (seconds), `secure`, `http_only`, `same_site = strict`, `lax` or `none`, and
/// `partitioned` are the attributes of the cookie.
#[proc_macro_derive(HeaderFields, attributes(cookie, header, header_fields))]
pub fn derive_header_fields(input: TokenStream) -> TokenStream {
    derive::header_fields::expand(input.into()).into()
}

/// Derives `Content` for an enum whose variants have different media types, and the type of its media types.
///
/// ```text
/// use api_core::Content;
///
/// #[derive(Debug, Clone, PartialEq, Content)]
/// enum Report {
///     #[content("application/json")]
///     Names(Vec<String>),
///     #[content("text/csv")]
///     Csv(String),
///     #[content("image/png")]
///     Chart(bytes::Bytes),
/// }
///
/// assert_eq!(Report::Csv("a,b".to_owned()).media_type(), "text/csv");
/// let wanted = ReportType::Csv;
/// ```
///
/// The media type says how a value is encoded: JSON, a form, CBOR, `MessagePack`, XML or YAML, text for `text/…`.
/// `Bytes` are any bytes. `#[content(crate = path)]` on the enum names `api_core` if it has another path.
#[proc_macro_derive(Content, attributes(content))]
pub fn derive_content(input: TokenStream) -> TokenStream {
    derive::content::expand(input.into()).into()
}

/// Derives `Multipart` for a struct whose fields are the parts of a body of the media type `multipart/form-data`.
///
/// ```text
/// use api_core::call::{FilePart, FileStream};
/// use api_core::{Error, Multipart, api};
///
/// #[derive(Debug, Clone, PartialEq, Multipart)]
/// struct Upload {
///     title: String,
///     tags: Vec<String>,
///     #[multipart(name = "thumbnail[]", limit = 65536)]
///     thumbnails: Vec<FilePart>,
///     content: FileStream,
/// }
///
/// #[api]
/// trait Uploads {
///     #[post("/uploads", body_limit = 1_073_741_824)]
///     async fn upload(&self, #[body(multipart)] upload: Upload) -> Result<u64, Error>;
/// }
/// ```
///
/// `name` is that of the part, if it is not that of the field, `limit` its maximum size in bytes. `#[multipart(crate =
/// path)]` on the struct names `api_core` if it has another path.
#[proc_macro_derive(Multipart, attributes(multipart))]
pub fn derive_multipart(input: TokenStream) -> TokenStream {
    derive::multipart::expand(input.into()).into()
}

/// Reads the text of a contract lock: the file that `#[api(contract = "…")]` names is this macro around its text.
///
/// The tool of `api-contract` writes such files. Their text is described in the package `api-lock`. Nothing else calls
/// this macro: it relies on names that the code around the included file has.
#[proc_macro]
pub fn lock(text: TokenStream) -> TokenStream {
    lock::expand(text.into()).into()
}
