//! The client against an HTTP/2 server of another make: node's, which answers canned bytes, over plain TCP and over TLS.

mod requests;
mod server;
mod subscriptions;

use std::sync::{Arc, LazyLock};

use libtest_mimic::Trial;
use peers::Node;

use server::{Canned, Scheme};

/// What can be shown of a server.
type Case = (&'static str, fn(&Canned));

/// Started by the first trial that needs it.
type Server = Arc<LazyLock<Canned, Box<dyn FnOnce() -> Canned + Send>>>;

/// A server of each scheme. Its process ends with this value.
pub(crate) struct Servers([(&'static str, Option<Server>); 2]);

impl Servers {
    pub(crate) fn new(node: Option<Node>) -> Self {
        let server = |scheme| {
            let start =
                move |node| -> Box<dyn FnOnce() -> Canned + Send> { Box::new(move || Canned::start(node, scheme)) };
            node.map(|node| Arc::new(LazyLock::new(start(node))))
        };
        Self([("plain", server(Scheme::Plain)), ("tls", server(Scheme::Tls))])
    }

    pub(crate) fn trials(&self) -> impl Iterator<Item = Trial> + '_ {
        let cases = requests::CASES.iter().chain(subscriptions::CASES);
        cases.flat_map(|(name, case)| {
            self.0.iter().map(move |(scheme, server)| {
                peers::trial(format!("canned_http2::{scheme}::{name}"), server.clone(), move |server| {
                    case(&server);
                    Ok(())
                })
            })
        })
    }
}
