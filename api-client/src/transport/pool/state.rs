//! What all origins of a pool share.

use std::sync::atomic::AtomicUsize;

use crate::transport::connector::Connector;
use crate::transport::settings::Versions;

use super::ledger::IdleLimits;

/// The settings of a pool, and the number of its unused connections.
pub(super) struct State {
    pub(super) connector: Connector,
    pub(super) versions: Versions,
    pub(super) limits: IdleLimits,
    pub(super) all_idle: AtomicUsize,
}
