use api_core::error::{ErrorDocument, ErrorFormat};
use http::{HeaderMap, StatusCode};

/// The format of errors that have no kind but their status.
#[derive(Debug, Clone, Copy)]
pub struct ByStatus {
    /// The kinds with their statuses.
    pub kinds: &'static [(&'static str, u16)],
}

impl ByStatus {
    /// Returns the kind of a status: its own, that of its class, or the default.
    fn kind(&self, status: u16) -> &'static str {
        let kinds = self.kinds.iter();
        let of_class = |kind: &str| kind.starts_with("status_") && kind.ends_with("xx");
        let own = kinds.clone().find(|(kind, known)| *known == status && *kind != "default" && !of_class(kind));
        let class = kinds.clone().find(|(kind, known)| known / 100 == status / 100 && of_class(kind));
        let default = kinds.clone().find(|(kind, _)| *kind == "default");
        own.or(class).or(default).map_or("unknown", |(kind, _)| kind)
    }
}

impl ErrorFormat for ByStatus {
    fn media_type(&self) -> &'static str {
        "application/json"
    }

    fn encode(&self, document: &ErrorDocument) -> Vec<u8> {
        document.attributes.as_ref().map_or_else(|| b"{}".to_vec(), |details| details.to_string().into_bytes())
    }

    fn decode(&self, status: StatusCode, _: &HeaderMap, body: &[u8]) -> Option<ErrorDocument> {
        let mut document = ErrorDocument::new(status, self.kind(status.as_u16()));
        document.attributes = Some(serde_json::from_slice(body).unwrap_or_default());
        Some(document)
    }
}
