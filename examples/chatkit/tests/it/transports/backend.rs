//! A running backend on a free port with the user `alice`, and operations that cause events.

use std::net::SocketAddr;

use api_server::{Listener, ShutdownHandle, serve};
use chatkit::api::Chatkit as _;
use chatkit::client::ChatkitClient;
use chatkit::model::{CreateRoom, CreateUser, NewPart, SendMessage};
use chatkit::server::Backend;
use pusher_platform::token::{Grant, TokenSigner};
use pusher_platform::{InstanceLocator, Key, PlatformEnvironment};
use tokio::task::JoinHandle;

pub(crate) struct Running {
    pub(crate) address: SocketAddr,
    pub(crate) shutdown: ShutdownHandle,
    locator: InstanceLocator,
    key: Key,
    alice: ChatkitClient,
    done: JoinHandle<std::io::Result<()>>,
}

impl Running {
    pub(crate) async fn start() -> Self {
        let locator: InstanceLocator = "v1:us1:test".parse().unwrap();
        let key: Key = "id:secret".parse().unwrap();
        let backend = Backend::new(locator.clone(), std::slice::from_ref(&key));
        let listening = serve(Listener::bind("127.0.0.1:0").await.unwrap(), backend.server());
        let (address, shutdown) = (listening.local_addr(), listening.shutdown_handle());
        let done = tokio::spawn(async move { listening.await });
        let client = |grant| {
            let environment = PlatformEnvironment::new(locator.clone()).at(&format!("http://{address}"));
            ChatkitClient::connect(&environment.signing(&key, grant)).unwrap()
        };
        let alice = CreateUser { id: "alice".into(), name: "Alice".to_owned(), avatar_url: None, custom_data: None };
        client(Grant::superuser()).chatkit.create_user(alice).await.unwrap();
        Self { alice: client(Grant::user("alice")), address, shutdown, locator, key, done }
    }

    /// Waits until the server has shut down.
    pub(crate) async fn stopped(self) {
        self.done.await.unwrap().unwrap();
    }

    pub(crate) fn token(&self, user: &str) -> String {
        let now = jiff::Timestamp::now().as_second().try_into().unwrap();
        let signed = TokenSigner::new(&self.locator, &self.key).sign(&Grant::user(user), now);
        signed.unwrap().token.into_string()
    }

    pub(crate) async fn create_room(&self, id: &str) {
        let room = CreateRoom { id: Some(id.into()), name: id.to_owned(), ..CreateRoom::default() };
        self.alice.chatkit.create_room(room).await.unwrap();
    }

    pub(crate) async fn leave_room(&self, id: &str) {
        self.alice.chatkit.leave_room("alice".into(), id.into()).await.unwrap();
    }

    pub(crate) async fn send_message(&self, room: &str, content: &str) {
        let part = NewPart::Inline { media_type: "text/plain".to_owned(), content: content.to_owned() };
        self.alice.chatkit.send_message(room.into(), SendMessage { parts: vec![part] }).await.unwrap();
    }
}
