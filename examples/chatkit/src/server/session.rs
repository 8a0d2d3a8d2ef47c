//! What one caller may do: the value that implements the traits.

use super::Backend;
use crate::domain::Actor;

/// A verified caller of one instance.
#[derive(Debug, Clone)]
pub struct Session {
    pub(super) backend: Backend,
    pub(super) actor: Actor,
}

impl Session {
    /// A session of this caller, whose credentials somebody has verified.
    pub fn new(backend: Backend, actor: Actor) -> Self {
        Self { backend, actor }
    }
}
