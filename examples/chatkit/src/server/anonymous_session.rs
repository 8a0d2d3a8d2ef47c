//! The session of a request without a token: for presigned addresses and for test tokens.

use api_core::context::Context;
use http::Method;
use http::header::CONTENT_LENGTH;
use pusher_platform::AuthenticationError;

use super::backend::Backend;
use super::links::FileOperation;
use crate::api::ChatkitError;
use crate::domain::Refusal;
use crate::model::{AttachmentId, Pass};

/// A caller of an endpoint that requires no token.
#[derive(Debug, Clone)]
pub struct AnonymousSession {
    pub(super) backend: Backend,
}

impl Backend {
    /// Opens the session of a request to an endpoint without a token.
    ///
    /// # Errors
    /// Returns an error if the path names another instance.
    pub fn anonymous_session(&self, context: &Context<'_>) -> Result<AnonymousSession, ChatkitError> {
        AnonymousSession::of_instance(self.clone(), context)
    }

    /// Opens the session of a request to a presigned address.
    ///
    /// # Errors
    /// Returns an error if the path names another instance, or if the address was changed or has expired.
    pub fn with_pass(&self, context: &mut Context<'_>) -> Result<AnonymousSession, ChatkitError> {
        AnonymousSession::with_pass(self.clone(), context)
    }
}

impl AnonymousSession {
    /// Opens a session for any caller who names this instance.
    fn of_instance(backend: Backend, context: &Context<'_>) -> Result<Self, ChatkitError> {
        let instance: String = context.capture("instance").unwrap_or_default();
        if instance == backend.locator().instance_id() {
            Ok(Self { backend })
        } else {
            Err(AuthenticationError::OtherInstance(instance).into())
        }
    }

    /// Opens a session for a caller with a valid pass for the file and the operation. It is checked before the body is
    /// read.
    fn with_pass(backend: Backend, context: &mut Context<'_>) -> Result<Self, ChatkitError> {
        let session = Self::of_instance(backend, context)?;
        let refuse = || ChatkitError::InvalidPass("The address has no pass.".to_owned());
        let file: AttachmentId = context.capture("attachment").map_err(|_| refuse())?;
        let pass: Pass = context.query("pass").map_err(|_| refuse())?;
        let used = if *context.method() == Method::PUT { FileOperation::Upload } else { FileOperation::Download };
        let backend = &session.backend;
        backend.link_signer().verify(&pass, &file, used, backend.now())?;
        if used == FileOperation::Upload {
            let announced = backend.read(|instance| instance.announced(&file).map(|file| file.size))?;
            let length =
                context.head().headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
            if let Some(size) = length.filter(|size| *size > announced) {
                return Err(Refusal::FileTooLarge { size, limit: announced }.into());
            }
        }
        Ok(session)
    }
}
