//! The state of a context before a route, which a miss returns to.

use http::Extensions;

use crate::context::{Context, Position};

/// The position of a context and the values passed down. A miss restores both, and keeps the evidence.
pub(super) struct Checkpoint {
    position: Position,
    /// `None` if there were no values, so that nothing is cloned then.
    extensions: Option<Extensions>,
}

impl Checkpoint {
    pub(super) fn of(context: &Context<'_>) -> Self {
        let extensions = context.extensions();
        Self { position: context.fork(), extensions: (!extensions.is_empty()).then(|| extensions.clone()) }
    }

    /// Restores the context after a miss.
    pub(super) fn restore(self, context: &mut Context<'_>) {
        self.return_to(context);
        context.leave();
    }

    /// Restores the context after a look ahead. The endpoint that was found is kept.
    pub(super) fn return_to(self, context: &mut Context<'_>) {
        context.restore(self.position);
        *context.extensions_mut() = self.extensions.unwrap_or_default();
    }
}
