//! The error of a node that misses a part.

use api_core::ApiError;
use api_core::error::{Answer, Attributes, ErrorDocument, ErrorFormat, Failure, Problem};
use http::{HeaderMap, StatusCode};

use super::health::Health;
use crate::transport::PlainText;

/// Why a node is not healthy.
#[derive(Debug, ApiError)]
#[api_error(format = HealthText)]
pub enum MetadataError {
    /// A part is missing, or the node shuts down.
    #[error(status = 503)]
    Degraded(Attributes<Health>),
    /// An answer that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// A failure of connection, protocol or codec.
    #[error(failure)]
    Failed(Failure),
}

/// The format of these errors: the health as JSON, as in a good answer. All other errors are texts.
#[derive(Debug, Clone, Copy, Default)]
pub struct HealthText;

impl ErrorFormat for HealthText {
    fn media_type(&self) -> &'static str {
        PlainText.media_type()
    }

    fn media_type_of(&self, document: &ErrorDocument) -> &'static str {
        if document.attributes.is_some() { "application/json" } else { self.media_type() }
    }

    fn encode(&self, document: &ErrorDocument) -> Vec<u8> {
        match &document.attributes {
            Some(health) => serde_json::to_vec(health).unwrap_or_default(),
            None => PlainText.encode(document),
        }
    }

    fn decode(&self, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Option<ErrorDocument> {
        let Ok(health) = serde_json::from_slice(body) else { return PlainText.decode(status, headers, body) };
        let mut document = ErrorDocument::new(status, "degraded");
        document.attributes = Some(health);
        Some(document)
    }

    fn problem(&self, problem: &Problem, path: &str) -> ErrorDocument {
        PlainText.problem(problem, path)
    }
}
