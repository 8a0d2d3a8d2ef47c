//! Endpoints over a WebSocket, and subscriptions over one.

use std::future::Future;

use api_websocket::{Connection, OpenOptions};
use http::{Request, Response};

use crate::api::Api;
use crate::body::Body;
use crate::call::{Call, answer};
use crate::conversation::{
    DuplexCall, HandoverCall, IsMessages, IsNothing as _, IsPendingConnection, converse, event_lines, terms,
    write_opening,
};
use crate::error::{ApiError, Failure};

use super::dial::{Dialled, send_opening};
use super::transport::Transport;
use super::typed::Client;

impl<A: Api, T: Transport> Client<A, T> {
    /// Calls an endpoint of typed messages. `input`: the messages to send. Returns the messages of the server.
    ///
    /// The conversation runs in the background if the transport can do that. In process it cannot, and messages are
    /// sent while the returned messages are read.
    ///
    /// # Errors
    /// Returns the API's error, or a failure wrapped in it, if the WebSocket was not opened.
    ///
    /// # Cancel safety
    /// Dropping the future cancels the opening.
    #[expect(clippy::manual_async_fn, reason = "as for `call`")]
    pub fn duplex<C: DuplexCall>(
        &self,
        call: C,
        input: C::Input,
    ) -> impl Future<Output = Result<C::Reply, C::Error>> + Send {
        async move {
            let options = OpenOptions::default().connection(self.target.websocket_options.clone());
            let connection = self.open(&call, options).await?;
            let messages = converse(connection, input.into_messages(), C::ENDPOINT.exchange.encoding());
            Ok(C::Reply::from_messages(messages))
        }
    }

    /// Calls an endpoint that takes a [`PendingConnection`](crate::PendingConnection).
    ///
    /// Opens a connection to the server. If `pending` is from [`websocket::open`](crate::websocket::open), its caller
    /// gets the connection. If it is from a server's handler, the two connections are joined.
    ///
    /// # Errors
    /// Returns the API's error, or a failure wrapped in it, if the WebSocket was not opened.
    ///
    /// # Cancel safety
    /// Dropping the future cancels the opening.
    #[expect(clippy::manual_async_fn, reason = "as for `call`")]
    pub fn handover<C: HandoverCall>(
        &self,
        call: C,
        pending: C::Pending,
    ) -> impl Future<Output = Result<C::Reply, C::Error>> + Send {
        async move {
            let pending = pending.into_pending();
            let connection =
                self.open(&call, pending.open_options().connection_or(&self.target.websocket_options)).await?;
            pending.fulfil(connection).await;
            Ok(C::Reply::NOTHING)
        }
    }

    async fn open<C: Call>(&self, call: &C, mut options: OpenOptions) -> Result<Connection, C::Error> {
        let mut request = self.request(call).map_err(C::Error::from_failure)?;
        if let Some(declared) = C::ENDPOINT.exchange.terms() {
            options = options.under(&terms(declared));
        }
        write_opening(&options, request.headers_mut()).map_err(C::Error::from_failure)?;
        match send_opening(&self.transport, request, &options).await.map_err(C::Error::from_failure)? {
            Dialled::Open(connection, _) => Ok(*connection),
            Dialled::Answered(response) => Err(match answer(response).await {
                Ok(answer) => C::Error::from_answer(answer),
                Err(failure) => C::Error::from_failure(failure),
            }),
        }
    }

    /// Opens a subscription over a WebSocket. Its events are a body, as in the other dialects.
    pub(super) async fn send_over_websocket(&self, mut request: Request<Body>) -> Result<Response<Body>, Failure> {
        let options = OpenOptions::default().connection(self.target.websocket_options.clone());
        write_opening(&options, request.headers_mut())?;
        Ok(match send_opening(&self.transport, request, &options).await? {
            Dialled::Open(connection, _) => Response::new(event_lines(*connection)),
            Dialled::Answered(response) => response,
        })
    }
}
