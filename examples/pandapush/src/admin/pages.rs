//! The pages of the administrators, and signing in and out.

use std::sync::Arc;

use api_core::api;
use api_core::call::{HeaderFields, WithHeaders};
use api_core::context::Context;
use api_core::session::Sessions;
use serde::Deserialize;

use super::assets::{Asset, AssetName, INDEX, LOGIN};
use super::error::AdminError;
use super::live::Live;
use super::session::Shared;
use super::sign_in::{Caller, Credentials, Origin, Ticket};

/// The pages, and what opens and ends a session.
#[api(errors = AdminError, content_type = any)]
pub(super) trait Pages {
    /// Returns the page that is the admin, or sends a browser to sign in.
    #[get("/admin")]
    async fn admin(&self) -> Result<Shown, AdminError>;

    /// Returns the same page for each of its own addresses.
    #[get("/admin/{*path}")]
    async fn admin_page(&self, path: String) -> Result<Shown, AdminError>;

    /// Returns a file of the pages.
    #[get("/admin/assets/{name}")]
    async fn asset(&self, name: AssetName) -> Result<Asset, AdminError>;

    /// Returns the sign-in page.
    #[get("/login")]
    async fn login(&self) -> Result<Asset, AdminError>;

    /// Opens a session. The body is a form or JSON with `username` and `password`.
    #[post("/admin/session", body_limit = 4096)]
    async fn sign_in(&self, #[body(text)] credentials: String) -> Result<WithHeaders<(), SessionCookie>, AdminError>;

    /// Ends the session.
    #[delete("/admin/session")]
    async fn sign_out(&self) -> Result<WithHeaders<(), SessionCookie>, AdminError>;

    /// Ends the session and shows the sign-in page.
    #[get("/logout", status = 303)]
    async fn logout(&self) -> Result<WithHeaders<(), SignedOut>, AdminError>;
}

/// The answer to a request for the admin page.
#[derive(Debug, api_core::Reply)]
pub(super) enum Shown {
    /// The page.
    #[reply(status = 200)]
    Page(Asset),
    /// The browser has to sign in first.
    #[reply(status = 303)]
    SignIn(WithHeaders<(), Location>),
}

/// Where to go.
#[derive(Debug, HeaderFields)]
pub(super) struct Location(#[header("location")] String);

/// The cookie of a session.
#[derive(Debug, HeaderFields)]
pub(super) struct SessionCookie(#[header("set-cookie")] String);

/// Where to go, without a session.
#[derive(Debug, HeaderFields)]
pub(super) struct SignedOut(#[header("location")] String, #[header("set-cookie")] String);

/// Opens the session of each request for a page.
#[derive(Debug)]
pub(super) struct PageSessions<L>(pub(super) Arc<Shared<L>>);

/// A request for a page.
#[derive(Debug)]
pub(super) struct PageSession<L> {
    shared: Arc<Shared<L>>,
    origin: Origin,
    /// Where a browser goes after it signed in, if a person has opened the address in a browser.
    opened: Option<String>,
    caller: Result<Caller, AdminError>,
    ticket: Option<Ticket>,
}

impl<L: Live> Sessions<AdminError> for PageSessions<L> {
    type Session = PageSession<L>;
    type Handle = PageSession<L>;

    async fn open(&self, context: &mut Context<'_>) -> Result<PageSession<L>, AdminError> {
        let shared = self.0.clone();
        let name = context.endpoint().map_or("", |endpoint| endpoint.name);
        let origin = Origin::of(context);
        // Browsers say so over TLS and on the local machine.
        let navigates = context.header_text("sec-fetch-mode") == Some("navigate");
        let opened = navigates.then(|| context.path().to_owned());
        let mut session =
            PageSession { shared: shared.clone(), origin, opened, caller: Err(AdminError::SignInClosed), ticket: None };
        match name {
            // Files hold no data, and the sign-in page needs them.
            "asset" => {}
            "admin" | "admin_page" => session.caller = shared.gate.caller(context).await,
            "sign_out" | "logout" => {
                shared.gate.check_origin(context)?;
                session.ticket = shared.gate.ticket(context).await?;
            }
            _ => shared.gate.check_origin(context)?,
        }
        Ok(session)
    }
}

impl<L: Live> Pages for PageSession<L> {
    async fn admin(&self) -> Result<Shown, AdminError> {
        self.shown()
    }

    async fn admin_page(&self, _: String) -> Result<Shown, AdminError> {
        self.shown()
    }

    async fn asset(&self, name: AssetName) -> Result<Asset, AdminError> {
        Ok(Asset::of(name))
    }

    async fn login(&self) -> Result<Asset, AdminError> {
        Ok(Asset::of(LOGIN))
    }

    async fn sign_in(&self, credentials: String) -> Result<WithHeaders<(), SessionCookie>, AdminError> {
        let credentials = read_credentials(&credentials)?;
        let cookie = self.shared.gate.sign_in(self.origin, &credentials)?;
        Ok(WithHeaders { value: (), headers: SessionCookie(cookie) })
    }

    async fn sign_out(&self) -> Result<WithHeaders<(), SessionCookie>, AdminError> {
        let cookie = self.shared.gate.sign_out(self.ticket.as_ref(), self.origin).await?;
        Ok(WithHeaders { value: (), headers: SessionCookie(cookie) })
    }

    async fn logout(&self) -> Result<WithHeaders<(), SignedOut>, AdminError> {
        let cookie = self.shared.gate.sign_out(self.ticket.as_ref(), self.origin).await?;
        let headers = SignedOut("/login?ended".to_owned(), cookie);
        Ok(WithHeaders { value: (), headers })
    }
}

impl<L> PageSession<L> {
    fn shown(&self) -> Result<Shown, AdminError> {
        match (&self.caller, &self.opened) {
            (Ok(_), _) => Ok(Shown::Page(Asset::of(INDEX))),
            (Err(AdminError::WrongCredentials), Some(path)) => {
                let next: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
                let headers = Location(format!("/login?next={next}"));
                Ok(Shown::SignIn(WithHeaders { value: (), headers }))
            }
            (Err(error), _) => Err(error.again()),
        }
    }
}

/// Reads a form or JSON.
fn read_credentials(text: &str) -> Result<Credentials, AdminError> {
    #[derive(Deserialize)]
    struct Sent {
        username: String,
        password: String,
    }
    let sent: Option<Sent> = if text.trim_start().starts_with('{') {
        serde_json::from_str(text).ok()
    } else {
        let field = |wanted: &str| {
            form_urlencoded::parse(text.as_bytes())
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value.into_owned())
        };
        field("username").zip(field("password")).map(|(username, password)| Sent { username, password })
    };
    let Some(Sent { username, password }) = sent else {
        let problem = "the body must be a form or a JSON object with username and password";
        return Err(AdminError::Invalid(problem.to_owned()));
    };
    Ok(Credentials { username, password: password.into() })
}
