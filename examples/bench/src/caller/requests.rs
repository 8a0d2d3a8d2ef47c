//! What the calls of all clients consist of.

use crate::model::NewMessage;

/// The token of every request.
pub(super) const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.e30.c2ln";
pub(super) const INSTANCE: &str = "8f1e0c52";

pub(super) fn user_path(user: &str) -> String {
    format!("/services/chatkit/v6/{INSTANCE}/users/{user}")
}

pub(super) fn list_path(room: &str, initial_id: u64, limit: u64) -> String {
    format!("/services/chatkit/v6/{INSTANCE}/rooms/{room}/messages?initial_id={initial_id}&limit={limit}")
}

pub(super) fn send_path(room: &str) -> String {
    format!("/services/chatkit/v6/{INSTANCE}/rooms/{room}/messages")
}

pub(super) fn text() -> NewMessage {
    NewMessage { text: "The quick brown fox jumps over the lazy dog.".to_owned() }
}
