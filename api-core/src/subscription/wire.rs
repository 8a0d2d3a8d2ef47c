//! stub
use std::task::{Context,Poll}; use bytes::Bytes; use super::*; use crate::dialect::Dialect; use serde::Serialize;
#[derive(Debug)] pub struct EventStream;
impl EventStream { pub fn poll_bytes(&mut self, _t: &mut Context<'_>) -> Poll<Option<Bytes>> { todo!() }
 pub fn heartbeat(&self) -> Bytes { Bytes::new() } pub fn keep_alive(&self) -> KeepAlive { KeepAlive::default() } pub fn finish(&mut self, _e: &End) -> Bytes { Bytes::new() } }
pub(super) fn encode<T: Serialize>(_e: &Event<T>, _d: Dialect) -> Result<Bytes, serde_json::Error> { todo!() }
