//! Serves the notes of the tenants `acme` and `globex` on port 8080.
//!
//! `curl -H 'host: acme.notes.example' -T book.txt http://127.0.0.1:8080/book.txt`

use std::io;

use api_server::{Listener, Server, serve};
use zipper::{Books, routes};

#[tokio::main]
async fn main() -> io::Result<()> {
    let server = Server::new(routes(Books::new(&["acme", "globex"])));
    let listening = serve(Listener::bind("127.0.0.1:8080").await?, server);
    println!("listening on http://{}", listening.local_addr());
    listening.await
}
