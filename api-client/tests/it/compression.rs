//! Bodies of requests that a client compresses.

use std::sync::{Arc, Mutex};

use api_client::{ClientBuilder, CompressionPolicy};
use api_core::client::Transport as _;
use api_core::{Body, Error, api};
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING};
use http::{HeaderValue, Request, Response, StatusCode};

use crate::support::serve;

/// Takes text.
#[api]
trait Notes {
    /// Returns the length of a note.
    #[post("/notes")]
    async fn note(&self, #[body(text)] text: String) -> Result<u64, Error>;
}

type Seen = Arc<Mutex<Vec<(Option<String>, usize)>>>;

/// Returns a client of a server that refuses what `refusal` answers, and the coding and size of each body.
fn client(refusal: impl Fn(bool) -> Option<Response<Body>> + Send + Sync + 'static) -> (impl Notes, Seen) {
    let seen = Seen::default();
    let log = seen.clone();
    let service = serve(move |request: Request<Body>| {
        let coding = request.headers().get(CONTENT_ENCODING).map(|value| value.to_str().unwrap().to_owned());
        let refused = refusal(coding.is_some());
        log.lock().unwrap().push((coding, request.body().as_bytes().unwrap().len()));
        async move { Ok(refused.unwrap_or_else(|| Response::new(Body::from("1")))) }
    });
    let builder = ClientBuilder::at("http://localhost").compression(CompressionPolicy::gzip());
    (builder.connect_through::<NotesApi, _>(service).expect("an address"), seen)
}

fn unsupported(accepted: Option<&'static str>) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::UNSUPPORTED_MEDIA_TYPE;
    if let Some(accepted) = accepted {
        response.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static(accepted));
    }
    response
}

#[tokio::test]
async fn a_body_is_compressed_from_the_minimum_size_on_if_that_makes_it_smaller() {
    let (client, seen) = client(|_| None);
    client.note("a".repeat(1023)).await.expect("a length");
    client.note("a".repeat(1024)).await.expect("a length");
    let mut state = 1_u64;
    let noise = (0..1024).map(|_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from_u32(u32::try_from(state >> 33).unwrap() % 0xd000 + 0x80).unwrap_or('a')
    });
    let noise: String = noise.collect();
    let length = noise.len();
    client.note(noise).await.expect("a length");
    let seen = seen.lock().unwrap();
    assert_eq!(seen[0], (None, 1023));
    assert_eq!(seen[1].0.as_deref(), Some("gzip"));
    assert!(seen[1].1 < 100, "{}", seen[1].1);
    assert!(seen[2].1 <= length, "{}", seen[2].1);
}

#[tokio::test]
async fn a_server_that_does_not_decode_is_sent_the_body_as_it_is() {
    let (client, seen) = client(|is_compressed| is_compressed.then(|| unsupported(Some("identity"))));
    for _ in 0..2 {
        client.note("a".repeat(2000)).await.expect("a length");
    }
    let codings: Vec<_> = seen.lock().unwrap().iter().map(|(coding, _)| coding.clone()).collect();
    assert_eq!(codings, [Some("gzip".to_owned()), None, None], "the second request is not compressed");
}

#[tokio::test]
async fn a_media_type_that_is_not_supported_stays_a_415() {
    let (client, seen) = client(|_| Some(unsupported(None)));
    for _ in 0..2 {
        let error = client.note("a".repeat(2000)).await.expect_err("a refusal");
        assert_eq!(error.status(), Some(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    assert_eq!(seen.lock().unwrap().len(), 4, "each request is sent again once");
}

#[tokio::test]
async fn bodies_that_have_a_coding_or_are_streams_are_sent_as_they_are() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    let service = serve(move |request: Request<Body>| {
        log.lock().unwrap().push(request.headers().get(CONTENT_ENCODING).cloned());
        async move { Ok(Response::new(Body::empty())) }
    });
    let layers = ClientBuilder::at("http://localhost").compression(CompressionPolicy::gzip()).around(service);
    let text = "a".repeat(2000);
    let coded = Request::post("http://localhost/").header(CONTENT_ENCODING, "br").body(Body::from(text.clone()));
    layers.send(coded.unwrap()).await.expect("a response");
    let stream = Body::stream(http_body_util::Full::new(bytes::Bytes::from(text)));
    layers.send(Request::post("http://localhost/").body(stream).unwrap()).await.expect("a response");
    assert_eq!(*seen.lock().unwrap(), [Some(HeaderValue::from_static("br")), None]);
}

#[cfg(feature = "decompression")]
#[tokio::test]
async fn a_server_of_this_framework_decodes_what_a_client_compresses() {
    use api_core::routing::InProcess;

    struct Lengths;

    impl Notes for Lengths {
        async fn note(&self, text: String) -> Result<u64, Error> {
            Ok(text.len() as u64)
        }
    }

    let builder = ClientBuilder::at("http://localhost").compression(CompressionPolicy::gzip());
    let client = builder.connect_through::<NotesApi, _>(InProcess::new(NotesApi::serve(Lengths))).expect("an address");
    assert_eq!(client.note("a".repeat(2000)).await.expect("a length"), 2000);
    // The limit of a body holds for what is decoded: 2 MiB.
    let error = client.note("a".repeat(3 << 20)).await.expect_err("too large");
    assert_eq!(error.status(), Some(StatusCode::PAYLOAD_TOO_LARGE));
}
