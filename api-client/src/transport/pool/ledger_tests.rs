//! Tests of the bookkeeping: a table of steps, and a property test of long runs of them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::ledger::{IdleLimits, Ledger, Link, Sharing, Taken, Ticket, Waiter};

const LIMITS: IdleLimits = IdleLimits { each: 2, time: Duration::from_secs(90) };

/// A connection with a number.
#[derive(Debug, Clone)]
struct Connection {
    number: u32,
    shared: bool,
    state: Rc<Cell<State>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Usable,
    Busy,
    Closed,
}

impl Link for Connection {
    fn is_usable(&self) -> bool {
        self.state.get() == State::Usable
    }

    fn is_closed(&self) -> bool {
        self.state.get() == State::Closed
    }

    fn share(&self) -> Option<Self> {
        self.shared.then(|| self.clone())
    }
}

fn own(number: u32) -> Connection {
    Connection { number, shared: false, state: Rc::new(Cell::new(State::Usable)) }
}

fn shared(number: u32) -> Connection {
    Connection { shared: true, ..own(number) }
}

type Outcome = Result<u32, &'static str>;

/// A caller that waits, and what it was given.
#[derive(Debug, Clone, Default)]
struct Caller(Rc<RefCell<Vec<Outcome>>>, Rc<Cell<bool>>);

impl Caller {
    fn given(&self) -> Option<Outcome> {
        self.0.borrow().first().copied()
    }
}

impl Waiter<Connection, &'static str> for Caller {
    fn give(self, given: Result<Connection, &'static str>) -> Result<(), Result<Connection, &'static str>> {
        if self.1.get() {
            return Err(given);
        }
        self.0.borrow_mut().push(given.map(|connection| connection.number));
        Ok(())
    }
}

struct Bench {
    ledger: Ledger<Connection, Caller, Ticket>,
    now: Instant,
}

impl Bench {
    fn new(sharing: Sharing) -> Self {
        Self { ledger: Ledger::new(sharing), now: Instant::now() }
    }

    /// Adds a caller. Returns it with its ticket, and whether a connection is to be opened.
    fn wait(&mut self) -> (Caller, Ticket, bool) {
        let caller = Caller::default();
        let (ticket, opens) = self.ledger.wait(caller.clone());
        if opens {
            self.ledger.opening(ticket, ticket);
        }
        (caller, ticket, opens)
    }

    fn opened(&mut self, ticket: Ticket, connection: Connection) -> Vec<Ticket> {
        self.ledger.opened(ticket, connection, self.now, LIMITS)
    }

    fn put(&mut self, connection: Connection) {
        self.ledger.put(connection, self.now, LIMITS);
    }

    fn take(&mut self) -> Option<u32> {
        let now = self.now;
        match self.ledger.take(|| now) {
            Taken::Link(connection) => Some(connection.number),
            Taken::Busy | Taken::Nothing => None,
        }
    }
}

#[test]
fn the_connection_that_was_used_last_is_taken_first_and_a_closed_one_never() {
    let mut bench = Bench::new(Sharing::Never);
    let (older, newer) = (own(1), own(2));
    bench.put(older.clone());
    bench.put(newer.clone());
    newer.state.set(State::Closed);
    assert_eq!((bench.take(), bench.take()), (Some(1), None));
    assert_eq!(bench.ledger.idle(), 0);
}

#[test]
fn a_connection_that_is_busy_is_kept_and_not_taken() {
    let mut bench = Bench::new(Sharing::Never);
    let busy = own(1);
    busy.state.set(State::Busy);
    bench.put(busy.clone());
    assert!(matches!(bench.ledger.take(Instant::now), Taken::Busy));
    busy.state.set(State::Usable);
    assert_eq!(bench.take(), Some(1));
    assert!(matches!(bench.ledger.take(Instant::now), Taken::Nothing));
}

#[test]
fn past_the_limit_the_one_unused_for_longest_is_closed() {
    let mut bench = Bench::new(Sharing::Never);
    (1..=3).for_each(|number| bench.put(own(number)));
    assert_eq!([bench.take(), bench.take(), bench.take()], [Some(3), Some(2), None]);
}

