//! Refuses changes that a page of another site sends with the credentials of the browser.

use api_core::context::Context;
use http::{Method, Uri};

use crate::admin::error::AdminError;

/// Checks that a request that changes something comes from a page of this site, or from no page.
///
/// Browsers send `Sec-Fetch-Site` over TLS and on the local machine, and `Origin` with every `POST` and `DELETE`. A
/// program sends neither.
pub(super) fn check(context: &mut Context<'_>) -> Result<(), AdminError> {
    if [Method::GET, Method::HEAD, Method::OPTIONS].contains(context.method()) {
        return Ok(());
    }
    let is_ours = match (context.header_text("sec-fetch-site"), context.header_text("origin")) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => {
            let host = context.header_text("host").map(str::to_owned);
            let host = host.or_else(|| context.head().uri.authority().map(ToString::to_string));
            let origin = origin.parse::<Uri>().ok().and_then(|origin| origin.authority().map(ToString::to_string));
            origin.is_some() && origin == host
        }
        (None, None) => true,
    };
    if is_ours { Ok(()) } else { Err(AdminError::OtherSite) }
}

#[cfg(test)]
mod tests {
    use api_core::context::RoutingSettings;
    use http::Request;

    use super::*;

    #[test]
    fn only_changes_from_other_sites_are_refused() {
        for (method, fields, allowed) in [
            ("GET", &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")][..], true),
            ("POST", &[], true),
            ("DELETE", &[], true),
            ("POST", &[("sec-fetch-site", "same-origin"), ("origin", "https://other.example")], true),
            ("POST", &[("sec-fetch-site", "none")], true),
            ("POST", &[("sec-fetch-site", "cross-site")], false),
            ("POST", &[("sec-fetch-site", "same-site")], false),
            ("DELETE", &[("sec-fetch-site", "cross-site")], false),
            ("POST", &[("origin", "http://admin.example:8080")], true),
            ("POST", &[("origin", "http://admin.example")], false),
            ("POST", &[("origin", "http://evil.example:8080")], false),
            ("POST", &[("origin", "null")], false),
            ("POST", &[("origin", "")], false),
        ] {
            let mut request = Request::builder().method(method).uri("/").header("host", "admin.example:8080");
            for (name, value) in fields {
                request = request.header(*name, *value);
            }
            let (head, ()) = request.body(()).unwrap().into_parts();
            let mut context = Context::new(&head, RoutingSettings::default());
            assert_eq!(check(&mut context).is_ok(), allowed, "{method} {fields:?}");
        }
    }
}
