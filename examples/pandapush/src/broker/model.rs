//! The broker against a naive one: lists, and patterns compared as texts.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

use proptest::prelude::*;
use serde_json::value::RawValue;

use super::*;

const CLIENTS: usize = 4;
const HOLD: Milliseconds = 100;
const LIMITS: Limits =
    Limits { sessions: 3, subscriptions: 3, all_subscriptions: 7, queued_events: 4, queued_bytes: 400 };

/// What happens to the broker.
#[derive(Debug, Clone)]
enum Step {
    Open(usize),
    Close(usize),
    Subscribe(usize, String),
    Unsubscribe(usize, String),
    /// Publishes an event of so many bytes, perhaps not to one client.
    Publish(String, usize, Option<usize>),
    /// Attaches a connection, perhaps the socket that is attached already.
    Attach(usize, OutletKind, Option<u8>, bool),
    Touch(usize),
    /// Polls one of the last attachments.
    Poll(usize),
    Detach(usize),
    /// Puts back what was polled last, as a connection that could not send it.
    Restore(usize),
    /// Takes sockets that are due. Those that fail are handed over.
    Write(usize, bool),
    /// Says that one of the last attachments has sent what it took.
    Settle(usize),
    Pass(Milliseconds),
    Sweep,
}

#[derive(Debug, Clone, Default)]
struct Woken(Rc<Cell<bool>>);

impl Waiter for Woken {
    fn wake(&self) {
        self.0.set(true);
    }
}

/// A session of the naive broker.
#[derive(Debug, Clone, Default)]
struct Naive {
    last_connect: Milliseconds,
    patterns: BTreeSet<String>,
    queue: Vec<Frame>,
    answer: Option<(String, Vec<Frame>)>,
    outlet: Option<NaiveOutlet>,
    /// The attachment that has taken events last.
    taker: usize,
    is_lost: bool,
}

#[derive(Debug, Clone)]
struct NaiveOutlet {
    number: usize,
    kind: OutletKind,
    connect: Option<String>,
    /// The attachment that has taken what is being sent.
    sending: Option<usize>,
}

/// Both brokers, and what connections hold.
struct Pair {
    broker: Broker<Woken>,
    naive: Vec<Option<Naive>>,
    now: Milliseconds,
    /// Attachments in the order of their numbers, with their client and the session it had.
    attachments: Vec<(usize, Attachment, Woken, u64)>,
    sessions: Vec<u64>,
    polled: Option<(usize, usize, Vec<Frame>)>,
    published: usize,
}

/// Returns whether a pattern matches a name, as section 2.2 of the reference says it.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), name.split('/').collect());
    match pattern.split_last() {
        Some((&"*", parent)) => name.len() == pattern.len() && name.starts_with(parent),
        Some((&"**", parent)) => name.len() >= pattern.len() && name.starts_with(parent),
        _ => pattern == name,
    }
}

fn size(frames: &[Frame]) -> usize {
    frames.iter().map(Frame::size).sum()
}

impl Naive {
    fn is_known(&self, now: Milliseconds) -> bool {
        !self.is_lost && now - self.last_connect <= HOLD * 8 / 5
    }

    fn lose(&mut self) {
        self.is_lost = true;
        self.queue.clear();
        self.answer = None;
    }

    fn give_back(&mut self, taker: usize, frames: Vec<Frame>) {
        if self.taker == taker { self.restore(frames) } else { self.lose() }
    }

    fn restore(&mut self, frames: Vec<Frame>) {
        if self.is_lost {
            return;
        }
        self.queue.splice(0..0, frames);
        let is_full = self.queue.len() > LIMITS.queued_events || size(&self.queue) > LIMITS.queued_bytes;
        if is_full && self.queue.len() > 1 {
            self.lose();
        }
    }
}

impl Pair {
    fn new() -> Self {
        Self {
            broker: Broker::new(LIMITS, Times::new(HOLD)),
            naive: vec![None; CLIENTS],
            now: 0,
            attachments: Vec::new(),
            sessions: vec![0; CLIENTS],
            polled: None,
            published: 0,
        }
    }

