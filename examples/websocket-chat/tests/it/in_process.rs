//! Tests the rooms through a client in the same process, without a network.

use api_core::Messages;
use api_core::routing::InProcess;
use api_core::websocket::{CloseCode, CloseFrame, MessageSender};
use websocket_chat::{Chat, ChatApi, Line, Name, Rooms, Say, Told};

fn named(name: &str) -> Name {
    Name(name.to_owned())
}

fn line(name: &str, text: &str) -> Line {
    Line { name: named(name), text: text.to_owned() }
}

struct Guest {
    says: MessageSender<Say>,
    hears: Messages<Told>,
}

impl Guest {
    async fn join(chat: &impl Chat, room: &str, name: &str) -> Self {
        let (says, input) = Messages::channel(4);
        let hears = chat.live(named(room), named(name), input).await.expect("joined");
        Self { says, hears }
    }

    async fn say(&self, text: &str) {
        self.says.send(Say { text: text.to_owned() }).await.expect("open");
    }

    async fn hear(&mut self) -> Told {
        self.hears.next().await.expect("open").expect("a message")
    }
}

fn client() -> impl Chat {
    ChatApi::connect(InProcess::new(ChatApi::serve(Rooms::default())))
}

#[tokio::test]
async fn members_are_sent_joins_lines_and_leaves() {
    let chat = client();
    let mut ada = Guest::join(&chat, "lobby", "Ada").await;
    assert_eq!(ada.hear().await, Told::Welcome { members: vec![named("Ada")], history: vec![] });
    let mut ben = Guest::join(&chat, "lobby", "Ben").await;
    assert_eq!(ben.hear().await, Told::Welcome { members: vec![named("Ada"), named("Ben")], history: vec![] });
    assert_eq!(ada.hear().await, Told::Joined { name: named("Ben") });
    ben.say("hello").await;
    // An in-process client has no task of its own and sends while it receives, so the author receives first.
    for guest in [&mut ben, &mut ada] {
        assert_eq!(guest.hear().await, Told::Said { line: line("Ben", "hello") });
    }
    drop(ben);
    assert_eq!(ada.hear().await, Told::Left { name: named("Ben") });
}

#[tokio::test]
async fn a_new_member_is_sent_the_last_fifty_lines_of_the_room() {
    let chat = client();
    let mut ada = Guest::join(&chat, "lobby", "Ada").await;
    ada.hear().await;
    for number in 1..=60 {
        ada.say(&number.to_string()).await;
        ada.hear().await;
    }
    let Told::Welcome { history, .. } = Guest::join(&chat, "lobby", "Ben").await.hear().await else {
        panic!("expected a welcome");
    };
    assert_eq!(history, (11..=60).map(|number: u32| line("Ada", &number.to_string())).collect::<Vec<_>>());
    let elsewhere = Guest::join(&chat, "attic", "Ben").await.hear().await;
    assert_eq!(elsewhere, Told::Welcome { members: vec![named("Ben")], history: vec![] });
}

#[tokio::test]
async fn an_invalid_message_is_refused_and_the_websocket_stays_open() {
    let mut ada = Guest::join(&client(), "lobby", "Ada").await;
    ada.hear().await;
    ada.say("").await;
    assert!(matches!(ada.hear().await, Told::Refused { why } if why.contains("text")));
    ada.say("hello").await;
    assert_eq!(ada.hear().await, Told::Said { line: line("Ada", "hello") });
}

/// Calls the rooms without a wire, so that only the channel queues messages.
#[tokio::test]
async fn a_slow_member_is_disconnected_and_delays_no_other() {
    let rooms = Rooms::default();
    let mut slow = Guest::join(&rooms, "lobby", "slow").await;
    let mut ada = Guest::join(&rooms, "lobby", "Ada").await;
    ada.hear().await;
    let mut said = 0;
    loop {
        ada.say("again").await;
        match ada.hear().await {
            Told::Said { .. } => said += 1,
            other => break assert_eq!(other, Told::Left { name: named("slow") }),
        }
    }
    let mut heard = 0;
    while let Some(told) = slow.hears.next().await {
        heard += usize::from(matches!(told, Ok(Told::Said { .. })));
    }
    assert_eq!(slow.hears.end().map(CloseFrame::code), Some(CloseCode::TRY_AGAIN_LATER));
    // The welcome and the join of the other member took two of the 64 places.
    assert_eq!((heard, said), (62, 62 + 1));
}

#[tokio::test]
async fn names_are_checked_before_a_websocket_opens() {
    let chat = client();
    for (room, name) in [("", "Ada"), ("lobby", ""), ("lobby", &*"x".repeat(41))] {
        let (_, input) = Messages::channel(1);
        assert!(chat.live(named(room), named(name), input).await.is_err(), "{room} {name}");
    }
}
