//! Sends to all connections with a WebSocket codec crate in the shortest possible loop, which encodes for each.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::BytesMut;
use sockudo_ws::DeflateWindowBits;
use sockudo_ws::deflate::DeflateEncoder;
use sockudo_ws::frame::{OpCode, encode_frame_with_rsv};
use sockudo_ws::protocol::{Message, Protocol, Role};
use tokio::io::AsyncReadExt as _;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

use crate::echo::open;

const LIMIT: usize = 16 << 20;

struct Member {
    stream: OwnedWriteHalf,
    deflate: Option<DeflateEncoder>,
    output: BytesMut,
}

type Members = Arc<Mutex<Vec<Member>>>;

pub(super) async fn serve(listener: TcpListener) -> io::Result<()> {
    let members = Members::default();
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(join(stream, members.clone()));
    }
}

async fn join(mut stream: TcpStream, members: Members) -> io::Result<()> {
    let mut input = BytesMut::with_capacity(8192);
    let deflate = open(&mut stream, &mut input).await?;
    let deflate = deflate.then(|| DeflateEncoder::new(DeflateWindowBits::Bits15, true, 6, 32));
    let (reader, stream) = stream.into_split();
    lock(&members).push(Member { stream, deflate, output: BytesMut::new() });
    receive(reader, input, &members).await
}

async fn receive(mut stream: OwnedReadHalf, mut input: BytesMut, members: &Members) -> io::Result<()> {
    let (mut protocol, mut messages) = (Protocol::new(Role::Server, LIMIT, LIMIT), Vec::new());
    loop {
        protocol.process_into(&mut input, &mut messages).map_err(io::Error::other)?;
        for message in messages.drain(..) {
            match message {
                Message::Text(text) => lock(members).iter_mut().try_for_each(|member| member.send(&text))?,
                Message::Close(_) => return Ok(()),
                _ => {}
            }
        }
        input.reserve(8192);
        if stream.read_buf(&mut input).await? == 0 {
            return Ok(());
        }
    }
}

impl Member {
    /// Sends if there is room, as a peer that reads always has.
    fn send(&mut self, text: &[u8]) -> io::Result<()> {
        let compressed = match &mut self.deflate {
            Some(deflate) => deflate.compress(text).map_err(io::Error::other)?,
            None => None,
        };
        self.output.clear();
        let payload = compressed.as_deref().unwrap_or(text);
        encode_frame_with_rsv(&mut self.output, OpCode::Text, payload, true, None, compressed.is_some());
        self.stream.try_write(&self.output).map(drop)
    }
}

fn lock(members: &Members) -> std::sync::MutexGuard<'_, Vec<Member>> {
    members.lock().unwrap_or_else(PoisonError::into_inner)
}
