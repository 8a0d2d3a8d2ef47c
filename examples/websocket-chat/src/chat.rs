//! The implementation: for each member a task that listens to them.

use std::error::Error;

use api_core::Messages;

use crate::api::{Chat, ChatError, Name, Say, Told};
use crate::page::Page;
use crate::rooms::Rooms;

impl Chat for Rooms {
    async fn page(&self) -> Result<Page, ChatError> {
        Ok(Page(include_str!("page.html").to_owned()))
    }

    async fn live(&self, room: Name, name: Name, mut input: Messages<Say>) -> Result<Messages<Told>, ChatError> {
        // An error here answers the request, and no connection is opened. After it everything is told in messages.
        let (member, told) = self.join(room, name)?;
        tokio::spawn(async move {
            while let Some(said) = input.next().await {
                match said {
                    Ok(Say { text }) => member.say(text),
                    // Not a `Say`: an error of this message alone.
                    Err(error) if error.is_decode() => {
                        let why = error.source().map_or_else(|| error.to_string(), ToString::to_string);
                        member.tell(Told::Refused { why });
                    }
                    // The connection is lost.
                    Err(_) => break,
                }
            }
            // Here the member is dropped, which is how one leaves.
        });
        Ok(told)
    }
}
