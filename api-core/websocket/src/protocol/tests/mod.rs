//! Tests of one end with handwritten frames, which are split at every position.

mod compressed;
mod conversation;
mod frames;
mod prepared;
mod sending;
mod sizes;
mod text;
mod timing;

use std::time::{Duration, Instant};

use crate::deflate::{Negotiated, PermessageDeflate, WindowBits};
use crate::error::ConnectionError;
use crate::message::{DataMessage, Message};
use crate::options::{ConnectionOptions, Role};

use super::Machine;

const MASK: [u8; 4] = [0x12, 0xfe, 0x34, 0x9a];

/// Returns a frame with this first byte, masked for a client.
fn frame_of(role: Role, first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    let masked = if role == Role::Client { 0x80 } else { 0 };
    match payload.len() {
        short @ 0..=125 => frame.push(masked | u8::try_from(short).unwrap()),
        middle @ 126..=0xffff => {
            frame.push(masked | 0x7e);
            frame.extend(u16::try_from(middle).unwrap().to_be_bytes());
        }
        long => {
            frame.push(masked | 0x7f);
            frame.extend((long as u64).to_be_bytes());
        }
    }
    if role == Role::Client {
        frame.extend(MASK);
        frame.extend(payload.iter().zip(MASK.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    } else {
        frame.extend(payload);
    }
    frame
}

/// Returns a frame of a client.
fn to_server(first: u8, payload: &[u8]) -> Vec<u8> {
    frame_of(Role::Client, first, payload)
}

/// Creates the machine of a server.
fn server(options: ConnectionOptions) -> Machine {
    Machine::new(Role::Server, options, None, Instant::now())
}

/// Returns the parameters of compression with the largest windows.
fn agreed() -> Negotiated {
    Negotiated {
        server_no_context_takeover: false,
        client_no_context_takeover: false,
        server_window: WindowBits::MAX,
        client_window: WindowBits::MAX,
    }
}

fn deflating(role: Role, options: ConnectionOptions, agreed: Negotiated) -> Machine {
    Machine::new(role, options.deflate(PermessageDeflate::new().threshold(0)), Some(&agreed), Instant::now())
}

/// Feeds bytes and returns the messages, until more bytes are needed or the connection ends.
fn feed(machine: &mut Machine, bytes: &[u8]) -> Result<Vec<Message>, (Vec<Message>, ConnectionError)> {
    machine.input.extend_from_slice(bytes);
    let mut found = Vec::new();
    loop {
        match machine.receive(Instant::now) {
            Ok(Some(message)) => found.push(message),
            Ok(None) => return Ok(found),
            Err(error) => return Err((found, error)),
        }
    }
}

fn drain(machine: &mut Machine) -> Vec<u8> {
    let output = machine.output().to_vec();
    machine.written(output.len(), Instant::now());
    output
}

/// The result of an input: messages, the text of the error, and the output.
type Outcome = (Vec<Message>, Option<String>, Vec<u8>);

fn outcome(machine: &mut Machine, pieces: &[&[u8]]) -> Outcome {
    let (mut messages, mut answered) = (Vec::new(), Vec::new());
    for piece in pieces {
        let fed = feed(machine, piece);
        answered.extend(drain(machine));
        match fed {
            Ok(found) => messages.extend(found),
            Err((found, error)) => {
                messages.extend(found);
                return (messages, Some(error.to_string()), answered);
            }
        }
    }
    (messages, None, answered)
}

/// Returns the result of an input, and checks that it is the same however the input is split.
fn for_every_split(make: impl Fn() -> Machine, bytes: &[u8]) -> Outcome {
    let whole = outcome(&mut make(), &[bytes]);
    let single: Vec<&[u8]> = bytes.chunks(1).collect();
    assert_eq!(outcome(&mut make(), &single), whole, "byte by byte");
    let step = (bytes.len() / 64).max(1);
    for cut in (1..bytes.len()).step_by(step) {
        let (before, after) = bytes.split_at(cut);
        assert_eq!(outcome(&mut make(), &[before, after]), whole, "split at {cut}");
    }
    whole
}

/// Returns the code of the close frame at the end of a server's output.
fn close_code(output: &[u8]) -> Option<u16> {
    match output {
        [0x88, 0, ..] => Some(1005),
        [0x88, _, high, low, ..] => Some(u16::from_be_bytes([*high, *low])),
        _ => None,
    }
}

fn data(text: bool, payload: &[u8]) -> DataMessage {
    match std::str::from_utf8(payload) {
        Ok(payload) if text => DataMessage::Text(payload.into()),
        _ => DataMessage::Binary(payload.to_vec().into()),
    }
}

fn second(count: u64) -> Duration {
    Duration::from_secs(count)
}
