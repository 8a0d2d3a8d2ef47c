//! The process is killed while several clients write. What they were answered is there afterwards, and a follower goes on.

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

/// How many messages of the lobby the follower may be behind: a subscription that resumes is given no more than 100.
const UNSEEN: usize = 50;

/// How long anything may take before the test calls it lost.
const PATIENCE: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_answered_survives_sigkill_and_a_follower_misses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("chat.db");
    let (mut journal, mut follower) = (Journal::default(), Follower::default());
    let served = Served::start(&data);
    prepare_once(&served, &mut journal).await;
    served.kill();
    for round in 0..ROUNDS {
        let served = Arc::new(Served::start(&data));
        journal.check(&served).await;
        let events = follower.resume(&served).await;
        let (unseen, (tell, mut told)) = (Arc::new(Semaphore::new(UNSEEN)), mpsc::unbounded_channel());
        let mut events = follower.catch_up(events, journal.last_in(&LOBBY.into())).await;
        let leave = unseen.clone();
        let following = tokio::spawn(async move {
            while follower.hear(&mut events).await {
                leave.add_permits(1);
            }
            leave.close();
            follower
        });
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| tokio::spawn(write(served.clone(), writer, round, unseen.clone(), tell.clone())))
            .collect();
        drop(tell);
        for _ in 0..some_number() {
            let answered = tokio::time::timeout(PATIENCE, told.recv()).await.expect("answers come");
            journal.note(answered.expect("the writers go on"));
        }
        served.kill();
        for writer in writers {
            writer.await.unwrap();
        }
        while let Some(answered) = told.recv().await {
            journal.note(answered);
        }
        follower = following.await.unwrap();
    }
    assert!(journal.sizes().into_iter().all(|size| size > ROUNDS / 2), "too little happened: {:?}", journal.sizes());

    let served = Served::start(&data);
    journal.check(&served).await;
    let lobby = all_messages(&served).await;
    let events = follower.resume(&served).await;
    follower.catch_up(events, lobby.keys().last().copied()).await;
    assert_eq!(follower.heard, lobby, "each message was heard, once");
    assert!(served.loaded.contains(" messages"), "{}", served.loaded);
}

async fn prepare_once(served: &Served, journal: &mut Journal) {
    let (tell, mut told) = mpsc::unbounded_channel();
    prepare(served, WRITERS, |answered| tell.send(answered).unwrap()).await;
    drop(tell);
    while let Some(answered) = told.recv().await {
        journal.note(answered);
    }
}

/// After how many answers the process dies.
fn some_number() -> u8 {
    Uuid::new_v4().as_bytes()[0] / 2 + 60
}

/// Somebody who follows the lobby from one life of the server to the next.
#[derive(Default)]
struct Follower {
    last: Option<EventId>,
    heard: BTreeMap<MessageId, Message>,
}

type Events = Subscription<EventBody<RoomEvent>>;

impl Follower {
    async fn resume(&self, served: &Served) -> Events {
        let client = served.client(Grant::user("writer-0"));
        client.chatkit.follow_room(LOBBY.into(), RoomStart::default(), self.last.clone()).await.unwrap()
    }

    /// Hears one event; false where the subscription broke.
    async fn hear(&mut self, events: &mut Events) -> bool {
        let Ok(next) = events.next_within(PATIENCE).await else { return false };
        let Next::Event(event) = next else { panic!("the server died before it could end anything: {next:?}") };
        let RoomEvent::NewMessage(message) = event.body.event else { panic!("nobody does anything else") };
        let last = self.heard.keys().last();
        assert!(last.is_none_or(|last| *last < message.id), "{} came after {last:?}", message.id);
        assert!(self.heard.insert(message.id, message).is_none());
        self.last = event.id;
        true
    }

    /// Hears everything up to this message.
    async fn catch_up(&mut self, mut events: Events, to: Option<MessageId>) -> Events {
        while to.is_some_and(|to| self.heard.keys().last().is_none_or(|last| *last < to)) {
            assert!(self.hear(&mut events).await, "the server is there");
        }
        events
    }
}

/// All messages of the lobby, page by page.
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
