//! Calls by hand through the connection pool of hyper-util.

use std::io;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, Request, StatusCode};
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::de::DeserializeOwned;

use super::by_hand::{authorization, decode};
use super::requests::{list_path, send_path, text, user_path};
use crate::model::{Message, Sent, User};
use crate::scenario::Scenario;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

pub(crate) struct Caller {
    pool: Client<HttpConnector, Full<Bytes>>,
    port: u16,
}

impl Caller {
    pub(crate) fn new(port: u16) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Self { pool: Client::builder(TokioExecutor::new()).build(connector), port }
    }

    pub(crate) async fn call(&self, scenario: Scenario) -> io::Result<()> {
        match scenario {
            Scenario::User => self.exchange::<User>("GET", &user_path("alice"), None, StatusCode::OK).await.map(drop),
            Scenario::List => {
                let path = list_path("lobby", 100, 20);
                self.exchange::<Vec<Message>>("GET", &path, None, StatusCode::OK).await.map(drop)
            }
            Scenario::Send => {
                let body = serde_json::to_vec(&text())?;
                self.exchange::<Sent>("POST", &send_path("lobby"), Some(body), StatusCode::CREATED).await.map(drop)
            }
            // Only calls that succeed are made.
            _ => Ok(()),
        }
    }

    async fn exchange<T: DeserializeOwned>(
        &self,
        method: &str,
        path: &str,
        body: Option<Vec<u8>>,
        expected: StatusCode,
    ) -> io::Result<T> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("http://127.0.0.1:{}{path}", self.port))
            .header(USER_AGENT, HeaderValue::from_static("bench/1"))
            .header(ACCEPT, JSON)
            .header(AUTHORIZATION, authorization()?);
        if body.is_some() {
            request = request.header(CONTENT_TYPE, JSON);
        }
        let request = request.body(Full::new(body.unwrap_or_default().into())).map_err(io::Error::other)?;
        decode(self.pool.request(request).await.map_err(io::Error::other)?, expected).await
    }
}
