//! Accepting and rejecting WebSockets at endpoints of an API.

use api_core::error::ApiError;
use api_core::websocket::{AcceptOptions, ConnectionOptions, PendingConnectionExt as _, SizeLimit};
use api_core::{Body, Compose as _};
use http::StatusCode;
use http::header::HeaderValue;

use super::peer::{received_text, text};
use super::server::{Oops, echo, opening, routes, send};

#[tokio::test]
async fn a_pending_connection_has_the_endpoint_that_was_reached() {
    let routes = routes(|pending| async move {
        assert_eq!(pending.endpoint().map(|endpoint| endpoint.name), Some("any"));
        pending.reject("enough");
        Ok(())
    });
    assert_eq!(send(routes, opening("/any/x")).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn accepting_selects_a_subprotocol_of_the_endpoint_and_applies_its_limits() {
    let routes = routes(|pending| async move {
        echo(pending.accept().await.expect("accepted")).await;
        Ok(())
    });
    let answered = send(routes, opening("/strict").header("sec-websocket-protocol", "v1, v2")).await;
    assert_eq!(answered.header("sec-websocket-protocol"), Some("v2"));
    answered.peer.send(&text(&"x".repeat(51)));
    assert_eq!(&answered.peer.frame().await.1[..2], &1009_u16.to_be_bytes());
}

#[tokio::test]
async fn every_handshake_failure_is_answered_before_the_handler_runs() {
    let without = |name: &str| {
        let mut request = opening("/any/x");
        request.headers_mut().expect("headers").remove(name);
        request
    };
    let with = |name: &'static str, value: &'static str| {
        let mut request = opening("/any/x");
        request.headers_mut().expect("headers").insert(name, HeaderValue::from_static(value));
        request
    };
    let table = [
        ("another version", with("sec-websocket-version", "8"), 426),
        ("no version", without("sec-websocket-version"), 426),
        // The version is checked before the key, which another version may define differently.
        ("another version without a key", with("sec-websocket-version", "8").header("sec-websocket-key", "x"), 426),
        ("no key", without("sec-websocket-key"), 400),
        ("a short key", with("sec-websocket-key", "c2hvcnQ="), 400),
        ("no Connection", without("connection"), 400),
        ("no Host", without("host"), 400),
        ("no upgrade", without("upgrade"), 426),
        ("another upgrade", with("upgrade", "h2c"), 426),
        ("another method", opening("/any/x").method("POST"), 405),
    ];
    for (what, request, status) in table {
        let answered = send(routes(|_| async { panic!("the handler must not run") }), request).await;
        assert_eq!(answered.status.as_u16(), status, "{what}");
        if status == 426 {
            assert_eq!(answered.header("sec-websocket-version"), Some("13"), "{what}");
            assert_eq!(answered.header("upgrade"), Some("websocket"), "{what}");
        }
        assert!(!answered.body.is_empty(), "{what}");
    }
}

#[tokio::test]
async fn rejecting_with_an_error_answers_in_the_format_of_the_api() {
    let returned = send(routes(|_| async { Err(Oops::Missing) }), opening("/any/x")).await;
    let rejected = send(
        routes(|pending| async {
            pending.reject_error(&Oops::Missing);
            Ok(())
        }),
        opening("/any/x"),
    )
    .await;
    let early = send(routes(|_| async { Ok(()) }), opening("/any/missing")).await;
    for answered in [returned, rejected, early] {
        assert_eq!(answered.status, StatusCode::NOT_FOUND);
        assert_eq!(answered.header("content-type"), Some("application/problem+json"));
        let document = Oops::Missing.document();
        assert!(String::from_utf8_lossy(&answered.body).contains(&*document.kind), "{:?}", answered.body);
    }
}

#[tokio::test]
async fn accepting_applies_the_smallest_limit_of_nested_routes() {
    let limited = |most| ConnectionOptions::default().max_message(SizeLimit::at_most(most));
    for (inner, outer) in [(10, 20), (20, 10)] {
        let routes = accepting().websocket_options(limited(inner)).websocket_options(limited(outer));
        let answered = send(routes, opening("/any/x")).await;
        answered.peer.send(&[text("ten bytes."), text("ten and one")].concat());
        assert_eq!(answered.peer.frame().await, received_text("ten bytes."));
        assert_eq!(answered.peer.frame().await.0, 0x88, "{inner} {outer}");
    }
}

/// Returns routes that accept with the default options, and echo.
fn accepting() -> impl api_core::routing::Routes<Body> + api_core::Compose {
    routes(|pending| async move {
        echo(pending.accept_with(AcceptOptions::default()).await.expect("accepted")).await;
        Ok(())
    })
}
