//! Media types of bodies and answers that an endpoint declares.

use api_core::call::{Binary, ByteStream, HeaderFields, Text, WithHeaders};
use api_core::client::Transport as _;
use api_core::context::BodySlot;
use api_core::routing::{InProcess, Routes};
use api_core::{Body, Error, Model, api};
use bytes::Bytes;
use http::{Method, Request, Response};
use serde::{Deserialize, Serialize};

/// The media type of one image.
#[derive(Debug, Clone, PartialEq, HeaderFields)]
struct Image {
    content_type: String,
}

/// Bodies and answers with media types of their own.
#[api]
trait Archive {
    /// Takes a patch of JSON.
    #[patch("/json", media_type = "application/vnd.api+json", status = 202)]
    async fn patch(
        &self,
        #[body(media_type = "application/merge-patch+json")] names: Vec<String>,
    ) -> Result<Vec<String>, Error>;

    /// Takes an archive and returns it.
    #[put("/tar", media_type = "application/x-tar")]
    async fn tar(&self, #[body(bytes, media_type = "application/x-tar")] tar: Bytes) -> Result<Binary, Error>;

    /// Takes any image piece by piece and returns it, with its media type.
    #[put("/image", media_type = "image/*")]
    async fn image(
        &self,
        #[header] content_type: String,
        #[body(stream, media_type = "image/*")] image: ByteStream,
    ) -> Result<WithHeaders<ByteStream, Image>, Error>;

    /// Takes and returns a table.
    #[post("/csv", media_type = "text/csv; charset=utf-8")]
    async fn csv(&self, #[body(text, media_type = "text/csv; charset=utf-8")] rows: String) -> Result<Text, Error>;
}

impl Archive for () {
    async fn patch(&self, names: Vec<String>) -> Result<Vec<String>, Error> {
        Ok(names)
    }

    async fn tar(&self, tar: Bytes) -> Result<Binary, Error> {
        Ok(Binary(tar))
    }

    async fn image(&self, content_type: String, image: ByteStream) -> Result<WithHeaders<ByteStream, Image>, Error> {
        Ok(WithHeaders { value: image, headers: Image { content_type } })
    }

    async fn csv(&self, rows: String) -> Result<Text, Error> {
        Ok(Text(rows))
    }
}

async fn sent(
    method: Method,
    path: &str,
    content_type: Option<&str>,
    accept: Option<&str>,
    body: &str,
) -> Response<Body> {
    sent_to(InProcess::new(ArchiveApi::serve(())), method, path, content_type, accept, body).await
}

async fn sent_to<R: Routes<Body>>(
    routes: InProcess<R>,
    method: Method,
    path: &str,
    content_type: Option<&str>,
    accept: Option<&str>,
    body: &str,
) -> Response<Body> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in [("content-type", content_type), ("accept", accept)] {
        request = match value {
            Some(value) => request.header(name, value),
            None => request,
        };
    }
    let request = request.body(Body::from(body.to_owned())).expect("a request");
    routes.send(request).await.expect("a response")
}

#[tokio::test]
async fn a_client_sends_and_a_server_answers_with_the_declared_media_type() {
    let client = ArchiveApi::connect(InProcess::new(ArchiveApi::serve(())));
    assert_eq!(client.patch(vec!["a".to_owned()]).await.expect("names"), ["a"]);
    assert_eq!(client.tar("ustar".into()).await.expect("bytes").0, "ustar");
    assert_eq!(client.csv("a,b".to_owned()).await.expect("rows").0, "a,b");
    let image = client.image("image/png".to_owned(), "png".into()).await.expect("an image");
    assert_eq!(image.headers.content_type, "image/png");
    assert_eq!(image.value.collect(9).await.expect("bytes"), "png");

    let table = [
        (Method::PATCH, "/json", "application/merge-patch+json", "[]", 202, "application/vnd.api+json"),
        (Method::PUT, "/tar", "application/x-tar", "x", 200, "application/x-tar"),
        (Method::PUT, "/image", "image/webp", "x", 200, "image/webp"),
        (Method::POST, "/csv", "Text/CSV", "x", 200, "text/csv; charset=utf-8"),
    ];
    for (method, path, content_type, body, status, answered) in table {
        let response = sent(method, path, Some(content_type), None, body).await;
        assert_eq!(
            (response.status().as_u16(), &response.headers()["content-type"]),
            (status, &answered.parse().unwrap())
        );
    }
}

#[tokio::test]
async fn another_media_type_is_415_with_the_declared_one() {
    let table = [
        (Method::PATCH, "/json", "application/json", "application/merge-patch+json"),
        (Method::PUT, "/tar", "application/octet-stream", "application/x-tar"),
        (Method::PUT, "/image", "application/pdf", "image/*"),
        (Method::POST, "/csv", "text/csv; charset=latin1", "text/csv; charset=utf-8"),
        (Method::POST, "/csv", "text/plain", "text/csv; charset=utf-8"),
    ];
    for (method, path, content_type, accepted) in table {
        let response = sent(method, path, Some(content_type), None, "[]").await;
        assert_eq!(response.status(), 415, "{content_type} at {path}");
        assert_eq!(response.headers()["accept"], accepted);
    }
    let client = ArchiveApi::connect(InProcess::new(ArchiveApi::serve(())));
    let error = client.image("text/html".to_owned(), "x".into()).await.expect_err("no image");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(415));
}

