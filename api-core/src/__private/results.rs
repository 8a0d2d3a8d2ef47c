//! The results of a call's codec. Generated code writes them for each endpoint, so their names are short.

use crate::call::EncodeError;
use crate::error::{Failure, Problem};

/// The result of `Call::encode`.
pub type Encoded = Result<(), EncodeError>;

/// The result of `Call::decode`.
pub type Decoded<C> = Result<C, Problem>;

/// What writing header fields results in.
pub type Written = Result<(), Failure>;

/// What reading header fields results in.
pub type Read<T> = Result<T, Failure>;
