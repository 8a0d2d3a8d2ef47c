//! The negotiation of RFC 7692: tables for both roles, and both roles with random options.

use http::header::SEC_WEBSOCKET_EXTENSIONS;
use http::{HeaderMap, HeaderValue};
use proptest::prelude::{Strategy, any, prop_assert_eq, proptest};

use super::{AnswerError, Negotiated, PermessageDeflate, WindowBits, negotiate, offer, verify_answer};
use crate::header::{Extension, extensions};

fn list(line: &str) -> Vec<Extension> {
    let headers = HeaderMap::from_iter([(SEC_WEBSOCKET_EXTENSIONS, HeaderValue::from_str(line).expect("a value"))]);
    extensions(&headers).expect("a list")
}

fn bits(bits: u8) -> WindowBits {
    WindowBits::new(bits).expect("a window")
}

type Expected = Option<(&'static str, u8, u8)>;

/// Returns the answer of the server, and the windows.
fn answered(wanted: &PermessageDeflate, offers: &str) -> Option<(String, u8, u8)> {
    let (negotiated, answer) = negotiate(wanted, &list(offers))?;
    let answer = answer.to_str().expect("text").strip_prefix("permessage-deflate").expect("its name").to_owned();
    Some((answer, negotiated.server_window.get(), negotiated.client_window.get()))
}

#[test]
fn windows_have_9_to_15_bits() {
    assert_eq!((9..=15).map(|value| bits(value).get()).collect::<Vec<_>>(), (9..=15).collect::<Vec<_>>());
    for value in [0, 8, 16, 255] {
        let error = WindowBits::new(value).expect_err("no window").to_string();
        assert!(error.contains(&value.to_string()) && error.contains("9 to 15"), "{error}");
    }
    assert_eq!((WindowBits::MIN.bytes(), WindowBits::MAX.bytes()), (512, 32_768));
    assert_eq!(PermessageDeflate::new().level(200).compression_level(), 9);
}

#[test]
fn a_server_with_defaults_answers_offers() {
    let table: [(&str, Expected); 47] = [
        ("", None),
        ("x-webkit-deflate-frame", None),
        ("permessage-bzip2", None),
        ("Permessage-Deflate", None),
        ("permessage-deflate", Some(("", 15, 15))),
        // The flags.
        ("permessage-deflate; server_no_context_takeover", Some(("; server_no_context_takeover", 15, 15))),
        ("permessage-deflate; client_no_context_takeover", Some(("; client_no_context_takeover", 15, 15))),
        (
            "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
            Some(("; server_no_context_takeover; client_no_context_takeover", 15, 15)),
        ),
        ("permessage-deflate; server_no_context_takeover=1", None),
        ("permessage-deflate; server_no_context_takeover=true", None),
        ("permessage-deflate; client_no_context_takeover=\"1\"", None),
        ("permessage-deflate; server_no_context_takeover; server_no_context_takeover", None),
        ("permessage-deflate; client_no_context_takeover; client_no_context_takeover", None),
        // The server's window.
        ("permessage-deflate; server_max_window_bits", None),
        ("permessage-deflate; server_max_window_bits=7", None),
        ("permessage-deflate; server_max_window_bits=8", None),
        ("permessage-deflate; server_max_window_bits=9", Some(("; server_max_window_bits=9", 9, 15))),
        ("permessage-deflate; server_max_window_bits=10", Some(("; server_max_window_bits=10", 10, 15))),
        ("permessage-deflate; server_max_window_bits=14", Some(("; server_max_window_bits=14", 14, 15))),
        ("permessage-deflate; server_max_window_bits=15", Some(("; server_max_window_bits=15", 15, 15))),
        ("permessage-deflate; server_max_window_bits=\"12\"", Some(("; server_max_window_bits=12", 12, 15))),
        ("permessage-deflate; server_max_window_bits=16", None),
        ("permessage-deflate; server_max_window_bits=09", None),
        ("permessage-deflate; server_max_window_bits=+9", None),
        ("permessage-deflate; server_max_window_bits=010", None),
        ("permessage-deflate; server_max_window_bits=1e1", None),
        ("permessage-deflate; server_max_window_bits=4294967304", None),
        ("permessage-deflate; server_max_window_bits=10; server_max_window_bits=10", None),
        // The client's window.
        ("permessage-deflate; client_max_window_bits", Some(("", 15, 15))),
        ("permessage-deflate; client_max_window_bits=8", Some(("", 15, 9))),
        ("permessage-deflate; client_max_window_bits=9", Some(("; client_max_window_bits=9", 15, 9))),
        ("permessage-deflate; client_max_window_bits=\"11\"", Some(("; client_max_window_bits=11", 15, 11))),
        ("permessage-deflate; client_max_window_bits=15", Some(("; client_max_window_bits=15", 15, 15))),
        ("permessage-deflate; client_max_window_bits=7", None),
        ("permessage-deflate; client_max_window_bits=16", None),
        ("permessage-deflate; client_max_window_bits=08", None),
        ("permessage-deflate; client_max_window_bits=x", None),
        ("permessage-deflate; client_max_window_bits; client_max_window_bits", None),
        ("permessage-deflate; client_max_window_bits; client_max_window_bits=10", None),
        // Unknown parameters.
        ("permessage-deflate; mem_level=9", None),
        ("permessage-deflate; Server_No_Context_Takeover", None),
        ("permessage-deflate; server_max_window_bits=10; x", None),
        // Several offers: the first acceptable one, in the client's order.
        ("permessage-deflate; x, permessage-deflate", Some(("", 15, 15))),
        (
            "foo; a=1, permessage-deflate; server_max_window_bits=8, permessage-deflate; server_max_window_bits=9",
            Some(("; server_max_window_bits=9", 9, 15)),
        ),
        (
            "permessage-deflate; server_max_window_bits=10, permessage-deflate",
            Some(("; server_max_window_bits=10", 10, 15)),
        ),
        ("permessage-deflate, permessage-deflate; server_max_window_bits=10", Some(("", 15, 15))),
        ("permessage-deflate; server_max_window_bits=8, permessage-deflate; y=1", None),
    ];
    for (offers, expected) in table {
        let expected = expected.map(|(answer, server, client)| (answer.to_owned(), server, client));
        assert_eq!(answered(&PermessageDeflate::new(), offers), expected, "{offers}");
    }
}

#[test]
fn the_options_of_the_server_cap_the_offer() {
    let wanted = PermessageDeflate::new().server_max_window_bits(bits(11)).client_max_window_bits(bits(12));
    let table: [(&str, Expected); 12] = [
        // Without an offer, a server may limit its own window, but not that of the client.
        ("", Some(("; server_max_window_bits=11", 11, 15))),
        ("; server_max_window_bits=8", None),
        ("; server_max_window_bits=9", Some(("; server_max_window_bits=9", 9, 15))),
        ("; server_max_window_bits=11", Some(("; server_max_window_bits=11", 11, 15))),
        ("; server_max_window_bits=15", Some(("; server_max_window_bits=11", 11, 15))),
        ("; client_max_window_bits", Some(("; server_max_window_bits=11; client_max_window_bits=12", 11, 12))),
        ("; client_max_window_bits=8", Some(("; server_max_window_bits=11", 11, 9))),
        ("; client_max_window_bits=9", Some(("; server_max_window_bits=11; client_max_window_bits=9", 11, 9))),
        ("; client_max_window_bits=12", Some(("; server_max_window_bits=11; client_max_window_bits=12", 11, 12))),
        ("; client_max_window_bits=13", Some(("; server_max_window_bits=11; client_max_window_bits=12", 11, 12))),
        ("; client_max_window_bits=15", Some(("; server_max_window_bits=11; client_max_window_bits=12", 11, 12))),
        (
            "; client_max_window_bits=10; server_max_window_bits=10",
            Some(("; server_max_window_bits=10; client_max_window_bits=10", 10, 10)),
        ),
    ];
    for (parameters, expected) in table {
        let expected = expected.map(|(answer, server, client)| (answer.to_owned(), server, client));
        assert_eq!(answered(&wanted, &format!("permessage-deflate{parameters}")), expected, "{parameters}");
    }
    let wanted = PermessageDeflate::new().server_no_context_takeover(true).client_no_context_takeover(true);
    let both = "; server_no_context_takeover; client_no_context_takeover".to_owned();
    assert_eq!(answered(&wanted, "permessage-deflate"), Some((both, 15, 15)));
}

#[test]
fn an_offer_contains_the_options_of_the_client() {
    let table = [
        (PermessageDeflate::new(), "permessage-deflate; client_max_window_bits"),
        (
            PermessageDeflate::new().server_no_context_takeover(true).client_no_context_takeover(true),
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits",
        ),
        (
            PermessageDeflate::new().server_max_window_bits(bits(9)).client_max_window_bits(bits(14)),
            "permessage-deflate; server_max_window_bits=9; client_max_window_bits=14",
        ),
    ];
    for (wanted, expected) in table {
        assert_eq!(offer(&wanted), expected);
    }
}

#[test]
fn a_client_accepts_answers_within_its_offer() {
    let plain = PermessageDeflate::new();
    let picky = PermessageDeflate::new()
        .server_no_context_takeover(true)
        .client_no_context_takeover(true)
        .server_max_window_bits(bits(12))
        .client_max_window_bits(bits(11));
    let negotiated = |server_no_context_takeover, client_no_context_takeover, server, client| Negotiated {
        server_no_context_takeover,
        client_no_context_takeover,
        server_window: bits(server),
        client_window: bits(client),
    };
    let table: [(&PermessageDeflate, &str, Negotiated); 16] = [
        (&plain, "", negotiated(false, false, 15, 15)),
        (&plain, "; server_no_context_takeover", negotiated(true, false, 15, 15)),
        (&plain, "; client_no_context_takeover", negotiated(false, true, 15, 15)),
        (&plain, "; server_max_window_bits=8", negotiated(false, false, 9, 15)),
        (&plain, "; server_max_window_bits=9", negotiated(false, false, 9, 15)),
        (&plain, "; server_max_window_bits=\"10\"", negotiated(false, false, 10, 15)),
        (&plain, "; server_max_window_bits=15", negotiated(false, false, 15, 15)),
        (&plain, "; client_max_window_bits=9", negotiated(false, false, 15, 9)),
        (&plain, "; client_max_window_bits=15", negotiated(false, false, 15, 15)),
        (&plain, "; client_max_window_bits=\"13\"", negotiated(false, false, 15, 13)),
        (&picky, "; server_no_context_takeover; server_max_window_bits=12", negotiated(true, true, 12, 11)),
        (&picky, "; server_no_context_takeover; server_max_window_bits=8", negotiated(true, true, 9, 11)),
        (&picky, "; server_max_window_bits=9; server_no_context_takeover", negotiated(true, true, 9, 11)),
        (
            &picky,
            "; server_no_context_takeover; server_max_window_bits=12; client_no_context_takeover",
            negotiated(true, true, 12, 11),
        ),
        (
            &picky,
            "; server_no_context_takeover; server_max_window_bits=10; client_max_window_bits=9",
            negotiated(true, true, 10, 9),
        ),
        (
            &picky,
            "; server_no_context_takeover; server_max_window_bits=10; client_max_window_bits=11",
            negotiated(true, true, 10, 11),
        ),
    ];
    for (wanted, parameters, expected) in table {
        let answer = list(&format!("permessage-deflate{parameters}"));
        assert_eq!(verify_answer(Some(wanted), &answer), Ok(Some(expected)), "{parameters}");
    }
    assert_eq!(verify_answer(Some(&plain), &[]), Ok(None));
    assert_eq!(verify_answer(None, &[]), Ok(None));
}

#[test]
fn a_client_refuses_answers_beyond_its_offer() {
    use AnswerError as Refused;
    let (server_bits, client_bits) = ("server_max_window_bits", "client_max_window_bits");
    let (server_flag, client_flag) = ("server_no_context_takeover", "client_no_context_takeover");
    let large = |parameter, answered, offered| Refused::WindowTooLarge { parameter, answered, offered };
    let plain = PermessageDeflate::new();
    let small = PermessageDeflate::new().server_max_window_bits(bits(10)).client_max_window_bits(bits(10));
    let reset = PermessageDeflate::new().server_no_context_takeover(true);
    let table = [
        (&plain, "foo", Refused::NotOffered("foo".to_owned())),
        (&plain, "permessage-deflate, foo", Refused::NotOffered("foo".to_owned())),
        (&plain, "Permessage-Deflate", Refused::NotOffered("Permessage-Deflate".to_owned())),
        (&plain, "permessage-deflate, permessage-deflate", Refused::Twice),
        (&plain, "permessage-deflate; x=1", Refused::Unknown("x".to_owned())),
        (
            &plain,
            "permessage-deflate; server_max_window_bits=9; server_max_window_bits=9",
            Refused::Repeated(server_bits),
        ),
        (
            &plain,
            "permessage-deflate; client_max_window_bits=9; client_max_window_bits=9",
            Refused::Repeated(client_bits),
        ),
        (
            &plain,
            "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
            Refused::Repeated(server_flag),
        ),
        (&plain, "permessage-deflate; server_no_context_takeover=1", Refused::Value(server_flag)),
        (&plain, "permessage-deflate; client_no_context_takeover=\"1\"", Refused::Value(client_flag)),
        (&plain, "permessage-deflate; server_max_window_bits", Refused::Value(server_bits)),
        (&plain, "permessage-deflate; server_max_window_bits=7", Refused::Value(server_bits)),
        (&plain, "permessage-deflate; server_max_window_bits=16", Refused::Value(server_bits)),
        (&plain, "permessage-deflate; server_max_window_bits=09", Refused::Value(server_bits)),
        (&plain, "permessage-deflate; client_max_window_bits", Refused::Value(client_bits)),
        (&plain, "permessage-deflate; client_max_window_bits=x", Refused::Value(client_bits)),
        (&plain, "permessage-deflate; client_max_window_bits=8", Refused::WindowTooSmall),
        (&small, "permessage-deflate", Refused::Missing(server_bits)),
        (&small, "permessage-deflate; client_max_window_bits=9", Refused::Missing(server_bits)),
        (&small, "permessage-deflate; server_max_window_bits=11", large(server_bits, 11, 10)),
        (
            &small,
            "permessage-deflate; server_max_window_bits=10; client_max_window_bits=11",
            large(client_bits, 11, 10),
        ),
        (&reset, "permessage-deflate", Refused::Missing(server_flag)),
        (&reset, "permessage-deflate; client_no_context_takeover", Refused::Missing(server_flag)),
    ];
    for (wanted, answer, expected) in table {
        assert_eq!(verify_answer(Some(wanted), &list(answer)), Err(expected), "{answer}");
    }
    let unexpected = verify_answer(None, &list("permessage-deflate")).expect_err("not offered");
    assert!(unexpected.to_string().contains("not offered"), "{unexpected}");
}

fn options() -> impl Strategy<Value = PermessageDeflate> {
    (any::<bool>(), any::<bool>(), 9..=15_u8, 9..=15_u8).prop_map(|(server, client, server_bits, client_bits)| {
        PermessageDeflate::new()
            .server_no_context_takeover(server)
            .client_no_context_takeover(client)
            .server_max_window_bits(bits(server_bits))
            .client_max_window_bits(bits(client_bits))
    })
}

proptest! {
    #[test]
    fn both_roles_always_agree(client in options(), server in options()) {
        let offered = list(offer(&client).to_str().expect("text"));
        let (served, answer) = negotiate(&server, &offered).expect("an acceptable offer");
        let accepted = verify_answer(Some(&client), &list(answer.to_str().expect("text")));
        prop_assert_eq!(accepted, Ok(Some(served)));
    }

    #[test]
    fn no_list_makes_either_role_panic(wanted in options(), line in "(permessage-deflate|foo|(; ?|, ?)?(server|client)_(max_window_bits|no_context_takeover)(=\"?[0-9]{0,3}\"?)?|[;,=\"] ?){0,8}") {
        let headers = HeaderMap::from_iter([(SEC_WEBSOCKET_EXTENSIONS, HeaderValue::from_str(&line).expect("a value"))]);
        if let Ok(list) = extensions(&headers) {
            let _ = negotiate(&wanted, &list);
            let _ = verify_answer(Some(&wanted), &list);
        }
    }
}
