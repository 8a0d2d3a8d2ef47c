//! Deadlines, with a clock that the test sets.

use std::time::{Duration, Instant};

use super::{close_code, drain, second, server, to_server};
use crate::error::ConnectionError;
use crate::message::{CloseCode, CloseFrame, Message};
use crate::options::{ConnectionOptions, PingPolicy};
use crate::protocol::{Machine, Tick};

/// A machine and a clock.
struct Clock {
    machine: Machine,
    start: Instant,
}

impl Clock {
    fn new(options: ConnectionOptions) -> Self {
        let start = Instant::now();
        Self { machine: Machine::new(super::Role::Server, options, None, start), start }
    }

    fn at(&self, seconds: u64) -> Instant {
        self.start + second(seconds)
    }

    fn tick(&mut self, seconds: u64) -> Tick {
        self.machine.tick(self.at(seconds))
    }

    fn feed(&mut self, seconds: u64, bytes: &[u8]) -> Result<Option<Message>, ConnectionError> {
        let now = self.at(seconds);
        self.machine.input.extend_from_slice(bytes);
        self.machine.record_received(|| now);
        self.machine.receive(|| now)
    }

    /// Returns the seconds until the next deadline.
    fn due(&self) -> Option<u64> {
        self.machine.deadline().map(|due| (due - self.start).as_secs())
    }
}

#[test]
fn pings_count_from_one_and_a_missing_pong_closes() {
    let policy = PingPolicy::every(second(10)).pong_timeout(second(25)).any_bytes(false);
    let mut clock = Clock::new(ConnectionOptions::default().ping(policy));
    assert_eq!(clock.due(), Some(10));
    assert_eq!(clock.tick(9), Tick::default());
    assert!(clock.tick(10).pinged);
    assert_eq!(drain(&mut clock.machine), b"\x89\x011");
    assert!(matches!(clock.feed(12, &to_server(0x8a, b"1")), Ok(Some(Message::Pong(_)))));
    assert!(clock.tick(20).pinged);
    assert_eq!(drain(&mut clock.machine), b"\x89\x012");
    // Data does not count as a pong.
    assert!(clock.feed(29, &to_server(0x81, b"x")).is_ok());
    assert!(clock.tick(30).pinged && clock.tick(40).pinged);
    drain(&mut clock.machine);
    assert_eq!(clock.due(), Some(45), "25 seconds after the first ping that was not answered");
    assert_eq!(clock.tick(45), Tick::default());
    assert!(matches!(clock.machine.ended(), Some(ConnectionError::PongTimeout(time)) if *time == second(25)));
    assert_eq!(close_code(&drain(&mut clock.machine)), Some(1011));
    assert_eq!(clock.due(), Some(50), "the close time-out of 5 seconds");
    assert!(clock.tick(50).abandoned);
}

#[test]
fn any_bytes_count_as_a_pong_by_default() {
    let mut clock = Clock::new(ConnectionOptions::default().ping(PingPolicy::every(second(10))));
    assert!(clock.tick(10).pinged && clock.tick(20).pinged);
    assert_eq!(clock.due(), Some(30));
    assert!(matches!(clock.feed(29, &to_server(0x81, b"x")), Ok(Some(Message::Text(_)))));
    assert!(clock.tick(30).pinged, "the connection is open");
    assert_eq!(clock.due(), Some(40));
    assert!(clock.machine.ended().is_none());
}

#[test]
fn the_close_code_after_a_missing_pong_can_be_selected() {
    let ended = |policy: PingPolicy| {
        let mut clock = Clock::new(ConnectionOptions::default().ping(policy));
        clock.tick(10);
        drain(&mut clock.machine);
        clock.tick(20);
        let tick = clock.tick(30);
        drain(&mut clock.machine);
        let mut clock = Clock::new(clock.machine.options().clone());
        clock.tick(10);
        clock.tick(20);
        drain(&mut clock.machine);
        let abandoned = clock.tick(30).abandoned;
        assert_eq!(tick.abandoned, abandoned);
        assert!(matches!(clock.machine.ended(), Some(ConnectionError::PongTimeout(_))));
        (abandoned, close_code(&drain(&mut clock.machine)))
    };
    let policy = PingPolicy::every(second(10)).pong_timeout(second(20));
    assert_eq!(ended(policy.clone()), (false, Some(1011)));
    assert_eq!(ended(policy.clone().timeout_code(CloseCode::GOING_AWAY)), (false, Some(1001)));
    assert_eq!(ended(policy.timeout_code(None)), (true, None));
}

