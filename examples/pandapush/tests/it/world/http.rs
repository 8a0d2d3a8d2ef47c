//! HTTP requests, each on a connection of its own.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HOST};
use http::{Method, Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

use super::{Answer, EventStream, World, soon};

impl World {
    /// Sends a request without a body.
    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.ask(Method::GET, target, &[], "").await
    }

    /// Posts a body of a type.
    pub(crate) async fn post(&self, target: &str, content_type: &str, body: impl Into<Bytes>) -> Answer {
        self.ask(Method::POST, target, &[(CONTENT_TYPE.as_str(), content_type)], body).await
    }

    /// Sends a request with these fields.
    pub(crate) async fn ask(
        &self,
        method: Method,
        target: &str,
        fields: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Answer {
        let response = self.send(method, target, fields, body.into());
        soon("an answer", async { Answer::read(response.await).await }).await
    }

    /// Posts messages to the mount and returns the array of the answer.
    pub(crate) async fn exchange(&self, messages: &Value) -> Vec<Value> {
        self.post("/push", "application/json", messages.to_string()).await.messages()
    }

    /// Sends one message and returns its reply.
    pub(crate) async fn reply(&self, message: &Value) -> Value {
        let mut replies = self.exchange(message).await;
        assert_eq!(replies.len(), 1, "{replies:?}");
        replies.remove(0)
    }

    /// Opens the event stream of a client, which must be accepted.
    pub(crate) async fn follow(&self, client: &str) -> EventStream {
        let fields = [(ACCEPT.as_str(), "text/event-stream")];
        let target = format!("/push/{client}");
        EventStream::new(soon("an event stream", self.send(Method::GET, &target, &fields, Bytes::new())).await)
    }

    async fn send(&self, method: Method, target: &str, fields: &[(&str, &str)], body: Bytes) -> Response<Incoming> {
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
        // It ends with the response.
        tokio::spawn(connection);
        let mut request = Request::builder().method(method).uri(target).header(HOST, self.address.to_string());
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        sender.send_request(request.body(Full::new(body)).unwrap()).await.unwrap()
    }
}
