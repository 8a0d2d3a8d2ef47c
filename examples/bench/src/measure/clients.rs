//! Bytes and time of clients in TypeScript, measured by node: that of Chatkit, and others that make the same calls.

use std::{fs, io};

use peers::Node;

pub(crate) fn run() -> io::Result<()> {
    let node = Node::find().ok_or_else(|| io::Error::other("node and its packages are needed"))?;
    let program = std::env::current_exe()?;
    let client = program.with_file_name("chatkit.ts");
    let outline = chatkit::api::outline().check().map_err(io::Error::other)?;
    fs::write(&client, outline.typescript().write())?;
    let status = node.command("bench/clients.mjs").env("CLIENT", &client).status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other("the script failed")) }
}
