//! Output: fragments, pongs while the peer does not read, and nothing after a close frame.

use std::time::Instant;

use super::{data, drain, feed, outcome, server, to_server};
use crate::error::ConnectionError;
use crate::message::{CloseCode, CloseFrame};
use crate::options::{ConnectionOptions, Role};
use crate::protocol::Machine;

#[test]
fn messages_are_cut_into_fragments_of_the_configured_size() {
    for (length, expected) in [(0, vec![0x82, 0]), (3, vec![0x82, 3, 9, 9, 9]), (4, vec![0x02, 3, 9, 9, 9, 0x80, 1, 9])]
    {
        let mut machine = server(ConnectionOptions::default().fragment(3));
        machine.send(&data(false, &vec![9; length]), Instant::now()).unwrap();
        assert_eq!(drain(&mut machine), expected);
    }
    let mut machine = server(ConnectionOptions::default().fragment(2));
    machine.send(&data(true, "aé!".as_bytes()), Instant::now()).unwrap();
    assert_eq!(drain(&mut machine), b"\x01\x02a\xc3\x80\x02\xa9!");
}

#[test]
fn a_server_does_not_mask_and_a_client_uses_a_new_mask_for_each_frame() {
    let mut machine = server(ConnectionOptions::default());
    machine.send(&data(true, b"hi"), Instant::now()).unwrap();
    assert_eq!(drain(&mut machine), b"\x81\x02hi");
    let mut client = Machine::new(Role::Client, ConnectionOptions::default(), None, Instant::now());
    let mut masks = Vec::new();
    for _ in 0..4 {
        client.send(&data(true, b"hi"), Instant::now()).unwrap();
        let frame = drain(&mut client);
        let [0x81, 0x82, mask @ .., one, two] = &frame[..] else { panic!("{frame:02x?}") };
        assert_eq!([one ^ mask[0], two ^ mask[1]], *b"hi");
        masks.push(mask.to_vec());
    }
    masks.dedup();
    assert_eq!(masks.len(), 4, "equal masks in a row have a probability of 2^-32");
}

#[test]
fn while_the_output_is_full_only_the_latest_ping_is_answered() {
    let mut machine = server(ConnectionOptions::default().write_buffer(64));
    machine.send(&data(false, &[7; 100]), Instant::now()).unwrap();
    assert!(machine.is_full());
    for count in 0..1000_u32 {
        feed(&mut machine, &to_server(0x89, &count.to_be_bytes())).unwrap();
    }
    assert_eq!(machine.output().len(), 102, "pings of the peer do not enlarge the output");
    machine.written(50, Instant::now());
    assert_eq!(machine.output().len(), 52);
    machine.written(52, Instant::now());
    assert_eq!(drain(&mut machine), [&[0x8a, 4][..], &999_u32.to_be_bytes()].concat());
    feed(&mut machine, &to_server(0x89, b"again")).unwrap();
    assert_eq!(drain(&mut machine), b"\x8a\x05again");
}

#[test]
fn pings_are_answered_with_their_payload() {
    for payload in [&b""[..], b"\0\xff", &[b'x'; 125]] {
        let (_, _, answered) = outcome(&mut server(ConnectionOptions::default()), &[&to_server(0x89, payload)]);
        assert_eq!(answered, [&[0x8a, u8::try_from(payload.len()).unwrap()][..], payload].concat());
    }
}

#[test]
fn nothing_is_sent_after_a_close_frame() {
    let now = Instant::now();
    let mut machine = server(ConnectionOptions::default().write_buffer(1));
    machine.send(&data(false, &[0; 9]), now).unwrap();
    feed(&mut machine, &to_server(0x89, b"waits")).unwrap();
    machine.close(&CloseFrame::new(CloseCode::GOING_AWAY, "bye").unwrap(), now).unwrap();
    let expected = [&[0x82, 9][..], &[0; 9], b"\x88\x05\x03\xe9bye"].concat();
    assert_eq!(drain(&mut machine), expected);
    for refused in
        [machine.send(&data(true, b"x"), now), machine.ping(b"", now), machine.close(&CloseFrame::normal(), now)]
    {
        assert!(matches!(refused, Err(ConnectionError::AlreadyClosing)), "{refused:?}");
    }
    // Data in flight is received. Neither a ping nor the close frame is answered any more.
    let bytes = [to_server(0x81, b"late"), to_server(0x89, b"?"), to_server(0x88, b"\x03\xe9bye")].concat();
    let (messages, error, answered) = outcome(&mut machine, &[&bytes]);
    assert_eq!((messages.len(), answered), (3, Vec::new()), "{error:?}");
    assert!(machine.is_over() && machine.is_closed_by_peer());
}

#[test]
fn a_control_payload_over_125_bytes_is_an_error_of_that_call_alone() {
    let now = Instant::now();
    let mut machine = server(ConnectionOptions::default());
    for refused in [machine.ping(&[0; 126], now), machine.pong(&[0; 126], now)] {
        assert!(matches!(refused, Err(ConnectionError::ControlTooLong(126))), "{refused:?}");
    }
    assert!(machine.output().is_empty());
    machine.pong(&[0; 125], now).unwrap();
}
