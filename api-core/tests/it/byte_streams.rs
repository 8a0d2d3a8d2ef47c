//! Streams of bytes as bodies and replies, without a socket.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use api_core::call::ByteStream;
use api_core::client::Transport as _;
use api_core::context::RoutingSettings;
use api_core::error::FailureKind;
use api_core::routing::{InProcess, ServiceSettings};
use api_core::{ApiError as _, Body, BoxError, Error, api};
use bytes::Bytes;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use http::{Request, StatusCode};
use tokio::sync::mpsc;

/// Files that are streamed both ways.
#[api]
trait Files {
    /// Returns the bytes as they come.
    #[put("/echo")]
    async fn echo(&self, #[body(stream)] content: ByteStream) -> Result<ByteStream, Error>;

    /// Counts the bytes.
    #[put("/count", body_limit = 10)]
    async fn count(&self, #[body(stream)] content: ByteStream) -> Result<u64, Error>;

    /// Reads at most five bytes.
    #[put("/collect")]
    async fn five(&self, #[body(stream)] content: ByteStream) -> Result<u64, Error>;
}

struct Streams;

impl Files for Streams {
    async fn echo(&self, content: ByteStream) -> Result<ByteStream, Error> {
        Ok(content)
    }

    async fn count(&self, mut content: ByteStream) -> Result<u64, Error> {
        let mut count = 0;
        while let Some(piece) = content.next().await {
            count += piece?.len() as u64;
        }
        Ok(count)
    }

    async fn five(&self, content: ByteStream) -> Result<u64, Error> {
        Ok(content.collect(5).await?.len() as u64)
    }
}

type Piece = Result<Bytes, std::io::Error>;

fn client() -> impl Files {
    let settings = ServiceSettings::default().routing(RoutingSettings::default());
    FilesApi::connect(InProcess::with(FilesApi::serve(Streams), settings))
}

fn pieces(pieces: &[&'static str]) -> ByteStream {
    let pieces: Vec<Piece> = pieces.iter().map(|piece| Ok(Bytes::from_static(piece.as_bytes()))).collect();
    ByteStream::new(stream::iter(pieces))
}

#[tokio::test]
async fn a_piece_passes_through_both_directions_before_the_next_is_sent() {
    let (sender, mut receiver) = mpsc::channel::<Piece>(1);
    let sent = ByteStream::new(stream::poll_fn(move |task| receiver.poll_recv(task)));
    let mut echoed = client().echo(sent).await.expect("a reply");
    for round in ["one", "two", "three"] {
        assert!(echoed.next().now_or_never().is_none(), "nothing was sent");
        sender.send(Ok(round.into())).await.expect("a reader");
        assert_eq!(echoed.next().await.expect("no end").expect("no error"), round);
    }
    drop(sender);
    assert!(echoed.next().await.is_none());
    assert!(echoed.next().await.is_none(), "the end stays the end");
}

#[tokio::test]
async fn a_body_at_the_limit_is_read_and_a_longer_one_is_413() {
    let client = client();
    for (sent, expected) in [
        (pieces(&["12345", "67890"]), Ok(10)),
        (pieces(&["12345", "67890", "x"]), Err(StatusCode::PAYLOAD_TOO_LARGE)),
        ("1234567890".into(), Ok(10)),
        ("1234567890x".into(), Err(StatusCode::PAYLOAD_TOO_LARGE)),
        (pieces(&[]), Ok(0)),
    ] {
        assert_eq!(client.count(sent).await.map_err(|error| error.status().expect("a response")), expected);
    }
    assert_eq!(client.five(pieces(&["123", "45"])).await.expect("five bytes"), 5);
    let error = client.five(pieces(&["123", "456"])).await.expect_err("six bytes");
    assert_eq!(error.status(), Some(StatusCode::PAYLOAD_TOO_LARGE));
}

#[tokio::test]
async fn an_announced_length_above_the_limit_is_refused_before_the_handler() {
    let endless = ByteStream::new(stream::repeat_with(|| Ok::<_, BoxError>(Bytes::from_static(b"x"))));
    let body = Announced(endless.into_body().expect("a body"), 11);
    let request = Request::put("/count").body(Body::stream(body)).expect("a request");
    let response = InProcess::new(FilesApi::serve(Streams)).send(request).await.expect("a response");
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn bytes_that_break_off_are_400_and_a_content_coding_is_415() {
    let broken = stream::iter([Ok(Bytes::from_static(b"1")), Err(std::io::Error::other("broken"))]);
    let error = client().count(ByteStream::new(broken)).await.expect_err("broken");
    assert_eq!(error.status(), Some(StatusCode::BAD_REQUEST), "{error:?}");

    let request = Request::put("/count").header("content-encoding", "gzip").body(Body::from("1")).expect("a request");
    let response = InProcess::new(FilesApi::serve(Streams)).send(request).await.expect("a response");
    assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(response.headers()["accept-encoding"], "identity");
}

#[tokio::test]
async fn copies_of_whole_bytes_are_independent_and_copies_of_a_stream_share_it() {
    let client = client();
    let whole = ByteStream::from("whole");
    assert_eq!(whole.length(), Some(5));
    assert_eq!(client.count(whole.clone()).await.expect("a reply"), 5);
    assert_eq!(client.count(whole.clone()).await.expect("a reply"), 5);
    assert_eq!(whole, ByteStream::from(b"whole".to_vec()));

    let shared = pieces(&["12", "3"]);
    assert_eq!(shared, shared.clone());
    assert_ne!(shared, pieces(&["12", "3"]));
    assert_eq!(shared.length(), None);
    assert_eq!(client.count(shared.clone()).await.expect("a reply"), 3);
    let error = client.count(shared.clone()).await.expect_err("it was sent");
    assert_eq!(error.failure().map(api_core::Failure::kind), Some(FailureKind::Encode), "{error:?}");
    let mut rest = shared;
    assert!(rest.next().await.expect("an error").is_err_and(|failure| failure.to_string().contains("taken before")));
    assert!(rest.next().await.is_none(), "the error is returned once");
}

#[tokio::test]
async fn what_was_read_is_not_sent_again() {
    let mut stream = pieces(&["head", "tail"]);
    assert_eq!(stream.next().await.expect("a piece").expect("no error"), "head");
    assert_eq!(
        ByteStream::from_body(stream.into_body().expect("the rest")).collect(9).await.expect("no error"),
        "tail"
    );
}

#[test]
fn a_stream_is_a_stream_of_results() {
    let mut read = pin!(pieces(&["a", "", "b"]).map(|piece| piece.expect("no error")));
    let mut task = Context::from_waker(Waker::noop());
    for expected in [Some("a"), Some("b"), None] {
        assert_eq!(read.as_mut().poll_next_unpin(&mut task), Poll::Ready(expected.map(Bytes::from)));
    }
}

/// A body that announces a length.
struct Announced<B>(B, u64);

impl<B: http_body::Body + Unpin> http_body::Body for Announced<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        task: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<B::Data>, B::Error>>> {
        std::pin::Pin::new(&mut self.0).poll_frame(task)
    }

    fn size_hint(&self) -> http_body::SizeHint {
        http_body::SizeHint::with_exact(self.1)
    }
}

#[tokio::test]
async fn bytes_that_were_read_or_broke_off_are_never_sent_as_an_empty_body() {
    let client = client();
    // Read to the end by one copy, and the other is sent.
    let mut read = pieces(&["12", "3"]);
    let copy = read.clone();
    while let Some(piece) = read.next().await {
        piece.expect("no error");
    }
    assert_eq!(read.length(), Some(0));
    for used in [copy, read.clone(), read] {
        let error = client.count(used).await.expect_err("nothing is left");
        assert_eq!(error.failure().map(api_core::Failure::kind), Some(FailureKind::Encode), "{error:?}");
    }
    // Broken off.
    let mut broken = ByteStream::new(stream::iter([Err::<Bytes, _>(std::io::Error::other("broken"))]));
    assert!(broken.next().await.is_some_and(|piece| piece.is_err()) && broken.next().await.is_none());
    assert_eq!(broken.length(), None);
    assert!(broken.clone().into_body().is_err() && broken.collect(10).await.is_err());
    // Taken by another copy, whose owner has asked once.
    let shared = pieces(&["12"]);
    assert_eq!(client.count(shared.clone()).await.expect("a reply"), 2);
    let mut late = shared.clone();
    assert!(late.next().await.is_some_and(|piece| piece.is_err()));
    assert!(late.into_body().is_err() && shared.into_body().is_err());
}

#[tokio::test]
async fn a_copy_cannot_take_pieces_from_a_reader() {
    let (sender, mut receiver) = mpsc::channel::<Piece>(4);
    let mut reader = ByteStream::new(stream::poll_fn(move |task| receiver.poll_recv(task)));
    let mut copy = reader.clone();
    assert!(reader.next().now_or_never().is_none());
    assert!(copy.next().await.is_some_and(|piece| piece.is_err()), "the reader has the bytes");
    assert!(reader.clone().into_body().is_err());
    sender.send(Ok("late".into())).await.expect("a reader");
    assert_eq!(reader.next().await.expect("a piece").expect("no error"), "late");
}

#[tokio::test]
async fn a_limit_of_the_handler_for_bytes_of_another_origin_is_not_the_callers_fault() {
    /// Returns the size of bytes that the server itself has.
    #[api]
    trait Own {
        #[get("/own")]
        async fn own(&self) -> Result<u64, Error>;
    }

    impl Own for Streams {
        async fn own(&self) -> Result<u64, Error> {
            Ok(pieces(&["123", "456"]).collect(5).await?.len() as u64)
        }
    }

    let error = OwnApi::connect(InProcess::new(OwnApi::serve(Streams))).own().await.expect_err("too many");
    assert_eq!(error.status(), Some(StatusCode::INTERNAL_SERVER_ERROR));
}
