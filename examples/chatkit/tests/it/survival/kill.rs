//! A process that is killed while clients write: acknowledged changes survive, and a follower resumes without a gap.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use api_client::SubscriptionExt as _;
use api_core::{EventId, Next, Subscription};
use chatkit::api::Chatkit as _;
use chatkit::model::{Direction, EventBody, Message, MessageId, MessagePage, RoomEvent, RoomStart};
use pusher_platform::token::Grant;
use tokio::sync::{Semaphore, mpsc};
use uuid::Uuid;

use super::journal::Journal;
use super::served::Served;
use super::writers::{LOBBY, prepare, write};

const ROUNDS: usize = 5;
const WRITERS: usize = 4;

/// The number of lobby messages the follower may lag behind. A resumption replays at most 100.
const MAXIMUM_LAG: usize = 50;

/// The time limit of one read.
const TIME_LIMIT: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acknowledged_changes_survive_sigkill_and_a_follower_misses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("chat.db");
    let (mut journal, mut follower) = (Journal::default(), Follower::default());
    let served = Served::start(&data);
    Box::pin(prepare_once(&served, &mut journal)).await;
    served.kill();
    for round in 0..ROUNDS {
        let served = Arc::new(Served::start(&data));
        journal.check(&served).await;
        let events = follower.resume(&served).await;
        let (unseen, (report, mut reports)) = (Arc::new(Semaphore::new(MAXIMUM_LAG)), mpsc::unbounded_channel());
        let mut events = follower.catch_up(events, journal.last_in(&LOBBY.into())).await;
        let permits = unseen.clone();
        let following = tokio::spawn(async move {
            while follower.receive(&mut events).await {
                permits.add_permits(1);
            }
            permits.close();
            follower
        });
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| tokio::spawn(write(served.clone(), writer, round, unseen.clone(), report.clone())))
            .collect();
        drop(report);
        for _ in 0..random_count() {
            let answered = tokio::time::timeout(TIME_LIMIT, reports.recv()).await.expect("a response arrives in time");
            journal.note(answered.expect("the writers are running"));
        }
        served.kill();
        for writer in writers {
            writer.await.unwrap();
        }
        while let Some(answered) = reports.recv().await {
            journal.note(answered);
        }
        follower = following.await.unwrap();
    }
    assert!(journal.sizes().into_iter().all(|size| size > ROUNDS / 2), "too few changes: {:?}", journal.sizes());

    let served = Served::start(&data);
    journal.check(&served).await;
    let lobby = all_messages(&served).await;
    let events = follower.resume(&served).await;
    follower.catch_up(events, lobby.keys().last().copied()).await;
    assert_eq!(follower.received, lobby, "each message arrived once");
    assert!(served.loaded.contains(" messages"), "{}", served.loaded);
}

async fn prepare_once(served: &Served, journal: &mut Journal) {
    let (report, mut reports) = mpsc::unbounded_channel();
    Box::pin(prepare(served, WRITERS, |answered| report.send(answered).unwrap())).await;
    drop(report);
    while let Some(answered) = reports.recv().await {
        journal.note(answered);
    }
}

/// Returns the random number of responses after which the process is killed.
fn random_count() -> u8 {
    Uuid::new_v4().as_bytes()[0] / 2 + 60
}

/// A follower of the lobby that resumes on each restarted server.
#[derive(Default)]
struct Follower {
    last: Option<EventId>,
    received: BTreeMap<MessageId, Message>,
}

type Events = Subscription<EventBody<RoomEvent>>;

impl Follower {
    async fn resume(&self, served: &Served) -> Events {
        let client = served.client(Grant::user("writer-0"));
        client.chatkit.follow_room(LOBBY.into(), RoomStart::default(), self.last.clone()).await.unwrap()
    }

    /// Receives one event. Returns false if the subscription broke.
    async fn receive(&mut self, events: &mut Events) -> bool {
        let Ok(next) = events.next_within(TIME_LIMIT).await else { return false };
        let Next::Event(event) = next else { panic!("a killed server sends no end: {next:?}") };
        let RoomEvent::NewMessage(message) = event.body.event else { panic!("expected a message") };
        let last = self.received.keys().last();
        assert!(last.is_none_or(|last| *last < message.id), "{} came after {last:?}", message.id);
        assert!(self.received.insert(message.id, message).is_none());
        self.last = event.id;
        true
    }

    /// Receives all events up to this message.
    async fn catch_up(&mut self, mut events: Events, to: Option<MessageId>) -> Events {
        while to.is_some_and(|to| self.received.keys().last().is_none_or(|last| *last < to)) {
            assert!(self.receive(&mut events).await, "the server is running");
        }
        events
    }
}

/// Reads all messages of the lobby, page by page.
async fn all_messages(served: &Served) -> BTreeMap<MessageId, Message> {
    let root = served.client(Grant::superuser());
    let mut all = BTreeMap::new();
    loop {
        let initial_id = all.keys().last().copied();
        let page = MessagePage { initial_id, limit: Some(100), direction: Direction::Newer };
        let messages = root.chatkit.messages(LOBBY.into(), page).await.unwrap();
        if messages.is_empty() {
            return all;
        }
        all.extend(messages.into_iter().map(|message| (message.id, message)));
    }
}
