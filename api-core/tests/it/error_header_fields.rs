//! Errors with header fields, and redirections that are errors: both ends, and answers of foreign servers.

use std::time::Duration;

use api_core::call::HeaderFields;
use api_core::error::{Answer, Attributes, RetryAdvice, RetryAfter};
use api_core::routing::InProcess;
use api_core::{ApiError, Body, End, Failure, Transport as _, api};
use http::{HeaderMap, HeaderValue, Request, StatusCode};

/// A challenge (RFC 9110 §11.6.1).
#[derive(Debug, Clone, PartialEq, HeaderFields)]
struct Challenge {
    www_authenticate: String,
}

/// The state of a rate limit.
#[derive(Debug, Clone, PartialEq, HeaderFields)]
struct Limits {
    #[header("x-ratelimit-remaining")]
    remaining: u32,
    retry_after: u64,
}

/// The size of what a range lies outside of (RFC 9110 §15.5.17).
#[derive(Debug, Clone, PartialEq, HeaderFields)]
struct Size {
    content_range: String,
}

/// Where to go.
#[derive(Debug, Clone, PartialEq, HeaderFields)]
struct Location {
    location: String,
}

#[derive(Debug, ApiError)]
enum Refusal {
    /// A scope is missing.
    #[error(status = 401)]
    ScopeMissing(Challenge),
    /// Too many requests.
    #[error(status = 429)]
    TooMany(Limits),
    /// The range is outside of the file.
    #[error(status = 416)]
    Outside(String, Attributes<u64>, Size),
    /// Closed for a while.
    #[error(status = 503)]
    Closed(RetryAfter, Challenge),
    /// It is elsewhere.
    #[error(status = 303)]
    SeeOther(Location),
    /// It has not changed.
    #[error(status = 304)]
    Unchanged,
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(errors = Refusal)]
trait Files {
    #[get("/files/{name}")]
    async fn read(&self, name: String) -> Result<u64, Refusal>;
}

#[derive(Clone)]
struct Shelf;

impl Files for Shelf {
    async fn read(&self, name: String) -> Result<u64, Refusal> {
        Err(match name.as_str() {
            "scope" => Refusal::ScopeMissing(Challenge {
                www_authenticate: "Bearer realm=\"files\", scope=\"read\"".to_owned(),
            }),
            "limit" => Refusal::TooMany(Limits { remaining: 0, retry_after: 30 }),
            "range" => {
                let size = Size { content_range: "bytes */47".to_owned() };
                Refusal::Outside("only 47 bytes".to_owned(), Attributes(47), size)
            }
            "closed" => {
                let challenge = Challenge { www_authenticate: "Basic".to_owned() };
                Refusal::Closed(RetryAfter(Duration::from_secs(7)), challenge)
            }
            "moved" => Refusal::SeeOther(Location { location: "/files/new".to_owned() }),
            "unchanged" => Refusal::Unchanged,
            _ => Refusal::TooMany(Limits { remaining: 0, retry_after: 0 }),
        })
    }
}

#[tokio::test]
async fn a_client_reads_the_header_fields_that_a_handler_returned() {
    let client = FilesApi::connect(InProcess::new(FilesApi::serve(Shelf)));
    let read = async |name: &str| client.read(name.to_owned()).await.unwrap_err();
    assert!(
        matches!(read("scope").await, Refusal::ScopeMissing(challenge) if challenge.www_authenticate.contains("scope=\"read\""))
    );
    let limited = read("limit").await;
    assert_eq!(limited.retry(), RetryAdvice::After(Duration::from_secs(30)), "the field counts for retries");
    assert!(matches!(limited, Refusal::TooMany(Limits { remaining: 0, retry_after: 30 })));
    assert!(matches!(read("range").await, Refusal::Outside(text, Attributes(47), size)
        if text == "only 47 bytes" && size.content_range == "bytes */47"));
    assert!(matches!(read("closed").await, Refusal::Closed(RetryAfter(after), challenge)
        if after.as_secs() == 7 && challenge.www_authenticate == "Basic"));
    assert!(matches!(read("moved").await, Refusal::SeeOther(Location { location }) if location == "/files/new"));
    assert!(matches!(read("unchanged").await, Refusal::Unchanged));
}

#[tokio::test]
async fn a_response_has_each_header_field_once_and_a_304_no_content() {
    let server = InProcess::new(FilesApi::serve(Shelf));
    let answer = async |name: &str| {
        let request = Request::get(format!("/files/{name}")).body(Body::empty()).unwrap();
        server.send(request).await.unwrap()
    };
    let scope = answer("scope").await;
    assert_eq!(scope.headers().get_all("www-authenticate").iter().count(), 1, "the usual challenge is not added");
    let limited = answer("limit").await;
    assert_eq!(limited.headers()["retry-after"], "30");
    assert_eq!(limited.headers().get_all("retry-after").iter().count(), 1);
    let unchanged = answer("unchanged").await;
    assert_eq!(unchanged.status(), 304);
    assert!(!unchanged.headers().contains_key("content-type"));
    assert_eq!(http_body::Body::size_hint(unchanged.body()).exact(), Some(0));
}

#[test]
fn a_redirection_of_a_foreign_server_has_no_document() {
    let mut headers = HeaderMap::new();
    headers.insert("location", HeaderValue::from_static("https://files.example/new"));
    let answer = Answer::new(StatusCode::SEE_OTHER, headers, "<html>moved</html>".into());
    assert!(
        matches!(Refusal::from_answer(answer), Refusal::SeeOther(Location { location }) if location.ends_with("/new"))
    );
    // Without its header field it is none that this version knows.
    let answer = Answer::new(StatusCode::SEE_OTHER, HeaderMap::new(), "".into());
    assert!(matches!(Refusal::from_answer(answer), Refusal::Unknown(_)));
    let answer = Answer::new(StatusCode::NOT_MODIFIED, HeaderMap::new(), "".into());
    assert!(matches!(Refusal::from_answer(answer), Refusal::Unchanged));
}

#[test]
fn the_end_of_a_subscription_has_the_header_fields_of_its_error() {
    let end = End::from(Refusal::TooMany(Limits { remaining: 0, retry_after: 30 }));
    assert_eq!((end.header("x-ratelimit-remaining"), end.header("retry-after")), (Some("0"), Some("30")));
}

#[test]
fn a_value_that_no_header_field_can_hold_is_an_internal_error() {
    let document = Refusal::SeeOther(Location { location: "a\nb".to_owned() }).document();
    assert_eq!((document.status.as_u16(), &*document.kind), (500, "internal"));
    assert!(document.headers.is_empty());
}
