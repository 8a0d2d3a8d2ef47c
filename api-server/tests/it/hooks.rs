//! Code of the program around routes: the hook of the server, conditions of routes, and their panics.

use api_core::Compose as _;
use api_core::body::RequestBody;
use api_core::context::Context;
use api_core::routing::{NotFound, Routes};
use api_server::{Limits, Server};
use http::HeaderValue;

use crate::served::{Running, SECRET, bind, exchange, start_with};

fn start<R: Routes<api_server::IncomingBody>>(server: Server<R>, listener: api_server::Listener) -> Running {
    start_with(listener, Limits::default(), |_| server)
}

fn panicking<B: RequestBody>() -> impl Routes<B> {
    NotFound.when(|context| {
        assert_ne!(context.path(), "/panic", "the secret is {SECRET}");
        true
    })
}

#[tokio::test]
async fn a_condition_that_panics_costs_one_request() {
    let running = start(Server::new(panicking()), bind().await);
    let mut wire = running.connect().await;
    for (path, status) in [("/panic", "500"), ("/other", "404"), ("/panic", "500")] {
        wire.send(&format!("GET {path} HTTP/1.1\r\nhost: test\r\n\r\n")).await;
        let response = wire.until("}").await;
        assert!(response.starts_with(&format!("HTTP/1.1 {status} ")) && !response.contains(SECRET), "{response}");
    }
    running.stop().await;
}

#[tokio::test]
async fn a_hook_that_panics_costs_one_request_also_a_malformed_one() {
    let server = Server::new(NotFound).on_response(|context: &Context<'_>, _| {
        assert_ne!(context.path(), "/panic", "the secret is {SECRET}");
    });
    let running = start(server, bind().await);
    let mut wire = running.connect().await;
    for (path, status) in [("/panic", "500"), ("/other", "404")] {
        wire.send(&format!("GET {path} HTTP/1.1\r\nhost: test\r\n\r\n")).await;
        let response = wire.until("}").await;
        assert!(response.starts_with(&format!("HTTP/1.1 {status} ")) && !response.contains(SECRET), "{response}");
    }
    wire.send("GET /panic HTTP/1.1\r\n\r\n").await;
    assert!(wire.rest().await.starts_with("HTTP/1.1 500 "));
    running.stop().await;
}

#[tokio::test]
async fn the_hook_of_the_server_sees_misses_panics_and_malformed_requests() {
    let server = Server::new(panicking()).on_response(|_, response| {
        response.headers_mut().insert("x-seen", HeaderValue::from_static("1"));
    });
    let running = start(server, bind().await);
    for (head, status) in [("GET /other HTTP/1.1", "404"), ("GET /panic HTTP/1.1", "500"), ("GET * HTTP/1.1", "400")] {
        let response = exchange(&running, head, "").await;
        assert!(response.starts_with(&format!("HTTP/1.1 {status} ")), "{response}");
        assert!(response.contains("x-seen: 1\r\n"), "{response}");
    }
    running.stop().await;
}
