//! The reference as a page: operations are read, searched and tried, and subscriptions followed live.
//!
//! ```text
//! html    the text of the page
//! markup  doc comments, which are Markdown, as HTML
//! ```

mod html;
mod markup;

use crate::outline::Checked;

/// The style sheet of the page.
pub(crate) const STYLE: &str = include_str!("page.css");
/// The script of the page.
pub(crate) const SCRIPT: &str = include_str!("page.js");

/// A page with everything that a person needs of an API: what it is, how it is called from a shell, Rust and
/// TypeScript, and a form that calls it. Subscriptions and WebSockets are followed live.
///
/// The page loads nothing from elsewhere. Its content security policy allows its own files, and requests to the
/// server that it comes from and to those of the outline. [`Checked::site`] serves it.
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
/// ```
#[derive(Debug, Clone)]
pub struct Page {
    pub(crate) html: String,
    pub(crate) policy: String,
}

impl Checked {
    /// Makes the page.
    #[must_use]
    pub fn page(&self) -> Page {
        let reference = self.reference();
        Page { html: html::write(&reference), policy: policy(&reference.servers) }
    }
}

impl Page {
    /// Returns the text of the page. It refers to what a [`Site`](crate::Site) has beside it: `docs/page.css`,
    /// `docs/page.js`, and the documents for programs.
    #[must_use]
    pub fn html(&self) -> &str {
        &self.html
    }

    /// Returns the value of `Content-Security-Policy` with which the page is served.
    #[must_use]
    pub fn policy(&self) -> &str {
        &self.policy
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
