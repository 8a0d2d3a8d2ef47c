//! Callbacks: each kind of expression, several APIs, and an API that is called at two URLs.

use api_core::{Error, Model, api};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Hook {
    #[serde(flatten)]
    target: Target,
    others: Vec<Target>,
    more: std::collections::BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Target {
    #[serde(rename = "a/b~c")]
    url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Page {
    after: String,
}

#[api]
pub trait Events {
    #[post("/")]
    async fn changed(&self, #[body] id: u32) -> Result<(), Error>;
}

mod other {
    #[api_core::api(base = "/v1")]
    pub trait Events {
        #[post("/gone", callback(super::EventsApi = "{$url}"))]
        async fn gone(&self) -> Result<(), super::Error>;
    }
}

#[api]
pub trait Hooks {
    #[post(
        "/hooks/{id}",
        callback(
            EventsApi = "{$request.body#/a~1b~0c}",
            EventsApi = "{$request.body#/others/0/a~1b~0c}",
            other::EventsApi = "{$request.body#/more/url}?{$request.query.after}&{$request.query.key}",
            other::EventsApi = "https://{$request.header.X-Host}/{$request.path.id}/{$method}{$statusCode}",
            EventsApi = "{$response.body}",
        )
    )]
    async fn add(
        &self,
        id: u32,
        #[query] page: Page,
        #[query] key: Option<u8>,
        #[header] x_host: String,
        #[body] hook: Hook,
    ) -> Result<String, Error>;
}

fn main() {
    let callbacks = HooksApi::DESCRIPTION.endpoint("add").expect("an endpoint").callbacks;
    assert_eq!(callbacks.len(), 5);
    assert_eq!(callbacks[2].api.base.to_string(), "/v1");
    assert_eq!(callbacks[2].api.endpoints[0].callbacks[0].api.name, "Events");
}
