//! Conditional requests, ranges and structs of header fields in requests.

use api_core::call::{ByteStream, Conditions, Download, HeaderFields, Representation};
use api_core::routing::InProcess;
use api_core::{Body, Error, Transport as _, api};
use api_testing::laws::{self, Laws};
use http::Request;

const TEXT: &str = "hello, world";

/// Fields that a caller sends with each request.
#[derive(Debug, Clone, PartialEq, HeaderFields)]
struct Caller {
    user_agent: String,
    #[header("x-attempt")]
    attempt: Option<u8>,
}

#[api]
trait Files {
    #[get("/files/{name}")]
    async fn read(&self, name: String, #[headers] conditions: Conditions) -> Result<Download, Error>;

    #[put("/files/{name}")]
    async fn write(&self, name: String, #[headers] caller: Caller, #[header] etag: String) -> Result<String, Error>;
}

#[derive(Clone)]
struct Shelf;

impl Files for Shelf {
    async fn read(&self, name: String, conditions: Conditions) -> Result<Download, Error> {
        let tag = if name == "unquoted" { "v1" } else { "\"v1\"" };
        let file = Representation::new(TEXT.len() as u64).etag(tag).media_type("text/plain");
        let bytes = |at: u64| usize::try_from(at).unwrap();
        Ok(file.answer(&conditions, |range| ByteStream::from(&TEXT[bytes(range.start)..bytes(range.end)]))?)
    }

    async fn write(&self, name: String, caller: Caller, etag: String) -> Result<String, Error> {
        Ok(format!("{name} {} {:?} {etag}", caller.user_agent, caller.attempt))
    }
}

async fn answer(name: &str, fields: &[(&str, &str)]) -> (u16, http::HeaderMap, String) {
    let mut request = Request::get(format!("/files/{name}"));
    for (name, value) in fields {
        request = request.header(*name, *value);
    }
    let response = InProcess::new(FilesApi::serve(Shelf)).send(request.body(Body::empty()).unwrap()).await.unwrap();
    let (head, body) = response.into_parts();
    let body = ByteStream::from_body(body).collect(1000).await.unwrap();
    (head.status.as_u16(), head.headers, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn a_file_is_whole_a_part_or_unchanged() {
    let (status, headers, body) = answer("a", &[]).await;
    assert_eq!((status, body.as_str()), (200, TEXT));
    assert_eq!((&headers["etag"], &headers["accept-ranges"]), (&"\"v1\"".parse().unwrap(), &"bytes".parse().unwrap()));
    assert_eq!(headers["content-type"], "text/plain");

    let (status, headers, body) = answer("a", &[("range", "bytes=7-")]).await;
    assert_eq!((status, body.as_str(), &headers["content-range"]), (206, "world", &"bytes 7-11/12".parse().unwrap()));

    let (status, headers, body) = answer("a", &[("if-none-match", "W/\"v1\"")]).await;
    assert_eq!((status, body.as_str(), headers.contains_key("etag")), (304, "", true));
}

#[tokio::test]
async fn a_condition_that_fails_and_a_range_outside_are_answered_with_their_statuses() {
    let (status, _, body) = answer("a", &[("if-match", "\"v2\"")]).await;
    assert!(status == 412 && body.contains("#precondition_failed"), "{body}");
    let (status, headers, _) = answer("a", &[("range", "bytes=12-")]).await;
    assert_eq!((status, &headers["content-range"]), (416, &"bytes */12".parse().unwrap()));
    assert_eq!(answer("unquoted", &[]).await.0, 500);
}

#[tokio::test]
async fn the_answer_varies_by_each_field_of_a_struct() {
    let (_, headers, _) = answer("a", &[]).await;
    let vary = headers["vary"].to_str().unwrap().to_ascii_lowercase();
    for field in ["if-match", "if-none-match", "range"] {
        assert!(vary.contains(field), "{vary}");
    }
}

#[tokio::test]
async fn a_struct_of_header_fields_is_read_and_its_problems_name_the_field() {
    let client = FilesApi::connect(InProcess::new(FilesApi::serve(Shelf)));
    let caller = Caller { user_agent: "test/1".to_owned(), attempt: Some(2) };
    let written = client.write("a".to_owned(), caller, "\"v1\"".to_owned()).await;
    assert_eq!(written.unwrap(), "a test/1 Some(2) \"v1\"");

    let request = Request::put("/files/a").header("user-agent", "x").header("x-attempt", "many");
    let response = InProcess::new(FilesApi::serve(Shelf)).send(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), 400);
    let body = ByteStream::from_body(response.into_body()).collect(10_000).await.unwrap();
    let body = String::from_utf8_lossy(&body).into_owned();
    assert!(body.contains("/header/x-attempt") && body.contains("/header/etag"), "{body}");
}

#[test]
fn the_laws_hold_for_downloads() {
    laws::check::<FilesApi>(&Laws::new(50, 1));
}
