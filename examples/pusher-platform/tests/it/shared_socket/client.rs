//! A client of the shared socket in memory. The server's end runs in a task, as in a server.

use std::time::Duration;

use api_core::Body;
use api_core::routing::InProcess;
use api_core::websocket::handshake::{Continuation, Upgrade};
use api_core::websocket::wire::{Pipe, Wire};
use api_core::websocket::{Connection, ConnectionError, ConnectionOptions, Role};
use http::Request;
use pusher_platform::shared_socket::{PlatformSocketApi, SharedSocket};
use serde_json::Value;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower_service::Service as _;

use super::services::Services;

/// The longest that a test waits for one step, so that a hang becomes a failure.
const STEP_TIMEOUT: Duration = Duration::from_secs(20);

pub(crate) struct Client {
    pub(crate) connection: Connection,
    shutdown: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
}

impl Client {
    pub(crate) async fn open(services: &Services) -> Self {
        let (here, there) = Pipe::pair();
        let upgrade = Upgrade::new(false, async { Ok(Box::new(there) as Box<dyn Wire>) });
        let opening = Request::get("/ws").header("host", "us1.example").extension(upgrade).body(Body::empty()).unwrap();
        let mut routes = InProcess::new(PlatformSocketApi::serve(SharedSocket::new(services.clone())));
        let mut response = routes.call(opening).await.unwrap();
        assert_eq!(response.status(), 101);
        let continuation = response.extensions_mut().remove::<Continuation>().unwrap();
        let mut conversation = continuation.take().unwrap();
        let (shutdown, begun) = oneshot::channel();
        let server = tokio::spawn(async move {
            tokio::select! {
                () = &mut conversation => return,
                Ok(()) = begun => conversation.shut_down(),
            }
            conversation.await;
        });
        let connection = Connection::over(Role::Client, here, ConnectionOptions::default());
        Self { connection, shutdown: Some(shutdown), server }
    }

    pub(crate) async fn send(&self, message: Value) {
        self.connection.send_text(message.to_string()).await.unwrap();
    }

    pub(crate) async fn next(&mut self) -> Value {
        let text: String = within_timeout(self.connection.receive()).await.unwrap();
        serde_json::from_str(&text).unwrap()
    }

    /// Subscribes, and waits for the confirmation.
    pub(crate) async fn follow(&mut self, id: u64, path: &str) {
        self.send(serde_json::json!([100, id, path, {}])).await;
        assert_eq!(self.next().await, serde_json::json!([101, id, {}]));
    }

    /// Waits for the end of the connection, and returns its error. Panics if a message arrives before.
    pub(crate) async fn end(&mut self) -> ConnectionError {
        within_timeout(self.connection.receive_data_message()).await.unwrap_err()
    }

    pub(crate) fn shut_down(&mut self) {
        self.shutdown.take().unwrap().send(()).unwrap();
    }

    /// Drops the connection without a close frame, and waits until the server's task has ended.
    pub(crate) async fn drop_connection(self) {
        drop(self.connection);
        within_timeout(self.server).await.unwrap();
    }
}

async fn within_timeout<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(STEP_TIMEOUT, what).await.expect("the step ends within `STEP_TIMEOUT`")
}
