//! The validation of text messages.

/// What happens to text messages that are not UTF-8.
///
/// ```
/// use api_websocket::{ConnectionOptions, Utf8Mode};
///
/// let options = ConnectionOptions::default().utf8(Utf8Mode::Lossy);
/// # let _ = options;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Utf8Mode {
    /// The connection is closed with 1007, as RFC 6455 §8.1 requires.
    #[default]
    Strict,
    /// Invalid bytes are replaced by U+FFFD.
    Lossy,
    /// Text is not validated. Text messages are received as [`DataMessage::Binary`](crate::DataMessage::Binary).
    Unchecked,
}
