//! Calls by the client that the trait derives.

use std::io;

use api_client::{ClientBuilder, FixedCredentials, LayeredTransport};
use api_core::Client;

use super::requests::{INSTANCE, TOKEN, text};
use crate::model::Page;
use crate::peers::framework::{Chat as _, ChatApi};
use crate::scenario::Scenario;

pub(crate) struct Caller {
    client: Client<ChatApi, LayeredTransport>,
}

impl Caller {
    pub(crate) fn new(port: u16) -> io::Result<Self> {
        let credentials = FixedCredentials::bearer(TOKEN).map_err(io::Error::other)?;
        let builder = ClientBuilder::at(format!("http://127.0.0.1:{port}")).credentials(credentials);
        let client = api_client::connect::<ChatApi>(builder).map_err(io::Error::other)?;
        Ok(Self { client: client.bind("instance", INSTANCE) })
    }

    pub(crate) async fn call(&self, scenario: Scenario) -> io::Result<()> {
        let called = match scenario {
            Scenario::User => self.client.user("alice".to_owned()).await.map(drop),
            Scenario::List => {
                let page = Page { initial_id: Some(100), limit: Some(20) };
                self.client.messages("lobby".to_owned(), page).await.map(drop)
            }
            Scenario::Send => self.client.send_message("lobby".to_owned(), text()).await.map(drop),
            // Only calls that succeed are made.
            _ => Ok(()),
        };
        called.map_err(io::Error::other)
    }
}
