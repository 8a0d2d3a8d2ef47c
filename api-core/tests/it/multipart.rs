//! Bodies of several parts, `multipart/form-data`.

use api_core::call::{FilePart, FileStream};
use api_core::client::Transport as _;
use api_core::context::BodySlot;
use api_core::routing::InProcess;
use api_core::{Body, Error, Model, Multipart, api};
use bytes::Bytes;
use futures_util::{FutureExt as _, stream};
use http::{Request, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::mpsc;

/// A place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Place {
    #[model(min_length = 1)]
    name: String,
    floor: Option<u8>,
}

/// A form with files.
#[derive(Debug, Clone, PartialEq, Multipart)]
struct Upload {
    title: String,
    rank: Option<u8>,
    tags: Vec<String>,
    place: Option<Place>,
    #[multipart(limit = 10)]
    cover: Option<FilePart>,
    #[multipart(name = "pictures[]")]
    pictures: Vec<FilePart>,
}

/// A file behind a field.
#[derive(Debug, Clone, PartialEq, Multipart)]
struct Large {
    title: String,
    content: FileStream,
}

/// Uploads of forms.
#[api]
trait Uploads {
    /// Tells what it was sent.
    #[post("/uploads", body_limit = 300_000)]
    async fn upload(&self, #[body(multipart)] upload: Upload) -> Result<String, Error>;

    /// Counts the bytes of a file.
    #[post("/large", body_limit = 3_000)]
    async fn large(&self, #[body(multipart)] large: Large) -> Result<u64, Error>;
}

/// Sends the length of each piece.
struct Counting(mpsc::UnboundedSender<usize>);

impl Uploads for Counting {
    async fn upload(&self, upload: Upload) -> Result<String, Error> {
        Ok(format!("{upload:?}"))
    }

    async fn large(&self, Large { mut content, .. }: Large) -> Result<u64, Error> {
        let mut count = 0;
        while let Some(piece) = content.content.next().await {
            let length = piece?.len();
            count += length as u64;
            _ = self.0.send(length);
        }
        Ok(count)
    }
}

fn service() -> (InProcess<impl api_core::Routes<Body>>, mpsc::UnboundedReceiver<usize>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    (InProcess::new(UploadsApi::serve(Counting(sender))), receiver)
}

fn file(name: &str, content_type: &str, content: &'static str) -> FilePart {
    FilePart { file_name: Some(name.to_owned()), content_type: Some(content_type.to_owned()), content: content.into() }
}

async fn sent(path: &str, boundary: &str, body: impl Into<Body>) -> Response<Body> {
    let content_type = format!("multipart/form-data; boundary={boundary}");
    let request = Request::post(path).header("content-type", content_type).body(body.into()).expect("a request");
    service().0.send(request).await.expect("a response")
}

async fn body_of(response: Response<Body>) -> Value {
    let bytes = BodySlot::new(response.into_body()).bytes(65536).await.expect("a body");
    serde_json::from_slice(&bytes).expect("JSON")
}

/// Returns a part of a body with the boundary `b`.
fn part(name: &str, more: &str, content: &str) -> String {
    format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{content}\r\n")
}

#[tokio::test]
async fn what_a_client_sends_is_what_a_handler_gets() {
    let upload = Upload {
        title: "--b\r\n\u{e9}".to_owned(),
        rank: Some(3),
        tags: vec!["a".to_owned(), String::new(), "b&c=d".to_owned()],
        place: Some(Place { name: "x".to_owned(), floor: None }),
        cover: None,
        pictures: vec![file("say \"hi\".png", "image/png", "\r\n--"), FilePart::default()],
    };
    let client = UploadsApi::connect(service().0);
    assert_eq!(client.upload(upload.clone()).await.expect("a reply"), format!("{upload:?}"));
    let nothing = Upload { rank: None, tags: Vec::new(), place: None, pictures: Vec::new(), ..upload };
    assert_eq!(client.upload(nothing.clone()).await.expect("a reply"), format!("{nothing:?}"));

    let unsendable = Upload { cover: Some(file("a\0", "image/png", "")), ..nothing.clone() };
    assert!(client.upload(unsendable).await.is_err(), "a file name that could not be read again");
    let request = |upload| client.request(&UploadsUploadCall { upload }).expect("a request");
    let [one, other] = [request(nothing.clone()), request(nothing)];
    assert_ne!(one.headers()["content-type"], other.headers()["content-type"], "a boundary is random");
}

#[tokio::test]
async fn forms_of_browsers_and_of_curl_are_read() {
    // Chromium, with an input without a file.
    let chromium = "------WebKitFormBoundary7MA4YWxkTrZu0gW\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nhello\r\n\
        ------WebKitFormBoundary7MA4YWxkTrZu0gW\r\nContent-Disposition: form-data; name=\"cover\"; filename=\"\"\r\n\
        Content-Type: application/octet-stream\r\n\r\n\r\n\
        ------WebKitFormBoundary7MA4YWxkTrZu0gW\r\nContent-Disposition: form-data; name=\"pictures[]\"; filename=\"a.png\"\r\n\
        Content-Type: image/png\r\n\r\npng\r\n------WebKitFormBoundary7MA4YWxkTrZu0gW--\r\n";
    // curl 7.88, `-F title=hello -F 'pictures[]=@a.png'`.
    let curl = "--------------------------d74496d66958873e\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nhello\r\n\
        --------------------------d74496d66958873e\r\nContent-Disposition: form-data; name=\"pictures[]\"; filename=\"a.png\"\r\n\
        Content-Type: image/png\r\n\r\npng\r\n--------------------------d74496d66958873e--\r\n";
    // Padding behind a boundary, a preamble, an epilogue, a part that nobody reads.
    let padded = "preamble\r\n--b \t\r\ncontent-disposition: form-data; name=title\r\n\r\nhello\r\n--b\r\n\
        Content-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b\r\n\
        Content-Type: image/png\r\nContent-Disposition: form-data; name=\"pictures[]\"; filename=\"a.png\"\r\n\r\npng\r\n--b--epilogue";
    let expected = Upload {
        title: "hello".to_owned(),
        rank: None,
        tags: Vec::new(),
        place: None,
        cover: None,
        pictures: vec![file("a.png", "image/png", "png")],
    };
    let forms = [
        ("----WebKitFormBoundary7MA4YWxkTrZu0gW", chromium),
        ("------------------------d74496d66958873e", curl),
        ("\"b\"", padded),
    ];
    for (boundary, form) in forms {
        for size in [1, 2, 3, 7, form.len()] {
            let pieces: Vec<_> =
                form.as_bytes().chunks(size).map(|piece| Ok::<_, Error>(Bytes::copy_from_slice(piece))).collect();
            let body = api_core::call::ByteStream::new(stream::iter(
                pieces.into_iter().map(|piece| piece.map_err(|_| "never")),
            ));
            let response = sent("/uploads", boundary, body.into_body().expect("a body")).await;
            assert_eq!(body_of(response).await, json!(format!("{expected:?}")), "{boundary} in pieces of {size}");
        }
    }
}

#[tokio::test]
async fn problems_name_the_part() {
    let title = part("title", "", "a");
    let table = [
        (String::new(), json!([["/title", "is missing"]])),
        (format!("{title}{title}"), json!([["/title", "is given 2 times"]])),
        (format!("{title}{}", part("rank", "", "x")), json!([["/rank", "is `x`"]])),
        (format!("{title}{}", part("place", "", r#"{"name":""}"#)), json!([["/place/name", "has length 0"]])),
        (
            format!("{title}{}", part("place", "", "{")),
            json!([["/place", "is not valid JSON: EOF while parsing an object at line 1 column 1"]]),
        ),
        (
            format!("{}{}", part("rank", "", "x"), part("place", "", "{}")),
            json!([["/title", "is missing"], ["/rank", "is `x`"], ["/place/name", "is missing"]]),
        ),
    ];
    for (parts, expected) in table {
        let response = sent("/uploads", "b", format!("{parts}--b--")).await;
        assert_eq!(response.status(), 422, "{parts}");
        let problem = body_of(response).await;
        let found =
            problem["errors"].as_array().expect("problems").iter().map(|one| json!([one["path"], one["problem"]]));
        assert_eq!(Value::Array(found.collect()), expected, "{parts}");
    }
}

#[tokio::test]
async fn what_a_peer_can_make_grow_is_bounded() {
    let title = part("title", "", "a");
    let large = "x".repeat(11);
    let head = format!("; x=\"{}\"", "x".repeat(17_000));
    let table = [
        (format!("{title}{}--b--", part("cover", "; filename=a", &large[..10])), 200),
        (format!("{title}{}--b--", part("cover", "; filename=a", &large)), 413),
        (format!("{title}{}--b--", part("other", "", &"x".repeat(200_000))), 200),
        (format!("{title}{}--b--", part("other", "", &"x".repeat(300_000))), 413),
        (format!("{title}{}--b--", part("other", &head, "")), 400),
        (format!("{title}{}--b--", part("other", "", "").repeat(998)), 200),
        (format!("{title}{}--b--", part("other", "", "").repeat(1000)), 400),
        (title.clone(), 400),
        (format!("{title}--b\r\n\r\nx\r\n--b--"), 400),
        (format!("{title}--bx\r\n\r\nx\r\n--b--"), 400),
    ];
    for (body, status) in table {
        let shown = body.chars().take(300).collect::<String>();
        assert_eq!(sent("/uploads", "b", body).await.status(), status, "{shown}");
    }
    for boundary in [String::new(), "b".repeat(71)] {
        assert_eq!(sent("/uploads", &boundary, title.clone()).await.status(), 400, "{boundary}");
    }
    let request = Request::post("/uploads").header("content-type", "application/json").body(Body::from("{}"));
    let response = service().0.send(request.expect("a request")).await.expect("a response");
    assert_eq!(
        (response.status().as_u16(), &response.headers()["accept"]),
        (415, &"multipart/form-data".parse().unwrap())
    );
}

#[tokio::test]
async fn a_file_is_handed_on_before_the_next_piece_is_sent() {
    let (pieces, mut sending) = mpsc::channel::<Result<Bytes, Error>>(1);
    let content = stream::poll_fn(move |task| sending.poll_recv(task)).map_errors();
    let content = FileStream { file_name: None, content_type: None, content };
    let (transport, mut counted) = service();
    let client = UploadsApi::connect(transport);
    let upload = client.large(Large { title: "a".to_owned(), content });
    let mut upload = Box::pin(upload);
    for _ in 0..3 {
        pieces.send(Ok(Bytes::from(vec![b'x'; 900]))).await.expect("a reader");
        assert!(upload.as_mut().now_or_never().is_none(), "the file has not ended");
        assert!(counted.try_recv().is_ok(), "the piece was handed on");
    }
    drop(pieces);
    assert_eq!(upload.await.expect("a count"), 2700);
}

#[tokio::test]
async fn a_file_that_breaks_off_or_is_too_large_answers_the_request() {
    let title = part("title", "", "a");
    let open =
        format!("--b\r\nContent-Disposition: form-data; name=\"content\"; filename=x\r\n\r\n{}", "x".repeat(2000));
    let table = [
        (format!("{title}{open}"), 400),
        (format!("{title}{open}{}", "x".repeat(2000)), 413),
        (format!("{title}{open}\r\n--b--"), 200),
        // The file is in front of a field.
        (format!("{open}\r\n{title}--b--"), 422),
        (format!("{title}--b--"), 422),
    ];
    for (body, status) in table {
        let pieces: Vec<_> =
            body.as_bytes().chunks(100).map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece))).collect();
        let shown = body.len();
        let body = api_core::call::ByteStream::new(stream::iter(pieces)).into_body().expect("a body");
        assert_eq!(sent("/large", "b", body).await.status(), status, "{shown} bytes");
    }
}

/// Makes the errors of a stream those of a body.
trait MapErrors {
    fn map_errors(self) -> api_core::call::ByteStream;
}

impl<S: futures_util::Stream<Item = Result<Bytes, Error>> + Send + 'static> MapErrors for S {
    fn map_errors(self) -> api_core::call::ByteStream {
        use futures_util::StreamExt as _;
        api_core::call::ByteStream::new(self.map(|piece| piece.map_err(|_| "broken")))
    }
}
