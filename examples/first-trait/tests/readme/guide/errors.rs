//! Errors: the type `Error`, derived types, and conversion from the errors of other crates.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use api_core::Body;
use api_core::call::HeaderFields;
use api_core::error::{Attributes, ErrorDocument, ErrorFormat, RetryAfter};
use api_core::prelude::*;
use http::{HeaderMap, Request, StatusCode};
use serde::{Deserialize, Serialize};
use tower_service::Service as _;

fn ready_made(taken: bool, storage: io::Result<()>) -> Result<(), Error> {
    storage.map_err(|_| Error::unavailable("storage").retry_after(Duration::from_secs(5)))?;
    if taken { Err(Error::conflict("name_taken").describe("the name is taken")) } else { Ok(()) }
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Model)]
struct Quota {
    used: u32,
    limit: u32,
}

#[derive(Debug, ApiError)]
enum UploadError {
    /// The quota is exhausted.
    #[error(status = 413)]
    QuotaExceeded(Attributes<Quota>),
    /// Too many uploads at once.
    #[error(status = 429)]
    Busy(RetryAfter),
    #[error(status = 422)]
    Malformed(String),
    /// The storage does not respond.
    #[error(status = 503)]
    Unavailable,
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[derive(Debug, PartialEq, HeaderFields)]
struct Challenge {
    www_authenticate: String,
}

#[derive(Debug, PartialEq, HeaderFields)]
struct Elsewhere {
    location: String,
}

#[derive(Debug, ApiError)]
enum TokenError {
    /// A scope is missing.
    #[error(status = 401)]
    ScopeMissing(Challenge),
    /// The file is elsewhere.
    #[error(status = 307)]
    Moved(Elsewhere),
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[test]
fn header_fields_of_errors_are_those_of_their_responses() {
    let challenge = Challenge { www_authenticate: "Bearer scope=\"write\"".to_owned() };
    let document = TokenError::ScopeMissing(challenge).document();
    assert_eq!(document.headers["www-authenticate"], "Bearer scope=\"write\"");
    let moved = TokenError::Moved(Elsewhere { location: "/files/b".to_owned() }).document();
    assert_eq!((moved.status.as_u16(), &moved.headers["location"]), (307, &"/files/b".parse().unwrap()));
}

impl From<io::Error> for UploadError {
    fn from(error: io::Error) -> Self {
        eprintln!("storage: {error}"); // callers get the text of `Unavailable`
        Self::Unavailable
    }
}

#[api(errors = UploadError)]
trait Uploads {
    #[post("/files/{name}")]
    async fn upload(&self, name: String) -> Result<(), UploadError>;
}

struct Storage;

impl Uploads for Storage {
    async fn upload(&self, name: String) -> Result<(), UploadError> {
        match &*name {
            "large" => Err(UploadError::QuotaExceeded(Attributes(Quota { used: 9, limit: 8 }))),
            "second" => Err(UploadError::Busy(RetryAfter(Duration::from_secs(7)))),
            "a/b" => Err(UploadError::Malformed("a name has no slash".to_owned())),
            _ => Err(io::Error::other("/dev/sda1 is on fire").into()),
        }
    }
}

fn handled(result: Result<(), UploadError>) -> String {
    match result.outcome() {
        Outcome::Value(()) => "uploaded".to_owned(),
        Outcome::Answered(UploadError::QuotaExceeded(Attributes(quota))) => {
            format!("{} of {}", quota.used, quota.limit)
        }
        Outcome::Answered(other) => format!("refused: {other}"),
        Outcome::Failed(error) => format!("not answered: {error}, {:?}", error.retry()),
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Terse; // the kind as text, or details as JSON

impl ErrorFormat for Terse {
    fn media_type(&self) -> &'static str {
        "text/plain; charset=utf-8"
    }
    fn media_type_of(&self, document: &ErrorDocument) -> &'static str {
        if document.attributes.is_some() { "application/json" } else { self.media_type() }
    }
    fn encode(&self, document: &ErrorDocument) -> Vec<u8> {
        let details = document.attributes.as_ref();
        details.map_or_else(|| document.kind.to_string(), ToString::to_string).into_bytes()
    }
    fn decode(&self, status: StatusCode, _: &HeaderMap, body: &[u8]) -> Option<ErrorDocument> {
        String::from_utf8(body.to_vec()).ok().map(|kind| ErrorDocument::new(status, kind))
    }
}

#[derive(Debug, ApiError)]
#[api_error(format = Terse)]
enum ShelfError {
    /// The shelf is full.
    #[error(status = 409)]
    Full(Attributes<Quota>),
    /// There is no such shelf.
    #[error(status = 404)]
    NoSuchShelf,
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(errors = ShelfError)]
trait Shelves {
    #[get("/shelves/{name}")]
    async fn shelf(&self, name: String) -> Result<(), ShelfError>;
}

impl Shelves for Storage {
    async fn shelf(&self, name: String) -> Result<(), ShelfError> {
        if name == "full" {
            Err(ShelfError::Full(Attributes(Quota { used: 9, limit: 8 })))
        } else {
            Err(ShelfError::NoSuchShelf)
        }
    }
}

#[tokio::test]
async fn a_format_with_several_media_types_names_that_of_each_error() {
    let mut service = InProcess::new(ShelvesApi::serve(Storage));
    for (path, media_type) in [("/shelves/full", "application/json"), ("/shelves/x", "text/plain; charset=utf-8")] {
        let response = service.call(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.headers()["content-type"], media_type);
    }
    let client = ShelvesApi::connect(service);
    assert!(matches!(client.shelf("x".to_owned()).await, Err(ShelfError::NoSuchShelf)));
}

#[tokio::test]
async fn a_client_receives_variants_with_their_fields() {
    let client = UploadsApi::connect(InProcess::new(UploadsApi::serve(Storage)));
    let upload = async |name: &str| client.upload(name.to_owned()).await;
    assert_eq!(handled(upload("large").await), "9 of 8");
    assert!(matches!(upload("second").await, Err(UploadError::Busy(RetryAfter(delay))) if delay.as_secs() == 7));
    assert_eq!(handled(upload("a/b").await), "refused: a name has no slash (malformed, 422)");
    assert_eq!(handled(upload("x").await), "refused: The storage does not respond. (unavailable, 503)");
}

#[test]
fn the_ready_made_error_is_built_by_functions() {
    let error = ready_made(true, Ok(())).unwrap_err();
    assert_eq!(error.to_string(), "the name is taken (name_taken, 409)");
    assert!(ready_made(false, Err(io::Error::other("x"))).unwrap_err().is("storage"));
}

#[api]
trait Archive {
    #[get("/logs/{file}")]
    async fn log(&self, file: String) -> Result<Infallible, Error>;
}

struct MovedAway;

impl Archive for MovedAway {
    async fn log(&self, file: String) -> Result<Infallible, Error> {
        Err(Error::not_found("on_another_host").describe(format!("{file} is on another host")))
    }
}

#[tokio::test]
async fn a_method_without_a_success_answers_with_errors() {
    let client = ArchiveApi::connect(InProcess::new(ArchiveApi::serve(MovedAway)));
    assert!(client.log("a".to_owned()).await.unwrap_err().is("on_another_host"));
}