    fn step(&mut self, step: Step) {
        let now = self.now;
        match step {
            Step::Open(client) => self.open(client),
            Step::Close(client) => self.close(client),
            Step::Subscribe(client, pattern) => self.subscribe(client, &pattern),
            Step::Unsubscribe(client, pattern) => {
                let naive = self.naive[client].as_mut();
                let expected = naive.is_some_and(|session| session.patterns.remove(&pattern));
                assert_eq!(self.broker.unsubscribe(&id(client), &pattern), expected);
            }
            Step::Publish(channel, size, except) => self.publish(&channel, size, except),
            Step::Attach(client, kind, connect, is_same) => {
                self.attach(client, kind, connect.map(|connect| connect.to_string()).as_deref(), is_same);
            }
            Step::Touch(client) => {
                let touched = self.naive[client].as_mut().filter(|session| session.is_known(now));
                let is_known = touched.map(|session| session.last_connect = now).is_some();
                assert_eq!(self.broker.touch(&id(client), now).is_ok(), is_known);
            }
            Step::Poll(number) => self.poll(number),
            Step::Detach(number) => self.detach(number),
            Step::Restore(client) => {
                if let Some((_, number, frames)) = self.polled.take_if(|(owner, ..)| *owner == client) {
                    assert!(self.broker.restore(&id(client), self.attachments[number].1, frames.clone()));
                    if let Some(session) = &mut self.naive[client] {
                        session.give_back(number, frames);
                    }
                }
            }
            Step::Write(most, fails) => self.write(most, fails),
            Step::Settle(number) => self.settle(number),
            Step::Pass(time) => self.now += time,
            Step::Sweep => self.sweep(),
        }
        self.check();
    }

    fn open(&mut self, client: usize) {
        let is_full = self.naive.iter().flatten().count() >= LIMITS.sessions;
        let opened = self.broker.open(id(client), self.now);
        assert_eq!(opened, if is_full { Err(Full::Sessions) } else { Ok(()) });
        if !is_full {
            self.naive[client] = Some(Naive { last_connect: self.now, ..Naive::default() });
            self.sessions[client] += 1;
            self.polled.take_if(|(owner, ..)| *owner == client);
        }
    }

    fn close(&mut self, client: usize) {
        let expected = self.naive[client].take().map(|session| departure(client, &session));
        assert_eq!(self.broker.close(&id(client)), expected);
        self.polled.take_if(|(owner, ..)| *owner == client);
    }

    fn subscribe(&mut self, client: usize, pattern: &str) {
        let all: usize = self.naive.iter().flatten().map(|session| session.patterns.len()).sum();
        let expected = match &mut self.naive[client] {
            None => Ok(false),
            Some(session) if session.patterns.contains(pattern) => Ok(false),
            Some(session) if session.patterns.len() == LIMITS.subscriptions || all == LIMITS.all_subscriptions => {
                Err(Full::Subscriptions)
            }
            Some(session) => Ok(session.patterns.insert(pattern.to_owned())),
        };
        assert_eq!(self.broker.subscribe(&id(client), pattern), expected);
    }

    fn publish(&mut self, channel: &str, size: usize, except: Option<usize>) {
        self.published += 1;
        let data = format!("\"{}:{}\"", self.published, "x".repeat(size));
        let frame = Frame::new(channel, &RawValue::from_string(data).unwrap());
        let mut receivers = 0;
        for (client, session) in self.naive.iter_mut().enumerate() {
            let Some(session) = session.as_mut().filter(|session| !session.is_lost) else { continue };
            if Some(client) == except || !session.patterns.iter().any(|pattern| matches(pattern, channel)) {
                continue;
            }
            receivers += 1;
            let before = session.queue.len();
            session.queue.push(frame.clone());
            let bytes: usize = session.queue.iter().map(Frame::size).sum();
            if before > 0 && (session.queue.len() > LIMITS.queued_events || bytes > LIMITS.queued_bytes) {
                session.lose();
            }
        }
        assert_eq!(self.broker.publish(channel, &frame, except.map(id).as_ref()), receivers);
    }

    fn attach(&mut self, client: usize, kind: OutletKind, connect: Option<&str>, is_same: bool) {
        let woken = Woken::default();
        let before = self.naive[client].as_ref().and_then(|session| session.outlet.as_ref());
        let same = before.filter(|outlet| is_same && outlet.kind == kind && kind == OutletKind::Socket);
        let sending = same.and_then(|outlet| outlet.sending);
        let same = same.map(|outlet| self.attachments[outlet.number].1);
        let attached = self.broker.attach(&id(client), (kind, same), connect, woken.clone(), self.now);
        let number = self.attachments.len();
        let expected = match self.naive[client].as_mut().filter(|session| session.is_known(self.now)) {
            None => false,
            Some(session) => {
                session.last_connect = self.now;
                if let Some((answered, frames)) = session.answer.take()
                    && connect == Some(&answered)
                {
                    session.restore(frames);
                }
                let connect = connect.map(str::to_owned);
                let outlet = NaiveOutlet { number, kind, connect, sending };
                if !session.is_lost
                    && let Some(replaced) = session.outlet.replace(outlet)
                {
                    assert!(self.attachments[replaced.number].2.0.get(), "what is replaced learns of it");
                }
                !session.is_lost
            }
        };
        assert_eq!(attached.is_ok(), expected);
        if let Ok(attachment) = attached {
            // A connection polls first, and then waits to be woken.
            woken.0.set(true);
            self.attachments.push((client, attachment, woken, self.sessions[client]));
        }
    }

