//! Lets callers in who have signed in.

use std::time::{Duration, Instant};

use api_core::context::{Context, Peer};
use api_core::error::RetryAfter;
use jiff::Timestamp;
use secrecy::SecretString;

use super::cross_site;
use super::password::Credentials;
use super::throttle::Throttle;
use super::ticket::{COOKIE, LIFE, Signer, Ticket, cookie};
use crate::admin::error::AdminError;
use crate::admin::settings::{Settings, SignIn};
use crate::store::Store;

/// What decides who is let in.
#[derive(Debug)]
pub(in crate::admin) struct Gate {
    settings: Settings,
    signer: Signer,
    throttle: Throttle,
    store: Store,
}

/// A user who has signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::admin) struct Caller {
    /// The name of the user.
    pub(in crate::admin) user: String,
    /// Whether the user sees all applications.
    pub(in crate::admin) is_root: bool,
    /// The session, unless the request has its own credentials.
    pub(in crate::admin) ticket: Option<Ticket>,
}

impl Gate {
    /// Creates a gate. All nodes have the same secret.
    pub(in crate::admin) fn new(settings: Settings, secret: &SecretString, store: Store) -> Self {
        let signer = Signer::new(secret, &settings.sign_in);
        let throttle = Throttle::new(settings.wrong_passwords);
        Self { settings, signer, throttle, store }
    }

    /// Returns the settings.
    pub(in crate::admin) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns the user who sends a request.
    ///
    /// # Errors
    /// Returns an error if nobody can sign in, if the request has no valid credentials, or if it changes something and
    /// comes from another site.
    pub(in crate::admin) async fn caller(&self, context: &mut Context<'_>) -> Result<Caller, AdminError> {
        if matches!(self.settings.sign_in, SignIn::Closed) {
            return Err(AdminError::SignInClosed);
        }
        cross_site::check(context)?;
        // A page that is open in a browser may have both. A wrong password is not made good by a session.
        let (user, ticket) = if let Some(field) = context.header_text("authorization") {
            (self.password(context, Credentials::of_basic(field).as_ref())?, None)
        } else {
            let ticket = self.ticket(context).await?.ok_or(AdminError::WrongCredentials)?;
            (ticket.user.clone(), Some(ticket))
        };
        if user.is_empty() {
            return Err(AdminError::NoUser);
        }
        Ok(Caller { is_root: self.settings.is_root(&user), user, ticket })
    }

    /// Checks the origin of a sign-in or sign-out.
    ///
    /// # Errors
    /// Returns an error if nobody can sign in, or if the request comes from another site.
    pub(in crate::admin) fn check_origin(&self, context: &mut Context<'_>) -> Result<(), AdminError> {
        match self.settings.sign_in {
            SignIn::Closed => Err(AdminError::SignInClosed),
            SignIn::Password { .. } => cross_site::check(context),
        }
    }

    /// Opens a session, and returns the value of `Set-Cookie`.
    ///
    /// # Errors
    /// Returns an error if the name or the password is wrong, or was wrong too often.
    pub(in crate::admin) fn sign_in(&self, origin: Origin, credentials: &Credentials) -> Result<String, AdminError> {
        let user = self.compare(origin.address, Some(credentials))?;
        let value = self.signer.sign(&Ticket::new(&user, Timestamp::now()));
        Ok(set_cookie(&value, LIFE.as_secs(), origin.is_secure))
    }

    /// Ends the session of a request on all nodes, and returns the value of `Set-Cookie` that removes the cookie.
    ///
    /// # Errors
    /// Returns an error if the database is not available. The session goes on then.
    pub(in crate::admin) async fn sign_out(
        &self,
        ticket: Option<&Ticket>,
        origin: Origin,
    ) -> Result<String, AdminError> {
        if let Some(ticket) = ticket {
            let ended = self.store.end_session(&ticket.id, ticket.expires()).await;
            ended.map_err(|_| AdminError::StoreFailed("error".to_owned()))?;
        }
        Ok(set_cookie("", 0, origin.is_secure))
    }

    /// Returns the session of a request, if it has one that was not ended.
    ///
    /// # Errors
    /// Returns an error if the database is not available.
    pub(in crate::admin) async fn ticket(&self, context: &mut Context<'_>) -> Result<Option<Ticket>, AdminError> {
        let found = context.header_text("cookie").and_then(|field| cookie(field, COOKIE));
        let Some(ticket) = found.and_then(|value| self.signer.verify(value, Timestamp::now())) else {
            return Ok(None);
        };
        match self.store.is_session_ended(&ticket.id).await {
            Ok(ended) => Ok((!ended).then_some(ticket)),
            Err(_) => Err(AdminError::StoreFailed("error".to_owned())),
        }
    }

    /// Returns whether a session that was valid still is. While the database does not answer, it is.
    pub(in crate::admin) async fn is_open(&self, ticket: &Ticket) -> bool {
        ticket.expires() > Timestamp::now() && !self.store.is_session_ended(&ticket.id).await.unwrap_or(false)
    }

    #[cfg(test)]
    pub(in crate::admin) fn cookie_of(&self, user: &str) -> String {
        format!("{COOKIE}={}", self.signer.sign(&Ticket::new(user, Timestamp::now())))
    }

    fn password(&self, context: &Context<'_>, credentials: Option<&Credentials>) -> Result<String, AdminError> {
        self.compare(Origin::of(context).address, credentials)
    }

    fn compare(
        &self,
        address: Option<std::net::IpAddr>,
        credentials: Option<&Credentials>,
    ) -> Result<String, AdminError> {
        let SignIn::Password { username, password } = &self.settings.sign_in else {
            return Err(AdminError::SignInClosed);
        };
        if let Some(wait) = self.throttle.wait(address, Instant::now()) {
            // In whole seconds, so that the minute is over when the client comes back.
            return Err(AdminError::TooManyAttempts(RetryAfter(Duration::from_secs(wait.as_secs() + 1))));
        }
        if credentials.is_some_and(|credentials| credentials.are(username, password)) {
            return Ok(username.clone());
        }
        self.throttle.failed(address, Instant::now());
        tracing::warn!(address = address.map(tracing::field::display), "an administrator's sign-in was refused");
        Err(AdminError::WrongCredentials)
    }
}

/// Where a request comes from.
#[derive(Debug, Clone, Copy)]
pub(in crate::admin) struct Origin {
    /// The address of the connection. `None` in process.
    address: Option<std::net::IpAddr>,
    /// Whether the browser sees an address with `https`.
    is_secure: bool,
}

impl Origin {
    /// Returns the origin of a request. What a proxy says about TLS only affects the cookie of the sender.
    pub(in crate::admin) fn of(context: &Context<'_>) -> Self {
        let peer = context.peer();
        let forwarded = context.head().headers.get("x-forwarded-proto");
        let is_secure = peer.is_some_and(Peer::is_secure)
            || forwarded.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"https"));
        Self { address: peer.map(|peer| peer.address().ip()), is_secure }
    }
}

fn set_cookie(value: &str, seconds: i64, is_secure: bool) -> String {
    let secure = if is_secure { "; Secure" } else { "" };
    format!("{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")
}
