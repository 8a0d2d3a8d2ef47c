//! The header section of a part: its name, its file name and its media type (RFC 7578 §4.2).

/// What the header section of a part says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Head {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) content_type: Option<String>,
}

impl Head {
    /// Reads the lines of a header section. `None` if it names no part.
    pub(super) fn parse(section: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(section).ok()?;
        let mut head = Self::default();
        let mut is_named = false;
        for line in text.split("\r\n").filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once(':')?;
            let value = value.trim();
            if name.eq_ignore_ascii_case("content-type") {
                head.content_type = Some(value.to_owned());
            } else if name.eq_ignore_ascii_case("content-disposition") {
                for (key, value) in parameters(value) {
                    if key.eq_ignore_ascii_case("name") {
                        (head.name, is_named) = (value, true);
                    } else if key.eq_ignore_ascii_case("filename") {
                        head.file_name = Some(value);
                    }
                }
            }
        }
        is_named.then_some(head)
    }
}

/// Returns the parameters of a field value, which begins with another word.
fn parameters(value: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    let mut rest = value.split_once(';').map_or("", |(_, rest)| rest);
    while let Some((key, after)) = rest.split_once('=') {
        let key = key.trim().trim_start_matches(';').trim_start();
        let after = after.trim_start();
        let text;
        (text, rest) = if let Some(quoted) = after.strip_prefix('"') {
            quoted_text(quoted)
        } else {
            let (token, rest) = after.split_once(';').unwrap_or((after, ""));
            (token.trim().to_owned(), rest)
        };
        found.push((key, text));
        rest = rest.trim_start().trim_start_matches(';');
    }
    found
}

/// Returns the text up to the closing quote, and what follows it. Browsers escape a quote as `%22` and line ends as
/// `%0D` and `%0A` (HTML, "multipart form data"). Others write `\"`, and any other backslash is one of a path.
fn quoted_text(quoted: &str) -> (String, &str) {
    let mut text = String::new();
    let mut characters = quoted.char_indices();
    let mut rest = "";
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => {
                rest = quoted.get(at + 1..).unwrap_or_default();
                break;
            }
            '\\' if quoted.get(at + 1..).is_some_and(|after| after.starts_with('"')) => {
                characters.next();
                text.push('"');
            }
            other => text.push(other),
        }
    }
    (text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"), rest)
}

/// Returns a name as it stands between quotes. `None` if it could not be read again.
pub(super) fn quoted(name: &str) -> Option<String> {
    let is_ambiguous = ["%22", "%0D", "%0A"].iter().any(|escape| name.contains(escape)) || name.ends_with('\\');
    let is_other_control = |character: char| character.is_control() && !matches!(character, '\r' | '\n');
    if is_ambiguous || name.contains(is_other_control) {
        return None;
    }
    Some(name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A"))
}

#[cfg(test)]
mod tests {
    use super::{Head, quoted};

    #[test]
    fn the_names_of_browsers_and_of_curl_are_read() {
        let table = [
            // Firefox and Chromium.
            (
                "Content-Disposition: form-data; name=\"a b\"; filename=\"say %22hi%22.png\"",
                "a b",
                Some("say \"hi\".png"),
            ),
            // curl before 7.81.
            (
                "content-disposition: form-data; name=\"a\"; filename=\"say \\\"hi\\\".png\"",
                "a",
                Some("say \"hi\".png"),
            ),
            ("Content-Disposition: form-data; filename=\"C:\\dir\\x.png\"; name=\"a\"", "a", Some("C:\\dir\\x.png")),
            ("Content-Disposition: form-data; name=a; filename=b", "a", Some("b")),
            ("Content-Disposition: form-data; name=\"a;filename=b\"", "a;filename=b", None),
            ("Content-Disposition: form-data;name=\"\u{e9}\"", "\u{e9}", None),
        ];
        for (line, name, file_name) in table {
            let head = Head::parse(line.as_bytes()).expect(line);
            assert_eq!((head.name.as_str(), head.file_name.as_deref()), (name, file_name), "{line}");
        }
        for line in ["", "Content-Type: text/plain", "Content-Disposition: form-data", "x", "\u{0}"] {
            assert_eq!(Head::parse(line.as_bytes()), None, "{line}");
        }
    }

    #[test]
    fn a_name_that_is_sent_is_read_again() {
        for name in ["a", "say \"hi\".png", "\u{e9}\\x", "a\r\nb", "a\\\"b", "100%"] {
            let line = format!("Content-Disposition: form-data; name=\"{}\"", quoted(name).expect(name));
            assert_eq!(Head::parse(line.as_bytes()).expect(name).name, name);
        }
        for name in ["%22", "a\\", "\u{0}"] {
            assert_eq!(quoted(name), None, "{name:?}");
        }
    }
}