    fn poll(&mut self, back: usize) {
        let Some(number) = self.attachments.len().checked_sub(back + 1) else { return };
        let (client, attachment, woken, session_number) = self.attachments[number].clone();
        if self.naive[client].as_ref().is_some_and(|session| !session.is_lost) {
            woken.0.set(false);
        }
        let polled = self.broker.poll(attachment);
        let session = self.naive[client].as_mut().filter(|_| self.sessions[client] == session_number);
        let Some(session) = session.filter(|session| !session.is_lost) else {
            // Its place in the table of sessions may be another client's by now.
            assert!(matches!(polled, Polled::Gone | Polled::Replaced), "{polled:?}");
            return;
        };
        let Some(outlet) = session.outlet.as_mut().filter(|outlet| outlet.number == number) else {
            assert_eq!(polled, Polled::Replaced);
            return;
        };
        if session.queue.is_empty() || outlet.sending.is_some() {
            assert_eq!(polled, Polled::Pending);
            return;
        }
        let (kind, connect) = (outlet.kind, outlet.connect.clone());
        outlet.sending = (kind == OutletKind::Socket).then_some(number);
        let taken = if kind == OutletKind::EventStream { 1 } else { session.queue.len() };
        let frames: Vec<Frame> = session.queue.drain(..taken).collect();
        assert_eq!(polled, Polled::Frames(frames.clone()));
        session.taker = number;
        if kind == OutletKind::Poll {
            session.outlet = None;
            session.answer = connect.map(|connect| (connect, frames.clone()));
        } else {
            self.polled = Some((client, number, frames));
        }
    }

    fn detach(&mut self, back: usize) {
        let Some(number) = self.attachments.len().checked_sub(back + 1) else { return };
        let (client, attachment, ..) = self.attachments[number].clone();
        self.broker.detach(attachment);
        if let Some(session) = &mut self.naive[client] {
            session.outlet.take_if(|outlet| outlet.number == number);
        }
    }

    fn write(&mut self, most: usize, fails: bool) {
        let mut batch = Vec::new();
        self.broker.take_due(most, &mut batch);
        assert!(batch.len() <= most);
        for Due { attachment, waiter, first, rest } in batch {
            let taken: Vec<Frame> = std::iter::once(first).chain(rest).collect();
            let is_its = |(_, _, woken, _): &(usize, Attachment, Woken, u64)| Rc::ptr_eq(&woken.0, &waiter.0);
            let number = self.attachments.iter().position(is_its).unwrap();
            let client = self.attachments[number].0;
            let session = self.naive[client].as_mut().unwrap();
            let outlet = session.outlet.as_mut().unwrap();
            assert_eq!((outlet.number, outlet.kind, outlet.sending), (number, OutletKind::Socket, None));
            assert_eq!(std::mem::take(&mut session.queue), taken);
            outlet.sending = (!fails).then_some(number);
            session.taker = number;
            if fails {
                waiter.0.set(false);
                assert!(self.broker.restore(&id(client), attachment, taken.clone()));
                self.broker.hand_over(attachment);
                session.restore(taken);
                assert!(waiter.0.get(), "the connection sends what its writer could not");
            }
        }
    }

    fn settle(&mut self, back: usize) {
        let Some(number) = self.attachments.len().checked_sub(back + 1) else { return };
        let (client, attachment, ..) = self.attachments[number].clone();
        self.broker.settle(attachment);
        let outlet = self.naive[client].as_mut().and_then(|session| session.outlet.as_mut());
        if let Some(outlet) = outlet.filter(|outlet| outlet.sending == Some(number)) {
            outlet.sending = None;
        }
    }

    fn sweep(&mut self) {
        let mut expected = Vec::new();
        for (client, session) in self.naive.iter_mut().enumerate() {
            let ends = |session: &mut Naive| session.is_lost || self.now - session.last_connect > HOLD * 2;
            if let Some(session) = session.take_if(ends) {
                expected.push(departure(client, &session));
                self.polled.take_if(|(owner, ..)| *owner == client);
            }
        }
        let mut departures = self.broker.sweep(self.now);
        departures.sort_by(|one, other| one.client.cmp(&other.client));
        assert_eq!(departures, expected);
        assert_eq!(self.broker.overflowed(), 0);
    }

