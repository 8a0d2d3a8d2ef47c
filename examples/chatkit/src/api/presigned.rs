//! The content of files, at presigned addresses that need no token.

use api_core::api;
use api_core::call::ByteStream;

use super::{ChatkitError, Download};
use crate::model::{AttachmentId, Pass};

/// Files at presigned addresses. Each address is valid for one file, one operation (upload or download) and a limited
/// time.
#[api(
    base = "/files/{instance}",
    errors = ChatkitError,
    content_type = any,
    contract = "../../contracts/presigned-files.contract"
)]
pub trait PresignedFiles {
    /// Uploads the content of an announced file. It is stored as it arrives, by one request at a time.
    #[put("/{attachment}", status = 200, body_limit = 20_971_520)]
    async fn upload(
        &self,
        attachment: AttachmentId,
        #[query] pass: Pass,
        #[body(stream)] content: ByteStream,
    ) -> Result<(), ChatkitError>;

    /// Downloads a file. The address ends with the file's name.
    #[get("/{attachment}/{name}")]
    async fn download(
        &self,
        attachment: AttachmentId,
        name: String,
        #[query] pass: Pass,
    ) -> Result<Download, ChatkitError>;
}
