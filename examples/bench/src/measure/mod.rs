//! The measurements.

pub(crate) mod allocations;
pub(crate) mod calls;
pub(crate) mod chat;
pub(crate) mod clients;
pub(crate) mod compile;
pub(crate) mod connection;
pub(crate) mod echoes;
pub(crate) mod frame;
pub(crate) mod instructions;
pub(crate) mod load;
pub(crate) mod process;
pub(crate) mod push;
pub(crate) mod table;