    /// What must hold at any time.
    fn check(&self) {
        assert!(self.broker.sessions() <= LIMITS.sessions);
        assert_eq!(self.broker.sessions(), self.naive.iter().flatten().count());
        for (client, session) in self.naive.iter().enumerate() {
            let id = id(client);
            let is_known = session.as_ref().is_some_and(|session| session.is_known(self.now));
            assert_eq!(self.broker.is_known(&id, self.now), is_known);
            assert!(session.is_some() || !self.broker.is_sound(&id));
            let undelivered = self.broker.undelivered(&id);
            let is_bounded = undelivered.len() <= LIMITS.queued_events && size(&undelivered) <= LIMITS.queued_bytes;
            assert!(is_bounded || undelivered.len() == 1, "{} events wait", undelivered.len());
            let Some(session) = session else { continue };
            assert_eq!(undelivered, session.queue);
            let patterns: Vec<String> = self.broker.patterns(&id).iter().map(ToString::to_string).collect();
            assert_eq!(patterns, session.patterns.iter().cloned().collect::<Vec<_>>());
            assert!(patterns.len() <= LIMITS.subscriptions);
            let Some(outlet) = &session.outlet else { continue };
            let (_, attachment, woken, _) = &self.attachments[outlet.number];
            let is_due = self.broker.due.contains(attachment);
            assert!(!is_due || outlet.kind == OutletKind::Socket);
            if session.is_lost || (!session.queue.is_empty() && outlet.sending.is_none()) {
                let is_looked_at = woken.0.get() || (is_due && !session.is_lost);
                assert!(is_looked_at, "an outlet with events is woken or due");
            }
        }
        for application in ["a", "b"] {
            let of = |pattern: &&String| pattern.split('/').nth(1) == Some(application);
            let sessions = || self.naive.iter().flatten().map(|session| session.patterns.iter().filter(of));
            let clients = sessions().filter(|patterns| patterns.clone().count() > 0).count();
            let channels: BTreeSet<&String> = sessions().flatten().collect();
            assert_eq!(self.broker.counts(application), (clients, channels.len()));
            assert_eq!(self.broker.has_subscribers(application), clients > 0);
        }
    }
}

fn id(client: usize) -> ClientId {
    ClientId::from_text(&client.to_string())
}

fn departure(client: usize, session: &Naive) -> Departure {
    Departure { client: id(client), patterns: session.patterns.iter().map(|pattern| pattern.as_str().into()).collect() }
}

fn name() -> impl Strategy<Value = String> {
    let segment = prop::sample::select(vec!["x", "y", "xy"]);
    (prop::sample::select(vec!["a", "a", "a", "b"]), prop::collection::vec(segment, 0..3)).prop_map(
        |(application, segments)| {
            segments.iter().fold(format!("/{application}/public"), |name, segment| format!("{name}/{segment}"))
        },
    )
}

/// Patterns, of which half match most publications, so that queues grow.
fn pattern() -> impl Strategy<Value = String> {
    prop_oneof![Just("/a/public/**".to_owned()), any_pattern()]
}

fn any_pattern() -> impl Strategy<Value = String> {
    (name(), prop::sample::select(vec!["", "", "/*", "/**"])).prop_map(|(name, wildcard)| name + wildcard)
}

fn kind() -> impl Strategy<Value = OutletKind> {
    prop::sample::select(vec![OutletKind::Poll, OutletKind::Poll, OutletKind::Socket, OutletKind::EventStream])
}

fn step() -> impl Strategy<Value = Step> {
    let client = || 0..CLIENTS;
    prop_oneof![
        3 => client().prop_map(Step::Open),
        1 => client().prop_map(Step::Close),
        4 => (client(), pattern()).prop_map(|(client, pattern)| Step::Subscribe(client, pattern)),
        1 => (client(), pattern()).prop_map(|(client, pattern)| Step::Unsubscribe(client, pattern)),
        8 => (name(), prop_oneof![9 => 0usize..20, 1 => 300usize..500], prop::option::weighted(0.1, client()))
            .prop_map(|(name, size, except)| Step::Publish(name, size, except)),
        4 => (client(), kind(), prop::option::weighted(0.8, 0u8..2), any::<bool>())
            .prop_map(|(client, kind, connect, is_same)| Step::Attach(client, kind, connect, is_same)),
        1 => client().prop_map(Step::Touch),
        6 => (0usize..4).prop_map(Step::Poll),
        1 => (0usize..4).prop_map(Step::Detach),
        2 => client().prop_map(Step::Restore),
        4 => (1usize..3, prop::bool::weighted(0.3)).prop_map(|(most, fails)| Step::Write(most, fails)),
        3 => (0usize..4).prop_map(Step::Settle),
        2 => (0..HOLD).prop_map(Step::Pass),
        1 => Just(Step::Sweep),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_broker_does_what_a_naive_one_does(steps in prop::collection::vec(step(), 0..120)) {
        let mut pair = Pair::new();
        for step in steps {
            pair.step(step);
        }
    }
}
