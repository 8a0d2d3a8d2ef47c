//! Media types of bodies and answers that an endpoint declares.

use api_core::call::{Binary, ByteStream, HeaderFields, Text, WithHeaders};
use api_core::client::Transport as _;
use api_core::routing::InProcess;
use api_core::{Body, Error, api};
use bytes::Bytes;
use http::{Method, Request, Response};

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
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in [("content-type", content_type), ("accept", accept)] {
        request = match value {
            Some(value) => request.header(name, value),
            None => request,
        };
    }
    let request = request.body(Body::from(body.to_owned())).expect("a request");
    InProcess::new(ArchiveApi::serve(())).send(request).await.expect("a response")
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
