//! Clients that write one request after another and report each acknowledged change.

use std::sync::Arc;

use chatkit::api::{Chatkit as _, ChatkitAuthorizer as _, ChatkitCursors as _, ChatkitError, PresignedFiles as _};
use chatkit::model::{
    AnnounceAttachment, AssignRole, AttachmentReference, CreateRoom, CreateUser, MessageId, NewPart, Position, RoomId,
    SendMessage, UserId,
};
use pusher_platform::token::Grant;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::UnboundedSender;

use super::journal::{Answered, pass};
use super::served::Served;

/// The room that all writers send to and that the test follows.
pub(crate) const LOBBY: &str = "lobby";

/// Creates the writers and the lobby in a new database.
pub(crate) async fn prepare(served: &Served, writers: usize, report: impl Fn(Answered)) {
    let application = served.client(Grant::superuser());
    for writer in (0..writers).map(name) {
        let user = CreateUser { id: writer.clone(), name: "Writer".to_owned(), avatar_url: None, custom_data: None };
        report(Answered::User(application.chatkit.create_user(user).await.unwrap().id));
        application.authorizer.assign_role(writer.clone(), admin()).await.unwrap();
        report(Answered::Role(writer));
    }
    let user_ids: Vec<UserId> = (0..writers).map(name).collect();
    let room = CreateRoom { id: Some(LOBBY.into()), name: LOBBY.to_owned(), user_ids, ..CreateRoom::default() };
    report(Answered::Room(served.client(Grant::user("writer-0")).chatkit.create_room(room).await.unwrap().id));
}

/// Writes until the server is killed. Each message to the lobby takes a permit of `unseen`.
pub(crate) async fn write(
    served: Arc<Served>,
    writer: usize,
    round: usize,
    unseen: Arc<Semaphore>,
    report: UnboundedSender<Answered>,
) {
    let attempts = Box::pin(attempt(&served, writer, round, &unseen, &report));
    let failure = attempts.await.expect_err("the server is killed");
    assert!(matches!(failure, ChatkitError::Failed(_)), "the server rejected a request: {failure:?}");
}

async fn attempt(
    served: &Served,
    writer: usize,
    round: usize,
    unseen: &Semaphore,
    report: &UnboundedSender<Answered>,
) -> Result<(), ChatkitError> {
    let me = name(writer);
    let (application, mine) = (served.client(Grant::superuser()), served.client(Grant::user(me.as_str())));
    let uploads = served.files();
    let report = |answered| report.send(answered).expect("the test receives until all writers have ended");
    for turn in 0.. {
        let mark = format!("{writer}-{round}-{turn}");
        let user = CreateUser { id: UserId::new(&mark), name: mark.clone(), avatar_url: None, custom_data: None };
        let user = application.chatkit.create_user(user).await?.id;
        report(Answered::User(user.clone()));
        let room = CreateRoom { id: Some(RoomId::new(&mark)), name: mark.clone(), ..CreateRoom::default() };
        let room = mine.chatkit.create_room(room).await?.id;
        report(Answered::Room(room.clone()));
        served.client(Grant::user(user.as_str())).chatkit.join_room(user.clone(), room.clone()).await?;
        report(Answered::Joined(room.clone(), user.clone()));
        application.authorizer.assign_role(user.clone(), admin()).await?;
        report(Answered::Role(user.clone()));

        let mut last = MessageId::new(0);
        for number in 0..3 {
            let content = format!("{mark}/{number}");
            last = mine.chatkit.send_message(room.clone(), text(&content)).await?.message_id;
            report(Answered::Message(room.clone(), last, content));
        }
        report(Answered::Deleting(last));
        application.chatkit.delete_message(room.clone(), last).await?;
        report(Answered::Deleted(room.clone(), last));

        // The semaphore is closed after the server was killed. The next call fails then.
        if let Ok(permit) = unseen.acquire().await {
            permit.forget();
        }
        let last = mine.chatkit.send_message(LOBBY.into(), text(&mark)).await?.message_id;
        report(Answered::Message(LOBBY.into(), last, mark.clone()));
        let position = i64::try_from(last.number()).unwrap();
        mine.cursors.set_cursor(LOBBY.into(), me.clone(), Position { position }).await?;
        report(Answered::Cursor(LOBBY.into(), me.clone(), position));

        let content = mark.repeat(500).into_bytes();
        let announced = AnnounceAttachment {
            content_type: "text/plain".to_owned(),
            content_length: content.len() as u64,
            name: Some("file".to_owned()),
            custom_data: None,
        };
        let ticket = mine.chatkit.announce_attachment(room.clone(), announced).await?;
        let (id, pass) = (ticket.attachment_id, pass(&ticket.upload_url));
        uploads.upload(id.clone(), pass, content.clone().into()).await?;
        report(Answered::File(room.clone(), id.clone(), content));
        let attachment = AttachmentReference { id };
        let file = NewPart::Attachment { media_type: "text/plain".to_owned(), attachment };
        let message = SendMessage { parts: text(&mark).parts.into_iter().chain([file]).collect() };
        let sent = mine.chatkit.send_message(room.clone(), message).await?;
        report(Answered::Message(room, sent.message_id, mark));
    }
    Ok(())
}

fn name(writer: usize) -> UserId {
    UserId::new(format!("writer-{writer}"))
}

fn admin() -> AssignRole {
    AssignRole { name: "admin".to_owned(), room_id: None }
}

fn text(content: &str) -> SendMessage {
    SendMessage { parts: vec![NewPart::Inline { media_type: "text/plain".to_owned(), content: content.to_owned() }] }
}
