//! Limits on frames and messages: 1009 beyond them, and no memory for an announced size.

use super::{close_code, feed, outcome, server, to_server};
use crate::error::ConnectionError;
use crate::message::{Message, SizeLimit};
use crate::options::ConnectionOptions;

fn announce(first: u8, length: u64) -> Vec<u8> {
    let mut header = vec![first, 0xff];
    header.extend(length.to_be_bytes());
    header.extend([0; 4]);
    header
}

#[test]
fn a_frame_that_announces_too_much_fails_with_1009_before_its_payload() {
    for (size, limit) in [(16 * 1024 * 1024 + 1, None), (u64::MAX >> 1, None), (1 << 40, None), (70_000, Some(69_999))]
    {
        let options = ConnectionOptions::default();
        let options = limit.map_or(options.clone(), |limit| options.max_frame(SizeLimit::at_most(limit)));
        let mut machine = server(options);
        let (_, error) = feed(&mut machine, &announce(0x82, size)).unwrap_err();
        let ConnectionError::FrameTooBig { size: announced, limit: reported } = error else { panic!("{error:?}") };
        assert_eq!((announced, reported.most()), (size, Some(limit.unwrap_or(16 << 20))));
        assert_eq!(close_code(machine.output()), Some(1009));
        assert!(machine.input.capacity() < 1024, "{}", machine.input.capacity());
    }
}

#[test]
fn an_allowed_announced_size_allocates_nothing() {
    for size in [16 << 20, 10 << 20] {
        let mut machine = server(ConnectionOptions::default());
        assert_eq!(feed(&mut machine, &announce(0x82, size)).unwrap(), []);
        assert!(machine.input.capacity() < 1024, "{}", machine.input.capacity());
        assert_eq!(feed(&mut machine, &[0; 1000]).unwrap(), []);
        assert!(machine.input.capacity() < 8 * 1024, "{}", machine.input.capacity());
    }
    // The same without a limit.
    let unlimited = SizeLimit::unlimited();
    let mut machine = server(ConnectionOptions::default().max_frame(unlimited).max_message(unlimited));
    assert_eq!(feed(&mut machine, &announce(0x82, u64::MAX >> 1)).unwrap(), []);
    assert_eq!(feed(&mut machine, &[0; 1000]).unwrap(), []);
    assert!(machine.input.capacity() < 8 * 1024, "{}", machine.input.capacity());
}

#[test]
fn a_frame_of_exactly_the_limit_is_received() {
    let mut machine = server(ConnectionOptions::default().max_frame(SizeLimit::at_most(3)));
    let (messages, error, _) = outcome(&mut machine, &[&to_server(0x81, b"abc"), &to_server(0x81, b"abcd")]);
    assert_eq!(
        (messages, error.as_deref()),
        (vec![Message::Text("abc".into())], Some("a frame has 4 bytes, limit 3 bytes"))
    );
}

#[test]
fn a_message_limit_counts_all_fragments() {
    let make = || server(ConnectionOptions::default().max_message(SizeLimit::at_most(10)));
    let fits = [to_server(0x02, &[1; 4]), to_server(0x00, &[1; 4]), to_server(0x80, &[1; 2])].concat();
    let (messages, error, _) = super::for_every_split(make, &fits);
    assert_eq!((messages.len(), error), (1, None));
    let one_more = [to_server(0x02, &[1; 4]), to_server(0x00, &[1; 4]), to_server(0x80, &[1; 3])].concat();
    let (messages, error, answered) = super::for_every_split(make, &one_more);
    assert_eq!((messages.len(), close_code(&answered)), (0, Some(1009)), "{error:?}");
}

#[test]
fn a_frame_beyond_the_message_limit_fails_before_its_payload() {
    let options = ConnectionOptions::default().max_message(SizeLimit::at_most(100_000));
    let mut machine = server(options.clone());
    let (_, error) = feed(&mut machine, &announce(0x82, 100_001)).unwrap_err();
    assert!(matches!(error, ConnectionError::MessageTooBig { .. }), "{error:?}");
    let mut machine = server(options);
    feed(&mut machine, &to_server(0x02, &vec![0; 50_000])).unwrap();
    feed(&mut machine, &to_server(0x89, &[0; 125])).unwrap();
    let (_, error) = feed(&mut machine, &announce(0x80, 70_000)).unwrap_err();
    assert!(matches!(error, ConnectionError::MessageTooBig { .. }), "{error:?}");
    assert_eq!(error.to_string(), "a message is too large, limit 100000 bytes");
}

#[test]
fn default_limits_do_not_lower_limits_that_are_set() {
    let big = ConnectionOptions::default().max_message(SizeLimit::at_most(32 << 20));
    assert_eq!(big.frame_limit(), SizeLimit::at_most(32 << 20));
    let both = ConnectionOptions::default().within(&big);
    assert_eq!(both.message_limit(), SizeLimit::at_most(32 << 20));
    let small = ConnectionOptions::default().max_message(SizeLimit::at_most(5)).within(&big);
    assert_eq!((small.message_limit(), small.frame_limit()), (SizeLimit::at_most(5), SizeLimit::at_most(16 << 20)));
}
