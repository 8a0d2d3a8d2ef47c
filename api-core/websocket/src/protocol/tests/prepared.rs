//! Prepared messages: each connection sends what its peer can read, and connections with the same parameters send the
//! same bytes.

use std::time::Instant;

use crate::deflate::{Negotiated, PermessageDeflate, WindowBits};
use crate::message::DataMessage;
use crate::options::{ConnectionOptions, Role};
use crate::protocol::{Machine, PreparedMessage};

use super::{agreed, drain, feed};

/// Payloads: empty, below and above the threshold, incompressible, and of every form of a header.
fn payloads() -> Vec<String> {
    let noise: String =
        (0_u32..300).map(|number| char::from(b' ' + u8::try_from(number * number % 89).unwrap())).collect();
    vec![String::new(), "short".to_owned(), "hello ".repeat(20), noise, "message ".repeat(9000)]
}

/// Every agreement: without compression, with and without context takeover, and with a small window.
fn agreements() -> [Option<Negotiated>; 4] {
    let alone = Negotiated { server_no_context_takeover: true, client_no_context_takeover: true, ..agreed() };
    [None, Some(agreed()), Some(alone), Some(Negotiated { server_window: WindowBits::MIN, ..alone })]
}

fn end(role: Role, agreement: Option<&Negotiated>, fragment: usize) -> Machine {
    let options = ConnectionOptions::default().deflate(PermessageDeflate::new()).fragment(fragment);
    Machine::new(role, options, agreement, Instant::now())
}

#[test]
fn the_peer_reads_prepared_messages_between_others_whatever_was_negotiated() {
    for agreement in agreements() {
        for role in [Role::Server, Role::Client] {
            for fragment in [0, 7] {
                let (mut near, mut far) =
                    (end(role, agreement.as_ref(), fragment), end(other(role), agreement.as_ref(), 0));
                for payload in payloads() {
                    for message in [DataMessage::from(&*payload), DataMessage::from(payload.clone().into_bytes())] {
                        let prepared = PreparedMessage::from(&message);
                        near.put_prepared(&prepared).expect("open");
                        near.send(&message, Instant::now()).expect("open");
                        near.put_prepared(&prepared).expect("open");
                        let sent = drain(&mut near);
                        let read = feed(&mut far, &sent).expect("a message");
                        assert_eq!(read, vec![message.into(); 3], "{agreement:?} {role:?} fragments of {fragment}");
                    }
                }
            }
        }
    }
}

#[test]
fn servers_with_the_same_parameters_share_one_frame_unless_a_message_depends_on_others() {
    for (agreement, compressed, shared) in agreements()
        .into_iter()
        .zip([(false, true), (true, false), (true, true), (true, true)])
        .map(|(a, (b, c))| (a, b, c))
    {
        let prepared = PreparedMessage::text(&"hello ".repeat(20));
        let frames: Vec<Option<&[u8]>> =
            (0..2).map(|_| end(Role::Server, agreement.as_ref(), 0).shared_frame(&prepared)).collect();
        assert_eq!(frames[0].is_some(), shared, "{agreement:?}");
        assert_eq!(frames[0].map(<[u8]>::as_ptr), frames[1].map(<[u8]>::as_ptr), "the same bytes in memory");
        assert_eq!(frames[0].is_some_and(|frame| frame[0] == 0xc1), compressed && shared, "{agreement:?}");
        assert!(end(Role::Server, agreement.as_ref(), 3).shared_frame(&prepared).is_none(), "fragments");
        assert!(end(Role::Client, agreement.as_ref(), 0).shared_frame(&prepared).is_none(), "a client masks");
    }
}

fn other(role: Role) -> Role {
    match role {
        Role::Server => Role::Client,
        Role::Client => Role::Server,
    }
}
