//! Frames that RFC 6455 §5 and §7.4 forbid, and the close codes for them.

use bytes::Bytes;

use super::{close_code, feed, for_every_split, frame_of, outcome, server, to_server};
use crate::error::ConnectionError;
use crate::message::Message;
use crate::options::{ConnectionOptions, Role};
use crate::protocol::Machine;

fn plain() -> Machine {
    server(ConnectionOptions::default())
}

/// Checks that the input fails with this code however it is split, with a reason in the close frame.
fn refused(bytes: &[u8], code: u16) {
    let (messages, error, answered) = for_every_split(plain, bytes);
    assert!(messages.is_empty(), "{bytes:02x?} {messages:?}");
    assert_eq!(close_code(&answered), Some(code), "{bytes:02x?} {error:?}");
    let error = error.expect("an error");
    assert!(answered.ends_with(error.as_bytes()), "{error} in {answered:02x?}");
}

#[test]
fn an_unmasked_frame_to_a_server_fails_with_1002() {
    for frame in
        [vec![0x81, 1, b'a'], vec![0x82, 0], vec![0x89, 0], vec![0x88, 0], frame_of(Role::Server, 0x82, &[0; 300])]
    {
        refused(&frame, 1002);
    }
}

#[test]
fn a_masked_frame_to_a_client_fails_with_1002() {
    for first in [0x81, 0x82, 0x89, 0x88] {
        let mut client = Machine::new(Role::Client, ConnectionOptions::default(), None, std::time::Instant::now());
        let (_, error) = feed(&mut client, &to_server(first, b"")).unwrap_err();
        assert!(matches!(error, ConnectionError::Protocol(_)), "{error:?}");
        // The close frame of a client is masked.
        assert_eq!(client.output().get(..1), Some(&[0x88][..]));
        assert!(client.output()[1] & 0x80 != 0);
    }
}

#[test]
fn reserved_bits_without_an_extension_fail_with_1002() {
    for bits in [0x40, 0x20, 0x10, 0x70] {
        for opcode in [0x81, 0x82, 0x89, 0x8a, 0x88, 0x01] {
            refused(&to_server(bits | opcode, b""), 1002);
            refused(&to_server(bits | opcode, b"abc"), 1002);
        }
    }
}

#[test]
fn unknown_opcodes_fail_with_1002() {
    for opcode in (3..=7).chain(11..=15) {
        refused(&to_server(0x80 | opcode, b""), 1002);
        refused(&to_server(opcode, b"abc"), 1002);
    }
}

#[test]
fn control_frames_in_fragments_fail_with_1002() {
    for opcode in [0x08, 0x09, 0x0a] {
        refused(&to_server(opcode, b""), 1002);
        refused(&to_server(opcode, b"ab"), 1002);
    }
}

#[test]
fn control_frames_over_125_bytes_fail_with_1002() {
    for opcode in [0x88, 0x89, 0x8a] {
        refused(&to_server(opcode, &[b'x'; 126]), 1002);
        refused(&to_server(opcode, &vec![b'x'; 70_000])[..14], 1002);
    }
    let (messages, error, answered) = for_every_split(plain, &to_server(0x89, &[b'x'; 125]));
    assert_eq!((messages.len(), error, answered.len()), (1, None, 127));
}

#[test]
fn a_continuation_without_a_message_fails_with_1002() {
    refused(&to_server(0x80, b"x"), 1002);
    refused(&to_server(0x00, b""), 1002);
    let bytes = [to_server(0x81, b"a"), to_server(0x80, b"b")].concat();
    let (messages, _, answered) = for_every_split(plain, &bytes);
    assert_eq!((messages, close_code(&answered)), (vec![Message::Text("a".into())], Some(1002)));
}

#[test]
fn a_new_message_inside_another_fails_with_1002() {
    for second in [0x81, 0x82, 0x01, 0x02] {
        refused(&[to_server(0x01, b"a"), to_server(second, b"b")].concat(), 1002);
    }
}

#[test]
fn a_length_that_is_not_the_shortest_fails_with_1002() {
    refused(&[0x82, 0xfe, 0, 125, 0, 0, 0, 0], 1002);
    refused(&[0x82, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0], 1002);
}

#[test]
fn a_length_with_the_top_bit_fails_with_1002() {
    refused(&[0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0], 1002);
    refused(&[0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0], 1002);
}

#[test]
fn lengths_of_every_form_are_decoded() {
    for length in [0, 1, 125, 126, 127, 65_535, 65_536, 65_537] {
        let payload = vec![7; length];
        let (messages, error, _) = outcome(&mut plain(), &[&to_server(0x82, &payload)]);
        assert_eq!((messages, error), (vec![Message::Binary(payload.into())], None));
    }
}

#[test]
fn close_codes_that_may_not_be_sent_fail_with_1002() {
    for code in [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535_u16] {
        refused(&to_server(0x88, &code.to_be_bytes()), 1002);
        refused(&to_server(0x88, &[&code.to_be_bytes()[..], b"why"].concat()), 1002);
    }
    for code in [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999_u16] {
        let body = [&code.to_be_bytes()[..], "wh\u{fc}".as_bytes()].concat();
        let (messages, error, answered) = for_every_split(plain, &to_server(0x88, &body));
        assert!(matches!(&messages[..], [Message::Close(frame)] if frame.code().as_u16() == code), "{messages:?}");
        assert!(error.is_some_and(|error| error.starts_with("the peer closed")));
        assert_eq!(answered, frame_of(Role::Server, 0x88, &body), "the answer is the same frame");
    }
}

#[test]
fn a_close_without_a_body_is_1005_and_answered_without_one() {
    let (messages, _, answered) = for_every_split(plain, &to_server(0x88, b""));
    assert!(matches!(&messages[..], [Message::Close(frame)] if frame.code().as_u16() == 1005));
    assert_eq!(answered, [0x88, 0]);
}

#[test]
fn a_close_with_one_byte_fails_with_1002() {
    refused(&to_server(0x88, &[3]), 1002);
}

#[test]
fn a_close_reason_that_is_not_utf8_fails_with_1007() {
    for reason in [&b"\xff"[..], b"ok\xc3", b"\xed\xa0\x80", b"\xc0\x80"] {
        refused(&to_server(0x88, &[&[3, 0xe8][..], reason].concat()), 1007);
    }
}

#[test]
fn nothing_is_received_after_a_close_frame() {
    let bytes = [to_server(0x88, &[3, 0xe8]), to_server(0x89, b"?"), to_server(0x81, b"more")].concat();
    let (messages, _, answered) = for_every_split(plain, &bytes);
    assert_eq!((messages.len(), answered), (1, vec![0x88, 2, 3, 0xe8]));
}

#[test]
fn empty_fragments_and_pings_between_fragments_are_legal() {
    let bytes = [
        to_server(0x01, b""),
        to_server(0x89, b"one"),
        to_server(0x00, b"a"),
        to_server(0x00, b""),
        to_server(0x8a, b"unsolicited"),
        to_server(0x80, b""),
        to_server(0x02, b""),
        to_server(0x80, b""),
    ]
    .concat();
    let (messages, error, answered) = for_every_split(plain, &bytes);
    let expected = [
        Message::Ping(Bytes::from_static(b"one")),
        Message::Pong(Bytes::from_static(b"unsolicited")),
        Message::Text("a".into()),
        Message::Binary(Bytes::new()),
    ];
    assert_eq!((&messages[..], error), (&expected[..], None));
    assert_eq!(answered, b"\x8a\x03one");
}
