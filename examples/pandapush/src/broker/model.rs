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
    Attach(usize, OutletKind, Option<u8>),
    Touch(usize),
    /// Polls one of the last attachments.
    Poll(usize),
    Detach(usize),
    /// Puts back what was polled last, as a connection that could not send it.
    Restore(usize),
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
    outlet: Option<(usize, OutletKind, Option<String>)>,
    is_lost: bool,
}

/// Both brokers, and what connections hold.
struct Pair {
    broker: Broker<Woken>,
    naive: Vec<Option<Naive>>,
    now: Milliseconds,
    /// Attachments in the order of their numbers, with their client and the session it had.
    attachments: Vec<(usize, Attachment, Woken, u64)>,
    sessions: Vec<u64>,
    polled: Option<(usize, Vec<Frame>)>,
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
            Step::Attach(client, kind, connect) => {
                self.attach(client, kind, connect.map(|connect| connect.to_string()).as_deref());
            }
            Step::Touch(client) => {
                let touched = self.naive[client].as_mut().filter(|session| session.is_known(now));
                let is_known = touched.map(|session| session.last_connect = now).is_some();
                assert_eq!(self.broker.touch(&id(client), now).is_ok(), is_known);
            }
            Step::Poll(number) => self.poll(number),
            Step::Detach(number) => self.detach(number),
            Step::Restore(client) => {
                if let Some((owner, frames)) = self.polled.take_if(|(owner, _)| *owner == client) {
                    self.broker.restore(&id(owner), frames.clone());
                    if let Some(session) = &mut self.naive[owner] {
                        session.restore(frames);
                    }
                }
            }
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
            self.polled.take_if(|(owner, _)| *owner == client);
        }
    }

    fn close(&mut self, client: usize) {
        let expected = self.naive[client].take().map(|session| departure(client, &session));
        assert_eq!(self.broker.close(&id(client)), expected);
        self.polled.take_if(|(owner, _)| *owner == client);
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

    fn attach(&mut self, client: usize, kind: OutletKind, connect: Option<&str>) {
        let woken = Woken::default();
        let attached = self.broker.attach(&id(client), kind, connect, woken.clone(), self.now);
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
                if !session.is_lost
                    && let Some((replaced, ..)) = session.outlet.replace((number, kind, connect.map(str::to_owned)))
                {
                    assert!(self.attachments[replaced].2.0.get(), "what is replaced learns of it");
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
        let Some((_, kind, connect)) = session.outlet.clone().filter(|(attached, ..)| *attached == number) else {
            assert_eq!(polled, Polled::Replaced);
            return;
        };
        if session.queue.is_empty() {
            assert_eq!(polled, Polled::Pending);
            return;
        }
        let taken = if kind == OutletKind::EventStream { 1 } else { session.queue.len() };
        let frames: Vec<Frame> = session.queue.drain(..taken).collect();
        assert_eq!(polled, Polled::Frames(frames.clone()));
        if kind == OutletKind::Poll {
            session.outlet = None;
            session.answer = connect.map(|connect| (connect, frames.clone()));
        } else {
            self.polled = Some((client, frames));
        }
    }

    fn detach(&mut self, back: usize) {
        let Some(number) = self.attachments.len().checked_sub(back + 1) else { return };
        let (client, attachment, ..) = self.attachments[number].clone();
        self.broker.detach(attachment);
        if let Some(session) = &mut self.naive[client] {
            session.outlet.take_if(|(attached, ..)| *attached == number);
        }
    }

    fn sweep(&mut self) {
        let mut expected = Vec::new();
        for (client, session) in self.naive.iter_mut().enumerate() {
            let ends = |session: &mut Naive| session.is_lost || self.now - session.last_connect > HOLD * 2;
            if let Some(session) = session.take_if(ends) {
                expected.push(departure(client, &session));
                self.polled.take_if(|(owner, _)| *owner == client);
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
            let has_news = session.is_lost || !session.queue.is_empty();
            if let Some((number, ..)) = session.outlet.as_ref().filter(|_| has_news) {
                assert!(self.attachments[*number].2.0.get(), "an outlet with events is woken");
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
        4 => (client(), kind(), prop::option::weighted(0.8, 0u8..2))
            .prop_map(|(client, kind, connect)| Step::Attach(client, kind, connect)),
        1 => client().prop_map(Step::Touch),
        6 => (0usize..4).prop_map(Step::Poll),
        1 => (0usize..4).prop_map(Step::Detach),
        2 => client().prop_map(Step::Restore),
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
