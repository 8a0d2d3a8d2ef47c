//! Service `chatkit_files`, version 1: files of messages in the older form.

use api_core::api;
use bytes::Bytes;

use super::ChatkitError;
use crate::model::{FileAnswer, RoomId, UploadedFile, UserId};

/// Files of messages in the older form.
#[api(base = "/services/chatkit_files/v1/{instance}", errors = ChatkitError, security = bearer, content_type = any)]
pub trait ChatkitFiles {
    /// Uploads a file, the field `file` of a form; the answer goes into the message as its attachment.
    ///
    /// A file of the same name in the room is replaced for messages to come; those sent keep theirs.
    #[post(
        "/rooms/{room}/users/{user}/files/{name}",
        body_limit = 5_308_416,
        requires = ["self", "file:create"]
    )]
    async fn upload_file(
        &self,
        room: RoomId,
        user: UserId,
        name: String,
        #[header("content-type")] content_type: String,
        #[body(bytes)] form: Bytes,
    ) -> Result<UploadedFile, ChatkitError>;

    /// Tells about a file, and where it can be downloaded now.
    #[get("/rooms/{room}/files/{name}", requires = "file:get")]
    async fn file(&self, room: RoomId, name: String) -> Result<FileAnswer, ChatkitError>;
}
