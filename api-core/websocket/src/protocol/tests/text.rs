//! Invalid text (RFC 6455 §8.1) fails at its first invalid byte, however frames and reads are split.

use bytes::Bytes;

use super::{close_code, feed, for_every_split, outcome, server, to_server};
use crate::error::ConnectionError;
use crate::message::Message;
use crate::options::{ConnectionOptions, Utf8Mode};

/// Byte strings, and the index of their first invalid byte, or their length if they are incomplete.
const BAD: [(&[u8], usize); 16] = [
    (b"\x80", 0),
    (b"a\xbf", 1),
    (b"\xff", 0),
    (b"ok \xfe", 3),
    (b"\xc0\x80", 0),
    (b"\xc1\xbf", 0),
    (b"\xe0\x80\x80", 1),
    (b"\xe0\x9f\xbf", 1),
    (b"\xed\xa0\x80", 1),
    (b"\xed\xbf\xbf", 1),
    (b"\xf0\x80\x80\x80", 1),
    (b"\xf0\x8f\xbf\xbf", 1),
    (b"\xf4\x90\x80\x80", 1),
    (b"\xf5\x80\x80\x80", 0),
    (b"\xe2\x82", 2),
    (b"\xf0\x9f\x92", 3),
];

const GOOD: [&str; 6] =
    ["", "\u{0}", "\u{7f}\u{80}\u{7ff}\u{800}", "\u{d7ff}\u{e000}\u{fffd}\u{ffff}", "\u{10000}\u{10ffff}", "κόσμε 💯"];

fn plain() -> super::Machine {
    server(ConnectionOptions::default())
}

#[test]
fn invalid_text_fails_with_1007() {
    for (bytes, _) in BAD {
        let long = [&[b'x'; 300][..], bytes, b"and more"].concat();
        for payload in [bytes, &long] {
            let (messages, error, answered) = for_every_split(plain, &to_server(0x81, payload));
            assert_eq!(
                (messages.len(), error.as_deref(), close_code(&answered)),
                (0, Some("a text is not UTF-8"), Some(1007)),
                "{bytes:02x?}"
            );
        }
    }
}

#[test]
fn invalid_text_fails_at_its_first_invalid_byte_within_a_frame() {
    for (bytes, wrong) in BAD {
        // The frame announces more bytes than arrive.
        let payload = [bytes, &[b'x'; 40]].concat();
        let frame = to_server(0x81, &payload);
        let mut machine = plain();
        for (index, byte) in frame.iter().enumerate() {
            let fed = feed(&mut machine, &[*byte]);
            if index < 6 + wrong {
                assert_eq!(fed.expect("nothing wrong yet"), [], "{bytes:02x?} {index}");
            } else {
                assert!(matches!(fed, Err((_, ConnectionError::InvalidUtf8))), "{bytes:02x?} {index}");
                break;
            }
        }
        assert_eq!(close_code(machine.output()), Some(1007));
    }
}

#[test]
fn invalid_text_fails_at_its_first_invalid_byte_in_fragments_of_one_byte() {
    for (bytes, wrong) in BAD {
        let mut machine = plain();
        for (index, byte) in bytes.iter().enumerate() {
            let fed = feed(&mut machine, &to_server(u8::from(index == 0), &[*byte]));
            assert_eq!(fed.is_err(), index == wrong, "{bytes:02x?} {index}");
            if index == wrong {
                break;
            }
        }
        if wrong == bytes.len() {
            let fed = feed(&mut machine, &to_server(0x80, b""));
            assert!(matches!(fed, Err((_, ConnectionError::InvalidUtf8))), "{bytes:02x?}");
        }
    }
}

#[test]
fn a_character_may_be_split_by_fragments_and_by_reads() {
    for text in GOOD {
        for cut in 0..=text.len() {
            let (before, after) = text.as_bytes().split_at(cut);
            let bytes = [to_server(0x01, before), to_server(0x89, b"!"), to_server(0x80, after)].concat();
            let (messages, error, _) = for_every_split(plain, &bytes);
            assert_eq!((messages.last(), error), (Some(&Message::Text(text.into())), None), "{text:?} {cut}");
        }
    }
}

#[test]
fn a_text_does_not_affect_the_validation_of_the_next() {
    let bytes = [
        to_server(0x01, "é".as_bytes()),
        to_server(0x80, b""),
        to_server(0x82, b"\xff\xc3"),
        to_server(0x81, "é".as_bytes()),
        to_server(0x02, b"\xc3"),
        to_server(0x80, b"\xc3"),
        to_server(0x01, b""),
        to_server(0x80, "日".as_bytes()),
    ]
    .concat();
    let (messages, error, _) = for_every_split(plain, &bytes);
    let expected = [
        Message::Text("é".into()),
        Message::Binary(Bytes::from_static(b"\xff\xc3")),
        Message::Text("é".into()),
        Message::Binary(Bytes::from_static(b"\xc3\xc3")),
        Message::Text("日".into()),
    ];
    assert_eq!((&messages[..], error), (&expected[..], None));
}

#[test]
fn lossy_text_has_replacement_characters() {
    let lossy = || server(ConnectionOptions::default().utf8(Utf8Mode::Lossy));
    let bytes = [to_server(0x01, b"a\xff"), to_server(0x80, b"\xc3"), to_server(0x81, "é".as_bytes())].concat();
    let (messages, error, _) = for_every_split(lossy, &bytes);
    assert_eq!(
        (&messages[..], error),
        (&[Message::Text("a\u{fffd}\u{fffd}".into()), Message::Text("é".into())][..], None)
    );
}

#[test]
fn unchecked_text_is_bytes() {
    let mut machine = server(ConnectionOptions::default().utf8(Utf8Mode::Unchecked));
    let bytes = [to_server(0x81, b"a\xff"), to_server(0x81, b"a")].concat();
    let (messages, error, _) = outcome(&mut machine, &[&bytes]);
    let expected = [Message::Binary(Bytes::from_static(b"a\xff")), Message::Binary(Bytes::from_static(b"a"))];
    assert_eq!((&messages[..], error), (&expected[..], None));
}
