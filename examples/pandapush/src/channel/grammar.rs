//! Bayeux's grammar of channel names and patterns, as Faye reads it.

/// The longest accepted name in bytes. The grammar has no limit; this one bounds what a subscription costs.
const MAXIMUM: usize = 1024;

/// The most segments of a name. A publication is looked up under a pattern for each.
const SEGMENTS: usize = 64;

/// Returns whether a text is the name of one channel: segments of letters, digits and `-_!~()$@`, each after a slash.
pub fn is_name(text: &str) -> bool {
    let bounded = text.len() <= MAXIMUM && text.bytes().filter(|byte| *byte == b'/').count() <= SEGMENTS;
    bounded && text.strip_prefix('/').is_some_and(|segments| segments.split('/').all(is_segment))
}

/// Returns whether a text is a name, or a name whose last segment is `*` or `**`.
pub fn is_name_or_pattern(text: &str) -> bool {
    let without_wildcard = text.strip_suffix("/**").or_else(|| text.strip_suffix("/*"));
    match without_wildcard {
        Some("") => true,
        Some(name) => is_name(name),
        None => is_name(text),
    }
}

fn is_segment(segment: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_!~()$@".contains(&byte);
    !segment.is_empty() && segment.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_patterns_follow_the_grammar() {
        let names = ["/a/public/x", "/a", "/a/b-_!~()$@9", "/a/public/PROTO"];
        let patterns = ["/*", "/**", "/a/*", "/a/public/**"];
        let neither = [
            "", "/", "a", "/a/", "//a", "/a//b", "/a b", "/a.b", "/a%20", "/é", "/a/***", "/a/*/b", "/a/x*", "/**/*",
            "/a\n",
        ];
        for name in names {
            assert!(is_name(name) && is_name_or_pattern(name), "{name}");
        }
        for pattern in patterns {
            assert!(!is_name(pattern) && is_name_or_pattern(pattern), "{pattern}");
        }
        for text in neither {
            assert!(!is_name(text) && !is_name_or_pattern(text), "{text}");
        }
        assert!(is_name(&"/a".repeat(SEGMENTS)) && !is_name(&"/a".repeat(SEGMENTS + 1)));
        assert!(is_name(&format!("/{}", "a".repeat(MAXIMUM - 1))) && !is_name(&format!("/{}", "a".repeat(MAXIMUM))));
    }
}
