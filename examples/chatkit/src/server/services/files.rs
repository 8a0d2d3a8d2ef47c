//! The implementation of the service for files of version 2 messages.

use std::convert::Infallible;

use bytes::Bytes;
use multer::{Constraints, Multipart, SizeLimit};
use uuid::Uuid;

use crate::api::{ChatkitError, ChatkitFiles};
use crate::domain::{AttachmentRecord, MAXIMUM_FILE_BYTES, Refusal};
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
        form: Bytes,
    ) -> Result<UploadedFile, ChatkitError> {
        self.read(|instance| instance.room(&room))?;
        let upload = read_form(&content_type, form).await?;
        let id = AttachmentId::new(Uuid::new_v4().to_string());
        let file = AttachmentRecord {
            id: id.clone(),
            room_id: room.clone(),
            user_id: Some(user),
            content_type: upload.content_type,
            size: upload.content.len() as u64,
            name: Some(name.clone()),
            custom_data: None,
            created_at: self.backend.now(),
            uploaded: true,
            named: true,
        };
        let kind = LinkKind::of(&file.content_type);
        // Store the content before the record: a file with a record can be downloaded.
        self.backend.store_file(&id, upload.content).await?;
        let added = self.change_without_events(|instance| instance.add_file(file));
        if added.is_err() {
            self.backend.blobs().delete(&id);
        }
        added?;
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
    content: Bytes,
}

async fn read_form(content_type: &str, form: Bytes) -> Result<Upload, ChatkitError> {
    let refuse = |what: String| ChatkitError::BadRequest(format!("The form cannot be read: {what}."));
    let boundary = multer::parse_boundary(content_type).map_err(|error| refuse(error.to_string()))?;
    let once = futures_util::stream::iter([Ok::<_, Infallible>(form)]);
    let limit = SizeLimit::new().for_field("file", MAXIMUM_FILE_BYTES);
    let constraints = Constraints::new().size_limit(limit);
    let mut fields = Multipart::with_constraints(once, boundary, constraints);
    while let Some(field) = fields.next_field().await.map_err(|error| refuse(error.to_string()))? {
        if field.name() == Some("file") {
            let content_type = field.content_type().map_or_else(
                || "application/octet-stream".to_owned(),
                |media_type| media_type.essence_str().to_owned(),
            );
            let content = field.bytes().await.map_err(|error| match error {
                multer::Error::FieldSizeExceeded { .. } => {
                    Refusal::FileTooLarge { size: MAXIMUM_FILE_BYTES + 1, limit: MAXIMUM_FILE_BYTES }.into()
                }
                other => refuse(other.to_string()),
            })?;
            return Ok(Upload { content_type, content });
        }
    }
    Err(refuse("it has no field `file`".to_owned()))
}
