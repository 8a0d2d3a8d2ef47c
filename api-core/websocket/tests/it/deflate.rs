//! Permessage-deflate: the rows of this part of the table in README.md.

use api_websocket::deflate::WindowBits;
use api_websocket::{AcceptOptions, ConnectionOptions, PermessageDeflate, PreparedMessage};
use flate2::{Decompress, FlushDecompress};

use crate::answering::{Answered, ask, echo, opening, service};
use crate::peer::{masked, received_text};

const OFFER: &str = "permessage-deflate; client_max_window_bits";

fn window(bits: u8) -> WindowBits {
    WindowBits::new(bits).expect("a window")
}

/// Opens a connection to an echo with these options.
async fn agreed(deflate: PermessageDeflate, offer: &str) -> Answered {
    let service = service(move |pending| async move {
        let options = ConnectionOptions::default().deflate(deflate);
        let accepted = pending.accept_with(AcceptOptions::default().connection(options)).await;
        echo(accepted.expect("accepted")).await;
        Ok(())
    });
    ask(service, opening("/any/x").header("sec-websocket-extensions", offer)).await
}

/// Sends a message, and returns the payload of the compressed echo.
async fn echoed(answered: &Answered, message: &[u8]) -> Vec<u8> {
    answered.peer.send(&masked(0x82, message));
    let (first, payload) = answered.peer.frame().await;
    assert_eq!(first, 0xc2);
    payload
}

fn inflate(with: &mut Decompress, payload: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(1 << 17);
    with.decompress_vec(&[payload, &[0, 0, 0xff, 0xff]].concat(), &mut out, FlushDecompress::Sync).expect("deflated");
    out
}

fn noise() -> Vec<u8> {
    (0..20_000_u32).map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect()
}

#[tokio::test]
async fn server_no_context_takeover_compresses_each_message_alone() {
    let answered = agreed(PermessageDeflate::new().server_no_context_takeover(true).threshold(0), OFFER).await;
    assert_eq!(answered.header("sec-websocket-extensions"), Some("permessage-deflate; server_no_context_takeover"));
    let text = b"Hello, hello, hello";
    let [one, two] = [echoed(&answered, text).await, echoed(&answered, text).await];
    assert_eq!(one, two);
    assert_eq!(inflate(&mut Decompress::new(false), &two), text, "inflated alone");
    // With takeover the second message refers to the first.
    let answered = agreed(PermessageDeflate::new().threshold(0), OFFER).await;
    assert_eq!(answered.header("sec-websocket-extensions"), Some("permessage-deflate"));
    assert_eq!(echoed(&answered, b"Hello").await, b"\xf2\x48\xcd\xc9\xc9\x07\x00");
    assert_eq!(echoed(&answered, b"Hello").await, b"\xf2\x00\x11\x00\x00");
    // A client may request it.
    let answered = agreed(PermessageDeflate::new(), "permessage-deflate; server_no_context_takeover").await;
    assert_eq!(answered.header("sec-websocket-extensions"), Some("permessage-deflate; server_no_context_takeover"));
}

#[tokio::test]
async fn a_prepared_text_is_compressed_where_compression_was_negotiated() {
    let service = service(|pending| async move {
        let options = ConnectionOptions::default().deflate(PermessageDeflate::new().threshold(0));
        let accepted = pending.accept_with(AcceptOptions::default().connection(options)).await;
        let connection = accepted.expect("accepted");
        assert_eq!(connection.sender().try_send_prepared([&PreparedMessage::text("Hello")]).ok(), Some(1));
        connection.sender().ended().await;
        Ok(())
    });
    let answered = ask(service, opening("/any/x").header("sec-websocket-extensions", OFFER)).await;
    assert_eq!(answered.peer.frame().await, (0xc1, b"\xf2\x48\xcd\xc9\xc9\x07\x00".to_vec()));
}

#[tokio::test]
async fn client_no_context_takeover_is_requested_and_applied() {
    let answered = agreed(PermessageDeflate::new().client_no_context_takeover(true), OFFER).await;
    assert_eq!(answered.header("sec-websocket-extensions"), Some("permessage-deflate; client_no_context_takeover"));
    for _ in 0..2 {
        answered.peer.send(&masked(0xc1, b"\xf2\x48\xcd\xc9\xc9\x07\x00"));
        assert_eq!(answered.peer.frame().await, received_text("Hello"));
    }
    // A message that refers to an earlier one cannot be inflated.
    answered.peer.send(&masked(0xc1, b"\xf2\x00\x11\x00\x00"));
    assert_eq!(&answered.peer.frame().await.1[..2], &1002_u16.to_be_bytes());

    let answered = agreed(PermessageDeflate::new(), OFFER).await;
    answered.peer.send(&masked(0xc1, b"\xf2\x48\xcd\xc9\xc9\x07\x00"));
    answered.peer.send(&masked(0xc1, b"\xf2\x00\x11\x00\x00"));
    assert_eq!(answered.peer.frame().await, received_text("Hello"));
    assert_eq!(answered.peer.frame().await, received_text("Hello"));
}