#[test]
fn unused_connections_expire_in_the_order_in_which_they_became_unused() {
    let mut bench = Bench::new(Sharing::Never);
    let began = bench.now;
    bench.put(own(1));
    bench.now += Duration::from_mins(1);
    bench.put(own(2));
    let at = |seconds| began + Duration::from_secs(seconds);
    for (seconds, next, idle) in [(89, Some(90), 2), (90, Some(150), 1), (149, Some(150), 1), (150, None, 0)] {
        assert_eq!(bench.ledger.expire(at(seconds), LIMITS.time), next.map(at), "{seconds}");
        assert_eq!(bench.ledger.idle(), idle, "{seconds}");
    }
    assert!(bench.ledger.is_vacant());
}

#[test]
fn a_connection_that_becomes_free_goes_to_the_caller_that_has_waited_for_longest() {
    let mut bench = Bench::new(Sharing::Never);
    let (first, first_ticket, opens) = bench.wait();
    let (second, second_ticket, opens_too) = bench.wait();
    assert!(opens && opens_too);
    bench.put(own(1));
    assert_eq!((first.given(), second.given()), (Some(Ok(1)), None));
    // The opening of the first caller serves the second one.
    assert!(bench.opened(first_ticket, own(2)).is_empty());
    assert_eq!(second.given(), Some(Ok(2)));
    assert!(bench.opened(second_ticket, own(3)).is_empty());
    assert_eq!(bench.take(), Some(3));
}

#[test]
fn an_opening_that_its_caller_no_longer_needs_is_used_by_the_next() {
    let mut bench = Bench::new(Sharing::Never);
    let (_, ticket, _) = bench.wait();
    bench.put(own(1));
    let (next, _, opens) = bench.wait();
    assert!(!opens);
    assert!(bench.opened(ticket, own(2)).is_empty());
    assert_eq!(next.given(), Some(Ok(2)));
}

#[test]
fn a_failure_belongs_to_the_caller_of_the_opening_or_to_one_without_another() {
    let mut bench = Bench::new(Sharing::Never);
    let (first, _, _) = bench.wait();
    let (second, ticket, _) = bench.wait();
    bench.ledger.failed(ticket, &"refused");
    assert_eq!((first.given(), second.given()), (None, Some(Err("refused"))));

    let mut bench = Bench::new(Sharing::Never);
    let (_, ticket, _) = bench.wait();
    bench.put(own(1));
    let (next, _, _) = bench.wait();
    bench.ledger.failed(ticket, &"refused");
    assert_eq!(next.given(), Some(Err("refused")));
}

#[test]
fn all_callers_share_one_opening_and_its_connection() {
    for sharing in [Sharing::Unknown, Sharing::Always] {
        let mut bench = Bench::new(sharing);
        let (first, ticket, opens) = bench.wait();
        let (second, _, opens_too) = bench.wait();
        assert!(opens && !opens_too);
        assert!(bench.opened(ticket, shared(7)).is_empty());
        assert_eq!((first.given(), second.given(), bench.take()), (Some(Ok(7)), Some(Ok(7)), Some(7)));
    }
}

#[test]
fn a_shared_connection_that_was_closed_is_opened_again_once() {
    let mut bench = Bench::new(Sharing::Always);
    let (_, ticket, _) = bench.wait();
    let connection = shared(1);
    bench.opened(ticket, connection.clone());
    connection.state.set(State::Closed);
    assert_eq!(bench.take(), None);
    assert_eq!([bench.wait().2, bench.wait().2], [true, false]);
}

#[test]
fn callers_that_hoped_to_share_open_connections_of_their_own() {
    let mut bench = Bench::new(Sharing::Unknown);
    let (first, ticket, _) = bench.wait();
    let (second, second_ticket, _) = bench.wait();
    let (_, third_ticket, _) = bench.wait();
    assert_eq!(bench.opened(ticket, own(1)), [second_ticket, third_ticket]);
    assert_eq!((first.given(), second.given()), (Some(Ok(1)), None));
    // From now on it is known that connections are not shared.
    assert!(bench.wait().2);
}

#[test]
fn the_failure_of_a_shared_opening_reaches_all_callers() {
    let mut bench = Bench::new(Sharing::Unknown);
    let (first, ticket, _) = bench.wait();
    let (second, _, _) = bench.wait();
    bench.ledger.failed(ticket, &"refused");
    assert_eq!((first.given(), second.given()), (Some(Err("refused")), Some(Err("refused"))));
    assert!(bench.ledger.is_vacant());
}

