//! Calls by hand on one connection of hyper.

use std::io;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, USER_AGENT};
use http::{HeaderValue, Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use serde::de::DeserializeOwned;
use tokio::net::TcpStream;

use super::requests::{TOKEN, list_path, send_path, text, user_path};
use crate::model::{Message, NewMessage, Sent, User};
use crate::scenario::Scenario;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// One connection, and the header fields that all requests have.
pub(crate) struct Caller {
    connection: SendRequest<Full<Bytes>>,
    host: HeaderValue,
    authorization: HeaderValue,
}

impl Caller {
    pub(crate) async fn connect(port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
        tokio::spawn(connection);
        let host = HeaderValue::try_from(format!("127.0.0.1:{port}")).map_err(io::Error::other)?;
        Ok(Self { connection: sender, host, authorization: authorization()? })
    }

    pub(crate) async fn call(&mut self, scenario: Scenario) -> io::Result<()> {
        match scenario {
            Scenario::User => self.get::<User>(&user_path("alice")).await.map(drop),
            Scenario::List => self.get::<Vec<Message>>(&list_path("lobby", 100, 20)).await.map(drop),
            Scenario::Send => self.send("lobby", &text()).await.map(drop),
            // Only calls that succeed are made.
            _ => Ok(()),
        }
    }

    async fn get<T: DeserializeOwned>(&mut self, path: &str) -> io::Result<T> {
        self.exchange(Request::get(path), Bytes::new(), StatusCode::OK).await
    }

    async fn send(&mut self, room: &str, message: &NewMessage) -> io::Result<Sent> {
        let body = serde_json::to_vec(message)?;
        let request = Request::post(send_path(room)).header(CONTENT_TYPE, JSON);
        self.exchange(request, body.into(), StatusCode::CREATED).await
    }

    async fn exchange<T: DeserializeOwned>(
        &mut self,
        request: http::request::Builder,
        body: Bytes,
        expected: StatusCode,
    ) -> io::Result<T> {
        let request = request
            .header(HOST, self.host.clone())
            .header(USER_AGENT, HeaderValue::from_static("bench/1"))
            .header(ACCEPT, JSON)
            .header(AUTHORIZATION, self.authorization.clone())
            .body(Full::new(body))
            .map_err(io::Error::other)?;
        let response = self.connection.send_request(request).await.map_err(io::Error::other)?;
        let value = decode(response, expected).await?;
        // The connection is ready once the response was read.
        self.connection.ready().await.map_err(io::Error::other)?;
        Ok(value)
    }
}

pub(super) async fn decode<T: DeserializeOwned>(
    response: http::Response<Incoming>,
    expected: StatusCode,
) -> io::Result<T> {
    if response.status() != expected {
        return Err(io::Error::other(format!("answered {}", response.status())));
    }
    let body = response.into_body().collect().await.map_err(io::Error::other)?;
    Ok(serde_json::from_slice(&body.to_bytes())?)
}

pub(super) fn authorization() -> io::Result<HeaderValue> {
    HeaderValue::try_from(format!("Bearer {TOKEN}")).map_err(io::Error::other)
}
