//! Whether the channel of a token covers a requested channel or pattern.

use super::{Address, is_name, is_name_or_pattern};

/// Returns whether a token for `granted` may be used on `requested`.
///
/// Equal texts are covered. `P/*` covers one more segment, which may be `*`. `P/**` covers one or more segments, of
/// which the last may be a wildcard. The original compares prefixes of the text instead, so that `P/*` opened `P/**`
/// and `P/foo/**` opened `P/foobar`. `/**`, which is no application's, covers nothing.
pub fn covers(granted: &str, requested: &str) -> bool {
    if granted == requested {
        return true;
    }
    if let Some(prefix) = granted.strip_suffix("/**") {
        let below = !prefix.is_empty() && below(prefix, requested).is_some();
        below && is_name_or_pattern(requested)
    } else if let Some(prefix) = granted.strip_suffix("/*") {
        // A wildcard after the application alone would be one kind.
        let scoped = Address::parse(granted).is_ok();
        scoped && below(prefix, requested).is_some_and(|rest| rest == "*" || is_single_segment(rest))
    } else {
        false
    }
}

/// Returns what follows a prefix and a slash.
fn below<'a>(prefix: &str, channel: &'a str) -> Option<&'a str> {
    channel.strip_prefix(prefix)?.strip_prefix('/').filter(|rest| !rest.is_empty())
}

fn is_single_segment(rest: &str) -> bool {
    !rest.contains('/') && is_name(&format!("/{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rules of the reference, section 3.4, and the escapes that the original allows.
    #[test]
    fn a_token_covers_what_its_channel_says_and_nothing_beside() {
        let rows = [
            ("/a/private/x", "/a/private/x", true),
            ("/a/private/x", "/a/private/y", false),
            ("/a/private/x", "/a/private/x/y", false),
            ("/a/private/x", "/a/private/x/*", false),
            ("/a/private/*", "/a/private/*", true),
            ("/a/private/*", "/a/private/x", true),
            ("/a/private/*", "/a/private/x/y", false),
            ("/a/private/*", "/a/private/x/*", false),
            ("/a/private/*", "/a/private/**", false),
            ("/a/private/*", "/a/private", false),
            ("/a/private/*", "/a/private/", false),
            ("/a/private/**", "/a/private/x", true),
            ("/a/private/**", "/a/private/x/y", true),
            ("/a/private/**", "/a/private/x/*", true),
            ("/a/private/**", "/a/private/x/**", true),
            ("/a/private/**", "/a/private/*", true),
            ("/a/private/**", "/a/private", false),
            ("/a/private/foo/**", "/a/private/foo", false),
            ("/a/private/foo/**", "/a/private/foobar", false),
            ("/a/private/foo/**", "/a/private/foobar/x", false),
            ("/a/private/foo/*", "/a/private/foobar", false),
            ("/a/private/foo/*", "/A/private/foo/x", false),
            ("/a/**", "/a/private/x", true),
            ("/a/**", "/ab/private/x", false),
            ("/a/**", "/a/presence/x/**", true),
            ("/**", "/a/private/x", false),
            ("/*", "/a", false),
            ("/a/*", "/a/private", false),
            ("", "/a/private/x", false),
            ("**", "/a/private/x", false),
            ("/a/private/x/../**", "/a/private/y", false),
            ("/a/private/**", "/a/private/../public/x", false),
        ];
        for (granted, requested, expected) in rows {
            assert_eq!(covers(granted, requested), expected, "{granted} covers {requested}");
        }
    }
}
