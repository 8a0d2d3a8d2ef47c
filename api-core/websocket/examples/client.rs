//! Sends each argument as a text, prints what comes back, and closes.

use std::error::Error;
use std::time::Duration;

use api_websocket::{CloseFrame, OpenOptions, client};
use tokio::net::TcpStream;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let stream = TcpStream::connect("127.0.0.1:9001").await?;
    let uri = "ws://127.0.0.1:9001/".parse()?;
    let (mut connection, _) = client::connect(stream, &uri, OpenOptions::default()).await?;
    for text in std::env::args().skip(1) {
        connection.send_text(text).await?;
        println!("{}", connection.receive::<String>().await?);
    }
    connection.close_and_wait(&CloseFrame::normal(), Duration::from_secs(5)).await?;
    Ok(())
}
