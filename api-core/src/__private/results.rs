//! The results of a call's codec. Generated code writes them for each endpoint, so their names are short.

use crate::call::EncodeError;
use crate::error::Problem;

/// The result of `Call::encode`.
pub type Encoded = Result<(), EncodeError>;

/// The result of `Call::decode`.
pub type Decoded<C> = Result<C, Problem>;
