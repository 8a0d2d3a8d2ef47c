//! Clients that write as fast as they are answered, and say what was.

use std::sync::Arc;

use bytes::Bytes;
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

/// The room that all write to and that is followed.
pub(crate) const LOBBY: &str = "lobby";

/// Makes the lobby and whoever writes; done once in the life of a database.
pub(crate) async fn prepare(served: &Served, writers: usize, tell: impl Fn(Answered)) {
    let application = served.client(Grant::superuser());
    for writer in (0..writers).map(name) {
        let user = CreateUser { id: writer.clone(), name: "Writer".to_owned(), avatar_url: None, custom_data: None };
        tell(Answered::User(application.chatkit.create_user(user).await.unwrap().id));
        application.authorizer.assign_role(writer.clone(), admin()).await.unwrap();
        tell(Answered::Role(writer));
    }
    let user_ids: Vec<UserId> = (0..writers).map(name).collect();
    let room = CreateRoom { id: Some(LOBBY.into()), name: LOBBY.to_owned(), user_ids, ..CreateRoom::default() };
    tell(Answered::Room(served.client(Grant::user("writer-0")).chatkit.create_room(room).await.unwrap().id));
}

/// Writes until the server is gone. No more messages go to the lobby than `unseen` gives leave for.
pub(crate) async fn write(
    served: Arc<Served>,
    writer: usize,
    round: usize,
    unseen: Arc<Semaphore>,
    tell: UnboundedSender<Answered>,
) {
    let attempts = Box::pin(attempt(&served, writer, round, &unseen, &tell));
    let failure = attempts.await.expect_err("it goes on until the server is gone");
    assert!(matches!(failure, ChatkitError::Failed(_)), "the server refused something: {failure:?}");
}

async fn attempt(
    served: &Served,
    writer: usize,
    round: usize,
    unseen: &Semaphore,
    tell: &UnboundedSender<Answered>,
) -> Result<(), ChatkitError> {
    let me = name(writer);
    let (application, mine) = (served.client(Grant::superuser()), served.client(Grant::user(me.as_str())));
    let uploads = served.files();
    let tell = |answered| tell.send(answered).expect("the test listens until all writers ended");
    for turn in 0.. {
        let mark = format!("{writer}-{round}-{turn}");
        let user = CreateUser { id: UserId::new(&mark), name: mark.clone(), avatar_url: None, custom_data: None };
        let user = application.chatkit.create_user(user).await?.id;
        tell(Answered::User(user.clone()));
        let room = CreateRoom { id: Some(RoomId::new(&mark)), name: mark.clone(), ..CreateRoom::default() };
        let room = mine.chatkit.create_room(room).await?.id;
        tell(Answered::Room(room.clone()));
        served.client(Grant::user(user.as_str())).chatkit.join_room(user.clone(), room.clone()).await?;
        tell(Answered::Joined(room.clone(), user.clone()));
        application.authorizer.assign_role(user.clone(), admin()).await?;
        tell(Answered::Role(user.clone()));

        let mut last = MessageId::new(0);
        for number in 0..3 {
            let content = format!("{mark}/{number}");
            last = mine.chatkit.send_message(room.clone(), text(&content)).await?.message_id;
            tell(Answered::Message(room.clone(), last, content));
        }
        tell(Answered::Deleting(last));
        application.chatkit.delete_message(room.clone(), last).await?;
        tell(Answered::Deleted(room.clone(), last));

        // It is closed when the server is gone, which the next call will notice.
        if let Ok(leave) = unseen.acquire().await {
            leave.forget();
        }
        let last = mine.chatkit.send_message(LOBBY.into(), text(&mark)).await?.message_id;
        tell(Answered::Message(LOBBY.into(), last, mark.clone()));
        let position = i64::try_from(last.number()).unwrap();
        mine.cursors.set_cursor(LOBBY.into(), me.clone(), Position { position }).await?;
        tell(Answered::Cursor(LOBBY.into(), me.clone(), position));

        let content = mark.repeat(500).into_bytes();
        let announced = AnnounceAttachment {
            content_type: "text/plain".to_owned(),
            content_length: content.len() as u64,
            name: Some("file".to_owned()),
            custom_data: None,
        };
        let ticket = mine.chatkit.announce_attachment(room.clone(), announced).await?;
        let (id, pass) = (ticket.attachment_id, pass(&ticket.upload_url));
        uploads.upload(id.clone(), pass, Bytes::from(content.clone())).await?;
        tell(Answered::File(room.clone(), id.clone(), content));
        let attachment = AttachmentReference { id };
        let file = NewPart::Attachment { media_type: "text/plain".to_owned(), attachment };
        let message = SendMessage { parts: text(&mark).parts.into_iter().chain([file]).collect() };
        let sent = mine.chatkit.send_message(room.clone(), message).await?;
        tell(Answered::Message(room, sent.message_id, mark));
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
