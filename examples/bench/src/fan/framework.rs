//! Sends to all connections of a `#[websocket]` endpoint.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use api_core::error::{Answer, Failure};
use api_core::websocket::{AcceptOptions, ConnectionOptions, PermessageDeflate, PreparedMessage, Sender};
use api_core::{ApiError, PendingConnection, api};
use api_server::{Listener, Server};
use tokio::net::TcpListener;

#[derive(Debug, ApiError)]
enum RoomError {
    #[error(unknown)]
    Unknown(Answer),
    #[error(failure)]
    Failed(Failure),
}

#[api(errors = RoomError)]
trait Rooms {
    #[websocket("/room")]
    async fn join(&self, pending: PendingConnection) -> Result<(), RoomError>;
}

struct Room {
    prepared: bool,
    members: Arc<Mutex<Vec<Sender>>>,
}

impl Rooms for Room {
    async fn join(&self, pending: PendingConnection) -> Result<(), RoomError> {
        let (members, prepared) = (self.members.clone(), self.prepared);
        let deflate = PermessageDeflate::new().server_no_context_takeover(true);
        let options = AcceptOptions::default().connection(ConnectionOptions::default().deflate(deflate));
        let Ok(mut connection) = pending.accept_with(options).await else { return Ok(()) };
        members.lock().unwrap_or_else(PoisonError::into_inner).push(connection.sender().clone());
        while let Ok(text) = connection.receive::<String>().await {
            let members = members.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if prepared {
                let message = PreparedMessage::text(&text);
                for member in members {
                    let _ = member.try_send_prepared([&message]);
                }
            } else {
                for member in members {
                    let _ = member.send_text(&text).await;
                }
            }
        }
        Ok(())
    }
}

pub(super) async fn serve(listener: TcpListener, prepared: bool) -> io::Result<()> {
    let room = Room { prepared, members: Arc::default() };
    api_server::serve(Listener::from_socket(listener)?, Server::new(RoomsApi::serve(room))).await
}
