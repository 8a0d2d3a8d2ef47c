//! Random appends by several processes, while connections are cut and Redis is restarted, trimmed and emptied.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use futures_util::future::join_all;
use peers::{Persistence, RedisServer};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestError, TestRunner};
use redis_topic::{Follower, Item, Options, Position, RedisLog, RedisLogs};
use tokio::runtime::Handle;
use tokio::task::block_in_place;
use tokio::time::sleep;

use crate::proxy::Proxy;
use crate::world::{World, options, process, within};

const CASES: u32 = 24;
const PUBLISHERS: usize = 3;
const ENTRIES: u32 = 60;

/// Something that happens to Redis, or to the connections of one of two processes.
#[derive(Debug, Clone, Copy)]
enum Disturbance {
    Cut(usize),
    Withhold(usize),
    CutChannels,
    Restart,
    Trim,
    Empty,
}

#[derive(Debug, Clone)]
struct Case {
    /// Whether Redis keeps what it confirms.
    durable: bool,
    /// Each with the milliseconds before it.
    disturbances: Vec<(u64, Disturbance)>,
    queue: usize,
}

impl Case {
    fn may_lose(&self) -> bool {
        self.disturbances.iter().any(|(_, disturbance)| match disturbance {
            Disturbance::Cut(_) | Disturbance::Withhold(_) | Disturbance::CutChannels => false,
            Disturbance::Restart => !self.durable,
            Disturbance::Trim | Disturbance::Empty => true,
        })
    }
}

fn cases() -> impl Strategy<Value = Case> {
    let harmless = prop_oneof![
        3 => (0..2_usize).prop_map(Disturbance::Cut),
        2 => (0..2_usize).prop_map(Disturbance::Withhold),
        2 => Just(Disturbance::CutChannels),
        1 => Just(Disturbance::Restart),
    ];
    let harmful = prop_oneof![
        4 => harmless.clone(),
        1 => Just(Disturbance::Trim),
        1 => Just(Disturbance::Empty),
    ];
    let times = |disturbance| prop::collection::vec((0..40_u64, disturbance), 1..6);
    // A third of the cases must not lose anything.
    prop_oneof![
        1 => (Just(true), times(harmless.boxed()), 1..80_usize),
        2 => (any::<bool>(), times(harmful.boxed()), 1..80_usize),
    ]
    .prop_map(|(durable, disturbances, queue)| Case { durable, disturbances, queue })
}

