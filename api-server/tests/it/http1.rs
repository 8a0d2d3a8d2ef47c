//! HTTP/1.1 at the byte level: methods, bodies, pipelining, panics.

use crate::served::{SECRET, STEP_TIMEOUT, bind, exchange, start, start_with};
use api_server::Limits;
use http::StatusCode;
use tokio::time::timeout;

#[tokio::test]
async fn unknown_paths_and_wrong_methods_have_different_statuses() {
    let running = start(Limits::default()).await;
    let found = exchange(&running, "GET /v1/acme/notes/7 HTTP/1.1", "").await;
    assert!(found.starts_with("HTTP/1.1 200 OK\r\n") && found.ends_with(r#"{"text":"note 7"}"#), "{found}");
    let missing = exchange(&running, "GET /v1/acme/nothing HTTP/1.1", "").await;
    assert!(missing.starts_with("HTTP/1.1 404 Not Found\r\n") && missing.contains("not_found"), "{missing}");
    let wrong = exchange(&running, "PUT /v1/acme/notes/7 HTTP/1.1", "").await;
    assert!(wrong.starts_with("HTTP/1.1 405 ") && wrong.contains("\r\nallow: GET, HEAD, OPTIONS\r\n"), "{wrong}");
    running.stop().await;
}

#[tokio::test]
async fn a_socket_of_tokio_is_served() {
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    let running = start_with(socket, Limits::default(), |server| server);
    assert_eq!(running.address, address);
    let found = exchange(&running, "GET /v1/acme/notes/7 HTTP/1.1", "").await;
    assert!(found.starts_with("HTTP/1.1 200 OK\r\n"), "{found}");
    running.stop().await;
}

#[tokio::test]
async fn head_is_get_without_a_body_and_options_lists_the_methods() {
    let running = start(Limits::default()).await;
    let head = exchange(&running, "HEAD /v1/acme/notes/7 HTTP/1.1", "").await;
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.ends_with("\r\n\r\n"), "{head}");
    assert!(head.contains("\r\ncontent-length: 17\r\n"), "{head}");
    let options = exchange(&running, "OPTIONS /v1/acme/notes HTTP/1.1", "").await;
    assert!(options.starts_with("HTTP/1.1 204 ") && options.contains("\r\nallow: POST, OPTIONS\r\n"), "{options}");
    running.stop().await;
}

#[tokio::test]
async fn two_pipelined_requests_are_answered_in_order() {
    let running = start(Limits::default()).await;
    let mut wire = running.connect().await;
    let request = |id| format!("GET /v1/acme/notes/{id} HTTP/1.1\r\nHost: test\r\n\r\n");
    wire.send(&format!("{}{}", request(1), request(2))).await;
    wire.until(r#"{"text":"note 1"}"#).await;
    wire.until(r#"{"text":"note 2"}"#).await;
    running.stop().await;
}

#[tokio::test]
async fn the_last_request_of_a_client_that_closes_at_once_reaches_its_handler() {
    let running = start(Limits::default()).await;
    let body = r#"{"text":"x"}"#;
    let head =
        "POST /v1/acme/notes HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n";
    // Whether the server reads the end together with the request is a matter of chance.
    for _ in 0..50 {
        let mut wire = running.connect().await;
        wire.send("GET /v1/acme/notes/1 HTTP/1.1\r\nHost: test\r\n\r\n").await;
        wire.until(r#"{"text":"note 1"}"#).await;
        wire.send(&format!("{head}{body}")).await;
        drop(wire);
        timeout(STEP_TIMEOUT, running.gate.entered.notified()).await.expect("the handler was called");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_content_length_above_the_limit_is_refused_before_the_body_is_sent() {
    let running = start(Limits::default()).await;
    let head = "POST /v1/acme/notes HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n";
    let mut wire = running.connect().await;
    wire.send(&format!("{head}Expect: 100-continue\r\nContent-Length: 1001\r\n\r\n")).await;
    let answer = wire.until("\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "the final response comes instead of 100 Continue: {answer}");

    let mut wire = running.connect().await;
    wire.send(&format!("{head}Expect: 100-continue\r\nContent-Length: 12\r\n\r\n")).await;
    assert_eq!(wire.until("\r\n\r\n").await, "HTTP/1.1 100 Continue\r\n\r\n");
    wire.send(r#"{"text":"x"}"#).await;
    assert!(wire.until(r#"{"text":"x"}"#).await.starts_with("HTTP/1.1 201 "));
    running.stop().await;
}

#[tokio::test]
async fn a_chunked_body_is_refused_as_soon_as_it_exceeds_the_limit() {
    let running = start(Limits::default()).await;
    let mut wire = running.connect().await;
    let head = "POST /v1/acme/notes HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n";
    wire.send(&format!("{head}Transfer-Encoding: chunked\r\n\r\n")).await;
    for _ in 0..3 {
        wire.send(&format!("190\r\n{}\r\n", " ".repeat(400))).await;
    }
    // The body has not ended yet; the response does not wait for its end.
    assert!(wire.until("\r\n\r\n").await.starts_with("HTTP/1.1 413 "));
    // Otherwise the server would wait for the rest of the body.
    drop(wire);
    running.stop().await;
}

#[tokio::test]
async fn a_response_sent_before_the_body_was_read_keeps_the_connection_usable() {
    let running = start(Limits::default()).await;
    let mut wire = running.connect().await;
    for framing in ["Content-Length: 12", "Transfer-Encoding: chunked"] {
        wire.send(&format!("POST /v1/acme/nothing HTTP/1.1\r\nHost: test\r\n{framing}\r\n\r\n")).await;
        let refused = wire.until("}").await;
        assert!(refused.starts_with("HTTP/1.1 404 "), "{refused}");
        wire.send(if framing.starts_with('C') { r#"{"text":"x"}"# } else { "c\r\n{\"text\":\"x\"}\r\n0\r\n\r\n" })
            .await;
        wire.send("GET /v1/acme/notes/7 HTTP/1.1\r\nHost: test\r\n\r\n").await;
        assert!(wire.until("}").await.contains("note 7"), "the connection remains usable");
    }
    running.stop().await;
}

#[tokio::test]
async fn the_drain_of_a_refused_body_is_bounded() {
    let running = start(Limits::default()).await;
    let mut wire = running.connect().await;
    wire.send("POST /v1/acme/nothing HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000000\r\n\r\n").await;
    assert!(wire.until("}").await.starts_with("HTTP/1.1 404 "));
    let piece = " ".repeat(64 * 1024);
    let mut sent = 0;
    while wire.try_send(&piece).await {
        sent += 1;
        assert!(sent < 1000, "the connection is not closed");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_panic_is_answered_with_500_without_details() {
    let running = start(Limits::default()).await;
    let mut wire = running.connect().await;
    wire.send("GET /v1/acme/panic HTTP/1.1\r\nHost: test\r\n\r\n").await;
    let answer = wire.until("}").await;
    assert!(answer.starts_with("HTTP/1.1 500 ") && answer.contains("application/problem+json"), "{answer}");
    assert!(!answer.contains(SECRET), "{answer}");
    wire.send("GET /v1/acme/notes/7 HTTP/1.1\r\nHost: test\r\n\r\n").await;
    assert!(wire.until("}").await.contains("note 7"), "the connection remains usable");
    running.stop().await;
}

#[tokio::test]
async fn a_layer_sees_every_request_and_its_panic_is_answered_with_500() {
    let layer = tower_layer::layer_fn(Teapot);
    let running = start_with(bind().await, Limits::default(), |server| server.layer(layer));
    assert!(exchange(&running, "GET /tea HTTP/1.1", "").await.starts_with("HTTP/1.1 418 "));
    assert!(exchange(&running, "GET /panic HTTP/1.1", "").await.starts_with("HTTP/1.1 500 "));
    assert!(exchange(&running, "GET /v1/acme/notes/7 HTTP/1.1", "").await.starts_with("HTTP/1.1 200 "));
    running.stop().await;
}

/// A layer's service that answers some requests itself.
#[derive(Clone)]
struct Teapot<S>(S);

impl<S> tower_service::Service<http::Request<api_core::Body>> for Teapot<S>
where
    S: tower_service::Service<http::Request<api_core::Body>, Response = http::Response<api_core::Body>>,
    S::Future: Send + 'static,
    S::Error: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = futures_util::future::Either<S::Future, std::future::Ready<Result<S::Response, S::Error>>>;

    fn poll_ready(&mut self, task: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), S::Error>> {
        self.0.poll_ready(task)
    }

    fn call(&mut self, request: http::Request<api_core::Body>) -> Self::Future {
        assert_ne!(request.uri().path(), "/panic");
        if request.uri().path() != "/tea" {
            return futures_util::future::Either::Left(self.0.call(request));
        }
        let mut response = http::Response::new(api_core::Body::empty());
        *response.status_mut() = http::StatusCode::IM_A_TEAPOT;
        futures_util::future::Either::Right(std::future::ready(Ok(response)))
    }
}

#[tokio::test]
async fn a_malformed_host_or_target_is_answered_with_400_and_closes_the_connection() {
    let running = start(Limits::default()).await;
    let table = [
        "GET /v1/acme/notes/7 HTTP/1.1\r\n\r\n",
        "GET /v1/acme/notes/7 HTTP/1.1\r\nHost: one\r\nHost: two\r\n\r\n",
        "GET /v1/acme/notes/7 HTTP/1.1\r\nHost: one two\r\n\r\n",
        "GET /v1/acme/notes/7 HTTP/1.1\r\nHost:\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: test\r\n\r\n",
        "GET notes HTTP/1.1\r\nHost: test\r\n\r\n",
    ];
    for request in table {
        let mut wire = running.connect().await;
        wire.send(request).await;
        let answer = wire.rest().await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{request:?}: {answer}");
        assert!(answer.contains("#malformed_request"), "{request:?}: {answer}");
    }
    let mut wire = running.connect().await;
    wire.send("GET /v1/acme/notes/7 HTTP/1.0\r\n\r\n").await;
    assert!(wire.rest().await.starts_with("HTTP/1.0 200 "), "HTTP/1.0 has no `Host`");
    running.stop().await;
}

#[tokio::test]
async fn a_status_without_content_keeps_the_connection_in_step() {
    for (status, line) in [
        (StatusCode::NO_CONTENT, "HTTP/1.1 204 No Content"),
        (StatusCode::RESET_CONTENT, "HTTP/1.1 205 Reset Content"),
        (StatusCode::NOT_MODIFIED, "HTTP/1.1 304 Not Modified"),
    ] {
        let running = start_with(bind().await, Limits::default(), |server| {
            server.on_response(move |context, response| {
                if context.path().ends_with('1') {
                    *response.status_mut() = status;
                }
            })
        });
        let mut wire = running.connect().await;
        let request = |id| format!("GET /v1/acme/notes/{id} HTTP/1.1\r\nHost: test\r\n\r\n");
        wire.send(&format!("{}{}", request(1), request(2))).await;
        let first = wire.until("\r\n\r\n").await;
        assert!(first.starts_with(line) && !first.contains("content-length: 17"), "{first}");
        let second = wire.until(r#"{"text":"note 2"}"#).await;
        assert!(second.starts_with("HTTP/1.1 200 OK\r\n"), "{second}");
        running.stop().await;
    }
}
