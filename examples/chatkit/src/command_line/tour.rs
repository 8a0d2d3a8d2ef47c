//! `chatkit tour`: shows the main features over real sockets, step by step.

use std::error::Error;
use std::fmt::Display;
use std::process::ExitCode;
use std::time::Duration;

use api_client::{SubscriptionExt as _, TransportSettings};
use api_core::{Next, Outcome, OutcomeExt as _, Subscription};
use api_server::{Listener, serve};
use pusher_platform::PlatformEnvironment;
use pusher_platform::token::Grant;

use super::options::Credentials;
use super::terminal::printable;
use crate::api::{Chatkit, ChatkitCursors, ChatkitError, ChatkitV2};
use crate::client::ChatkitClient;
use crate::model::{
    CreateRoom, CreateUser, CursorEvent, EventBody, MessagePage, NewPart, Position, RoomEvent, RoomStart, SendMessage,
    UserIds,
};
use crate::server::Backend;

/// How long to wait for an event before the tour fails.
const EVENT_TIMEOUT: Duration = Duration::from_secs(10);

/// Serves an instance in this process, calls it, and shuts it down. Returns an error if a step does not happen as
/// expected.
pub(super) async fn run(credentials: &Credentials) -> Result<ExitCode, Box<dyn Error>> {
    let backend = Backend::new(credentials.instance(), &[credentials.key()]);
    let listening = serve(Listener::bind("127.0.0.1:0").await?, backend.server());
    let address = format!("http://{}", listening.local_addr());
    let shutdown = listening.shutdown_handle();
    let server = tokio::spawn(async move { listening.await });
    say(format_args!("The backend listens on {address}."));

    Box::pin(run_steps(credentials, &address)).await?;

    shutdown.shut_down();
    server.await??;
    say("The backend is down. Every step succeeded.");
    Ok(ExitCode::SUCCESS)
}

async fn run_steps(credentials: &Credentials, address: &str) -> Result<(), Box<dyn Error>> {
    let caller = |grant: Grant| {
        // One connection for all requests and subscriptions of a caller.
        let settings = TransportSettings::default().http2_only();
        let environment = PlatformEnvironment::new(credentials.instance()).at(address).transport(settings);
        ChatkitClient::connect(&environment.signing(&credentials.key(), grant))
    };
    let application = caller(Grant::superuser())?;
    let (alice, bob) = (caller(Grant::user("alice"))?, caller(Grant::user("bob"))?);

    for (id, name) in [("alice", "Alice"), ("bob", "Bob")] {
        let new = CreateUser { id: id.into(), name: name.to_owned(), avatar_url: None, custom_data: None };
        let user = application.chatkit.create_user(new).await?;
        say(format_args!("The application created the user {} ({}).", user.id, user.name));
    }

    let room = alice.chatkit.create_room(lobby()).await?;
    say(format_args!("Alice created the room {} ({}).", room.id, room.name));
    application.chatkit.add_users(room.id.clone(), UserIds { user_ids: vec!["bob".into()] }).await?;
    say("The application added Bob to it.");
    let mut events = bob.chatkit.follow_room(room.id.clone(), RoomStart::default(), None).await?;
    say("Bob follows the room.");

    let sent = alice.chatkit.send_message(room.id.clone(), text("Hello, Bob!")).await?;
    let event = next(&mut events).await?;
    let RoomEvent::NewMessage(message) = event else { return Err("Bob received another event".into()) };
    say(format_args!("Alice sent message {}; Bob received it from {}.", sent.message_id, message.user_id));
    let old = bob.v2.messages(room.id.clone(), MessagePage::default()).await?;
    let old = old.first().ok_or("version 2 of the service shows no message")?;
    say(format_args!("Version 2 of the service shows the same message as the text {:?}.", old.text));

    let mut cursors = bob.cursors.follow_user_cursors("bob".into()).await?;
    let first = next(&mut cursors).await?;
    let CursorEvent::InitialState(state) = first else {
        return Err("the initial state of the cursors did not arrive".into());
    };
    say(format_args!("Bob follows his own cursors on another device; there are {}.", state.cursors.len()));
    let position = Position { position: sent.message_id.number().try_into()? };
    bob.cursors.set_cursor(room.id.clone(), "bob".into(), position).await?;
    let CursorEvent::NewCursor(cursor) = next(&mut cursors).await? else {
        return Err("no cursor event arrived".into());
    };
    say(format_args!(
        "Bob read up to message {}; the other device saw the cursor of {} move.",
        cursor.position, cursor.user_id
    ));
    match cursors.next_within(Duration::from_millis(50)).await {
        Err(failure) if failure.is_timeout() => say("Nothing else happened to his cursors within 50 ms."),
        other => return Err(format!("an unexpected event arrived: {other:?}").into()),
    }
    cursors.close()?;
    say("Bob closed the subscription.");
    let twice = cursors.close().err().ok_or("closing a subscription twice returned no error")?;
    say(format_args!("Closing it again is a failure, not a panic: {twice}."));

    let refused = bob.chatkit.user("nobody".into()).await;
    match refused.outcome() {
        Outcome::Answered(error @ ChatkitError::UserNotFound(_)) => say(format_args!("An error response: {error}.")),
        other => return Err(format!("the request for an unknown user resulted in {other:?}").into()),
    }
    let nowhere = PlatformEnvironment::new(credentials.instance()).at("http://127.0.0.1:1");
    let nowhere = ChatkitClient::connect(&nowhere)?;
    match nowhere.chatkit.create_room(lobby()).await.outcome() {
        Outcome::Failed(failure) => say(format_args!("A failure, because no server listens: {failure}.")),
        other => return Err(format!("a request without a server resulted in {other:?}").into()),
    }
    match two_calls(&bob).await.outcome() {
        Outcome::Answered(error) => say(format_args!("The first error ended a sequence of calls: {error}.")),
        other => return Err(format!("a sequence with an error resulted in {other:?}").into()),
    }
    let rooms = bob.chatkit.rooms_of_user("bob".into(), crate::model::UserRooms::default()).await?;
    say(format_args!("The program continues after the error: Bob is in {} room.", rooms.len()));
    Ok(())
}

/// Makes two calls. The first fails, so the second is not made.
async fn two_calls(client: &ChatkitClient) -> Result<(), ChatkitError> {
    client.chatkit.room("nowhere".into()).await?;
    client.chatkit.leave_room("bob".into(), "lobby".into()).await
}

/// Returns the content of the next event.
async fn next<E: Send + std::fmt::Debug>(events: &mut Subscription<EventBody<E>>) -> Result<E, Box<dyn Error>> {
    match events.next_within(EVENT_TIMEOUT).await? {
        Next::Event(event) => Ok(event.body.event),
        Next::End(end) => Err(format!("the subscription ended: {end:?}").into()),
    }
}

fn lobby() -> CreateRoom {
    CreateRoom { id: Some("lobby".into()), name: "Lobby".to_owned(), ..CreateRoom::default() }
}

fn text(content: &str) -> SendMessage {
    SendMessage { parts: vec![NewPart::Inline { media_type: "text/plain".to_owned(), content: content.to_owned() }] }
}

fn say(step: impl Display) {
    println!("{}", printable(&step.to_string()));
}
