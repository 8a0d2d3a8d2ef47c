//! Messages a second that a client gets echoed over a [`Pipe`], both ends in one thread.
//!
//! `cargo bench -p api-websocket` prints a table. With a size and a count it only echoes that many messages of that
//! size, so that `valgrind` or `perf stat` can count the instructions of both ends.

use std::hint::black_box;
use std::time::{Duration, Instant};

use api_websocket::deflate::{Negotiated, PermessageDeflate, WindowBits};
use api_websocket::handshake::Agreement;
use api_websocket::wire::Pipe;
use api_websocket::{CloseFrame, Connection, ConnectionOptions, Role};
use bytes::Bytes;

const SIZES: [usize; 3] = [64, 1024, 64 * 1024];

/// How long each measurement takes.
const TIME: Duration = Duration::from_secs(1);

async fn echo(mut connection: Connection) {
    while let Ok(message) = connection.receive_data_message().await {
        if connection.send_data_message(message).await.is_err() {
            return;
        }
    }
}

/// Opens both ends of a pipe, and echoes at one of them.
fn open(deflate: Option<PermessageDeflate>) -> Connection {
    let negotiated = Negotiated {
        server_no_context_takeover: false,
        client_no_context_takeover: false,
        server_window: WindowBits::MAX,
        client_window: WindowBits::MAX,
    };
    let agreement = Agreement { subprotocol: None, deflate: deflate.map(|_| negotiated) };
    let options = ConnectionOptions::default();
    let options = deflate.into_iter().fold(options, ConnectionOptions::deflate);
    let (near, far) = Pipe::pair();
    let server = Connection::agreed(Role::Server, Box::new(far), options.clone(), agreement.clone());
    let near = Box::new(near.with(Box::pin(echo(server))));
    Connection::agreed(Role::Client, near, options, agreement)
}

async fn echo_messages(connection: &mut Connection, message: &Bytes, count: usize) {
    for _ in 0..count {
        connection.send_binary(message).await.expect("open");
        black_box(connection.receive_data_message().await.expect("an echo"));
    }
}

async fn measure(deflate: Option<PermessageDeflate>, size: usize) -> f64 {
    let mut connection = open(deflate);
    let message = Bytes::from(vec![b'x'; size]);
    let (began, mut count) = (Instant::now(), 0_u32);
    while began.elapsed() < TIME {
        echo_messages(&mut connection, &message, 100).await;
        count += 100;
    }
    f64::from(count) / began.elapsed().as_secs_f64()
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    if let [size, count] = numbers[..] {
        let mut connection = open(None);
        echo_messages(&mut connection, &vec![b'x'; size].into(), count).await;
        let _ = connection.sender().close_frame(&CloseFrame::normal()).await;
        return;
    }
    println!("| echoes a second | plain | compressed |\n|---|---|---|");
    for size in SIZES {
        let plain = measure(None, size).await;
        let compressed = measure(Some(PermessageDeflate::new()), size).await;
        println!("| {size} B | {plain:.0} | {compressed:.0} |");
    }
}
