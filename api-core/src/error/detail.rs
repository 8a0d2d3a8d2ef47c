//! What a variant of an error enum carries over the wire.

use std::borrow::Cow;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::document::ErrorDocument;

/// What a variant of an error enum carries over the wire.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be carried by an error variant",
    label = "this field",
    note = "use `String` for the description, `RetryAfter` for when to come back, or `Attributes<T>` with a serde type for details"
)]
pub trait ErrorDetail: Sized {
    /// Puts the detail into a document.
    fn write(&self, document: &mut ErrorDocument);

    /// Reads it back; `None` if the document lacks it.
    fn read(document: &ErrorDocument) -> Option<Self>;
}

impl ErrorDetail for String {
    fn write(&self, document: &mut ErrorDocument) {
        document.description = Some(Cow::Owned(self.clone()));
    }

    fn read(document: &ErrorDocument) -> Option<Self> {
        document.description.as_ref().map(|description| description.clone().into_owned())
    }
}

/// When to come back, as a detail of an error: sent and read as `Retry-After` in whole seconds.
///
/// A variant that carries it keeps the server's word, on a client and through a proxy; one that does not forgets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryAfter(pub Duration);

impl ErrorDetail for RetryAfter {
    fn write(&self, document: &mut ErrorDocument) {
        document.retry_after = Some(self.0);
    }

    fn read(document: &ErrorDocument) -> Option<Self> {
        document.retry_after.map(Self)
    }
}

/// Details of an error as a serde value: a document's `attributes`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attributes<T>(pub T);

impl<T: Serialize + DeserializeOwned> ErrorDetail for Attributes<T> {
    fn write(&self, document: &mut ErrorDocument) {
        document.attributes = serde_json::to_value(&self.0).ok();
    }

    fn read(document: &ErrorDocument) -> Option<Self> {
        serde_json::from_value(document.attributes.clone()?).ok().map(Self)
    }
}
