//! The members of header fields that are lists (RFC 9110 §5.6.1).

/// The members of one line: the texts between commas, without whitespace around them. Empty members are skipped. Commas
/// in quoted strings do not separate. A member is not unquoted, because quotes belong to it, for example those of an
/// entity tag.
#[derive(Debug, Clone)]
pub(super) struct Members<'a>(&'a str);

impl<'a> Members<'a> {
    pub(super) fn new(line: &'a str) -> Self {
        Self(line)
    }
}

impl<'a> Iterator for Members<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        while !self.0.is_empty() {
            let (member, rest) = self.0.split_at(end(self.0).0);
            self.0 = rest.strip_prefix(',').unwrap_or(rest);
            let member = trimmed(member);
            if !member.is_empty() {
                return Some(member);
            }
        }
        None
    }
}

/// Returns whether the text is read back as one member: not empty, without whitespace around it, without a comma
/// outside of quoted strings, and with every quoted string closed.
pub(super) fn is_member(text: &str) -> bool {
    !text.is_empty() && trimmed(text) == text && end(text) == (text.len(), false)
}

/// Removes optional whitespace (RFC 9110 §5.6.3) from both ends.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// Returns whether the field is not a list of members separated by commas, although it may have several lines
/// (RFC 9110 §5.3) or a list as its value (RFC 6265 §4.2.1).
pub(super) fn is_one_line_each(name: &str) -> bool {
    matches!(name, "set-cookie" | "cookie")
}

/// Returns the offset of the comma that ends the first member, and whether a quoted string is still open there.
fn end(text: &str) -> (usize, bool) {
    let (mut quoted, mut escaped) = (false, false);
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b',' if !quoted => return (offset, false),
            _ => {}
        }
    }
    (text.len(), quoted)
}

#[cfg(test)]
mod tests {
    use super::{Members, is_member};

    #[test]
    fn a_line_is_split_at_commas_outside_of_quoted_strings() {
        for (line, members) in [
            ("1, 2", &["1", "2"][..]),
            (" a ,\t,, b,", &["a", "b"]),
            ("", &[]),
            (" , ", &[]),
            (r#"W/"a,b", "c""#, &[r#"W/"a,b""#, r#""c""#]),
            (r#"x;t="a\",b", y"#, &[r#"x;t="a\",b""#, "y"]),
            (r#""open, x"#, &[r#""open, x"#]),
        ] {
            assert_eq!(Members::new(line).collect::<Vec<_>>(), members, "{line}");
        }
    }

    #[test]
    fn a_text_is_a_member_if_it_is_read_back_unchanged() {
        for text in ["a", "a b", "de;q=0.5", r#""a, b""#, r#"W/"1""#, r#""\"""#] {
            assert!(is_member(text), "{text}");
            assert_eq!(Members::new(text).collect::<Vec<_>>(), [text]);
        }
        for text in ["", " a", "a\t", "a,b", ",", r#""a"#, r#"a"b, c"#, r#""\""#] {
            assert!(!is_member(text), "{text}");
        }
    }
}
