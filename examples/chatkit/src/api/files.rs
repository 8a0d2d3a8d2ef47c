//! Service `chatkit_files`, version 1: files of version 2 messages.

use api_core::api;
use api_core::call::ByteStream;

use super::ChatkitError;
use crate::model::{FileAnswer, RoomId, UploadedFile, UserId};

/// Files of version 2 messages.
#[api(
    base = "/services/chatkit_files/v1/{instance}",
    errors = ChatkitError,
    security = bearer,
    content_type = any,
    contract = "../../contracts/files.contract"
)]
pub trait ChatkitFiles {
    /// Uploads a file, the field `file` of a form. The response is used as the attachment of a message.
    ///
    /// A file of the same name in the room is replaced for new messages. Sent messages keep the previous file.
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
        #[body(stream)] form: ByteStream,
    ) -> Result<UploadedFile, ChatkitError>;

    /// Returns the properties of a file and a download address.
    #[get("/rooms/{room}/files/{name}", requires = "file:get")]
    async fn file(&self, room: RoomId, name: String) -> Result<FileAnswer, ChatkitError>;
}
