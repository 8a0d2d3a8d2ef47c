//! What must hold between names, patterns and tokens, against definitions that compare segments one by one.

use proptest::prelude::*;

use super::{Address, covers, each_pattern, is_name, is_name_or_pattern};

/// Returns whether a pattern matches a name: section 2.2 of the reference.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), name.split('/').collect());
    match pattern.split_last() {
        Some((&"*", parent)) => name.len() == pattern.len() && name.starts_with(parent),
        Some((&"**", parent)) => name.len() >= pattern.len() && name.starts_with(parent),
        _ => pattern == name,
    }
}

/// Returns whether a token's channel covers a requested one: section 3.4 of the reference.
fn covers_by_segments(granted: &str, requested: &str) -> bool {
    let (parts, wanted): (Vec<&str>, Vec<&str>) = (granted.split('/').collect(), requested.split('/').collect());
    let Some((last, parent)) = parts.split_last() else { return false };
    let Some(rest) = wanted.strip_prefix(parent) else { return granted == requested };
    let is_valid = rest.iter().all(|segment| is_name(&format!("/{segment}")) || ["*", "**"].contains(segment));
    let has_wildcard_inside = rest.iter().rev().skip(1).any(|segment| segment.contains('*'));
    granted == requested
        || match *last {
            "*" => Address::parse(granted).is_ok() && rest.len() == 1 && rest != ["**"] && is_valid,
            "**" => {
                parent.len() > 1
                    && !rest.is_empty()
                    && is_valid
                    && !has_wildcard_inside
                    && is_name_or_pattern(requested)
            }
            _ => false,
        }
}

/// Segments of which some are prefixes of others.
fn segments() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(vec!["a", "ab", "b", "a-b"]), 0..4)
        .prop_map(|segments| segments.iter().flat_map(|segment| ["/", segment]).collect())
}

fn name() -> impl Strategy<Value = String> {
    let start = prop::sample::select(vec!["/a/public", "/a/private", "/ab/public", "/a", "/b", ""]);
    (start, segments()).prop_map(|(start, segments)| format!("{start}{segments}"))
}

fn pattern() -> impl Strategy<Value = String> {
    let wildcard = prop::sample::select(vec!["", "/*", "/**", "/", "//a", "/..", "/*/a", "/**/*", "*"]);
    (name(), wildcard).prop_map(|(name, wildcard)| name + wildcard)
}

/// A requested channel or pattern, and a token's channel that begins like it and covers it more often than not.
fn pair() -> impl Strategy<Value = (String, String)> {
    let wildcard = prop::sample::select(vec!["/**", "/**", "/*", ""]);
    let requested = (name(), prop::sample::select(vec!["", "", "/*", "/**"])).prop_map(|(name, end)| name + end);
    (requested, 1usize..6, wildcard).prop_map(|(requested, kept, wildcard)| {
        let kept: Vec<&str> = requested.split('/').take(kept).collect();
        (kept.join("/") + wildcard, requested)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn a_publication_is_looked_up_under_what_matches_and_nothing_else((pattern, name) in pair()) {
        // Half of the requested channels are names.
        if !is_name(&name) || !is_name_or_pattern(&pattern) {
            return Ok(());
        }
        let (mut found, mut visited) = (0, 0);
        each_pattern(&name, |visited_pattern| {
            visited += 1;
            found += usize::from(visited_pattern == pattern);
        });
        prop_assert_eq!(found, usize::from(matches(&pattern, &name)), "{} under {}", name, pattern);
        prop_assert_eq!(visited, name.matches('/').count() + 2, "the work grows with the depth alone");
    }

    #[test]
    fn coverage_is_what_it_is_by_segments(
        (granted, requested) in prop_oneof![pair(), (pattern(), pattern())],
    ) {
        prop_assert_eq!(covers(&granted, &requested), covers_by_segments(&granted, &requested));
    }

    #[test]
    fn a_covered_pattern_matches_nothing_beside_what_the_token_is_for(
        (granted, requested) in pair(),
        names in prop::collection::vec(name(), 20),
    ) {
        for name in names.into_iter().filter(|name| covers(&granted, &requested) && matches(&requested, name)) {
            prop_assert!(matches(&granted, &name), "{} for {} by {}", granted, name, requested);
        }
    }

    #[test]
    fn a_token_of_one_application_covers_no_channel_of_another((granted, requested) in pair()) {
        let application = |channel: &str| Address::parse(channel).map(|address| address.application.to_owned()).ok();
        if application(&requested).is_some() && covers(&granted, &requested) {
            prop_assert_eq!(granted.split('/').nth(1).map(str::to_owned), application(&requested));
        }
    }
}
