//! The implementation of presigned uploads and downloads.

use api_core::call::ByteStream;

use crate::api::{ChatkitError, Download, PresignedFiles};
use crate::domain::{Instance, Refusal};
use crate::model::{AttachmentId, Pass};
use crate::server::file_storage::Received;
use crate::server::{AnonymousSession, Backend};

impl PresignedFiles for AnonymousSession {
    async fn upload(&self, attachment: AttachmentId, _: Pass, content: ByteStream) -> Result<(), ChatkitError> {
        let announced = self.backend.read(|instance| instance.announced(&attachment).map(|file| file.size))?;
        if let Some(size) = content.length().filter(|size| *size < announced) {
            return Err(too_short(size, announced));
        }
        let received = self.backend.receive_file(&attachment, content, announced).await?;
        if received.size() < announced {
            return Err(too_short(received.size(), announced));
        }
        keep(&self.backend, attachment, received).await
    }

    async fn download(&self, attachment: AttachmentId, _: String, _: Pass) -> Result<Download, ChatkitError> {
        let file = self.backend.read(|instance| instance.attachment(&attachment).cloned())?;
        let content = self.backend.files().read(&attachment).await.map_err(|error| {
            tracing::error!(%error, %attachment, "the content of a file cannot be read");
            ChatkitError::AttachmentNotFound(format!("The content of the file {attachment} does not exist."))
        })?;
        Ok(Download { content_type: file.content_type, content })
    }
}

/// Makes received content that of an announced file, unless another request has uploaded it meanwhile.
async fn keep(backend: &Backend, attachment: AttachmentId, received: Received) -> Result<(), ChatkitError> {
    let id = attachment.clone();
    let check = move |instance: &Instance| instance.announced(&id).map(drop);
    backend.keep_file(received, check, move |instance| instance.uploaded(&attachment)).await
}

fn too_short(size: u64, announced: u64) -> ChatkitError {
    let reason = format!("the file has {size} bytes, but {announced} were announced");
    Refusal::ValidationFailed { field: "content_length", reason }.into()
}

#[cfg(test)]
mod tests {
    use crate::api::ChatkitError;
    use crate::domain::{Actor, Changed};
    use crate::model::{AnnounceAttachment, AttachmentId, CreateRoom, CreateUser, RoomId};
    use crate::server::Backend;

    use super::keep;

    fn with_an_announced_file(id: &AttachmentId) -> Backend {
        let backend = Backend::new("v1:us1:test".parse().unwrap(), &["key:secret".parse().unwrap()]);
        let alice = CreateUser { id: "alice".into(), name: "Alice".to_owned(), avatar_url: None, custom_data: None };
        let room = CreateRoom { id: Some("lobby".into()), name: "Lobby".to_owned(), ..CreateRoom::default() };
        let file = AnnounceAttachment {
            content_type: "text/plain".to_owned(),
            content_length: 5,
            name: None,
            custom_data: None,
        };
        let actor = Actor::user("alice");
        backend
            .change(
                |instance, now| {
                    let _ = instance.create_user(alice, now)?;
                    let _ = instance.create_room(&actor, room, || RoomId::new("other"), now)?;
                    instance.announce_attachment(&actor, &"lobby".into(), file, id.clone(), now)?;
                    Ok(Changed::without_events(()))
                },
                |_, _| (),
            )
            .unwrap();
        backend
    }

    #[tokio::test]
    async fn an_upload_that_ends_after_another_one_does_not_replace_its_content() {
        let id = AttachmentId::new("file");
        let backend = with_an_announced_file(&id);
        let first = backend.receive_file(&id, "first".into(), 5).await.unwrap();
        keep(&backend, id.clone(), first).await.unwrap();
        // It asked for the announcement before the first one was noted.
        let late = backend.receive_file(&id, "later".into(), 5).await.unwrap();
        let refused = keep(&backend, id.clone(), late).await.unwrap_err();
        assert!(matches!(refused, ChatkitError::AttachmentNotFound(_)), "{refused}");
        assert_eq!(backend.files().read(&id).await.unwrap().collect(9).await.unwrap(), "first");
    }
}
