//! §1.1 of the table of features: accepting and rejecting.

mod errors;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use api_core::error::ApiError;
use api_core::websocket::{AcceptOptions, ConnectionOptions, PendingConnectionExt as _, PermessageDeflate, SizeLimit};
use api_core::{Body, Compose as _};
use http::header::{HeaderName, HeaderValue};
use http::{Response, StatusCode, Version};
use tokio::sync::mpsc;

use crate::peer::{came, close, masked, settle, text};
use crate::server::{Oops, ask, echo, opening, routes};

/// A handler that accepts with these options and echoes.
fn accepting(options: AcceptOptions) -> impl api_core::routing::Routes<Body> + api_core::Compose {
    routes(move |pending| {
        let options = options.clone();
        async move {
            echo(pending.accept_with(options).await.expect("accepted")).await;
            Ok(())
        }
    })
}

#[tokio::test]
async fn pending_connection_shows_the_whole_request_before_it_is_answered() {
    #[derive(Clone, PartialEq, Debug)]
    struct Beside(u8);
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    let routes = routes(move |pending| {
        assert_eq!((pending.path(), pending.query()), ("/any/a%20b", Some("x=1&y")));
        assert_eq!((pending.uri().to_string().as_str(), pending.version()), ("/any/a%20b?x=1&y", Version::HTTP_11));
        assert_eq!(pending.headers()["x-mine"], "7");
        assert_eq!(pending.origin(), Some("https://app.example"));
        assert!(pending.is_secure());
        assert_eq!(pending.subprotocols().collect::<Vec<_>>(), ["v1", "v3"]);
        let [one, two] = pending.offered_extensions() else { panic!("{:?}", pending.offered_extensions()) };
        assert_eq!((one.name.as_str(), two.name.as_str()), ("permessage-deflate", "x-other"));
        assert_eq!(two.parameters, [("a".to_owned(), Some("b".to_owned()))]);
        assert_eq!(pending.extensions().get::<Beside>(), Some(&Beside(3)));
        assert_eq!(pending.endpoint().map(|endpoint| endpoint.name), Some("any"));
        counter.fetch_add(1, Ordering::SeqCst);
        async move {
            pending.reject("enough");
            Ok(())
        }
    });
    let request = opening("/any/a%20b?x=1&y")
        .header("x-mine", "7")
        .header("origin", "https://app.example")
        .header("sec-websocket-protocol", "v1, v3")
        .header("sec-websocket-extensions", "permessage-deflate, x-other; a=\"b\"")
        .extension(Beside(3));
    ask(routes, request).await;
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn pending_connection_calls_back_once_after_the_accepting_response() {
    let (told, mut tells) = mpsc::unbounded_channel();
    let routes = routes(move |mut pending| {
        let told = told.clone();
        async move {
            let callback = told.clone();
            pending.on_accept(move || callback.send("callback").expect("the test waits"));
            told.send("accepts").expect("the test waits");
            let connection = pending.accept().await.expect("accepted");
            told.send("accepted").expect("the test waits");
            echo(connection).await;
            Ok(())
        }
    });
    let answered = ask(routes, opening("/any/x")).await;
    assert_eq!(answered.status, StatusCode::SWITCHING_PROTOCOLS);
    settle().await;
    for expected in ["accepts", "callback", "accepted"] {
        assert_eq!(tells.recv().await, Some(expected));
    }
    assert!(tells.try_recv().is_err());
}

#[tokio::test]
async fn pending_connection_that_is_dropped_answers_500() {
    let answered = ask(routes(|_| async { Ok(()) }), opening("/any/x")).await;
    assert_eq!(answered.status, StatusCode::INTERNAL_SERVER_ERROR);
    // Also where the handler goes on.
    let answered = ask(
        routes(|pending| async {
            drop(pending);
            std::future::pending().await
        }),
        opening("/any/x"),
    )
    .await;
    assert_eq!(answered.status, StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn accept_request_takes_the_defaults() {
    let routes = routes(|pending| async {
        let connection = pending.accept().await.expect("accepted");
        assert_eq!((connection.subprotocol(), connection.is_compressed()), (None, false));
        echo(connection).await;
        Ok(())
    });
    let offers = opening("/any/x")
        .header("sec-websocket-protocol", "v1")
        .header("sec-websocket-extensions", "permessage-deflate");
    let answered = ask(routes, offers).await;
    assert_eq!(answered.status, StatusCode::SWITCHING_PROTOCOLS);
    assert!(answered.headers.is_empty(), "{:?}", answered.headers);
    answered.peer.send(&text("hello"));
    assert_eq!(answered.peer.frame().await, came("hello"));
}

#[tokio::test]
async fn accept_request_with_chooses_subprotocol_headers_and_options() {
    let options = AcceptOptions::default()
        .subprotocol("v1")
        .header(HeaderName::from_static("x-one"), HeaderValue::from_static("1"))
        .headers([(HeaderName::from_static("set-cookie"), HeaderValue::from_static("a=b"))])
        .connection(ConnectionOptions::default().fragment(2));
    let answered = ask(accepting(options), opening("/any/x").header("sec-websocket-protocol", "v0, v1")).await;
    assert_eq!(answered.status, StatusCode::SWITCHING_PROTOCOLS);
    assert_eq!(answered.header("sec-websocket-protocol"), Some("v1"));
    assert_eq!((answered.header("x-one"), answered.header("set-cookie")), (Some("1"), Some("a=b")));
    answered.peer.send(&text("abc"));
    assert_eq!(answered.peer.frame().await, (0x01, b"ab".to_vec()));
    assert_eq!(answered.peer.frame().await, (0x80, b"c".to_vec()));
}

#[tokio::test]
async fn accept_request_with_what_was_not_offered_or_is_the_handshakes_own_is_an_error_and_answers_500() {
    let table = [
        (AcceptOptions::default().subprotocol("v9"), "the subprotocol `v9` was not offered"),
        (reserved("upgrade"), "`upgrade` is written by the handshake"),
        (reserved("connection"), "`connection` is written"),
        (reserved("sec-websocket-accept"), "`sec-websocket-accept` is written"),
        (reserved("sec-websocket-protocol"), "`sec-websocket-protocol` is written"),
        (reserved("sec-websocket-extensions"), "`sec-websocket-extensions` is written"),
        (reserved("content-length"), "`content-length` is written"),
    ];
    for (options, expected) in table {
        let error = Arc::new(Mutex::new(None));
        let found = error.clone();
        let routes = routes(move |pending| {
            let (options, found) = (options.clone(), found.clone());
            async move {
                *found.lock().expect("no panic") = pending.accept_with(options).await.err();
                Ok(())
            }
        });
        let answered = ask(routes, opening("/any/x").header("sec-websocket-protocol", "v0, v1")).await;
        assert_eq!(answered.status, StatusCode::INTERNAL_SERVER_ERROR);
        let error = error.lock().expect("no panic").take().expect("an error").to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}

fn reserved(name: &'static str) -> AcceptOptions {
    AcceptOptions::default().header(HeaderName::from_static(name), HeaderValue::from_static("x"))
}

#[tokio::test]
async fn accept_request_with_a_subprotocol_alone_keeps_the_options_of_the_service() {
    // They became the defaults: no compression, no pings, other limits.
    let service = ConnectionOptions::default().deflate(PermessageDeflate::new()).fragment(2);
    let routes = accepting(AcceptOptions::default().subprotocol("v1")).websocket_options(service);
    let offers = opening("/any/x")
        .header("sec-websocket-protocol", "v1")
        .header("sec-websocket-extensions", "permessage-deflate");
    let answered = ask(routes, offers).await;
    assert_eq!(answered.header("sec-websocket-extensions"), Some("permessage-deflate"));
    answered.peer.send(&text("abc"));
    assert_eq!(answered.peer.frame().await, (0x01, b"ab".to_vec()));
}

#[tokio::test]
async fn order_of_accept_every_failure_is_answered_before_a_handler_runs() {
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
        // The version comes first: another one may have no such key.
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
        let answered = ask(routes(|_| async { panic!("it does not come here") }), request).await;
        assert_eq!(answered.status.as_u16(), status, "{what}");
        if status == 426 {
            assert_eq!(answered.header("sec-websocket-version"), Some("13"), "{what}");
            assert_eq!(answered.header("upgrade"), Some("websocket"), "{what}");
        }
        assert!(!answered.body.is_empty(), "{what}");
    }
}

#[tokio::test]
async fn order_of_accept_a_bad_offer_of_compression_is_declined_and_not_refused() {
    let options =
        || AcceptOptions::default().connection(ConnectionOptions::default().deflate(PermessageDeflate::new()));
    for offer in [
        "permessage-deflate; server_max_window_bits=99",
        "permessage-deflate; what=1",
        "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
        "x-webkit-deflate-frame",
        "permessage-deflate; =",
        "\u{1}",
    ] {
        let Ok(value) = HeaderValue::from_bytes(offer.as_bytes()) else { continue };
        let answered = ask(accepting(options()), opening("/any/x").header("sec-websocket-extensions", value)).await;
        assert_eq!(answered.status, StatusCode::SWITCHING_PROTOCOLS, "{offer}");
        assert_eq!(answered.header("sec-websocket-extensions"), None, "{offer}");
        answered.peer.send(&text("plain"));
        assert_eq!(answered.peer.frame().await, came("plain"));
    }
}

#[tokio::test]
async fn reject_request_answers_400_with_the_body() {
    let answered = ask(
        routes(|pending| async {
            pending.reject("not today");
            Ok(())
        }),
        opening("/any/x"),
    )
    .await;
    assert_eq!((answered.status, &answered.body[..]), (StatusCode::BAD_REQUEST, &b"not today"[..]));
    settle().await;
    assert!(answered.peer.is_gone() && answered.peer.took().await.is_empty(), "nothing is upgraded");
}

#[tokio::test]
async fn reject_request_with_status_headers_body_and_extensions() {
    #[derive(Clone)]
    struct Phrase(&'static str);
    let respond = |status: u16| {
        let response = Response::builder().status(status).header("retry-after", "7").extension(Phrase("Full House"));
        let response = Arc::new(Mutex::new(Some(response.body(bytes::Bytes::from("full")).expect("a response"))));
        routes(move |pending| {
            let response = response.lock().expect("no panic").take().expect("asked once");
            async move {
                pending.reject_with(response);
                Ok(())
            }
        })
    };
    for (status, expected) in [(503, 503), (302, 302), (200, 400), (101, 400)] {
        let answered = ask(respond(status), opening("/any/x")).await;
        assert_eq!((answered.status.as_u16(), &answered.body[..]), (expected, &b"full"[..]));
        assert_eq!(answered.header("retry-after"), Some("7"));
        assert_eq!(answered.extensions.get::<Phrase>().map(|phrase| phrase.0), Some("Full House"));
    }
}

#[tokio::test]
async fn reject_request_with_an_error_of_the_api_in_its_own_format() {
    let returned = ask(routes(|_| async { Err(Oops::Missing) }), opening("/any/x")).await;
    let rejected = ask(
        routes(|pending| async {
            pending.reject_error(&Oops::Missing);
            Ok(())
        }),
        opening("/any/x"),
    )
    .await;
    let early = ask(routes(|_| async { Ok(()) }), opening("/any/missing")).await;
    for answered in [returned, rejected, early] {
        assert_eq!(answered.status, StatusCode::NOT_FOUND);
        assert_eq!(answered.header("content-type"), Some("application/problem+json"));
        let document = Oops::Missing.document();
        assert!(String::from_utf8_lossy(&answered.body).contains(&*document.kind), "{:?}", answered.body);
    }
}

#[tokio::test]
async fn subprotocols_are_joined_trimmed_in_order_and_picked_by_the_servers_liking() {
    for (lines, expected) in [
        (&["v1"][..], Some("v1")),
        (&["v0 ,\tv1", "v2"], Some("v2")),
        (&["v1", "", ",v3,"], Some("v1")),
        (&["v3"], None),
        (&["V1"], None),
        (&[], None),
    ] {
        let request =
            lines.iter().fold(opening("/strict"), |request, line| request.header("sec-websocket-protocol", *line));
        let offered: Vec<String> = lines
            .iter()
            .flat_map(|line| line.split(','))
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect();
        let routes = routes(move |pending| {
            assert_eq!(pending.subprotocols().collect::<Vec<_>>(), offered);
            async move {
                let connection = pending.accept().await.expect("accepted");
                assert_eq!(connection.subprotocol(), expected);
                Ok(())
            }
        });
        let answered = ask(routes, request).await;
        assert_eq!(
            (answered.status, answered.header("sec-websocket-protocol")),
            (StatusCode::SWITCHING_PROTOCOLS, expected)
        );
        assert_eq!(answered.peer.frame().await.0, 0x88);
    }
}

#[tokio::test]
async fn accept_request_with_limits_combines_those_of_service_endpoint_and_connection_by_minimum() {
    let at_most = SizeLimit::at_most;
    let table = [
        // Service, connection, path: what still passes, and what does not.
        (Some(30), None, "/any/x", 30),
        (Some(30), Some(20), "/any/x", 20),
        (Some(30), Some(40), "/any/x", 30),
        (None, Some(40), "/any/x", 40),
        (None, None, "/strict", 50),
        (Some(30), Some(40), "/strict", 30),
        (Some(1000), Some(2000), "/strict", 50),
        (Some(1000), Some(20), "/strict", 20),
    ];
    for (service, own, path, most) in table {
        let options = AcceptOptions::default();
        let options = match own {
            Some(own) => options.connection(ConnectionOptions::default().max_frame(at_most(own))),
            None => options,
        };
        let service =
            service.map_or(ConnectionOptions::default(), |most| ConnectionOptions::default().max_frame(at_most(most)));
        let routes = accepting(options).websocket_options(service);
        let answered = ask(routes, opening(path)).await;
        let fits = vec![b'x'; usize::try_from(most).expect("small")];
        answered.peer.send(&masked(0x82, &fits));
        assert_eq!(answered.peer.frame().await, (0x82, fits.clone()), "{path} {most}");
        answered.peer.send(&masked(0x82, &[&fits[..], b"x"].concat()));
        let (first, body) = answered.peer.frame().await;
        assert_eq!((first, &body[..2]), (0x88, &1009_u16.to_be_bytes()[..]), "{path} {most}");
        answered.peer.send(&close(1009, ""));
    }
}

#[tokio::test]
async fn accept_request_with_limits_combines_those_of_routes_within_routes_by_minimum() {
    let limited = |most| ConnectionOptions::default().max_message(SizeLimit::at_most(most));
    for (inner, outer) in [(10, 20), (20, 10)] {
        let routes =
            accepting(AcceptOptions::default()).websocket_options(limited(inner)).websocket_options(limited(outer));
        let answered = ask(routes, opening("/any/x")).await;
        answered.peer.send(&[text("ten bytes."), text("ten and one")].concat());
        assert_eq!(answered.peer.frame().await, came("ten bytes."));
        assert_eq!(answered.peer.frame().await.0, 0x88, "{inner} {outer}");
    }
}
