//! permessage-deflate on the wire (RFC 7692 §7.2), with the examples of the RFC and with another implementation.

use std::time::Instant;

use bytes::Bytes;
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress};

use super::{agreed, close_code, data, deflating, drain, feed, for_every_split, outcome, to_server};
use crate::deflate::{Negotiated, WindowBits};
use crate::error::ConnectionError;
use crate::message::{Message, SizeLimit};
use crate::options::{ConnectionOptions, Role};
use crate::protocol::Machine;

const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];

fn plain() -> Machine {
    deflating(Role::Server, ConnectionOptions::default(), agreed())
}

/// Compresses a message as a peer with zlib does.
fn compress(with: &mut Compress, message: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len() + 1024);
    with.compress_vec(message, &mut out, FlushCompress::Sync).unwrap();
    assert!(out.ends_with(&TAIL));
    out.truncate(out.len() - 4);
    out
}

/// Decompresses a message as a peer with zlib does.
fn inflate(with: &mut Decompress, payload: &[u8], room: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(room);
    let input = [payload, &TAIL].concat();
    let before = with.total_in();
    with.decompress_vec(&input, &mut out, FlushDecompress::Sync).unwrap();
    assert_eq!(with.total_in() - before, input.len() as u64, "all of the input is read");
    out
}

fn deflater(bits: u8) -> Compress {
    Compress::new_with_window_bits(Compression::new(9), false, bits)
}

#[test]
fn the_examples_of_the_rfc_are_received() {
    let hello = || vec![Message::Text("Hello".into())];
    let table: [(&[&[u8]], Vec<Message>); 6] = [
        (&[b"\xf2\x48\xcd\xc9\xc9\x07\x00"], hello()),
        (&[b"\xf2\x48\xcd", b"\xc9\xc9\x07\x00"], hello()),
        (&[b"\x00\x05\x00\xfa\xffHello\x00"], hello()),
        // A final block.
        (&[b"\xf3\x48\xcd\xc9\xc9\x07\x00\x00"], hello()),
        (&[b"\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00"], hello()),
        (&[b"\x00"], vec![Message::Text("".into())]),
    ];
    for (fragments, expected) in table {
        let mut bytes = Vec::new();
        for (index, fragment) in fragments.iter().enumerate() {
            let first = match (index == 0, index + 1 == fragments.len()) {
                (true, true) => 0xc1,
                (true, false) => 0x41,
                (false, true) => 0x80,
                (false, false) => 0x00,
            };
            bytes.extend(to_server(first, fragment));
        }
        let (messages, error, _) = for_every_split(plain, &bytes);
        assert_eq!((messages, error), (expected, None), "{fragments:02x?}");
    }
    let twice = [to_server(0xc1, b"\xf2\x48\xcd\xc9\xc9\x07\x00"), to_server(0xc1, b"\xf2\x00\x11\x00\x00")].concat();
    assert_eq!(for_every_split(plain, &twice).0, [hello(), hello()].concat());
}

#[test]
fn inflating_continues_after_a_final_block() {
    let last = b"\xf3\x48\xcd\xc9\xc9\x07\x00\x00";
    let more = b"\xf2\x48\xcd\xc9\xc9\x07\x00";
    let bytes =
        [to_server(0xc1, last), to_server(0xc1, more), to_server(0xc1, last), to_server(0x81, b"plain")].concat();
    let (messages, error, _) = for_every_split(plain, &bytes);
    let hello = || Message::Text("Hello".into());
    assert_eq!((messages, error), (vec![hello(), hello(), hello(), Message::Text("plain".into())], None));
    // Within one message too.
    let both = [&last[..7], &more[..]].concat();
    assert_eq!(outcome(&mut plain(), &[&to_server(0xc1, &both)]).0, [Message::Text("HelloHello".into())]);
}

