//! The patterns under which the subscribers of a publication are found.

/// Calls a function with the name of a channel and every pattern that matches it: the name, its last segment replaced
/// by `*`, and every proper prefix followed by `/**`. The work grows with the depth of the channel alone.
pub fn each_pattern(name: &str, mut visit: impl FnMut(&str)) {
    visit(name);
    let mut pattern = String::with_capacity(name.len() + 3);
    if let Some((parent, _)) = name.rsplit_once('/') {
        pattern.push_str(parent);
        pattern.push_str("/*");
        visit(&pattern);
    }
    for (end, _) in name.match_indices('/') {
        pattern.clear();
        pattern.push_str(name.get(..end).unwrap_or_default());
        pattern.push_str("/**");
        visit(&pattern);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(name: &str) -> Vec<String> {
        let mut found = Vec::new();
        each_pattern(name, |pattern| found.push(pattern.to_owned()));
        found
    }

    #[test]
    fn a_publication_is_looked_up_under_its_name_and_every_matching_pattern() {
        assert_eq!(patterns("/a/public/u"), ["/a/public/u", "/a/public/*", "/**", "/a/**", "/a/public/**"]);
    }

    /// The table of the reference, section 2.2.
    #[test]
    fn wildcards_match_as_in_the_table() {
        let subscriptions = ["/a/public/u", "/a/public/u/*", "/a/public/u/**", "/a/public/u/foo/*"];
        let rows = [
            ("/a/public/u", [true, false, false, false]),
            ("/a/public/u/foo", [false, true, true, false]),
            ("/a/public/u/foo/bar", [false, false, true, true]),
            ("/a/public/u/foo/bar/baz", [false, false, true, false]),
            ("/a/public/ux", [false, false, false, false]),
            ("/a/public/ux/foo", [false, false, false, false]),
        ];
        for (name, expected) in rows {
            let found = patterns(name);
            assert_eq!(subscriptions.map(|pattern| found.iter().any(|known| known == pattern)), expected, "{name}");
        }
    }
}