#[tokio::test]
async fn a_client_that_accepts_another_media_type_gets_406() {
    let table = [
        ("application/json", 406),
        ("application/vnd.api+json", 202),
        ("application/*;q=0.1", 202),
        ("application/vnd.api+json;q=0, */*", 406),
    ];
    for (accept, status) in table {
        let response = sent(Method::PATCH, "/json", None, Some(accept), "[]").await;
        assert_eq!(response.status(), status, "{accept}");
    }
    // A range of answers fits one of its media types.
    assert_eq!(sent(Method::PUT, "/image", Some("image/png"), Some("image/png"), "x").await.status(), 200);
    assert_eq!(sent(Method::PUT, "/image", Some("image/png"), Some("text/html"), "x").await.status(), 406);
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Row {
    #[model(min_length = 1)]
    name: String,
    count: Option<u32>,
}

/// Values in several media types.
#[api]
trait Several {
    /// Takes JSON or a form, and returns JSON or a form.
    #[post("/rows", status = 201, media_type = ["application/json", "application/x-www-form-urlencoded"])]
    async fn row(
        &self,
        #[body(media_type = ["application/json", "application/x-www-form-urlencoded"])] row: Row,
    ) -> Result<Row, Error>;

    /// Takes and returns text of several types.
    #[put("/text", media_type = ["text/plain; charset=utf-8", "text/markdown"])]
    async fn text(
        &self,
        #[body(text, media_type = ["text/markdown", "text/plain"])] text: String,
    ) -> Result<Text, Error>;
}

impl Several for () {
    async fn row(&self, row: Row) -> Result<Row, Error> {
        Ok(row)
    }

    async fn text(&self, text: String) -> Result<Text, Error> {
        Ok(Text(text))
    }
}

async fn several(path: &str, content_type: Option<&str>, accept: Option<&str>, body: &str) -> Response<Body> {
    let method = if path == "/rows" { Method::POST } else { Method::PUT };
    sent_to(InProcess::new(SeveralApi::serve(())), method, path, content_type, accept, body).await
}

async fn text_of(response: Response<Body>) -> String {
    let bytes = BodySlot::new(response.into_body()).bytes(4096).await.expect("a body");
    String::from_utf8(bytes.into()).expect("text")
}

#[tokio::test]
async fn the_content_type_chooses_how_a_body_is_read() {
    const FORM: &str = "application/x-www-form-urlencoded";
    let table = [
        (Some("application/json"), r#"{"name":"a","count":1}"#, 201),
        (Some("application/vnd.rows+json"), r#"{"name":"a","count":1}"#, 201),
        (Some(FORM), "name=a&count=1", 201),
        (None, r#"{"name":"a","count":1}"#, 201),
        (Some(FORM), "count=1", 422),
        (Some("application/json"), r#"{"name":""}"#, 422),
        (Some("text/plain"), "name=a", 415),
    ];
    for (content_type, body, status) in table {
        let response = several("/rows", content_type, None, body).await;
        assert_eq!(response.status(), status, "{content_type:?} {body}");
        if status == 415 {
            assert_eq!(response.headers()["accept"], "application/json, application/x-www-form-urlencoded");
        }
        if status == 201 {
            assert_eq!(text_of(response).await, r#"{"name":"a","count":1}"#);
        }
    }
}

#[tokio::test]
async fn accept_chooses_the_media_type_of_an_answer() {
    const JSON: &str = r#"{"name":"a","count":null}"#;
    let table = [
        (None, "application/json", JSON),
        (Some("*/*"), "application/json", JSON),
        (Some("application/x-www-form-urlencoded"), "application/x-www-form-urlencoded", "name=a"),
        (Some("application/json;q=0.4, application/*;q=0.5"), "application/x-www-form-urlencoded", "name=a"),
        (Some("application/x-www-form-urlencoded;q=0.2, application/json;q=0.3"), "application/json", JSON),
    ];
    for (accept, media_type, body) in table {
        let response = several("/rows", None, accept, JSON).await;
        assert_eq!(response.status(), 201);
        assert_eq!(response.headers()["content-type"], media_type, "{accept:?}");
        assert_eq!(response.headers()["vary"], "accept", "{accept:?}");
        assert_eq!(text_of(response).await, body);
    }
    assert_eq!(several("/rows", None, Some("text/html"), JSON).await.status(), 406);
    let response = several("/text", Some("text/plain"), Some("text/markdown"), "# a").await;
    assert_eq!(
        (&response.headers()["content-type"], response.status().as_u16()),
        (&"text/markdown".parse().unwrap(), 200)
    );
}

#[tokio::test]
async fn a_client_sends_the_first_media_type_and_reads_each() {
    let client = SeveralApi::connect(InProcess::new(SeveralApi::serve(())));
    let row = Row { name: "a b".to_owned(), count: Some(2) };
    let call = SeveralRowCall { row: row.clone() };
    let request = client.request(&call).expect("a request");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.headers()["accept"], "application/json, application/x-www-form-urlencoded");
    assert_eq!(client.row(row.clone()).await.expect("a row"), row);

    let form = http::HeaderName::from_static("accept");
    let client = client.header(form, http::HeaderValue::from_static("application/x-www-form-urlencoded"));
    assert_eq!(client.row(row.clone()).await.expect("a row"), row);
}
