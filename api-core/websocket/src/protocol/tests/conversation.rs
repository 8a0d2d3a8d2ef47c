//! Two machines over a transport that splits at random positions: messages arrive unchanged and in order.

use std::time::Instant;

use proptest::prelude::*;

use super::{Negotiated, data, drain};
use crate::deflate::{PermessageDeflate, WindowBits};
use crate::message::{DataMessage, Message};
use crate::options::{ConnectionOptions, Role};
use crate::protocol::Machine;

#[derive(Debug, Clone)]
enum Action {
    Data(DataMessage),
    Ping(Vec<u8>),
    Pong(Vec<u8>),
}

fn messages_to_send() -> impl Strategy<Value = Action> {
    prop_oneof![
        3 => any::<String>().prop_map(|text| Action::Data(data(true, text.as_bytes()))),
        3 => prop::collection::vec(any::<u8>(), 0..400).prop_map(|bytes| Action::Data(data(false, &bytes))),
        1 => (0..200_000_usize, any::<u8>()).prop_map(|(size, byte)| Action::Data(data(false, &vec![byte; size]))),
        1 => prop::collection::vec(any::<u8>(), 0..=125).prop_map(Action::Ping),
        1 => prop::collection::vec(any::<u8>(), 0..=125).prop_map(Action::Pong),
    ]
}

fn deflate() -> impl Strategy<Value = Option<(Negotiated, PermessageDeflate)>> {
    let bits = || (9..=15_u8).prop_map(|bits| WindowBits::new(bits).unwrap());
    let terms = (any::<bool>(), any::<bool>(), bits(), bits(), 0..=9_u8, prop_oneof![Just(0), Just(32_usize)])
        .prop_map(|(server, client, server_window, client_window, level, threshold)| {
            let agreed = Negotiated {
                server_no_context_takeover: server,
                client_no_context_takeover: client,
                server_window,
                client_window,
            };
            (agreed, PermessageDeflate::new().level(level).threshold(threshold))
        });
    prop::option::of(terms)
}

struct End {
    machine: Machine,
    data: Vec<DataMessage>,
    pings: Vec<Vec<u8>>,
    pongs: Vec<Vec<u8>>,
}

impl End {
    fn new(role: Role, fragment: usize, deflate: Option<&(Negotiated, PermessageDeflate)>) -> Self {
        let mut options = ConnectionOptions::default().fragment(fragment);
        if let Some((_, deflate)) = deflate {
            options = options.deflate(*deflate);
        }
        let machine = Machine::new(role, options, deflate.map(|(agreed, _)| agreed), Instant::now());
        Self { machine, data: Vec::new(), pings: Vec::new(), pongs: Vec::new() }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.machine.input.extend_from_slice(bytes);
        while let Some(message) = self.machine.receive(Instant::now).expect("the other machine keeps to the protocol") {
            match message {
                Message::Text(text) => self.data.push(DataMessage::Text(text)),
                Message::Binary(bytes) => self.data.push(DataMessage::Binary(bytes)),
                Message::Ping(payload) => self.pings.push(payload.to_vec()),
                Message::Pong(payload) => self.pongs.push(payload.to_vec()),
                Message::Close(_) => return,
            }
        }
    }
}

/// Passes the output to the other end, in pieces of these sizes in turn.
fn pass(from: &mut End, to: &mut End, cuts: &[usize], turn: &mut usize) {
    let bytes = drain(&mut from.machine);
    let mut rest = &bytes[..];
    while !rest.is_empty() {
        let cut = cuts.get(*turn % cuts.len()).copied().unwrap_or(1).clamp(1, rest.len());
        *turn += 1;
        let (now, later) = rest.split_at(cut);
        to.take(now);
        rest = later;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn messages_arrive_unchanged_and_in_order(
        deflate in deflate(),
        fragments in (prop_oneof![Just(0), 1..200_usize], prop_oneof![Just(0), 1..200_usize]),
        script in prop::collection::vec((any::<bool>(), messages_to_send()), 0..24),
        cuts in prop::collection::vec(prop_oneof![1..4_usize, 1..200_usize, 1..50_000_usize], 1..8),
    ) {
        let mut client = End::new(Role::Client, fragments.0, deflate.as_ref());
        let mut server = End::new(Role::Server, fragments.1, deflate.as_ref());
        let (mut sent_data, mut sent_pings, mut sent_pongs) = ([vec![], vec![]], [vec![], vec![]], [vec![], vec![]]);
        let mut turn = 0;
        for (from_client, action) in script {
            let sender = if from_client { &mut client } else { &mut server };
            let side = usize::from(from_client);
            let now = Instant::now();
            match action {
                Action::Data(message) => {
                    sender.machine.send(&message, now).unwrap();
                    sent_data[side].push(message);
                }
                Action::Ping(payload) => {
                    sender.machine.ping(&payload, now).unwrap();
                    sent_pings[side].push(payload);
                }
                Action::Pong(payload) => {
                    sender.machine.pong(&payload, now).unwrap();
                    sent_pongs[side].push(payload);
                }
            }
            if turn % 3 != 0 || from_client {
                pass(&mut client, &mut server, &cuts, &mut turn);
                pass(&mut server, &mut client, &cuts, &mut turn);
            }
            turn += 1;
        }
        // Until the pongs have arrived too.
        for _ in 0..2 {
            pass(&mut client, &mut server, &cuts, &mut turn);
            pass(&mut server, &mut client, &cuts, &mut turn);
        }
        for (side, receiver) in [(0, &client), (1, &server)] {
            prop_assert_eq!(&receiver.data, &sent_data[side]);
            prop_assert_eq!(&receiver.pings, &sent_pings[side]);
            // Each ping has a pong, or only the latest ping if the output was full. Unsolicited pongs arrive too.
            let pinged = &sent_pings[1 - side];
            prop_assert!(pinged.last().is_none_or(|ping| receiver.pongs.contains(ping)));
            prop_assert!(sent_pongs[side].iter().all(|pong| receiver.pongs.contains(pong)));
            prop_assert!(receiver.pongs.len() <= pinged.len() + sent_pongs[side].len());
        }
        client.machine.close(&crate::CloseFrame::normal(), Instant::now()).unwrap();
        pass(&mut client, &mut server, &cuts, &mut turn);
        pass(&mut server, &mut client, &cuts, &mut turn);
        prop_assert!(client.machine.is_closed_by_peer() && server.machine.is_closed_by_peer());
    }

    #[test]
    fn no_input_causes_a_panic_or_a_large_buffer(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        deflated: bool,
        client: bool,
    ) {
        let role = if client { Role::Client } else { Role::Server };
        let deflate = (super::agreed(), PermessageDeflate::new());
        let mut end = End::new(role, 0, deflated.then_some(&deflate));
        for piece in bytes.chunks(7) {
            end.machine.input.extend_from_slice(piece);
            while let Ok(Some(_)) = end.machine.receive(Instant::now) {}
            prop_assert!(end.machine.input.capacity() < 4096);
        }
    }
}
