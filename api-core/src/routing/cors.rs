//! Cross-origin requests (WHATWG Fetch, "CORS protocol"). Allowed methods and header fields follow from the contract.

use std::time::Duration;

use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, RETRY_AFTER,
};
use http::{HeaderValue, Method, Response};

use crate::body::Body;
use crate::context::Context;
use crate::description::{ErrorCase, Location, Security};

use super::allow::allow_value;
use super::lifecycle::announced;

/// A policy for requests from pages of other origins.
///
/// ```
/// use std::time::Duration;
///
/// use api_core::routing::{Cors, ServiceSettings};
///
/// let cors = Cors::origins(["https://app.example"]).with_credentials().max_age(Duration::from_mins(10));
/// let settings = ServiceSettings::default().cors(cors);
/// assert!(settings.cors.is_some());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Cors {
    any_origin: bool,
    origins: Vec<String>,
    credentials: bool,
    max_age: Option<Duration>,
    extra_headers: Vec<&'static str>,
    exposed: Vec<&'static str>,
}

impl Cors {
    /// Creates a policy that allows every origin, without credentials.
    pub fn any_origin() -> Self {
        Self { any_origin: true, ..Self::default() }
    }

    /// Creates a policy that allows these origins, each as a browser writes it, for example `https://app.example`.
    pub fn origins(origins: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { origins: origins.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// Allows the listed origins to send credentials, for example cookies.
    ///
    /// It has no effect with [`Cors::any_origin`]: the combination would expose a user's session to every page.
    #[must_use]
    pub fn with_credentials(mut self) -> Self {
        self.credentials = !self.any_origin;
        self
    }

    /// Sets how long a browser may cache the response to a preflight. Default: the browser's own limit.
    #[must_use]
    pub fn max_age(mut self, max_age: Duration) -> Self {
        self.max_age = Some(max_age);
        self
    }

    /// Allows request header fields beside those that the endpoints read. Names are in lower case.
    #[must_use]
    pub fn allow_headers(mut self, names: impl IntoIterator<Item = &'static str>) -> Self {
        self.extra_headers.extend(names);
        self
    }

    /// Exposes response header fields to scripts, beside those that the endpoints declare, `Retry-After`, and
    /// `Deprecation` and `Sunset` of deprecated endpoints.
    #[must_use]
    pub fn expose_headers(mut self, names: impl IntoIterator<Item = &'static str>) -> Self {
        self.exposed.extend(names);
        self
    }

    pub(super) fn apply(&self, context: &mut Context<'_>, response: &mut Response<Body>) {
        let Some(origin) = context.header_text("origin") else { return };
        let allowed = if self.any_origin {
            Some(HeaderValue::from_static("*"))
        } else {
            let listed = self.origins.iter().any(|listed| listed == origin);
            listed.then(|| HeaderValue::from_str(origin).ok()).flatten()
        };
        let Some(allowed) = allowed else { return };
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
        if self.credentials {
            headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        }
        let mut exposed = self.exposed.clone();
        if let Some(endpoint) = context.endpoint() {
            exposed.extend(endpoint.outputs.iter().flat_map(|output| output.headers).map(|field| field.name));
            // An error has few of those that all errors declare.
            let of_errors = endpoint.errors.iter().flat_map(ErrorCase::header_fields).map(|field| field.name);
            exposed.extend(of_errors.filter(|name| headers.contains_key(*name)));
        }
        exposed.extend(context.endpoint().map_or(&[][..], announced));
        // A delay that the framework or a ready-made error adds is not declared.
        exposed.extend(headers.contains_key(RETRY_AFTER).then_some("retry-after"));
        exposed.sort_unstable();
        exposed.dedup();
        if let Some(exposed) = list(&exposed) {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        }
        let preflight = context.header_text("access-control-request-method").is_some();
        if *context.method() == Method::OPTIONS && preflight {
            self.preflight(context, response);
        }
    }

    fn preflight(&self, context: &Context<'_>, response: &mut Response<Body>) {
        // No verbs are known for a mounted service, which answers preflights itself.
        if context.evidence().allowed().is_empty() {
            return;
        }
        let headers = response.headers_mut();
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, allow_value(context.evidence().allowed()));
        let mut names = self.extra_headers.clone();
        for endpoint in context.evidence().candidates() {
            names.extend(endpoint.parameters_in(Location::Header).map(|parameter| parameter.name));
            let fields = endpoint.conditions.iter().filter(|condition| condition.location == Location::Header);
            names.extend(fields.map(|condition| condition.name));
            names.extend(endpoint.body.is_some().then_some("content-type"));
            names.extend(endpoint.security.map(Security::header));
        }
        names.sort_unstable();
        names.dedup();
        if let Some(names) = list(&names) {
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, names);
        }
        if let Some(max_age) = self.max_age {
            headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from(max_age.as_secs()));
        }
    }
}

fn list(names: &[&str]) -> Option<HeaderValue> {
    if names.is_empty() { None } else { HeaderValue::try_from(names.join(", ")).ok() }
}
