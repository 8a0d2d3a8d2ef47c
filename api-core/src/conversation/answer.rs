//! What a conversation is closed with once its handler has returned.

use api_websocket::{CloseCode, CloseFrame};

use crate::error::ApiError;

/// Returns the close frame for what a handler returned. A caller's mistake is 1008, with the error's kind as the
/// reason.
pub(crate) fn last_word<E: ApiError>(returned: &Result<(), E>) -> CloseFrame {
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
