//! The redirect policy: which redirects are followed, and how many of one request.

/// The policy for following redirects: responses with the status 301, 302, 303, 307 or 308 and a `Location`
/// (RFC 9110 §15.4).
///
/// The default is [`off`](Self::off), because the contract of an API names every address that it has. A redirect that
/// is not followed is an error response of the API: its [`Answer`](api_core::error::Answer) has the `Location`.
///
/// Whatever the policy:
///
/// * A redirect from `https` to `http` is not followed.
/// * A status that the endpoint declares is its value, and is not followed.
/// * 301, 302 and 303 turn `POST` into `GET` without the body. 303 does so for every method but `GET`, `HEAD` and
///   `SUBSCRIBE`. After 301 and 302 safe methods stay as they are, and `PUT`, `PATCH` and `DELETE` are not followed.
/// * 307 and 308 keep the method and the body.
/// * Once a request has left its origin, it has no credentials, also if it is sent back.
///
/// ```
/// use api_client::{ClientBuilder, RedirectPolicy};
///
/// let builder = ClientBuilder::at("https://api.example").redirects(RedirectPolicy::same_origin(5));
/// # let _ = builder;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RedirectPolicy {
    pub(super) limit: u8,
    pub(super) other_origins: bool,
}

impl RedirectPolicy {
    /// Creates a policy that follows no redirect. This is the default.
    #[must_use]
    pub const fn off() -> Self {
        Self { limit: 0, other_origins: false }
    }

    /// Creates a policy that follows redirects to the same scheme, host and port, at most `limit` for each request.
    #[must_use]
    pub const fn same_origin(limit: u8) -> Self {
        Self { limit, other_origins: false }
    }

    /// Creates a policy that follows redirects to any origin, at most `limit` for each request.
    ///
    /// The server then chooses the hosts to which requests are sent, which may be hosts of the client's own network. To
    /// another origin the request is sent without `Authorization`, `Cookie` and `Proxy-Authorization`, without the
    /// header field of [`Credentials`](crate::Credentials), and without fields whose value is marked as
    /// [sensitive](http::HeaderValue::set_sensitive). The other fields are sent, and after 307 and 308 the body.
    #[must_use]
    pub const fn any_origin(limit: u8) -> Self {
        Self { limit, other_origins: true }
    }

    pub(super) const fn is_off(self) -> bool {
        self.limit == 0
    }
}
