//! The law of frames: the result of an input does not depend on how it is split into reads.

use std::time::Instant;

use crate::deflate::{Negotiated, PermessageDeflate, WindowBits};
use crate::error::ConnectionError;
use crate::message::{CloseFrame, DataMessage, Message, SizeLimit};
use crate::options::{ConnectionOptions, Role, Utf8Mode};
use crate::protocol::Machine;

use super::{choices, cuts};

/// The largest frame.
const FRAME: u64 = 300;
/// The largest message.
const MESSAGE: u64 = 1000;
/// The longest header of a frame.
const HEADER: usize = 14;

/// Feeds the input to one end. The first byte selects the role, compression, the UTF-8 mode, and whether the end closes
/// first. The second byte selects the splits.
///
/// # Panics
/// Panics if the law does not hold.
pub fn frames(bytes: &[u8]) {
    let ([choice, seed], input) = choices(bytes);
    check(choice, &cuts(input, seed), |pieces| outcome(&mut end(choice), pieces));
}

/// Creates an end: bit 0 selects a client, bits 1 and 2 the UTF-8 mode, bits 3 and 4 compression, and bit 7 closing.
/// Bits 5 to 7 select the fragments of messages that are sent again.
fn end(choice: u8) -> Machine {
    let role = if choice & 1 == 0 { Role::Server } else { Role::Client };
    let limits =
        ConnectionOptions::default().max_frame(SizeLimit::at_most(FRAME)).max_message(SizeLimit::at_most(MESSAGE));
    let mut machine = machine(role, choice, limits.utf8(mode(choice)));
    if closes(choice) {
        assert!(machine.close(&CloseFrame::normal(), Instant::now()).is_ok(), "a new end can close");
        machine.all_written();
    }
    machine
}

fn closes(choice: u8) -> bool {
    choice & 0x80 != 0
}

fn mode(choice: u8) -> Utf8Mode {
    match choice >> 1 & 3 {
        0 | 3 => Utf8Mode::Strict,
        1 => Utf8Mode::Lossy,
        _ => Utf8Mode::Unchecked,
    }
}

fn machine(role: Role, choice: u8, options: ConnectionOptions) -> Machine {
    let now = Instant::now();
    let (takeover, window) = match choice >> 3 & 3 {
        0 => return Machine::new(role, options, None, now),
        1 => (true, WindowBits::MAX),
        2 => (true, WindowBits::MIN),
        _ => (false, WindowBits::MAX),
    };
    let agreed = Negotiated {
        server_no_context_takeover: !takeover,
        client_no_context_takeover: !takeover,
        server_window: window,
        client_window: window,
    };
    Machine::new(role, options.deflate(PermessageDeflate::new().threshold(0)), Some(&agreed), now)
}

/// The result of an input.
#[derive(Debug, PartialEq)]
struct Outcome {
    messages: Vec<Message>,
    error: Option<String>,
    /// Empty for a client, whose masks are random.
    answered: Vec<u8>,
}

