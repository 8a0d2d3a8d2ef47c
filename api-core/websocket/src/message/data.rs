//! Conversion between messages and values of the program.

use std::sync::Arc;

use bytes::Bytes;
#[cfg(feature = "json")]
use serde::{Serialize, de::DeserializeOwned};

use crate::BoxError;

use super::kinds::{DataMessage, Utf8Bytes};

/// A type that messages can be read as and written from.
///
/// Both kinds of messages can be read as text and as bytes: the text of a binary message is its payload as UTF-8. The
/// sending method selects the kind of message.
///
/// ```
/// use api_websocket::{BoxError, DataMessage, WebSocketData};
/// use bytes::Bytes;
///
/// struct Temperature(f64);
///
/// impl WebSocketData for Temperature {
///     fn from_message(message: DataMessage) -> Result<Self, BoxError> {
///         Ok(Self(String::from_message(message)?.parse()?))
///     }
///
///     fn into_payload(self) -> Result<Bytes, BoxError> {
///         Ok(self.0.to_string().into())
///     }
/// }
/// # assert_eq!(Temperature::from_message("21.5".into()).unwrap().0, 21.5);
/// ```
pub trait WebSocketData: Sized {
    /// Reads a message.
    ///
    /// # Errors
    /// Returns an error if the message is not a value of this type. The connection stays open.
    fn from_message(message: DataMessage) -> Result<Self, BoxError>;

    /// Writes the payload of a message.
    ///
    /// # Errors
    /// Returns an error if the value cannot be written as a payload. Nothing is sent then.
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

/// A value that is sent and received as JSON.
///
/// ```
/// use api_websocket::{DataMessage, Json, WebSocketData as _};
///
/// let Json(numbers) = Json::<Vec<u8>>::from_message(DataMessage::from("[1,2]")).unwrap();
/// assert_eq!(numbers, [1, 2]);
/// ```
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

    use super::{DataMessage, Json, Utf8Bytes, WebSocketData};

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
