//! The implementation of the service for files of version 2 messages.

use std::sync::atomic::Ordering;

use api_core::call::ByteStream;
use api_core::error::Problem;
use api_core::{BoxError, Failure};
use futures_util::TryStreamExt as _;
use multer::Multipart;
use uuid::Uuid;

use super::paced_form::Paced;
use crate::api::{ChatkitError, ChatkitFiles};
use crate::domain::{AttachmentRecord, Instance, MAXIMUM_FILE_BYTES};
use crate::model::{AttachmentId, FileAnswer, LinkKind, RoomId, UploadedFile, UserId};
use crate::server::Session;
use crate::server::links::LIFETIME;

impl ChatkitFiles for Session {
    async fn upload_file(
        &self,
        room: RoomId,
        user: UserId,
        name: String,
        content_type: String,
        form: ByteStream,
    ) -> Result<UploadedFile, ChatkitError> {
        self.read(|instance| instance.room(&room))?;
        let upload = read_form(&content_type, form).await?;
        let kind = LinkKind::of(&upload.content_type);
        let id = AttachmentId::new(Uuid::new_v4().to_string());
        let received = self.backend.receive_file(&id, upload.content, MAXIMUM_FILE_BYTES).await?;
        let file = AttachmentRecord {
            id: id.clone(),
            room_id: room.clone(),
            user_id: Some(user),
            content_type: upload.content_type,
            size: received.size(),
            name: Some(name.clone()),
            custom_data: None,
            created_at: self.backend.now(),
            uploaded: true,
            named: true,
        };
        // The record comes last: a file with a record can be downloaded.
        let session = self.clone();
        let note = move |instance: &mut Instance| {
            session.authorized(instance)?;
            instance.add_file(file)
        };
        self.backend.keep_file(received, |_| Ok(()), note).await?;
        Ok(UploadedFile { resource_link: self.links().named(&room, &name), kind })
    }

    async fn file(&self, room: RoomId, name: String) -> Result<FileAnswer, ChatkitError> {
        let file = self.read(|instance| instance.file(&room, &name).cloned())?;
        Ok(FileAnswer {
            resource_link: self.links().download(&file.id, file.name.as_deref()),
            file: file.properties(),
            ttl: LIFETIME.as_secs().unsigned_abs(),
        })
    }
}

/// The content of the form's field `file`.
struct Upload {
    content_type: String,
    content: ByteStream,
}

/// Reads a form up to the content of its field `file`, which is read later.
async fn read_form(content_type: &str, form: ByteStream) -> Result<Upload, ChatkitError> {
    let boundary = multer::parse_boundary(content_type).map_err(unreadable)?;
    let (form, found) = Paced::new(form);
    let mut fields = Multipart::new(form, boundary);
    while let Some(field) = fields.next_field().await.map_err(unreadable)? {
        if field.name() == Some("file") {
            found.store(true, Ordering::Relaxed);
            let content_type = field.content_type().map_or_else(
                || "application/octet-stream".to_owned(),
                |media_type| media_type.essence_str().to_owned(),
            );
            let content = ByteStream::new(field.map_err(broken_off));
            return Ok(Upload { content_type, content });
        }
    }
    Err(ChatkitError::BadRequest("The form cannot be read: it has no field `file`.".to_owned()))
}

fn unreadable(error: multer::Error) -> ChatkitError {
    match error {
        // The body broke off, is too large or arrives too slowly.
        multer::Error::StreamReadFailed(cause) => ChatkitError::Failed(Failure::transport(cause)),
        malformed => ChatkitError::BadRequest(format!("The form cannot be read: {malformed}.")),
    }
}

/// Returns the error of the content, whose cause is what the response says.
fn broken_off(error: multer::Error) -> BoxError {
    match error {
        multer::Error::StreamReadFailed(cause) => cause,
        malformed => Problem::bad_request(format!("the form cannot be read: {malformed}")).into(),
    }
}