#[test]
fn rsv1_is_accepted_on_the_first_frame_of_a_data_message_alone() {
    for (frames, why) in [
        (vec![to_server(0x41, b"\xf2\x48\xcd"), to_server(0xc0, b"\xc9\xc9\x07\x00")], "a continuation"),
        (vec![to_server(0xc9, b"")], "a ping"),
        (vec![to_server(0xca, b"x")], "a pong"),
        (vec![to_server(0xc8, b"\x03\xe8")], "a close"),
        (vec![to_server(0xa1, b"x")], "another bit"),
        (vec![to_server(0xd1, b"x")], "both"),
    ] {
        let (messages, error, answered) = for_every_split(plain, &frames.concat());
        assert_eq!((messages.len(), close_code(&answered)), (0, Some(1002)), "{why}: {error:?}");
    }
    let mut without = super::server(ConnectionOptions::default());
    let (_, error, answered) = outcome(&mut without, &[&to_server(0xc1, b"\xf2\x48\xcd\xc9\xc9\x07\x00")]);
    assert_eq!(close_code(&answered), Some(1002), "{error:?}");
}

#[test]
fn compressed_and_uncompressed_messages_can_be_mixed() {
    let mut peer = deflater(15);
    let texts = ["a text of some length", "a text of some length", "short", "a text of some length again"];
    let mut bytes = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        bytes.extend(if index % 2 == 0 {
            to_server(0xc1, &compress(&mut peer, text.as_bytes()))
        } else {
            to_server(0x81, text.as_bytes())
        });
        bytes.extend(to_server(0x89, b"between"));
    }
    let (messages, error, _) = for_every_split(plain, &bytes);
    let got: Vec<_> = messages.into_iter().filter(|message| matches!(message, Message::Text(_))).collect();
    assert_eq!((got, error), (texts.map(|text| Message::Text(text.into())).to_vec(), None));
}

#[test]
fn a_message_that_cannot_be_inflated_fails_with_1002_and_inflated_invalid_text_with_1007() {
    let (messages, _, answered) = for_every_split(plain, &to_server(0xc1, b"\xff\xff\xff\xff"));
    assert_eq!((messages.len(), close_code(&answered)), (0, Some(1002)));
    let bad = compress(&mut deflater(15), b"a\xff");
    assert_eq!(close_code(&for_every_split(plain, &to_server(0xc1, &bad)).2), Some(1007));
    assert_eq!(for_every_split(plain, &to_server(0xc2, &bad)).0, [Message::Binary(Bytes::from_static(b"a\xff"))]);
}

#[test]
fn inflating_stops_at_the_limit_with_1009() {
    let bomb = compress(&mut deflater(15), &vec![0; 64 << 20]);
    assert!(bomb.len() < 100_000);
    let (messages, error, answered) = outcome(&mut plain(), &[&to_server(0xc2, &bomb)]);
    assert_eq!((messages.len(), close_code(&answered)), (0, Some(1009)), "{error:?}");
    let limited =
        |most| deflating(Role::Server, ConnectionOptions::default().max_message(SizeLimit::at_most(most)), agreed());
    let thousand = compress(&mut deflater(15), &[b'x'; 1000]);
    let (messages, error, _) = outcome(&mut limited(1000), &[&to_server(0xc1, &thousand)]);
    assert_eq!((messages.len(), error), (1, None), "exactly the limit");
    let fed = feed(&mut limited(999), &to_server(0xc1, &thousand));
    assert!(matches!(fed, Err((_, ConnectionError::MessageTooBig { limit })) if limit.most() == Some(999)));
}

/// Returns all parameters of one direction.
fn terms() -> impl Iterator<Item = (bool, u8)> {
    [false, true].into_iter().flat_map(|no_takeover| (9..=15).map(move |bits| (no_takeover, bits)))
}

/// Messages that repeat content of earlier ones.
fn texts() -> Vec<Vec<u8>> {
    let line =
        |seed: u32| (0..40_000_u32).map(|i| (i.wrapping_mul(2_654_435_761).wrapping_add(seed) >> 24) as u8).collect();
    vec![b"Hello".to_vec(), b"Hello".to_vec(), line(1), line(1), Vec::new(), vec![b'x'; 100_000], b"Hello".to_vec()]
}

