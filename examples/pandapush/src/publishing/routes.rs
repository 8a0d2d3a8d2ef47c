//! The paths that the REST API accepts, which are fewer than Bayeux's grammar allows.

use api_core::Compose as _;
use api_core::body::RequestBody;
use api_core::routing::Routes;

use super::PublishingApi;
use crate::hub::Hub;

/// Returns the routes of the REST API. Any other path misses: it is compared as it was sent, so that no encoding of a
/// slash or dot becomes another channel.
pub fn routes<B: RequestBody>(hub: &Hub) -> impl Routes<B> {
    PublishingApi::serve(hub.clone()).when(|context| is_publishable(context.path()))
}

fn is_publishable(path: &str) -> bool {
    let Some(channel) = path.strip_prefix("/channel/") else { return false };
    let mut segments = channel.split('/');
    let is_application =
        |segment: &str| !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_segment = |segment: &str| {
        !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_~".contains(&byte))
    };
    segments.next().is_some_and(is_application)
        && matches!(segments.next(), Some("public" | "private"))
        && segments.next().is_some_and(is_segment)
        && segments.all(is_segment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_channels_of_two_kinds_can_be_published_to() {
        for path in ["/channel/app/public/x", "/channel/App9/private/a-b_c~d/e"] {
            assert!(is_publishable(path), "{path}");
        }
        for path in [
            "/channel/app/presence/x",
            "/channel/app/meta/x",
            "/channel/app/public",
            "/channel/app/public/",
            "/channel/app/public/x/",
            "/channel/app/public//x",
            "/channel/app/public/*",
            "/channel/app/public/x/**",
            "/channel/app/public/..",
            "/channel/app/public/../private/x",
            "/channel/app/public%2Fx",
            "/channel/app/public/x%2Fy",
            "/channel/a-b/public/x",
            "/channel/app/Public/x",
            "/channel/app/public/x.y",
            "/Channel/app/public/x",
            "//channel/app/public/x",
        ] {
            assert!(!is_publishable(path), "{path}");
        }
    }
}
