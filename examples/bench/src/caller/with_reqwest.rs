//! Calls by reqwest.

use std::io;

use reqwest::Client;

use super::requests::{TOKEN, list_path, send_path, text, user_path};
use crate::model::{Message, Sent, User};
use crate::scenario::Scenario;

pub(crate) struct Caller {
    client: Client,
    port: u16,
}

impl Caller {
    pub(crate) fn new(port: u16) -> io::Result<Self> {
        let client = Client::builder().no_proxy().user_agent("bench/1").build().map_err(io::Error::other)?;
        Ok(Self { client, port })
    }

    pub(crate) async fn call(&self, scenario: Scenario) -> io::Result<()> {
        self.exchange(scenario).await.map_err(io::Error::other)
    }

    async fn exchange(&self, scenario: Scenario) -> Result<(), reqwest::Error> {
        match scenario {
            Scenario::User => {
                let request = self.client.get(self.address(&user_path("alice")));
                let answer = request.bearer_auth(TOKEN).header("accept", "application/json").send().await?;
                answer.error_for_status()?.json::<User>().await.map(drop)
            }
            Scenario::List => {
                let request = self.client.get(self.address(&list_path("lobby", 100, 20)));
                let answer = request.bearer_auth(TOKEN).header("accept", "application/json").send().await?;
                answer.error_for_status()?.json::<Vec<Message>>().await.map(drop)
            }
            Scenario::Send => {
                let request = self.client.post(self.address(&send_path("lobby"))).json(&text());
                let answer = request.bearer_auth(TOKEN).header("accept", "application/json").send().await?;
                answer.error_for_status()?.json::<Sent>().await.map(drop)
            }
            // Only calls that succeed are made.
            _ => Ok(()),
        }
    }

    fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}