#[test]
fn a_ping_interval_of_zero_sends_no_pings() {
    // A regression test: this ticked forever.
    let mut clock = Clock::new(ConnectionOptions::default());
    clock.machine.ping_by(Some(PingPolicy::every(Duration::ZERO)), clock.start);
    assert_eq!((clock.tick(1), clock.due()), (Tick::default(), None));
    let clock = Clock::new(ConnectionOptions::default().ping(PingPolicy::every(Duration::ZERO)));
    assert_eq!(clock.due(), None);
}

#[test]
fn the_longest_duration_never_passes() {
    // A regression test: adding it to an `Instant` panicked.
    let most = Duration::MAX;
    let options = ConnectionOptions::default().idle_timeout(most).message_timeout(most).write_timeout(most);
    let mut clock = Clock::new(options.close_timeout(most).ping(PingPolicy::every(most)));
    assert!(clock.feed(1, &to_server(0x01, b"x")).is_ok());
    clock.machine.ping(b"", clock.at(1)).unwrap();
    assert_eq!(clock.tick(1_000_000), Tick::default());
    clock.machine.close(&CloseFrame::normal(), clock.at(1)).unwrap();
    assert_eq!(clock.tick(1_000_000), Tick::default());
}

#[test]
fn after_a_pause_there_is_one_ping_and_not_a_burst() {
    let mut clock =
        Clock::new(ConnectionOptions::default().ping(PingPolicy::every(second(10)).pong_timeout(second(0))));
    assert!(clock.tick(95).pinged);
    assert_eq!(drain(&mut clock.machine), b"\x89\x011");
    assert_eq!(clock.due(), Some(105));
}

#[test]
fn a_pong_timeout_not_longer_than_the_interval_becomes_twice_the_interval() {
    for time in [1, 10] {
        let policy = PingPolicy::every(second(10)).pong_timeout(second(time));
        assert_eq!(policy.pong_timeout, Some(second(20)));
    }
    assert_eq!(PingPolicy::every(second(10)).pong_timeout(second(11)).pong_timeout, Some(second(11)));
}

#[test]
fn the_idle_timeout_closes_with_1001() {
    let mut clock = Clock::new(ConnectionOptions::default().idle_timeout(second(30)));
    assert_eq!(clock.due(), Some(30));
    clock.feed(20, &to_server(0x8a, b"")).unwrap();
    assert_eq!(clock.due(), Some(50));
    clock.tick(50);
    assert!(matches!(clock.machine.ended(), Some(ConnectionError::IdleTimeout(_))));
    assert_eq!(close_code(&drain(&mut clock.machine)), Some(1001));
}

#[test]
fn a_message_that_is_not_finished_in_time_ends_with_1008() {
    // The time runs from its first byte. Frames between its fragments do not extend it.
    let mut clock = Clock::new(ConnectionOptions::default().message_timeout(second(10)));
    assert_eq!(clock.due(), None);
    assert_eq!(clock.feed(1, &to_server(0x01, b"a")).unwrap(), None);
    assert!(clock.feed(5, &to_server(0x89, b"?")).unwrap().is_some());
    drain(&mut clock.machine);
    assert_eq!(clock.feed(6, &to_server(0x00, b"b")).unwrap(), None);
    assert_eq!(clock.due(), Some(11));
    clock.tick(11);
    assert!(matches!(clock.machine.ended(), Some(ConnectionError::MessageTimeout(_))));
    assert_eq!(close_code(&drain(&mut clock.machine)), Some(1008));

    let mut clock = Clock::new(ConnectionOptions::default().message_timeout(second(10)));
    clock.feed(1, &to_server(0x01, b"a")).unwrap();
    assert!(clock.feed(10, &to_server(0x80, b"b")).unwrap().is_some());
    assert_eq!(clock.due(), None, "the message is finished");
}

