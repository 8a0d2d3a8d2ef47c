//! The close frame of a conversation whose handler has returned.

use api_websocket::{CloseCode, CloseFrame};

use crate::error::ApiError;

/// Returns the close frame for the result of a handler.
///
/// It is 1000 for success, 1008 with the error's kind as reason for a 4xx error, and 1011 for any other error.
pub(crate) fn final_frame<T, E: ApiError>(returned: &Result<T, E>) -> CloseFrame {
    let Err(error) = returned else { return CloseFrame::normal() };
    if error.failure().is_some() {
        return CloseFrame::code_only(CloseCode::INTERNAL_ERROR);
    }
    let document = error.document();
    if document.status.is_client_error() {
        CloseFrame::truncated(CloseCode::POLICY, &document.kind)
    } else {
        CloseFrame::code_only(CloseCode::INTERNAL_ERROR)
    }
}
