//! Tests the rooms through a client in the same process, without a network.

use api_core::Messages;
use api_core::routing::InProcess;
use api_core::websocket::{CloseCode, CloseFrame, MessageSender};
use websocket_chat::{Chat, ChatApi, Line, Name, Rooms, Say, ServerMessage};

fn named(name: &str) -> Name {
    Name(name.to_owned())
}

fn line(name: &str, text: &str) -> Line {
    Line { name: named(name), text: text.to_owned() }
}

struct Guest {
    output: MessageSender<Say>,
    input: Messages<ServerMessage>,
}

impl Guest {
    async fn join(chat: &impl Chat, room: &str, name: &str) -> Self {
        let (output, messages) = Messages::channel(4);
        let input = chat.live(named(room), named(name), messages).await.expect("joined");
        Self { output, input }
    }

    async fn say(&self, text: &str) {
        self.output.send(Say { text: text.to_owned() }).await.expect("open");
    }

    async fn receive(&mut self) -> ServerMessage {
        self.input.next().await.expect("open").expect("a message")
    }
}

fn client() -> impl Chat {
    ChatApi::connect(InProcess::new(ChatApi::serve(Rooms::default())))
}

#[tokio::test]
async fn members_are_sent_joins_lines_and_leaves() {
    let chat = client();
    let mut ada = Guest::join(&chat, "lobby", "Ada").await;
    assert_eq!(ada.receive().await, ServerMessage::Welcome { members: vec![named("Ada")], history: vec![] });
    let mut ben = Guest::join(&chat, "lobby", "Ben").await;
    assert_eq!(
        ben.receive().await,
        ServerMessage::Welcome { members: vec![named("Ada"), named("Ben")], history: vec![] }
    );
    assert_eq!(ada.receive().await, ServerMessage::Joined { name: named("Ben") });
    ben.say("hello").await;
    // An in-process client has no task of its own and sends while it receives, so the author receives first.
    for guest in [&mut ben, &mut ada] {
        assert_eq!(guest.receive().await, ServerMessage::Line { line: line("Ben", "hello") });
    }
    drop(ben);
    assert_eq!(ada.receive().await, ServerMessage::Left { name: named("Ben") });
}

#[tokio::test]
async fn a_new_member_is_sent_the_last_fifty_lines_of_the_room() {
    let chat = client();
    let mut ada = Guest::join(&chat, "lobby", "Ada").await;
    ada.receive().await;
    for number in 1..=60 {
        ada.say(&number.to_string()).await;
        ada.receive().await;
    }
    let ServerMessage::Welcome { history, .. } = Guest::join(&chat, "lobby", "Ben").await.receive().await else {
        panic!("expected a welcome");
    };
    assert_eq!(history, (11..=60).map(|number: u32| line("Ada", &number.to_string())).collect::<Vec<_>>());
    let elsewhere = Guest::join(&chat, "attic", "Ben").await.receive().await;
    assert_eq!(elsewhere, ServerMessage::Welcome { members: vec![named("Ben")], history: vec![] });
}

#[tokio::test]
async fn an_invalid_message_is_refused_and_the_websocket_stays_open() {
    let mut ada = Guest::join(&client(), "lobby", "Ada").await;
    ada.receive().await;
    ada.say("").await;
    assert!(matches!(ada.receive().await, ServerMessage::Refused { why } if why.contains("text")));
    ada.say("hello").await;
    assert_eq!(ada.receive().await, ServerMessage::Line { line: line("Ada", "hello") });
}

/// Calls the rooms without a wire, so that only the channel queues messages.
#[tokio::test]
async fn a_slow_member_is_disconnected_and_delays_no_other() {
    let rooms = Rooms::default();
    let mut slow = Guest::join(&rooms, "lobby", "slow").await;
    let mut ada = Guest::join(&rooms, "lobby", "Ada").await;
    ada.receive().await;
    let mut sent = 0;
    loop {
        ada.say("again").await;
        match ada.receive().await {
            ServerMessage::Line { .. } => sent += 1,
            other => break assert_eq!(other, ServerMessage::Left { name: named("slow") }),
        }
    }
    let mut received = 0;
    while let Some(message) = slow.input.next().await {
        received += usize::from(matches!(message, Ok(ServerMessage::Line { .. })));
    }
    assert_eq!(slow.input.end().map(CloseFrame::code), Some(CloseCode::TRY_AGAIN_LATER));
    // The welcome and the join of the other member took two of the 64 places.
    assert_eq!((received, sent), (62, 62 + 1));
}

#[tokio::test]
async fn names_are_checked_before_a_websocket_opens() {
    let chat = client();
    for (room, name) in [("", "Ada"), ("lobby", ""), ("lobby", &*"x".repeat(41))] {
        let (_, input) = Messages::channel(1);
        assert!(chat.live(named(room), named(name), input).await.is_err(), "{room} {name}");
    }
}