pub(crate) async fn acknowledged_entries_arrive_once_and_in_order_or_there_is_a_gap(world: World) {
    let mut runner = TestRunner::new(Config { cases: CASES, failure_persistence: None, ..Config::default() });
    let run = |case: Case| block_in_place(|| Handle::current().block_on(check(&world, &case)));
    match runner.run(&cases(), run) {
        Ok(()) => {}
        Err(TestError::Fail(reason, case)) => panic!("{reason}\n{case:?}"),
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}

async fn check(world: &World, case: &Case) -> Result<(), TestCaseError> {
    let mut server = world.start_with(if case.durable { Persistence::AppendOnly } else { Persistence::None });
    let proxies = [Proxy::start(server.address()).await, Proxy::start(server.address()).await];
    let options = |queue| -> Options {
        let options = options().durable(case.durable).queue(queue, 1 << 20);
        options.response_time_limit(Duration::from_millis(100)).log_length(10_000)
    };
    let direct = process(&server, options(case.queue));
    let begin = within(direct.log("room").position()).await.unwrap();
    let mut processes = vec![direct];
    for proxy in &proxies {
        processes.push(RedisLogs::new(&proxy.url(), options(case.queue)).unwrap());
    }
    let followers = processes.iter().map(|logs| tokio::spawn(collect(logs.log("room").follow(begin))));
    let followers: Vec<_> = followers.collect();
    let publishers = processes.iter().enumerate().take(PUBLISHERS);
    let publishers = publishers.map(|(publisher, logs)| tokio::spawn(publish(logs.log("room"), publisher)));
    let publishers: Vec<_> = publishers.collect();

    for (milliseconds, disturbance) in &case.disturbances {
        // The disturbances are spread over the appends; nothing depends on when they come.
        sleep(Duration::from_millis(*milliseconds)).await;
        disturb(*disturbance, &mut server, &proxies);
    }
    proxies.iter().for_each(Proxy::cut);
    let acknowledged: Vec<HashSet<u32>> = within(join_all(publishers)).await.into_iter().map(Result::unwrap).collect();
    within(processes[0].log("room").append("end")).await.unwrap();
    for seen in within(join_all(followers)).await {
        let seen = seen.unwrap();
        prop_assert!(case.may_lose() || seen.iter().all(Option::is_some), "a gap without a reason: {:?}", seen);
        if let Err(reason) = faults(&seen, &acknowledged) {
            prop_assert!(false, "{}: {:?}", reason, seen);
        }
    }
    Ok(())
}

fn disturb(disturbance: Disturbance, server: &mut RedisServer, proxies: &[Proxy; 2]) {
    block_in_place(|| match disturbance {
        Disturbance::Cut(proxy) => proxies[proxy].cut(),
        Disturbance::Withhold(proxy) => proxies[proxy].withhold_answers(),
        Disturbance::CutChannels => drop(server.command(&["CLIENT", "KILL", "TYPE", "pubsub"]).unwrap()),
        Disturbance::Restart => server.restart().unwrap(),
        Disturbance::Trim => drop(server.command(&["XTRIM", "topic:log:room", "MAXLEN", "3"]).unwrap()),
        Disturbance::Empty => server.flush().unwrap(),
    });
}

/// Appends numbers one after the other, and returns those that were acknowledged.
async fn publish(log: RedisLog, publisher: usize) -> HashSet<u32> {
    let mut acknowledged = HashSet::new();
    for number in 0..ENTRIES {
        if log.append(format!("{publisher} {number}")).await.is_ok() {
            acknowledged.insert(number);
        }
        sleep(Duration::from_millis(fastrand::u64(..3))).await;
    }
    acknowledged
}

/// Collects items up to the last entry. `None` is a gap.
async fn collect(mut follower: Follower) -> Vec<Option<(Position, usize, u32)>> {
    let mut seen = Vec::new();
    loop {
        match follower.next().await {
            Item::Gap => seen.push(None),
            Item::Entry(entry) => {
                let text = String::from_utf8(entry.payload.into()).unwrap();
                let Some((publisher, number)) = text.split_once(' ') else { return seen };
                seen.push(Some((entry.position, publisher.parse().unwrap(), number.parse().unwrap())));
            }
        }
    }
}

/// Checks each stretch without a gap: positions grow, the numbers of each publisher grow, and no acknowledged number is
/// left out. `Err` is what is wrong.
fn faults(seen: &[Option<(Position, usize, u32)>], acknowledged: &[HashSet<u32>]) -> Result<(), String> {
    let stretches: Vec<_> = seen.split(Option::is_none).collect();
    for (index, stretch) in stretches.iter().enumerate() {
        let stretch: Vec<_> = stretch.iter().flatten().collect();
        if !stretch.is_sorted_by(|earlier, later| earlier.0 < later.0) {
            return Err("positions do not grow".to_owned());
        }
        let mut last: HashMap<usize, u32> = HashMap::new();
        for (_, publisher, number) in &stretch {
            let previous = last.insert(*publisher, *number);
            if previous.is_some_and(|previous| previous >= *number) {
                return Err(format!("{publisher} {number} comes after {previous:?}"));
            }
            // Before the first number of a later stretch there is a gap.
            let known = previous.map(|previous| previous + 1).or((index == 0).then_some(0));
            let missing =
                known.and_then(|first| (first..*number).find(|number| acknowledged[*publisher].contains(number)));
            if let Some(missing) = missing {
                return Err(format!("{publisher} {missing} is missing before {number}"));
            }
        }
        if index + 1 < stretches.len() {
            continue;
        }
        for (publisher, acknowledged) in acknowledged.iter().enumerate() {
            let first = last.get(&publisher).map(|last| last + 1).or((index == 0).then_some(0));
            let missing = first.and_then(|first| (first..ENTRIES).find(|number| acknowledged.contains(number)));
            if let Some(missing) = missing {
                return Err(format!("{publisher} {missing} is missing at the end"));
            }
        }
    }
    Ok(())
}
