//! Calls without a body. Decoding them waits for nothing.

use std::future::{Ready, ready};

use crate::context::Context;
use crate::error::Problem;

use super::arguments::Arguments;
use super::definition::Call;

/// A call that is read from the head of a request. Generated code implements it for endpoints without a body.
pub trait HeadCall: Call {
    /// Reads all arguments. `None` if one of them is missing or invalid, which [`Arguments::finish`] reports.
    fn read(arguments: &mut Arguments<'_, '_>) -> Option<Self>;
}

/// Decodes a call without a body. `base`: number of captures in the API's base path.
///
/// # Errors
/// Returns the problems of all arguments together.
///
/// The future is ready, because one of its own for each call would have to be compiled for each.
pub fn decode_head<C: HeadCall>(context: &mut Context<'_>, base: usize) -> Ready<Result<C, Problem>> {
    let mut arguments = Arguments::new(context, base);
    let call = C::read(&mut arguments);
    ready(match (arguments.finish(), call) {
        (Ok(()), Some(call)) => Ok(call),
        (Ok(()), None) => Err(Arguments::lost()),
        (Err(problem), _) => Err(problem),
    })
}
