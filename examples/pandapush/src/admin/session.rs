//! The session of a request: a user who has signed in, and who may see the application in the path.

use std::sync::Arc;

use api_core::context::Context;
use api_core::session::Sessions;

use super::error::AdminError;
use super::live::Live;
use super::sign_in::{Caller, Gate};
use crate::store::{Keys, StoreError};

/// What all requests share.
#[derive(Debug)]
pub(super) struct Shared<L> {
    pub(super) gate: Gate,
    pub(super) keys: Arc<Keys>,
    pub(super) live: L,
}

/// Opens the session of each request to the admin API.
#[derive(Debug)]
pub(super) struct AdminSessions<L>(pub(super) Arc<Shared<L>>);

/// A user who has signed in. The application in the path exists, and the user may see it.
#[derive(Debug)]
pub(super) struct Session<L> {
    pub(super) shared: Arc<Shared<L>>,
    pub(super) caller: Caller,
}

impl<L: Live> Sessions<AdminError> for AdminSessions<L> {
    type Session = Session<L>;
    type Handle = Session<L>;

    async fn open(&self, context: &mut Context<'_>) -> Result<Session<L>, AdminError> {
        let caller = self.0.gate.caller(context).await?;
        let session = Session { shared: self.0.clone(), caller };
        let endpoint = context.endpoint();
        if endpoint.is_some_and(|endpoint| endpoint.path.captures().any(|name| name == "id")) {
            let id: String = context.capture("id")?;
            let name = endpoint.map_or("", |endpoint| endpoint.name);
            let visible = session.sees(&id).await.map_err(|error| refused(&error, failure_of(name)))?;
            if !visible {
                return Err(AdminError::NotFound);
            }
        }
        Ok(session)
    }
}

impl<L: Live> Session<L> {
    /// Returns the user to whom lists are restricted, or `None` for one who sees everything.
    pub(super) fn restriction(&self) -> Option<&str> {
        (!self.caller.is_root).then_some(&*self.caller.user)
    }

    /// Returns whether the user may see an application.
    pub(super) async fn sees(&self, id: &str) -> Result<bool, StoreError> {
        self.shared.keys.store().is_visible(id, self.restriction()).await
    }
}

/// Returns the text with which the original answers if its database fails in an operation.
fn failure_of(endpoint: &str) -> &'static str {
    match endpoint {
        "applications" => "Error loading applications.",
        "application" => "Error loading application",
        "create_application" => "error creating application",
        "update_application" => "error updating application",
        "delete_application" => "error removing application",
        _ => "error",
    }
}

/// Converts an error of the store. The caller sees the cause only if it is the input.
pub(super) fn refused(error: &StoreError, text: &'static str) -> AdminError {
    match error {
        StoreError::Invalid(problem) => AdminError::Invalid(problem.clone()),
        error => {
            tracing::error!(%error, "{text}");
            AdminError::StoreFailed(text.to_owned())
        }
    }
}
