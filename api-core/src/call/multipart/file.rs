//! Files of a body: one that is read as a whole, and one that is handed on piece by piece.

use bytes::Bytes;

use super::super::byte_stream::ByteStream;

/// Maximum number of parts of a body. Parts that no field reads count too.
pub const MAX_PARTS: usize = 1000;

/// Maximum size in bytes of a part that is read as a whole, unless its field has another limit.
pub const DEFAULT_PART_LIMIT: usize = 2 * 1024 * 1024;

/// A file of a body of several parts, read as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilePart {
    /// The name of the file at the client. It may be any text, also a path, and is no name to write to.
    pub file_name: Option<String>,
    /// The media type, as the client says.
    pub content_type: Option<String>,
    /// The content.
    pub content: Bytes,
}

/// A file of a body of several parts, handed on piece by piece. It is the last part.
#[derive(Debug, Clone, PartialEq)]
pub struct FileStream {
    /// The name of the file at the client. It may be any text, also a path, and is no name to write to.
    pub file_name: Option<String>,
    /// The media type, as the client says.
    pub content_type: Option<String>,
    /// The content.
    pub content: ByteStream,
}
