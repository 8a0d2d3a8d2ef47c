//! The digest: a line for each room.

use std::collections::BTreeSet;

use api_core::Error;

use super::{Digest, NewMessage, Text};

/// How many messages of each room are looked at.
const LATEST: u32 = 20;

/// Posts a digest of a user's rooms into one of them, and returns its text.
///
/// # Errors
///
/// Returns the error of the first call that fails.
pub async fn post(service: &impl Digest, user: &str, room: &str) -> Result<String, Error> {
    let name = service.user(user.to_owned()).await?.name;
    let into = service.join(user.to_owned(), room.to_owned()).await?;
    let mut lines = vec![format!("The rooms of {name}:")];
    for room in service.rooms(user.to_owned()).await?.into_iter().filter(|room| room.id != into.id) {
        let messages = service.messages(room.id, Some(LATEST)).await?;
        let writers: BTreeSet<String> = messages.iter().map(|message| message.user_id.clone()).collect();
        lines.push(format!("{}: {} messages of {} people", room.name, messages.len(), writers.len()));
    }
    let text = lines.join("\n");
    let part = Text { r#type: "text/plain".to_owned(), content: text.clone() };
    service.send(into.id, NewMessage { parts: vec![part] }).await?;
    Ok(text)
}
