//! What a transport delivers to one end of a WebSocket, cut in any way.

use std::time::Instant;

use crate::machine::Machine;
use crate::{
    Agreed, CloseFrame, ConnectionError, ConnectionOptions, DataMessage, Message, PermessageDeflate, Role, SizeLimit,
    Utf8Mode, WindowBits,
};

use super::{choices, cuts};

/// What a frame of the law may have.
const FRAME: u64 = 300;
/// What a message of the law may have.
const MESSAGE: u64 = 1000;
/// The longest header of a frame.
const HEADER: usize = 14;

/// Feeds one end. The first byte chooses which one, its compression, what it does about UTF-8, and whether it closes first; the second
/// chooses the cuts.
///
/// # Panics
/// If the law does not hold.
pub fn frames(bytes: &[u8]) {
    let ([choice, seed], input) = choices(bytes);
    judge(choice, &cuts(input, seed), |pieces| told(&mut end(choice), pieces));
}

/// An end: bit 0 a client, bits 1 and 2 its UTF-8 mode, bits 3 and 4 compression, bit 7 closing; bits 5 to 7 the fragments of what is sent again.
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
    let agreed = Agreed {
        server_no_context_takeover: !takeover,
        client_no_context_takeover: !takeover,
        server_window: window,
        client_window: window,
    };
    Machine::new(role, options.deflate(PermessageDeflate::new().threshold(0)), Some(&agreed), now)
}

/// What came of bytes.
#[derive(Debug, PartialEq)]
struct Told {
    messages: Vec<Message>,
    error: Option<String>,
    /// A client's answers are masked anew each time, so only a server's can be compared.
    answered: Vec<u8>,
}

fn told(machine: &mut Machine, pieces: &[&[u8]]) -> Told {
    let now = Instant::now();
    let mut told = Told { messages: Vec::new(), error: None, answered: Vec::new() };
    for piece in pieces {
        machine.input.extend_from_slice(piece);
        let error = loop {
            match machine.receive(now) {
                Ok(Some(message)) => told.messages.push(message),
                Ok(None) => break None,
                Err(error) => break Some(error),
            }
        };
        let output = machine.output().to_vec();
        machine.written(output.len(), now);
        told.answered.extend(output);
        if let Some(error) = error {
            finished(machine, &error);
            told.error = Some(error.to_string());
            break;
        }
        let waiting = machine.input.len();
        assert!(waiting <= HEADER + usize::try_from(FRAME).unwrap_or(0), "{waiting} bytes of one frame wait");
        let gathered = machine.gathered();
        assert!(gathered <= MESSAGE, "{gathered} bytes of one message are held");
    }
    if machine.role() == Role::Client {
        told.answered.clear();
    }
    told
}

/// An error is the last thing that is said, and said again however often one asks.
fn finished(machine: &mut Machine, error: &ConnectionError) {
    let now = Instant::now();
    assert!(error.is_end(), "{error} is no end");
    machine.input.extend_from_slice(b"\x81\x01x\x81\x81\0\0\0\0x");
    for _ in 0..2 {
        let again = machine.receive(now).map_err(|error| error.to_string());
        assert_eq!(again, Err(error.to_string()), "an error is final");
    }
    assert!(machine.send_payload(true, b"x", now).is_err(), "nothing is sent after {error}");
    assert!(machine.output().is_empty(), "nothing is said after {error}");
}

fn judge(choice: u8, cuts: &[Vec<&[u8]>; 3], tell: impl Fn(&[&[u8]]) -> Told) {
    let [whole, others @ ..] = cuts;
    let told = tell(whole);
    for pieces in others {
        assert_eq!(tell(pieces), told, "cut in {} pieces", pieces.len());
    }
    assert!(!closes(choice) || told.answered.is_empty(), "nothing is said after a close frame: {:?}", told.answered);
    for message in &told.messages {
        if let Message::Text(text) = message {
            assert!(std::str::from_utf8(text.as_bytes()).is_ok(), "a text is UTF-8");
            assert!(mode(choice) != Utf8Mode::Unchecked, "what was not looked at is no text");
        }
        // A byte that is not UTF-8 becomes three.
        let most = if mode(choice) == Utf8Mode::Lossy { MESSAGE * 3 } else { MESSAGE };
        assert!(size(message) <= most, "a message of {} bytes", size(message));
    }
    sent_again(choice, &told.messages);
}

fn size(message: &Message) -> u64 {
    let size = match message {
        Message::Text(text) => text.as_bytes().len(),
        Message::Binary(bytes) | Message::Ping(bytes) | Message::Pong(bytes) => bytes.len(),
        Message::Close(frame) => frame.reason().len(),
    };
    u64::try_from(size).unwrap_or(u64::MAX)
}

/// What the peer of such an end sends arrives as it was said.
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
            let arrived = to.receive(now).map_err(|error| error.to_string());
            assert_eq!(arrived.as_ref(), Ok(&Some(message.clone())), "sent again");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Told, cuts, end, judge, told};

    /// Two texts and half a third, masked with zeros.
    const TEXTS: &[u8] = b"\x81\x81\0\0\0\0a\x81\x81\0\0\0\0b\x81\x82\0\0\0\0c";

    #[test]
    #[should_panic(expected = "cut in")]
    fn an_end_that_forgets_what_was_cut_is_found_out() {
        judge(0, &cuts(TEXTS, 0), |pieces| told(&mut end(0), pieces.get(..1).unwrap_or_default()));
    }

    #[test]
    #[should_panic(expected = "what was not looked at is no text")]
    fn an_end_that_says_text_unchecked_is_found_out() {
        judge(4, &cuts(TEXTS, 0), |pieces| told(&mut end(0), pieces));
    }

    #[test]
    #[should_panic(expected = "a message of 1001 bytes")]
    fn an_end_without_limits_is_found_out() {
        judge(0, &cuts(b"", 0), |_| Told {
            messages: vec![super::Message::Binary(vec![0; 1001].into())],
            error: None,
            answered: Vec::new(),
        });
    }
}