#[test]
fn the_message_timeout_starts_with_the_header_of_a_frame() {
    // A regression test: the header leaves nothing in the input, and the time-out did not start.
    let frame = to_server(0x82, &[1, 2, 3]);
    for cut in 1..frame.len() {
        let mut clock = Clock::new(ConnectionOptions::default().message_timeout(second(10)));
        assert_eq!(clock.feed(1, &frame[..cut]).unwrap(), None);
        assert_eq!(clock.due(), Some(11), "cut at {cut}");
    }
}

#[test]
fn a_peer_that_accepts_no_bytes_is_dropped_without_a_close_frame() {
    let mut clock = Clock::new(ConnectionOptions::default().write_timeout(second(10)));
    clock.machine.send(&super::data(false, &[0; 100]), clock.at(1)).unwrap();
    assert_eq!(clock.due(), Some(11));
    clock.machine.written(50, clock.at(5));
    assert_eq!(clock.due(), Some(15), "some bytes were written");
    clock.machine.send(&super::data(false, &[0; 100]), clock.at(6)).unwrap();
    assert_eq!(clock.due(), Some(15), "more output is not progress");
    assert!(clock.tick(15).abandoned);
    assert!(matches!(clock.machine.ended(), Some(ConnectionError::WriteTimeout(_))));
}

#[test]
fn an_unanswered_close_frame_ends_the_connection_after_the_close_timeout() {
    let options = ConnectionOptions::default().close_timeout(second(3)).ping(PingPolicy::every(second(1)));
    let mut clock = Clock::new(options.idle_timeout(second(2)));
    clock.machine.close(&CloseFrame::normal(), clock.at(0)).unwrap();
    drain(&mut clock.machine);
    assert_eq!(clock.due(), Some(3), "no ping, no other time-out");
    assert!(clock.tick(3).abandoned);
    assert!(clock.machine.ended().is_some_and(ConnectionError::is_closed));
}

#[test]
fn timeouts_of_reading_pause_while_a_message_waits_for_the_program() {
    let options = ConnectionOptions::default().idle_timeout(second(5)).ping(PingPolicy::every(second(2)));
    let mut clock = Clock::new(options);
    clock.tick(2);
    drain(&mut clock.machine);
    let now = clock.at(3);
    clock.machine.suspend(true, now);
    clock.tick(100);
    drain(&mut clock.machine);
    assert!(clock.machine.ended().is_none());
    let now = clock.at(100);
    clock.machine.suspend(false, now);
    clock.tick(102);
    drain(&mut clock.machine);
    assert!(clock.machine.ended().is_none());
    clock.tick(105);
    assert!(clock.machine.ended().is_some());
}

#[test]
fn the_default_write_timeout_limits_the_wait_for_a_peer() {
    let mut machine = server(ConnectionOptions::default());
    let now = Instant::now();
    machine.send(&super::data(false, b"x"), now).unwrap();
    assert!(machine.deadline().is_some_and(|due| due - now <= second(60)));
}

#[test]
fn a_shutdown_closes_after_the_close_timeout_and_is_abandoned_after_another() {
    let mut clock = Clock::new(ConnectionOptions::default());
    assert_eq!(clock.due(), None);
    clock.machine.shut_down(clock.at(1));
    clock.machine.shut_down(clock.at(3));
    assert_eq!(clock.due(), Some(6), "5 seconds after the first call");
    clock.machine.send(&super::data(true, b"farewell"), clock.at(5)).unwrap();
    drain(&mut clock.machine);
    assert_eq!(clock.tick(5), Tick::default());
    assert_eq!(close_code(&drain(&mut clock.machine)), None);
    assert_eq!(clock.tick(6), Tick::default());
    assert_eq!(close_code(&drain(&mut clock.machine)), Some(1001));
    assert_eq!(clock.due(), Some(11));
    assert!(clock.tick(11).abandoned);
}

#[test]
fn closing_before_the_deadline_of_a_shutdown_sends_one_close_frame() {
    let mut clock = Clock::new(ConnectionOptions::default());
    clock.machine.shut_down(clock.at(1));
    let frame = CloseFrame::code_only(CloseCode::SERVICE_RESTART);
    clock.machine.close(&frame, clock.at(2)).unwrap();
    assert_eq!(close_code(&drain(&mut clock.machine)), Some(1012));
    assert_eq!(clock.due(), Some(7));
    assert!(clock.tick(7).abandoned);
    assert!(clock.machine.output().is_empty());
}
