//! The implementation of presigned uploads and downloads.

use api_core::call::ByteStream;

use crate::api::{ChatkitError, Download, PresignedFiles};
use crate::domain::{Instance, Refusal};
use crate::model::{AttachmentId, Pass};
use crate::server::AnonymousSession;

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
        let id = attachment.clone();
        // Another request may have uploaded it meanwhile.
        let check = move |instance: &Instance| instance.announced(&id).map(drop);
        self.backend.keep_file(received, check, move |instance| instance.uploaded(&attachment)).await
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

fn too_short(size: u64, announced: u64) -> ChatkitError {
    let reason = format!("the file has {size} bytes, but {announced} were announced");
    Refusal::ValidationFailed { field: "content_length", reason }.into()
}
