//! Stands for WebSockets where they are left out of the build: no request asks for one.

#![allow(
    clippy::unused_self,
    clippy::needless_pass_by_value,
    reason = "the signatures are those of the module it stands for"
)]

use api_core::Body;
use http::{Request, Response};

use crate::shutdown::ShutdownSignal;

/// How a request asks to become a WebSocket: in no way.
#[derive(Debug)]
pub(crate) enum Asking {
    Not,
}

impl Asking {
    pub(crate) fn is_likely<B>(_: &Request<B>) -> bool {
        false
    }

    pub(crate) fn of<B>(_: &mut Request<B>, _: &Conversations) -> Self {
        Self::Not
    }

    pub(crate) fn of_others<B>(_: &mut Request<B>) -> Self {
        Self::Not
    }

    pub(crate) fn settle(self, _: &mut Response<Body>) -> Option<Conversation> {
        let Self::Not = self;
        None
    }
}

/// A conversation that does not exist.
#[derive(Debug)]
pub(crate) enum Conversation {}

/// The conversations of one connection: none.
#[derive(Debug)]
pub(crate) struct Conversations;

impl Conversations {
    pub(crate) fn new(_: bool, _: ShutdownSignal) -> Self {
        Self
    }

    pub(crate) fn run(&self, conversation: Conversation) {
        match conversation {}
    }

    pub(crate) fn ended(&self) -> std::future::Ready<()> {
        std::future::ready(())
    }
}

pub(crate) fn run_alone(conversation: Conversation) {
    match conversation {}
}
