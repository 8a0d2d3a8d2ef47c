//! The reference as a page: operations are read, searched and tried, and subscriptions followed live.
//!
//! ```text
//! html    the text of the page
//! markup  doc comments, which are Markdown, as HTML
//! routes  the page and its files as an API
//! ```

mod html;
mod markup;
mod routes;

use std::sync::Arc;

use api_core::body::RequestBody;
use api_core::routing::Routes;

use self::routes::{Content, FilesApi};
use crate::outline::Checked;

/// A page with everything that a person needs of an API: what it is, how it is called from a shell, Rust and
/// TypeScript, and a form that calls it. Subscriptions and WebSockets are followed live.
///
/// The page loads nothing from elsewhere. Its content security policy allows its own files, and requests to the
/// server that it comes from and to those of the outline.
///
/// ```
/// use api_core::{Error, api};
/// use api_documents::Outline;
///
/// #[api]
/// trait Rooms {
///     /// Returns the topic of a room.
///     #[get("/rooms/{id}/topic")]
///     async fn topic(&self, id: u32) -> Result<String, Error>;
/// }
///
/// let page = Outline::new("Rooms", "1.0.0").api::<RoomsApi>().check().unwrap().page();
/// assert!(page.html().contains("Returns the topic of a room."));
/// // The page at `/docs`, beside the routes of the API.
/// let routes = page.serve::<api_core::Body>();
/// # let _ = routes;
/// ```
#[derive(Debug, Clone)]
pub struct Page {
    html: Arc<str>,
    policy: Arc<str>,
}

impl Checked {
    /// Makes the page.
    #[must_use]
    pub fn page(&self) -> Page {
        let reference = self.reference();
        Page { html: html::write(&reference).into(), policy: policy(&reference.servers).into() }
    }
}

impl Page {
    /// Returns the text of the page. It refers to `docs/page.css` and `docs/page.js`.
    #[must_use]
    pub fn html(&self) -> &str {
        &self.html
    }

    /// Returns the value of `Content-Security-Policy` with which the page is served.
    #[must_use]
    pub fn policy(&self) -> &str {
        &self.policy
    }

    /// Returns the routes of the page and its files: `/docs` and below it.
    /// [`Compose::nest`](api_core::routing::Compose::nest) puts them elsewhere.
    #[must_use]
    pub fn serve<B: RequestBody>(self) -> impl Routes<B> {
        FilesApi::serve(Content { html: self.html, policy: self.policy })
    }
}

/// Returns the policy for a page that may call these servers.
fn policy(servers: &[(String, String)]) -> String {
    let mut allowed = String::from("'self'");
    for (url, _) in servers {
        let Some((scheme, rest)) = url.split_once("://") else { continue };
        let host = rest.split('/').next().unwrap_or_default();
        // Other characters would end the source, or make it one of many hosts.
        let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b".:[]-".contains(&byte);
        if host.is_empty() || !host.bytes().all(is_host) {
            continue;
        }
        let socket = if scheme == "https" { "wss" } else { "ws" };
        allowed.extend([" ", scheme, "://", host, " ", socket, "://", host]);
    }
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src {allowed}; base-uri 'none'; form-action \
         'none'; frame-ancestors 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::policy;

    #[test]
    fn a_policy_allows_the_servers_of_the_outline_and_nothing_else() {
        let servers =
            ["https://a.example/v1", "/relative", "http://b.example:8080", "https://x;script-src *", "https://*"];
        let servers = servers.map(|url| (url.to_owned(), String::new()));
        let policy = policy(&servers);
        let expected =
            "connect-src 'self' https://a.example wss://a.example http://b.example:8080 ws://b.example:8080;";
        assert!(policy.contains(expected), "{policy}");
        assert_eq!(policy.matches("script-src").count(), 1, "{policy}");
    }
}
