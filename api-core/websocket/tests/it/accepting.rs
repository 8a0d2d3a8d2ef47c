//! Accepting and rejecting: the rows of this part of the table in README.md.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use api_websocket::{AcceptOptions, ConnectionOptions, PermessageDeflate, SizeLimit};
use http::header::{HeaderName, HeaderValue};
use http::{Response, StatusCode, Version};
use tokio::sync::mpsc;

use crate::answering::{Service, ask, echo, opening, service};
use crate::peer::{close, masked, received_text, settle, text};

/// Returns a service that accepts with these options and echoes.
fn accepting(options: AcceptOptions) -> Service {
    service(move |pending| {
        let options = options.clone();
        async move {
            echo(pending.accept_with(options).await.expect("accepted")).await;
            Ok(())
        }
    })
}

#[tokio::test]
async fn pending_connection_has_the_whole_request() {
    #[derive(Clone, PartialEq, Debug)]
    struct Beside(u8);
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    let service = service(move |pending| {
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
    ask(service, request).await;
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn pending_connection_calls_back_once_after_the_accepting_response() {
    let (report, mut reports) = mpsc::unbounded_channel();
    let service = service(move |mut pending| {
        let report = report.clone();
        async move {
            let callback = report.clone();
            pending.on_accept(move || callback.send("callback").expect("the test waits"));
            report.send("accepts").expect("the test waits");
            let connection = pending.accept().await.expect("accepted");
            report.send("accepted").expect("the test waits");
            echo(connection).await;
            Ok(())
        }
    });
    let answered = ask(service, opening("/any/x")).await;
    assert_eq!(answered.status, StatusCode::SWITCHING_PROTOCOLS);
    settle().await;
    for expected in ["accepts", "callback", "accepted"] {
        assert_eq!(reports.recv().await, Some(expected));
    }
    assert!(reports.try_recv().is_err());
}

#[tokio::test]
async fn pending_connection_that_is_dropped_answers_500() {
    let answered = ask(service(|_| async { Ok(()) }), opening("/any/x")).await;
    assert_eq!(answered.status, StatusCode::INTERNAL_SERVER_ERROR);
    // The same if the handler goes on.
    let answered = ask(
        service(|pending| async {
            drop(pending);
            std::future::pending().await
        }),
        opening("/any/x"),
    )
    .await;
    assert_eq!(answered.status, StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn accept_request_uses_the_defaults() {
    let service = service(|pending| async {
        let connection = pending.accept().await.expect("accepted");
        assert_eq!((connection.subprotocol(), connection.is_compressed()), (None, false));
        echo(connection).await;
        Ok(())
    });
    let offers = opening("/any/x")
        .header("sec-websocket-protocol", "v1")
        .header("sec-websocket-extensions", "permessage-deflate");
    let answered = ask(service, offers).await;
    assert_eq!(answered.status, StatusCode::SWITCHING_PROTOCOLS);
    assert!(answered.headers.is_empty(), "{:?}", answered.headers);
    answered.peer.send(&text("hello"));
    assert_eq!(answered.peer.frame().await, received_text("hello"));
}

#[tokio::test]
async fn accept_request_with_a_subprotocol_headers_and_options() {
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
async fn accept_request_with_a_subprotocol_that_was_not_offered_or_a_reserved_field_answers_500() {
    let table = [
        (AcceptOptions::default().subprotocol("v9"), "the subprotocol `v9` was not offered"),
        (reserved("upgrade"), "the handshake itself writes `upgrade`"),
        (reserved("connection"), "the handshake itself writes `connection`"),
        (reserved("sec-websocket-accept"), "the handshake itself writes `sec-websocket-accept`"),
        (reserved("sec-websocket-protocol"), "the handshake itself writes `sec-websocket-protocol`"),
        (reserved("sec-websocket-extensions"), "the handshake itself writes `sec-websocket-extensions`"),
        (reserved("content-length"), "the handshake itself writes `content-length`"),
    ];
    for (options, expected) in table {
        let error = Arc::new(Mutex::new(None));
        let found = error.clone();
        let service = service(move |pending| {
            let (options, found) = (options.clone(), found.clone());
            async move {
                *found.lock().expect("no panic") = pending.accept_with(options).await.err();
                Ok(())
            }
        });
        let answered = ask(service, opening("/any/x").header("sec-websocket-protocol", "v0, v1")).await;
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
    // They were replaced by the defaults: no compression, no pings, other limits.
    let defaults = ConnectionOptions::default().deflate(PermessageDeflate::new()).fragment(2);
    let service = accepting(AcceptOptions::default().subprotocol("v1")).with(defaults);
    let offers = opening("/any/x")
        .header("sec-websocket-protocol", "v1")
        .header("sec-websocket-extensions", "permessage-deflate");
    let answered = ask(service, offers).await;
    assert_eq!(answered.header("sec-websocket-extensions"), Some("permessage-deflate"));
    answered.peer.send(&text("abc"));
    assert_eq!(answered.peer.frame().await, (0x01, b"ab".to_vec()));
}

#[tokio::test]
async fn order_of_accept_an_invalid_offer_of_compression_is_declined() {
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
        assert_eq!(answered.peer.frame().await, received_text("plain"));
    }
}

#[tokio::test]
async fn reject_request_answers_400_with_the_body() {
    let answered = ask(
        service(|pending| async {
            pending.reject("not today");
            Ok(())
        }),
        opening("/any/x"),
    )
    .await;
    assert_eq!((answered.status, &answered.body[..]), (StatusCode::BAD_REQUEST, &b"not today"[..]));
    settle().await;
    assert!(answered.peer.is_gone() && answered.peer.take_received().await.is_empty(), "nothing is upgraded");
}

#[tokio::test]
async fn reject_request_with_status_headers_body_and_extensions() {
    #[derive(Clone)]
    struct Phrase(&'static str);
    let respond = |status: u16| {
        let response = Response::builder().status(status).header("retry-after", "7").extension(Phrase("Full House"));
        let response = Arc::new(Mutex::new(Some(response.body(bytes::Bytes::from("full")).expect("a response"))));
        service(move |pending| {
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
async fn subprotocols_of_all_lines_are_joined_and_selected_by_the_servers_preference() {
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
        let service = service(move |pending| {
            assert_eq!(pending.subprotocols().collect::<Vec<_>>(), offered);
            async move {
                let connection = pending.accept().await.expect("accepted");
                assert_eq!(connection.subprotocol(), expected);
                Ok(())
            }
        });
        let answered = ask(service, request).await;
        assert_eq!(
            (answered.status, answered.header("sec-websocket-protocol")),
            (StatusCode::SWITCHING_PROTOCOLS, expected)
        );
        assert_eq!(answered.peer.frame().await.0, 0x88);
    }
}

#[tokio::test]
async fn accept_request_with_the_smallest_limit_of_service_endpoint_and_connection() {
    let at_most = SizeLimit::at_most;
    let table = [
        // The limits of service and connection, the path, and the limit that holds.
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
        let defaults =
            service.map_or(ConnectionOptions::default(), |most| ConnectionOptions::default().max_frame(at_most(most)));
        let service = accepting(options).with(defaults);
        let answered = ask(service, opening(path)).await;
        let fits = vec![b'x'; usize::try_from(most).expect("small")];
        answered.peer.send(&masked(0x82, &fits));
        assert_eq!(answered.peer.frame().await, (0x82, fits.clone()), "{path} {most}");
        answered.peer.send(&masked(0x82, &[&fits[..], b"x"].concat()));
        let (first, body) = answered.peer.frame().await;
        assert_eq!((first, &body[..2]), (0x88, &1009_u16.to_be_bytes()[..]), "{path} {most}");
        answered.peer.send(&close(1009, ""));
    }
}