#[test]
fn a_cancelled_caller_stops_an_opening_only_if_no_other_counts_on_it() {
    let mut bench = Bench::new(Sharing::Never);
    let (_, first, _) = bench.wait();
    let (_, second, _) = bench.wait();
    assert_eq!(bench.ledger.cancelled(second), Some(second));
    assert_eq!(bench.ledger.cancelled(first), Some(first));
    assert!(bench.ledger.is_vacant());

    let mut bench = Bench::new(Sharing::Unknown);
    let (_, first, _) = bench.wait();
    let (_, second, _) = bench.wait();
    assert_eq!(bench.ledger.cancelled(first), None);
    assert_eq!(bench.ledger.cancelled(second), Some(first));
    assert!(bench.ledger.is_vacant());
}

#[test]
fn a_caller_that_was_dropped_is_passed_over() {
    let mut bench = Bench::new(Sharing::Never);
    let (gone, _, _) = bench.wait();
    let (next, _, _) = bench.wait();
    gone.1.set(true);
    bench.put(own(1));
    assert_eq!((gone.given(), next.given()), (None, Some(Ok(1))));
}

/// A step of a long run.
#[derive(Debug, Clone, Copy)]
enum Step {
    Call,
    /// The caller of this place, modulo their number, is dropped.
    Cancel(usize),
    /// The opening of this place ends, with a connection that is shared, with another one, or not at all.
    Opened(usize, bool),
    Failed(usize),
    /// A connection in use becomes free.
    Free(usize),
    /// A connection in use is closed.
    Close(usize),
    Expire,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => Just(Step::Call),
        1 => any::<usize>().prop_map(Step::Cancel),
        3 => (any::<usize>(), prop::bool::weighted(0.2)).prop_map(|(place, shared)| Step::Opened(place, shared)),
        1 => any::<usize>().prop_map(Step::Failed),
        3 => any::<usize>().prop_map(Step::Free),
        1 => any::<usize>().prop_map(Step::Close),
        1 => Just(Step::Expire),
    ]
}

proptest! {
    /// Whatever happens, no caller waits for what nothing will end, no caller is served twice, and what is kept is
    /// bounded.
    #[test]
    fn each_caller_is_served_once_and_none_is_forgotten(
        steps in prop::collection::vec(step(), 1..200),
        known in any::<bool>(),
    ) {
        let mut bench = Bench::new(if known { Sharing::Never } else { Sharing::Unknown });
        let (mut waiting, mut openings, mut used) = (Vec::<(Caller, Ticket)>::new(), Vec::new(), Vec::new());
        let mut number = 0;
        for step in steps {
            match step {
                Step::Call => {
                    if let Some(taken) = bench.take() {
                        used.push(own(taken));
                    } else {
                        let (caller, ticket, opens) = bench.wait();
                        openings.extend(opens.then_some(ticket));
                        waiting.push((caller, ticket));
                    }
                }
                Step::Cancel(place) if !waiting.is_empty() => {
                    let (caller, ticket) = waiting.remove(place % waiting.len());
                    caller.1.set(true);
                    if let Some(stopped) = bench.ledger.cancelled(ticket) {
                        openings.retain(|opening| *opening != stopped);
                    }
                }
                Step::Opened(place, is_shared) if !openings.is_empty() => {
                    let ticket = openings.remove(place % openings.len());
                    number += 1;
                    let connection = if is_shared { shared(number) } else { own(number) };
                    openings.extend(bench.opened(ticket, connection));
                }
                Step::Failed(place) if !openings.is_empty() => {
                    let ticket = openings.remove(place % openings.len());
                    bench.ledger.failed(ticket, &"refused");
                }
                Step::Free(place) if !used.is_empty() => {
                    let connection = used.remove(place % used.len());
                    bench.put(connection);
                }
                Step::Close(place) if !used.is_empty() => {
                    used.remove(place % used.len());
                }
                Step::Expire => {
                    bench.now += Duration::from_secs(45);
                    bench.ledger.expire(bench.now, LIMITS.time);
                }
                _ => {}
            }
            for (caller, _) in &waiting {
                prop_assert!(caller.0.borrow().len() <= 1);
                if let Some(Ok(given)) = caller.given() {
                    used.push(own(given));
                }
            }
            waiting.retain(|(caller, _)| caller.given().is_none());
            prop_assert!(bench.ledger.idle() <= LIMITS.each);
            prop_assert!(waiting.is_empty() || !openings.is_empty(), "a caller waits and nothing is being opened");
            prop_assert_eq!(bench.ledger.is_waited_for(), !waiting.is_empty());
        }
    }
}
