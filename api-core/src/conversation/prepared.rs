//! A typed message that is encoded once for many conversations.

use std::fmt;
use std::marker::PhantomData;

use api_websocket::{ConnectionError, PreparedMessage};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::codec::json;
use crate::model::Model;

/// A message of a `#[duplex]` method that is encoded once for many conversations, see
/// [`Messages::prepared`](super::Messages::prepared). Clones share its bytes.
///
/// Each conversation sends the same frame, and the same compressed frame where
/// [`server_no_context_takeover`](api_websocket::PermessageDeflate::server_no_context_takeover) was negotiated, see
/// [`PreparedMessage`].
///
/// ```
/// use api_core::websocket::{ConnectionError, MessageSender, Prepared};
///
/// /// Sends to all members. Those whose channel is full miss the message.
/// fn announce(text: &String, members: &[MessageSender<Prepared<String>>]) -> Result<(), ConnectionError> {
///     let message = Prepared::new(text)?;
///     for member in members {
///         member.try_send(message.clone());
///     }
///     Ok(())
/// }
/// # let _ = announce;
/// ```
pub struct Prepared<T> {
    message: PreparedMessage,
    kind: PhantomData<fn() -> T>,
}

impl<T: Model + Serialize> Prepared<T> {
    /// Encodes a message.
    ///
    /// # Errors
    /// Returns an error if the message cannot be encoded.
    pub fn new(message: &T) -> Result<Self, ConnectionError> {
        let mut encoded = Vec::new();
        json::write(message, &mut encoded).map_err(ConnectionError::encode)?;
        let encoded = String::from_utf8(encoded).map_err(ConnectionError::encode)?;
        Ok(Self { message: PreparedMessage::text(&encoded), kind: PhantomData })
    }
}

impl<T> Prepared<T> {
    /// Returns the encoded message.
    pub fn message(&self) -> &PreparedMessage {
        &self.message
    }

    /// Returns the size of the encoded message.
    pub(super) fn size(&self) -> usize {
        self.message.as_bytes().len()
    }

    /// Decodes the message, for a caller in the same process.
    pub(super) fn decode(&self) -> Result<T, ConnectionError>
    where
        T: Model + DeserializeOwned,
    {
        json::from_slice(self.message.as_bytes()).map_err(ConnectionError::decode)
    }
}

impl<T> Clone for Prepared<T> {
    fn clone(&self) -> Self {
        Self { message: self.message.clone(), kind: PhantomData }
    }
}

impl<T> fmt::Debug for Prepared<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Prepared").field(&self.message).finish()
    }
}
