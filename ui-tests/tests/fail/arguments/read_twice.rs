//! A part of the request that is read into two arguments.

use api_core::{Error, EventId, Model, Subscription, api};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Page {
    pub limit: Option<u32>,
}

#[api]
pub trait Rooms {
    #[get("/a")]
    async fn names(
        &self,
        #[header] x_trace: String,
        #[header("X-Trace")] again: String,
        #[query] word: u8,
        #[query("word")] other: u8,
    ) -> Result<(), Error>;
    #[subscribe("/b")]
    async fn last_event(
        &self,
        #[resume] after: Option<EventId>,
        #[header] last_event_id: String,
    ) -> Result<Subscription<u8>, Error>;
    #[get("/c")]
    async fn key_of_a_struct(&self, #[query] page: Page, #[query] limit: u32) -> Result<(), Error>;
    #[get("/d")]
    async fn keys_of_two_structs(&self, #[query] page: Page, #[query] other: Page) -> Result<(), Error>;
}

fn main() {}
