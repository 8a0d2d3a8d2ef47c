//! The body of a request: its media types, and how a value of each is encoded.

use crate::model::{Shape, same};

use super::media_type::is_media_type;

/// The description of a request body.
///
/// ```
/// use api_core::Model;
/// use api_core::description::{BodyDescription, BodyEncoding};
///
/// const NOTE: BodyDescription = BodyDescription::new(BodyEncoding::Text, String::SHAPE).limit(4096);
/// assert_eq!(NOTE.media_type, "text/plain; charset=utf-8");
/// assert_eq!(NOTE.limit, Some(4096));
/// assert_eq!(NOTE.media_type("text/csv").media_type, "text/csv");
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct BodyDescription {
    /// The encoding of the value.
    pub encoding: BodyEncoding,
    /// The media type, or for text and bytes a range such as `image/*`. Default: that of the encoding.
    pub media_type: &'static str,
    /// The shape of its type.
    pub shape: &'static Shape,
    /// The maximum size in bytes. Default: the server's own limit.
    pub limit: Option<usize>,
    /// Whether the body is read in this encoding regardless of its content type. Default: no.
    pub any_content_type: bool,
    /// The media types that a server accepts beside the first one, which a client sends.
    pub alternatives: &'static [BodyForm],
}

/// A further media type of a request body.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct BodyForm {
    /// The encoding of the value.
    pub encoding: BodyEncoding,
    /// The media type, or for text and bytes a range such as `image/*`.
    pub media_type: &'static str,
    /// The shape of its type.
    pub shape: &'static Shape,
}

impl BodyForm {
    /// Creates the description of a body of this media type.
    ///
    /// # Panics
    /// Panics if the text is not a media type (RFC 9110 §8.3.1) or a range of them.
    pub const fn new(encoding: BodyEncoding, media_type: &'static str, shape: &'static Shape) -> Self {
        assert!(is_media_type(media_type), "the media type of a body is not of the form `type/subtype`");
        Self { encoding, media_type, shape }
    }
}

/// The maximum size of a request body in bytes, unless the endpoint or the server's settings say otherwise.
pub const DEFAULT_BODY_LIMIT: usize = 2 * 1024 * 1024;

impl BodyDescription {
    /// Creates the description of a body without a limit of its own.
    pub const fn new(encoding: BodyEncoding, shape: &'static Shape) -> Self {
        Self {
            encoding,
            media_type: encoding.media_type(),
            shape,
            limit: None,
            any_content_type: false,
            alternatives: &[],
        }
    }

    /// Creates the description of a body of several media types, the first of which a client sends.
    ///
    /// # Panics
    /// Panics if there is none.
    pub const fn of(forms: &'static [BodyForm]) -> Self {
        let [first, others @ ..] = forms else { panic!("a body has at least one media type") };
        Self::new(first.encoding, first.shape).media_type(first.media_type).alternatives(others)
    }

    /// Sets the media type that a server accepts and a client sends, in place of that of the encoding.
    ///
    /// # Panics
    /// Panics if the text is not a media type (RFC 9110 §8.3.1) or a range of them.
    #[must_use]
    pub const fn media_type(mut self, media_type: &'static str) -> Self {
        assert!(is_media_type(media_type), "the media type of a body is not of the form `type/subtype`");
        self.media_type = media_type;
        self
    }

    /// Sets further media types that a server accepts.
    #[must_use]
    pub const fn alternatives(mut self, forms: &'static [BodyForm]) -> Self {
        self.alternatives = forms;
        self
    }

    /// Returns all media types, the first one first.
    pub fn forms(&self) -> impl Iterator<Item = BodyForm> + use<> {
        let first = BodyForm { encoding: self.encoding, media_type: self.media_type, shape: self.shape };
        std::iter::once(first).chain(self.alternatives.iter().copied())
    }

    /// Returns the media types as the value of `Accept`.
    pub fn accepted(&self) -> String {
        self.forms().map(|form| form.media_type).collect::<Vec<_>>().join(", ")
    }

    /// Sets the maximum size in bytes.
    #[must_use]
    pub const fn limit(mut self, bytes: usize) -> Self {
        self.limit = Some(bytes);
        self
    }

    /// Makes servers read the body in this encoding regardless of its content type.
    #[must_use]
    pub const fn any_content_type(mut self) -> Self {
        self.any_content_type = true;
        self
    }
}

/// The encoding of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyEncoding {
    /// `application/json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `text/plain` in UTF-8.
    Text,
    /// `application/octet-stream`: any bytes.
    Bytes,
    /// `application/octet-stream`: any bytes, handed on piece by piece.
    Stream,
    /// `multipart/form-data` (RFC 7578): a part for each field of a struct. Files are text of the format `binary`.
    Multipart,
    /// `application/cbor` (RFC 8949). Codecs need the feature `cbor`.
    Cbor,
    /// `application/vnd.msgpack`. Codecs need the feature `message-pack`.
    MessagePack,
    /// `application/xml` (RFC 7303), by the shape of the value. Codecs need the feature `xml`.
    Xml,
    /// `application/yaml` (RFC 9512). Codecs need the feature `yaml`.
    Yaml,
}

impl BodyEncoding {
    /// Returns the media type, with its `charset` parameter if it has one.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Form => "application/x-www-form-urlencoded",
            Self::Text => "text/plain; charset=utf-8",
            Self::Bytes | Self::Stream => "application/octet-stream",
            Self::Multipart => "multipart/form-data",
            Self::Cbor => "application/cbor",
            Self::MessagePack => "application/vnd.msgpack",
            Self::Xml => "application/xml",
            Self::Yaml => "application/yaml",
        }
    }

    /// Returns the encoding of a model in a media type: JSON for all that have no other.
    pub const fn of_model(media_type: &str) -> Self {
        if same(media_type, Self::Form.media_type()) {
            return Self::Form;
        }
        match media_type.as_bytes() {
            b"application/cbor" | [.., b'+', b'c', b'b', b'o', b'r'] => Self::Cbor,
            b"application/msgpack"
            | b"application/x-msgpack"
            | b"application/vnd.msgpack"
            | [.., b'+', b'm', b's', b'g', b'p', b'a', b'c', b'k'] => Self::MessagePack,
            b"application/xml" | b"text/xml" | [.., b'+', b'x', b'm', b'l'] => Self::Xml,
            b"application/yaml"
            | b"application/x-yaml"
            | b"text/yaml"
            | b"text/x-yaml"
            | [.., b'+', b'y', b'a', b'm', b'l'] => Self::Yaml,
            _ => Self::Json,
        }
    }

    /// Returns the feature that the codec needs, if it is off.
    pub(crate) const fn missing_feature(self) -> Option<&'static str> {
        match self {
            Self::Cbor if cfg!(not(feature = "cbor")) => Some("cbor"),
            Self::MessagePack if cfg!(not(feature = "message-pack")) => Some("message-pack"),
            Self::Xml if cfg!(not(feature = "xml")) => Some("xml"),
            Self::Yaml if cfg!(not(feature = "yaml")) => Some("yaml"),
            _ => None,
        }
    }
}
