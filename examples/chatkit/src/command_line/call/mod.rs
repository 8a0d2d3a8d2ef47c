//! `chatkit call`: a command line derived from the descriptions. No operation is named in this folder.

mod arguments;
mod help;
mod operation;
mod print;

pub(super) use arguments::{Assignment, ArgumentError};
pub(super) use help::operations;
pub(super) use operation::{Operation, UnknownOperation, find};
pub(super) use print::print;
