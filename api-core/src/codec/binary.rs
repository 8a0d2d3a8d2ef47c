//! Values as CBOR (RFC 8949) and as `MessagePack`, each behind its feature.

use std::error::Error;
use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::description::BodyEncoding;

/// Maximum depth of the values that are read: that of JSON here.
#[cfg(any(feature = "cbor", feature = "message-pack"))]
const MAX_DEPTH: usize = 128;

/// Bytes that are no value of the expected type.
#[derive(Debug)]
pub(crate) struct Unfit {
    /// What is wrong.
    pub(crate) reason: String,
    /// Whether the bytes are well-formed, but of another type.
    pub(crate) is_data: bool,
}

impl fmt::Display for Unfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.reason)
    }
}

/// Encodes a value.
///
/// # Errors
/// Returns an error if the value cannot be encoded, or the feature of the encoding is off.
pub(crate) fn to_vec<T: Serialize>(encoding: BodyEncoding, value: &T) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
    match encoding {
        #[cfg(feature = "cbor")]
        BodyEncoding::Cbor => {
            let mut bytes = Vec::new();
            ciborium::into_writer(value, &mut bytes)?;
            Ok(bytes)
        }
        #[cfg(feature = "message-pack")]
        BodyEncoding::MessagePack => Ok(rmp_serde::to_vec_named(value)?),
        _ => {
            _ = value;
            Err(missing_feature(encoding).into())
        }
    }
}

/// Decodes a value. What follows it is an error.
///
/// # Errors
/// Returns an error if the bytes are not well-formed, are nested more than 128 times, or do not fit the type.
pub(crate) fn from_slice<T: DeserializeOwned>(encoding: BodyEncoding, bytes: &[u8]) -> Result<T, Unfit> {
    match encoding {
        #[cfg(feature = "cbor")]
        BodyEncoding::Cbor => {
            let mut rest = bytes;
            let value = ciborium::de::from_reader_with_recursion_limit(&mut rest, MAX_DEPTH).map_err(|error| {
                Unfit { is_data: matches!(error, ciborium::de::Error::Semantic(..)), reason: error.to_string() }
            })?;
            complete(value, rest)
        }
        #[cfg(feature = "message-pack")]
        BodyEncoding::MessagePack => {
            use rmp_serde::decode::Error as Failure;
            let mut rest = bytes;
            let mut reader = rmp_serde::Deserializer::new(&mut rest);
            reader.set_max_depth(MAX_DEPTH);
            let value = T::deserialize(&mut reader).map_err(|error| Unfit {
                is_data: matches!(error, Failure::Syntax(_) | Failure::TypeMismatch(_) | Failure::OutOfRange),
                reason: error.to_string(),
            })?;
            complete(value, rest)
        }
        _ => {
            _ = bytes;
            Err(Unfit { reason: missing_feature(encoding), is_data: false })
        }
    }
}

/// Returns whether bytes begin with a list, which serde would also read as a struct.
pub(crate) fn is_list(encoding: BodyEncoding, bytes: &[u8]) -> bool {
    match (encoding, bytes.first()) {
        (BodyEncoding::Cbor, Some(first)) => matches!(first, 0x80..=0x9f),
        (BodyEncoding::MessagePack, Some(first)) => matches!(first, 0x90..=0x9f | 0xdc | 0xdd),
        _ => false,
    }
}

#[cfg(any(feature = "cbor", feature = "message-pack"))]
fn complete<T>(value: T, rest: &[u8]) -> Result<T, Unfit> {
    if rest.is_empty() {
        return Ok(value);
    }
    Err(Unfit { reason: format!("{} bytes follow the value", rest.len()), is_data: false })
}

/// Returns the message of an encoding whose feature is off.
pub(crate) fn missing_feature(encoding: BodyEncoding) -> String {
    match encoding.missing_feature() {
        Some(feature) => format!("`{}` needs the feature `{feature}` of `api-core`", encoding.media_type()),
        None => format!("`{}` is not a media type of models", encoding.media_type()),
    }
}

#[cfg(all(test, feature = "cbor", feature = "message-pack"))]
mod tests {
    use super::{from_slice, to_vec};
    use crate::description::BodyEncoding;

    const BOTH: [BodyEncoding; 2] = [BodyEncoding::Cbor, BodyEncoding::MessagePack];

    #[test]
    fn a_value_is_read_as_it_was_written() {
        for encoding in BOTH {
            let value = serde_json::json!({"name": "é", "list": [1, -2, 1.5, null, true]});
            let bytes = to_vec(encoding, &value).expect("bytes");
            assert_eq!(from_slice::<serde_json::Value>(encoding, &bytes).expect("a value"), value);
        }
    }

    #[test]
    fn what_a_peer_sends_is_bounded_in_depth_and_claimed_length() {
        let deep = |open: u8| [vec![open; 100_000], vec![0]].concat();
        let table = [
            // Nested lists of one item.
            (BodyEncoding::Cbor, deep(0x81)),
            (BodyEncoding::MessagePack, deep(0x91)),
            // A list, a text and bytes of 4 GiB.
            (BodyEncoding::Cbor, vec![0x9a, 0xff, 0xff, 0xff, 0xff]),
            (BodyEncoding::Cbor, vec![0x7a, 0xff, 0xff, 0xff, 0xff]),
            (BodyEncoding::Cbor, vec![0x5a, 0xff, 0xff, 0xff, 0xff]),
            (BodyEncoding::MessagePack, vec![0xdd, 0xff, 0xff, 0xff, 0xff]),
            (BodyEncoding::MessagePack, vec![0xdb, 0xff, 0xff, 0xff, 0xff]),
            (BodyEncoding::MessagePack, vec![0xc6, 0xff, 0xff, 0xff, 0xff]),
        ];
        for (encoding, bytes) in table {
            assert!(from_slice::<serde_json::Value>(encoding, &bytes).is_err(), "{encoding:?} {:x?}", &bytes[..4]);
        }
    }

    #[test]
    fn bytes_after_the_value_are_an_error() {
        assert!(from_slice::<u8>(BodyEncoding::Cbor, &[1, 1]).is_err());
        assert!(from_slice::<u8>(BodyEncoding::MessagePack, &[1, 1]).is_err());
    }
}
