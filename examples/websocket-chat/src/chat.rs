//! The implementation: one task per member reads the member's messages.

use std::error::Error;

use api_core::Messages;

use crate::api::{Chat, ChatError, Name, Say, ServerMessage};
use crate::page::Page;
use crate::rooms::Rooms;

impl Chat for Rooms {
    async fn page(&self) -> Result<Page, ChatError> {
        Ok(Page(include_str!("page.html").to_owned()))
    }

    async fn live(
        &self,
        room: Name,
        name: Name,
        mut input: Messages<Say>,
    ) -> Result<Messages<ServerMessage>, ChatError> {
        // An error here becomes the response, and no WebSocket opens. Later errors are reported in messages.
        let (member, messages) = self.join(room, name)?;
        tokio::spawn(async move {
            while let Some(message) = input.next().await {
                match message {
                    Ok(Say { text }) => member.say(text),
                    // Not a `Say`: only this message is invalid.
                    Err(error) if error.is_decode() => {
                        let why = error.source().map_or_else(|| error.to_string(), ToString::to_string);
                        member.send(ServerMessage::Refused { why });
                    }
                    // The connection is lost.
                    Err(_) => break,
                }
            }
            // The member is dropped here, and thereby leaves the room.
        });
        Ok(messages)
    }
}
