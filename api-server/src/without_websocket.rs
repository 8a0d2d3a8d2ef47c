//! Replaces the module `websocket` in builds without the feature. No request is treated as an upgrade.

#![allow(
    clippy::unused_self,
    clippy::needless_pass_by_value,
    reason = "the signatures are those of the module that it replaces"
)]

use api_core::Body;
use http::Response;
use http::request::Parts;

use crate::bounds::UpgradeBounds;
use crate::shutdown::ShutdownSignal;

/// The replacement of `UpgradeKind` without the feature.
#[derive(Debug)]
pub(crate) enum UpgradeKind {
    None,
}

impl UpgradeKind {
    pub(crate) fn is_likely(_: &Parts) -> bool {
        false
    }

    pub(crate) fn of(_: &mut Parts, _: &Conversations) -> Self {
        Self::None
    }

    pub(crate) fn of_others(_: &mut Parts) -> Self {
        Self::None
    }

    pub(crate) fn settle(self, _: &mut Response<Body>) -> Option<Conversation> {
        let Self::None = self;
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
    pub(crate) fn new(_: bool, _: UpgradeBounds, _: ShutdownSignal) -> Self {
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
