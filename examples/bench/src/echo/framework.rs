//! The echo endpoints of this framework: `#[websocket]` and `#[duplex]`.

use std::io;

use api_core::error::{Answer, Failure};
use api_core::{ApiError, Messages, Model, PendingConnection, api};
use api_server::{Listener, Server};
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

/// A message.
#[derive(Debug, Serialize, Deserialize, Model)]
pub(crate) struct EchoMessage {
    text: String,
}

#[derive(Debug, ApiError)]
enum EchoError {
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(errors = EchoError)]
trait Echo {
    #[websocket("/echo")]
    async fn echo(&self, pending: PendingConnection) -> Result<(), EchoError>;

    #[duplex("/typed")]
    async fn typed(&self, input: Messages<EchoMessage>) -> Result<Messages<EchoMessage>, EchoError>;
}

struct Echoes;

impl Echo for Echoes {
    async fn echo(&self, pending: PendingConnection) -> Result<(), EchoError> {
        let Ok(mut connection) = pending.accept().await else { return Ok(()) };
        while let Ok(message) = connection.receive_data_message().await {
            if connection.send_data_message(message).await.is_err() {
                break;
            }
        }
        Ok(())
    }

    async fn typed(&self, input: Messages<EchoMessage>) -> Result<Messages<EchoMessage>, EchoError> {
        Ok(Messages::new(input.filter_map(async |message| message.ok())))
    }
}

pub(super) async fn serve(listener: TcpListener) -> io::Result<()> {
    api_server::serve(Listener::from_socket(listener)?, Server::new(EchoApi::serve(Echoes))).await
}
