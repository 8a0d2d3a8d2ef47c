//! A connection to Redis that can be cut, and that can withhold answers.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::broadcast;

/// A proxy in front of Redis.
pub(crate) struct Proxy {
    address: SocketAddr,
    cut: broadcast::Sender<()>,
    withhold: Arc<Mutex<Withhold>>,
}

/// Whether the connections of one time withhold answers: those that were opened since the last cut.
type Withhold = Arc<AtomicBool>;

impl Proxy {
    pub(crate) async fn start(redis: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (cut, withhold) = (broadcast::Sender::new(1), Arc::new(Mutex::new(Withhold::default())));
        let proxy = Self { address, cut: cut.clone(), withhold: withhold.clone() };
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (mut cut, withhold) = (cut.subscribe(), withhold.lock().expect("no panic").clone());
                tokio::spawn(async move {
                    let Ok(server) = TcpStream::connect(redis).await else { return };
                    let ((from_client, to_client), (from_server, to_server)) =
                        (client.into_split(), server.into_split());
                    tokio::select! {
                        _ = cut.recv() => {}
                        () = copy(from_client, to_server, None) => {}
                        () = copy(from_server, to_client, Some(withhold)) => {}
                    }
                });
            }
        });
        proxy
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://{}", self.address)
    }

    /// Withholds all answers from now on: Redis runs the commands, and nobody learns of it.
    pub(crate) fn withhold_answers(&self) {
        self.withhold.lock().expect("no panic").store(true, Ordering::SeqCst);
    }

    /// Cuts all connections. Those that are opened next work.
    pub(crate) fn cut(&self) {
        // The connections that are cut withhold to their end: an answer may be on its way.
        *self.withhold.lock().expect("no panic") = Withhold::default();
        // An error means that there are no connections.
        let _ = self.cut.send(());
    }
}

async fn copy(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, withhold: Option<Arc<AtomicBool>>) {
    let mut buffer = vec![0; 64 << 10];
    loop {
        let Ok(length @ 1..) = from.read(&mut buffer).await else { return };
        if withhold.as_ref().is_some_and(|withhold| withhold.load(Ordering::SeqCst)) {
            continue;
        }
        if to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}
