//! The client against Node's HTTP/2 server, which sends canned responses, over plain TCP and over TLS.

mod requests;
mod server;
mod subscriptions;

use std::sync::{Arc, LazyLock};

use libtest_mimic::Trial;
use peers::Node;

use server::{Canned, Scheme};

/// A test case: its name and its function.
type Case = (&'static str, fn(&Canned));

/// A server that the first trial that needs it starts.
type Server = Arc<LazyLock<Canned, Box<dyn FnOnce() -> Canned + Send>>>;

/// One server per scheme. The processes end when this value is dropped.
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
