//! Streams of bytes over a connection: neither end holds more than what is on its way.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use api_core::call::ByteStream;
use api_core::{Error, api};
use api_server::{Running, spawn};
use bytes::Bytes;
use futures_util::stream;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::served::soon;

/// The size of each piece, and the number of pieces in each direction: 128 MiB.
const PIECE: usize = 64 * 1024;
static ZEROS: [u8; PIECE] = [0; PIECE];
const PIECES: usize = 2_048;
/// More than what two sockets and hyper hold, and far less than what is sent.
const ON_THE_WAY: usize = 32 << 20;

/// Files of any size.
#[api]
trait Files {
    /// Waits, then counts the bytes.
    #[put("/file", body_limit = 1_073_741_824)]
    async fn upload(&self, #[body(stream)] content: ByteStream) -> Result<usize, Error>;

    /// Returns bytes that are made when they are asked for.
    #[get("/file")]
    async fn download(&self) -> Result<ByteStream, Error>;
}

struct Counting {
    /// Has a permit once the handler may read.
    reads: Semaphore,
    made: Arc<AtomicUsize>,
}

impl Files for Counting {
    async fn upload(&self, mut content: ByteStream) -> Result<usize, Error> {
        drop(self.reads.acquire().await);
        let mut count = 0;
        while let Some(piece) = content.next().await {
            count += piece?.len();
        }
        Ok(count)
    }

    async fn download(&self) -> Result<ByteStream, Error> {
        let made = self.made.clone();
        let pieces = (0..PIECES).map(move |_| {
            made.fetch_add(PIECE, Ordering::SeqCst);
            Ok::<_, std::io::Error>(Bytes::from_static(&ZEROS))
        });
        Ok(ByteStream::new(stream::iter(pieces)))
    }
}

async fn served() -> (Arc<Counting>, Running, TcpStream) {
    let counting = Arc::new(Counting { reads: Semaphore::new(0), made: Arc::default() });
    let running = spawn("127.0.0.1:0", FilesApi::serve(counting.clone())).await.expect("a server");
    let client = TcpStream::connect(running.local_addr()).await.expect("a connection");
    (counting, running, client)
}

/// Longer than any step of a transfer on loopback takes while it advances.
const STALL: Duration = Duration::from_millis(500);

#[tokio::test]
async fn an_upload_that_is_not_read_is_held_back() {
    let (counting, running, mut client) = served().await;
    let length = PIECE * PIECES;
    let head = format!("PUT /file HTTP/1.1\r\nHost: test\r\nContent-Length: {length}\r\n\r\n");
    client.write_all(head.as_bytes()).await.expect("a head");
    let mut sent = 0;
    while let Ok(written) = timeout(STALL, client.write(&ZEROS)).await {
        sent += written.expect("a connection");
        assert!(sent < ON_THE_WAY, "the server reads what no handler has asked for");
    }
    counting.reads.add_permits(1);
    while sent < length {
        let next = PIECE.min(length - sent);
        sent += soon(client.write(&ZEROS[..next])).await.expect("a connection");
    }
    let mut response = vec![0; 4096];
    let read = soon(client.read(&mut response)).await.expect("a response");
    let response = String::from_utf8_lossy(&response[..read]).into_owned();
    assert!(response.starts_with("HTTP/1.1 200") && response.ends_with(&length.to_string()), "{response}");
    stop(running).await;
}

#[tokio::test]
async fn a_download_is_made_as_it_is_read() {
    let (counting, running, mut client) = served().await;
    client.write_all(b"GET /file HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n").await.expect("a request");
    let mut read = 0;
    let mut buffer = vec![0; PIECE];
    loop {
        match soon(client.read(&mut buffer)).await.expect("a response") {
            0 => break,
            count => read += count,
        }
        let ahead = counting.made.load(Ordering::SeqCst).saturating_sub(read);
        assert!(ahead < ON_THE_WAY, "the server makes what its client has not read");
    }
    assert!(read > PIECE * PIECES);
    assert_eq!(counting.made.load(Ordering::SeqCst), PIECE * PIECES);
    stop(running).await;
}

async fn stop(running: Running) {
    running.shutdown_handle().shut_down();
    soon(running).await.expect("a server");
}
