//! The numeric codes with which messages begin.

pub(super) const PING: u64 = 16;
pub(super) const PONG: u64 = 17;
pub(super) const CLOSING: u64 = 99;
pub(super) const SUBSCRIBE: u64 = 100;
pub(super) const OPENED: u64 = 101;
pub(super) const EVENT: u64 = 102;
pub(super) const UNSUBSCRIBE: u64 = 198;
pub(super) const END: u64 = 199;