#[test]
fn both_roles_inflate_every_window_with_and_without_takeover() {
    for role in [Role::Server, Role::Client] {
        let peer = if role == Role::Server { Role::Client } else { Role::Server };
        for (no_takeover, bits) in terms() {
            let window = WindowBits::new(bits).unwrap();
            let mut machine = deflating(
                role,
                ConnectionOptions::default(),
                Negotiated {
                    server_no_context_takeover: no_takeover,
                    client_no_context_takeover: no_takeover,
                    server_window: window,
                    client_window: window,
                },
            );
            let mut deflate = deflater(bits);
            for text in texts() {
                if no_takeover {
                    deflate = deflater(bits);
                }
                let payload = if text.is_empty() { vec![0] } else { compress(&mut deflate, &text) };
                let got = feed(&mut machine, &super::frame_of(peer, 0xc2, &payload)).unwrap();
                assert_eq!(got, [Message::Binary(text.into())], "{role:?} {no_takeover} {bits}");
            }
        }
    }
}

#[test]
fn both_roles_deflate_within_every_window_with_and_without_takeover() {
    for (no_takeover, bits) in terms() {
        let window = WindowBits::new(bits).unwrap();
        let mut machine = deflating(
            Role::Server,
            ConnectionOptions::default(),
            Negotiated {
                server_no_context_takeover: no_takeover,
                // The parameters of the other direction have no effect.
                client_no_context_takeover: !no_takeover,
                server_window: window,
                client_window: WindowBits::MIN,
            },
        );
        // A peer with exactly the negotiated window.
        let mut peer = Decompress::new_with_window_bits(false, bits);
        for (index, text) in texts().into_iter().enumerate() {
            machine.send(&data(false, &text), Instant::now()).unwrap();
            let frame = drain(&mut machine);
            if no_takeover {
                peer = Decompress::new_with_window_bits(false, bits);
            }
            let payload = payload(&frame);
            let got = if frame[0] & 0x40 == 0 { payload.to_vec() } else { inflate(&mut peer, payload, text.len() + 1) };
            assert!(got == text, "{no_takeover} {bits} {index}");
        }
    }
}

fn payload(frame: &[u8]) -> &[u8] {
    match frame[1] & 0x7f {
        126 => &frame[4..],
        127 => &frame[10..],
        _ => &frame[2..],
    }
}

#[test]
fn takeover_makes_the_second_of_two_equal_messages_smaller() {
    let sizes = |no_takeover| {
        let terms = Negotiated { server_no_context_takeover: no_takeover, ..agreed() };
        let mut machine = deflating(Role::Server, ConnectionOptions::default(), terms);
        let text: Vec<u8> = (0..200_u8).collect();
        [(); 2].map(|()| {
            machine.send(&data(false, &text), Instant::now()).unwrap();
            drain(&mut machine).len()
        })
    };
    let [first, second] = sizes(false);
    assert!(second < first / 10, "{first} {second}");
    let [first, second] = sizes(true);
    assert_eq!(first, second);
}

#[test]
fn an_empty_message_after_another_can_be_inflated() {
    // A second flush returns no bytes, and an empty payload with RSV1 violates RFC 7692 §7.2.3.6.
    let mut machine = plain();
    let mut peer = Decompress::new(false);
    for text in ["", "", "Hello", "", "Hello"] {
        machine.send(&data(true, text.as_bytes()), Instant::now()).unwrap();
        let frame = drain(&mut machine);
        let compressed = frame[0] & 0x40 != 0;
        let got = if compressed { inflate(&mut peer, &frame[2..], 64) } else { frame[2..].to_vec() };
        assert_eq!(got, text.as_bytes());
    }
}

#[test]
fn rsv1_is_set_on_the_first_fragment_of_a_compressed_message() {
    let mut machine = deflating(Role::Server, ConnectionOptions::default().fragment(3), agreed());
    machine.send(&data(true, b"Hello"), Instant::now()).unwrap();
    assert_eq!(drain(&mut machine), b"\x41\x03\xf2\x48\xcd\x00\x03\xc9\xc9\x07\x80\x01\x00");
}

#[test]
fn control_frames_are_never_compressed() {
    let mut machine = plain();
    machine.ping(&[b'x'; 100], Instant::now()).unwrap();
    assert_eq!(drain(&mut machine)[..2], [0x89, 100]);
}