#[tokio::test]
async fn server_max_window_bits_caps_the_offer_and_is_applied() {
    for (wanted, offered, expected) in [(15, 15, 15), (15, 9, 9), (10, 15, 10), (10, 9, 9), (9, 12, 9)] {
        let deflate = PermessageDeflate::new().server_max_window_bits(window(wanted)).threshold(0);
        let answered = agreed(deflate, &format!("permessage-deflate; server_max_window_bits={offered}")).await;
        let expected_answer = format!("permessage-deflate; server_max_window_bits={expected}");
        assert_eq!(answered.header("sec-websocket-extensions"), Some(&*expected_answer));
        let mut peer = Decompress::new_with_window_bits(false, expected);
        for _ in 0..2 {
            let payload = echoed(&answered, &noise()).await;
            assert!(inflate(&mut peer, &payload) == noise(), "{wanted} {offered}");
        }
    }
    // zlib does not support a window of 256 bytes.
    let answered = agreed(PermessageDeflate::new(), "permessage-deflate; server_max_window_bits=8").await;
    assert_eq!(answered.header("sec-websocket-extensions"), None);
}

#[tokio::test]
async fn client_max_window_bits_is_answered_only_if_it_was_offered() {
    let small = PermessageDeflate::new().client_max_window_bits(window(10));
    for (offer, expected) in [
        ("permessage-deflate", "permessage-deflate"),
        ("permessage-deflate; client_max_window_bits", "permessage-deflate; client_max_window_bits=10"),
        ("permessage-deflate; client_max_window_bits=12", "permessage-deflate; client_max_window_bits=10"),
        ("permessage-deflate; client_max_window_bits=\"9\"", "permessage-deflate; client_max_window_bits=9"),
    ] {
        let answered = agreed(small, offer).await;
        assert_eq!(answered.header("sec-websocket-extensions"), Some(expected), "{offer}");
        answered.peer.send(&masked(0xc1, b"\xf2\x48\xcd\xc9\xc9\x07\x00"));
        assert_eq!(answered.peer.frame().await, received_text("Hello"));
    }
}

#[tokio::test]
async fn pd_compression_level_and_threshold_are_applied() {
    let text = b"the quick brown fox jumps over the lazy dog, the quick brown fox jumps over the lazy dog".repeat(20);
    let mut sizes = Vec::new();
    for level in [0, 1, 9] {
        let answered = agreed(PermessageDeflate::new().level(level), OFFER).await;
        let payload = echoed(&answered, &text).await;
        assert_eq!(inflate(&mut Decompress::new(false), &payload), text);
        sizes.push(payload.len());
    }
    assert!(sizes[0] >= text.len() && sizes[1] < text.len() / 4 && sizes[2] <= sizes[1], "{sizes:?}");
    let answered = agreed(PermessageDeflate::new().threshold(10), OFFER).await;
    for (message, first) in [("123456789", 0x81), ("1234567890", 0xc1), ("", 0x81)] {
        answered.peer.send(&masked(0x81, message.as_bytes()));
        assert_eq!(answered.peer.frame().await.0, first, "{message}");
    }
}

#[tokio::test]
async fn negotiation_selects_the_first_acceptable_offer() {
    for (offer, expected) in [
        (
            "permessage-deflate; what, permessage-deflate; server_max_window_bits=11",
            Some("permessage-deflate; server_max_window_bits=11"),
        ),
        ("permessage-deflate; server_max_window_bits=7, permessage-deflate", Some("permessage-deflate")),
        (
            "x-other, permessage-deflate; client_no_context_takeover, permessage-deflate",
            Some("permessage-deflate; client_no_context_takeover"),
        ),
        ("permessage-deflate; server_max_window_bits=09", None),
        ("permessage-deflate; server_max_window_bits", None),
        ("permessage-deflate; client_no_context_takeover=1", None),
        ("permessage-deflate; client_max_window_bits=16", None),
        ("x-webkit-deflate-frame", None),
    ] {
        let answered = agreed(PermessageDeflate::new(), offer).await;
        assert_eq!((answered.status.as_u16(), answered.header("sec-websocket-extensions")), (101, expected), "{offer}");
    }
}
