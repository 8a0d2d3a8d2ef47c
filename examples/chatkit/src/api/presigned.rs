//! The store of files' bytes: its addresses are handed out signed, and ask for no token.

use api_core::api;
use bytes::Bytes;

use super::{ChatkitError, Download};
use crate::model::{AttachmentId, Pass};

/// Files at pre-signed addresses, each good for one file, one use (up or down) and a time.
#[api(base = "/files/{instance}", errors = ChatkitError, content_type = any)]
pub trait PresignedFiles {
    /// Uploads the bytes of an announced file.
    #[put("/{attachment}", status = 200, body_limit = 20_971_520)]
    async fn upload(
        &self,
        attachment: AttachmentId,
        #[query] pass: Pass,
        #[body(bytes)] content: Bytes,
    ) -> Result<(), ChatkitError>;

    /// Downloads a file under the name its address ends with.
    #[get("/{attachment}/{name}")]
    async fn download(
        &self,
        attachment: AttachmentId,
        name: String,
        #[query] pass: Pass,
    ) -> Result<Download, ChatkitError>;
}