fn outcome(machine: &mut Machine, pieces: &[&[u8]]) -> Outcome {
    let now = Instant::now();
    let mut outcome = Outcome { messages: Vec::new(), error: None, answered: Vec::new() };
    for piece in pieces {
        machine.input.extend_from_slice(piece);
        let error = loop {
            match machine.receive(|| now) {
                Ok(Some(message)) => outcome.messages.push(message),
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        let output = machine.output().to_vec();
        machine.written(output.len(), now);
        outcome.answered.extend(output);
        if let Some(error) = error {
            finished(machine, &error);
            outcome.error = Some(error.to_string());
            break;
        }
        let waiting = machine.input.len();
        assert!(waiting <= HEADER + usize::try_from(FRAME).unwrap_or(0), "{waiting} bytes of one frame wait");
        let gathered = machine.gathered();
        assert!(gathered <= MESSAGE, "{gathered} bytes of one message are held");
    }
    if machine.role() == Role::Client {
        outcome.answered.clear();
    }
    outcome
}

/// Checks that an error is final and returned again by each call.
fn finished(machine: &mut Machine, error: &ConnectionError) {
    let now = Instant::now();
    assert!(error.is_end(), "{error} ends the connection");
    machine.input.extend_from_slice(b"\x81\x01x\x81\x81\0\0\0\0x");
    for _ in 0..2 {
        let again = machine.receive(|| now).map_err(|error| error.to_string());
        assert_eq!(again, Err(error.to_string()), "an error is final");
    }
    assert!(machine.send_payload(true, b"x", now).is_err(), "nothing is sent after {error}");
    assert!(machine.output().is_empty(), "nothing is sent after {error}");
}

fn check(choice: u8, cuts: &[Vec<&[u8]>; 3], run: impl Fn(&[&[u8]]) -> Outcome) {
    let [whole, others @ ..] = cuts;
    let outcome = run(whole);
    for pieces in others {
        assert_eq!(run(pieces), outcome, "split into {} pieces", pieces.len());
    }
    assert!(
        !closes(choice) || outcome.answered.is_empty(),
        "nothing is sent after a close frame: {:?}",
        outcome.answered
    );
    for message in &outcome.messages {
        if let Message::Text(text) = message {
            assert!(std::str::from_utf8(text.as_bytes()).is_ok(), "a text is UTF-8");
            assert!(mode(choice) != Utf8Mode::Unchecked, "text that was not validated is binary");
        }
        // A byte that is not UTF-8 becomes three.
        let most = if mode(choice) == Utf8Mode::Lossy { MESSAGE * 3 } else { MESSAGE };
        assert!(size(message) <= most, "a message of {} bytes", size(message));
    }
    sent_again(choice, &outcome.messages);
}

fn size(message: &Message) -> u64 {
    let size = match message {
        Message::Text(text) => text.as_bytes().len(),
        Message::Binary(bytes) | Message::Ping(bytes) | Message::Pong(bytes) => bytes.len(),
        Message::Close(frame) => frame.reason().len(),
    };
    u64::try_from(size).unwrap_or(u64::MAX)
}

/// Checks that received messages can be sent again and arrive unchanged.
fn sent_again(choice: u8, messages: &[Message]) {
    let now = Instant::now();
    let options = || ConnectionOptions::default().fragment(usize::from(choice >> 5) * 20);
    for (from, to) in [(Role::Client, Role::Server), (Role::Server, Role::Client)] {
        let (mut from, mut to) = (machine(from, choice, options()), machine(to, choice, options()));
        for message in messages {
            let sent = match message {
                Message::Text(text) => from.send(&DataMessage::Text(text.clone()), now),
                Message::Binary(bytes) => from.send(&DataMessage::Binary(bytes.clone()), now),
                Message::Ping(payload) => from.ping(payload, now),
                Message::Pong(payload) => from.pong(payload, now),
                Message::Close(frame) => from.close(frame, now),
            };
            assert!(sent.is_ok(), "{message:?} is sent again: {sent:?}");
            to.input.extend_from_slice(from.output());
            from.all_written();
            let arrived = to.receive(|| now).map_err(|error| error.to_string());
            assert_eq!(arrived.as_ref(), Ok(&Some(message.clone())), "sent again");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, check, cuts, end, outcome};

    /// Two texts and half a third, masked with zeros.
    const TEXTS: &[u8] = b"\x81\x81\0\0\0\0a\x81\x81\0\0\0\0b\x81\x82\0\0\0\0c";

    #[test]
    #[should_panic(expected = "split into")]
    fn an_end_that_ignores_the_second_read_breaks_the_law() {
        check(0, &cuts(TEXTS, 0), |pieces| outcome(&mut end(0), pieces.get(..1).unwrap_or_default()));
    }

    #[test]
    #[should_panic(expected = "text that was not validated is binary")]
    fn an_end_that_returns_text_without_validation_breaks_the_law() {
        check(4, &cuts(TEXTS, 0), |pieces| outcome(&mut end(0), pieces));
    }

    #[test]
    #[should_panic(expected = "a message of 1001 bytes")]
    fn an_end_without_limits_breaks_the_law() {
        check(0, &cuts(b"", 0), |_| Outcome {
            messages: vec![super::Message::Binary(vec![0; 1001].into())],
            error: None,
            answered: Vec::new(),
        });
    }
}
