//! What a message can be read as, and what can be sent as one.

use std::sync::Arc;

use bytes::Bytes;
#[cfg(feature = "json")]
use serde::{Serialize, de::DeserializeOwned};

use crate::BoxError;

use super::{DataMessage, Utf8Bytes};

/// A type that messages are converted to and from.
///
/// Text and binary messages convert alike: a text of a binary message is its bytes read as UTF-8, bytes of a text message are its
/// UTF-8. Which of the two is sent is the sending method's business.
pub trait WebSocketData: Sized {
    /// Reads a message.
    ///
    /// # Errors
    /// If the message is none of this type. The connection goes on.
    fn from_message(message: DataMessage) -> Result<Self, BoxError>;

    /// Writes a payload.
    ///
    /// # Errors
    /// If the value cannot be written.
    fn into_payload(self) -> Result<Bytes, BoxError>;
}

impl WebSocketData for DataMessage {
    fn from_message(message: DataMessage) -> Result<Self, BoxError> {
        Ok(message)
    }

    fn into_payload(self) -> Result<Bytes, BoxError> {
        Ok(self.into_bytes())
    }
}

impl WebSocketData for Bytes {
    fn from_message(message: DataMessage) -> Result<Self, BoxError> {
        Ok(message.into_bytes())
    }

    fn into_payload(self) -> Result<Bytes, BoxError> {
        Ok(self)
    }
}

impl WebSocketData for Vec<u8> {
    fn from_message(message: DataMessage) -> Result<Self, BoxError> {
        Ok(message.into_bytes().into())
    }

    fn into_payload(self) -> Result<Bytes, BoxError> {
        Ok(self.into())
    }
}

impl WebSocketData for Utf8Bytes {
    fn from_message(message: DataMessage) -> Result<Self, BoxError> {
        match message {
            DataMessage::Text(text) => Ok(text),
            DataMessage::Binary(bytes) => Ok(Self::try_from(bytes)?),
        }
    }

    fn into_payload(self) -> Result<Bytes, BoxError> {
        Ok(self.into_bytes())
    }
}

impl WebSocketData for String {
    fn from_message(message: DataMessage) -> Result<Self, BoxError> {
        Ok(Self::from_utf8(message.into_bytes().into())?)
    }

    fn into_payload(self) -> Result<Bytes, BoxError> {
        Ok(self.into())
    }
}

impl WebSocketData for Arc<str> {
    fn from_message(message: DataMessage) -> Result<Self, BoxError> {
        Ok(std::str::from_utf8(message.as_bytes())?.into())
    }

    fn into_payload(self) -> Result<Bytes, BoxError> {
        Ok(Bytes::copy_from_slice(self.as_bytes()))
    }
}

/// A value as JSON.
#[cfg(feature = "json")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Json<T>(pub T);

#[cfg(feature = "json")]
impl<T: Serialize + DeserializeOwned> WebSocketData for Json<T> {
    fn from_message(message: DataMessage) -> Result<Self, BoxError> {
        Ok(Self(serde_json::from_slice(message.as_bytes())?))
    }

    fn into_payload(self) -> Result<Bytes, BoxError> {
        Ok(serde_json::to_vec(&self.0)?.into())
    }
}

#[cfg(all(test, feature = "json"))]
mod tests {
    use std::sync::Arc;

    use bytes::Bytes;

    use super::super::{DataMessage, Utf8Bytes};
    use super::{Json, WebSocketData};

    #[test]
    fn text_and_binary_messages_convert_alike() {
        let messages = [DataMessage::Text("[1,2]".into()), DataMessage::Binary(Bytes::from_static(b"[1,2]"))];
        for message in messages {
            assert_eq!(String::from_message(message.clone()).unwrap(), "[1,2]");
            assert_eq!(&*<Arc<str>>::from_message(message.clone()).unwrap(), "[1,2]");
            assert_eq!(Utf8Bytes::from_message(message.clone()).unwrap(), "[1,2]");
            assert_eq!(Vec::<u8>::from_message(message.clone()).unwrap(), b"[1,2]");
            assert_eq!(Bytes::from_message(message.clone()).unwrap(), "[1,2]");
            assert_eq!(Json::<Vec<u8>>::from_message(message).unwrap(), Json(vec![1, 2]));
        }
        assert!(String::from_message(DataMessage::Binary(Bytes::from_static(b"\xff"))).is_err());
        assert_eq!(Json([1, 2]).into_payload().unwrap(), "[1,2]");
    }
}
