//! Whoever needs no token: the address itself is the right, or there is none to be had.

use super::Backend;

/// A caller of an endpoint that asks for no token.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub(super) backend: Backend,
}
