//! The measurements.

pub(crate) mod all;
pub(crate) mod allocations;
pub(crate) mod allocators;
pub(crate) mod build;
pub(crate) mod calls;
#[cfg(feature = "systems")]
pub(crate) mod chat;
pub(crate) mod check;
#[cfg(feature = "systems")]
pub(crate) mod clients;
pub(crate) mod compile;
pub(crate) mod connection;
pub(crate) mod echoes;
pub(crate) mod fan;
pub(crate) mod frame;
pub(crate) mod instructions;
mod last_delivery;
pub(crate) mod load;
pub(crate) mod package;
pub(crate) mod process;
#[cfg(feature = "systems")]
pub(crate) mod push;
pub(crate) mod subscribers;
mod subscription;
pub(crate) mod table;
