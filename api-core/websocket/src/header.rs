//! The lists of a handshake: `Sec-WebSocket-Extensions` (RFC 6455 §9.1) and `Sec-WebSocket-Protocol` (RFC 6455 §4.1).

use std::error::Error;
use std::fmt;

use http::HeaderMap;
use http::header::{SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_PROTOCOL};

/// The largest number of extensions that are read.
pub const MAX_EXTENSIONS: usize = 16;
/// The largest number of parameters of one extension that are read.
pub const MAX_PARAMETERS: usize = 16;
/// The largest number of subprotocols that are read.
pub const MAX_SUBPROTOCOLS: usize = 64;

/// An extension of an offer or an answer: a name and parameters.
///
/// ```
/// use api_websocket::handshake::Extension;
///
/// let list = Extension::parse_list("permessage-deflate; client_max_window_bits, x-trace; level=\"2\"")?;
/// assert_eq!(list[0].parameters, [("client_max_window_bits".to_owned(), None)]);
/// assert_eq!(list[1].name, "x-trace");
/// # Ok::<(), api_websocket::handshake::ListError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Extension {
    /// The name.
    pub name: String,
    /// The parameters in their order. Values have no quotes.
    pub parameters: Vec<(String, Option<String>)>,
}

impl Extension {
    /// Reads one line of `Sec-WebSocket-Extensions`.
    ///
    /// # Errors
    /// Returns an error if the line is malformed or too long.
    pub fn parse_list(line: &str) -> Result<Vec<Self>, ListError> {
        let mut found = Vec::new();
        read_extensions(line.as_bytes(), &mut found)?;
        Ok(found)
    }
}

/// Reads `Sec-WebSocket-Extensions` of a head. All lines form one list.
///
/// # Errors
/// Returns an error if the list is malformed or too long.
pub fn extensions(headers: &HeaderMap) -> Result<Vec<Extension>, ListError> {
    let mut found = Vec::new();
    for line in headers.get_all(SEC_WEBSOCKET_EXTENSIONS) {
        read_extensions(line.as_bytes(), &mut found)?;
    }
    Ok(found)
}

fn read_extensions(line: &[u8], found: &mut Vec<Extension>) -> Result<(), ListError> {
    let mut reader = Reader(line);
    while reader.next_element()? {
        if found.len() == MAX_EXTENSIONS {
            return Err(ListError::TooLong(MAX_EXTENSIONS));
        }
        found.push(reader.extension()?);
    }
    Ok(())
}

/// Reads `Sec-WebSocket-Protocol` of a head, in its order. All lines form one list.
///
/// # Errors
/// Returns an error if the list is malformed or longer than [`MAX_SUBPROTOCOLS`].
pub fn subprotocols(headers: &HeaderMap) -> Result<Vec<String>, ListError> {
    let mut found = Vec::new();
    for line in headers.get_all(SEC_WEBSOCKET_PROTOCOL) {
        let mut reader = Reader(line.as_bytes());
        while reader.next_element()? {
            if found.len() == MAX_SUBPROTOCOLS {
                return Err(ListError::TooLong(MAX_SUBPROTOCOLS));
            }
            found.push(reader.token()?);
        }
    }
    Ok(found)
}

/// The error of a list that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ListError {
    /// The list is malformed. Contains what was expected.
    Expected(&'static str),
    /// The list has more elements than this.
    TooLong(usize),
}

impl fmt::Display for ListError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Expected(what) => write!(formatter, "the list is malformed: expected {what}"),
            Self::TooLong(most) => write!(formatter, "the list is too long: expected at most {most} elements"),
        }
    }
}

impl Error for ListError {}

/// The unread rest of one line.
struct Reader<'l>(&'l [u8]);

impl Reader<'_> {
    fn skip_space(&mut self) {
        while let [b' ' | b'\t', rest @ ..] = self.0 {
            self.0 = rest;
        }
    }

    fn skip(&mut self, byte: u8) -> bool {
        self.skip_space();
        match self.0 {
            [first, rest @ ..] if *first == byte => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    /// Returns whether there is another element. Empty elements are skipped (RFC 9110 §5.6.1.2).
    ///
    /// Reading an element ends at the comma after it, so the rest is the start of the line, a comma, or malformed.
    fn next_element(&mut self) -> Result<bool, ListError> {
        while self.skip(b',') {}
        match self.0 {
            [] => Ok(false),
            [first, ..] if is_token(*first) => Ok(true),
            _ => Err(ListError::Expected("a token")),
        }
    }

    /// Checks that an element is followed by a comma or the end of the line.
    fn end_element(&mut self) -> Result<(), ListError> {
        self.skip_space();
        match self.0 {
            [] | [b',', ..] => Ok(()),
            _ => Err(ListError::Expected("`,` or the end")),
        }
    }

    fn bare_token(&mut self) -> Result<String, ListError> {
        self.skip_space();
        let length = self.0.iter().take_while(|byte| is_token(**byte)).count();
        let (token, rest) = self.0.split_at_checked(length).unwrap_or_default();
        self.0 = rest;
        text(token.to_vec())
    }

    fn token(&mut self) -> Result<String, ListError> {
        let token = self.bare_token()?;
        self.end_element()?;
        Ok(token)
    }

    fn extension(&mut self) -> Result<Extension, ListError> {
        let name = self.bare_token()?;
        let mut parameters = Vec::new();
        while self.skip(b';') {
            if parameters.len() == MAX_PARAMETERS {
                return Err(ListError::TooLong(MAX_PARAMETERS));
            }
            let name = self.bare_token()?;
            let value = if self.skip(b'=') { Some(self.value()?) } else { None };
            parameters.push((name, value));
        }
        self.end_element()?;
        Ok(Extension { name, parameters })
    }

    /// Reads a token, bare or quoted. A quoted value must be a token too (RFC 6455 §9.1).
    fn value(&mut self) -> Result<String, ListError> {
        if !self.skip(b'"') {
            return self.bare_token();
        }
        let mut value = Vec::new();
        loop {
            let (byte, rest) = match self.0 {
                [b'\\', byte, rest @ ..] | [byte, rest @ ..] => (*byte, rest),
                [] => return Err(ListError::Expected("the end of a quoted value")),
            };
            let ends = byte == b'"' && self.0.len() == rest.len() + 1;
            self.0 = rest;
            if ends {
                return text(value);
            }
            if !is_token(byte) {
                return Err(ListError::Expected("a token in a quoted value"));
            }
            value.push(byte);
        }
    }
}

fn text(token: Vec<u8>) -> Result<String, ListError> {
    match String::from_utf8(token) {
        Ok(token) if !token.is_empty() => Ok(token),
        _ => Err(ListError::Expected("a token")),
    }
}

/// Returns whether a byte belongs to a token (RFC 9110 §5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use http::header::{SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_PROTOCOL};
    use http::{HeaderMap, HeaderName, HeaderValue};
    use proptest::prelude::{any, proptest};

    use super::{Extension, ListError, extensions, subprotocols};

    fn head(name: &HeaderName, lines: &[&str]) -> HeaderMap {
        lines.iter().map(|line| (name.clone(), HeaderValue::from_str(line).expect("a header value"))).collect()
    }

    fn read(lines: &[&str]) -> Result<Vec<Extension>, ListError> {
        extensions(&head(&SEC_WEBSOCKET_EXTENSIONS, lines))
    }

    fn shown(lines: &[&str]) -> String {
        let one = |extension: Extension| {
            let parameters = extension.parameters.iter().map(|(name, value)| match value {
                None => format!("[{name}]"),
                Some(value) => format!("[{name}][{value}]"),
            });
            extension.name + &parameters.collect::<String>()
        };
        read(lines).map_or_else(|error| error.to_string(), |all| all.into_iter().map(one).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn lists_of_extensions_are_read() {
        let table: [(&[&str], &str); 14] = [
            (&[], ""),
            (&[""], ""),
            (&["foo"], "foo"),
            (&["foo, bar; baz=2"], "foo bar[baz][2]"),
            (&["foo", "bar;baz"], "foo bar[baz]"),
            (&[" , foo ,, bar\t,"], "foo bar"),
            (&["foo;a;b=1;a"], "foo[a][b][1][a]"),
            (&["foo ; a = 1 ; b"], "foo[a][1][b]"),
            (&[r#"foo; a="10"; b"#], "foo[a][10][b]"),
            (&[r#"foo; a="1\0""#], "foo[a][10]"),
            (&["foo,foo"], "foo foo"),
            (&["x-y!#$%&'*+.^_`|~;1"], "x-y!#$%&'*+.^_`|~[1]"),
            (&["Foo;Bar=Baz"], "Foo[Bar][Baz]"),
            (&["foo; a=\"1\", bar"], "foo[a][1] bar"),
        ];
        for (lines, expected) in table {
            assert_eq!(shown(lines), expected, "{lines:?}");
        }
    }

    #[test]
    fn a_malformed_list_is_an_error() {
        let table = [
            "foo bar",
            ";a",
            "foo;",
            "foo;;a",
            "foo;=1",
            "foo;a=",
            "foo;a=,b",
            "=",
            "foo=1",
            "foo;a=1 2",
            "\"foo\"",
            r#"foo;a=""#,
            r#"foo;a="""#,
            r#"foo;a="1"#,
            r#"foo;a="1 2""#,
            r#"foo;a="1\""#,
            r#"foo;a="\""#,
            r#"foo;a="1"2"#,
            r#"foo;"a""#,
            r#"foo;a="1,2""#,
            "foo;a=é",
            "é",
            "foo/2",
            "foo;a=(1)",
            r"foo;a=\1",
            r#"foo;a="\"""#,
        ];
        for line in table {
            assert!(matches!(read(&[line]), Err(ListError::Expected(_))), "{line}: {:?}", read(&[line]));
            assert!(read(&["good", line]).is_err(), "{line}");
        }
    }

    #[test]
    fn lists_are_bounded() {
        let many = |count: usize, separator: &str| vec!["a"; count].join(separator);
        assert_eq!(read(&[&many(16, ",")]).map(|all| all.len()), Ok(16));
        assert_eq!(read(&[&many(17, ",")]), Err(ListError::TooLong(16)));
        assert_eq!(read(&[&many(16, ","), "b"]), Err(ListError::TooLong(16)));
        assert!(read(&[&many(17, ";")]).is_ok());
        assert_eq!(read(&[&many(18, ";")]), Err(ListError::TooLong(16)));
        let read = |line: &str| subprotocols(&head(&SEC_WEBSOCKET_PROTOCOL, &[line]));
        assert_eq!(read(&many(64, ",")).map(|all| all.len()), Ok(64));
        assert_eq!(read(&many(65, ",")), Err(ListError::TooLong(64)));
    }

    #[test]
    fn subprotocols_keep_their_order_over_several_lines() {
        let read = |lines: &[&str]| subprotocols(&head(&SEC_WEBSOCKET_PROTOCOL, lines)).map(|found| found.join(" "));
        assert_eq!(read(&[]).as_deref(), Ok(""));
        assert_eq!(read(&["chat.v2 ,chat.v1", "", ",b", "a\t"]).as_deref(), Ok("chat.v2 chat.v1 b a"));
        assert_eq!(read(&["Chat,chat"]).as_deref(), Ok("Chat chat"));
        for line in ["a b", "a;b", "\"a\"", "a/b", "a,(b)", "é", "a=1"] {
            assert!(read(&[line]).is_err(), "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parsers_panic(lines in proptest::collection::vec("[a-c=;,\"\\\\ \t0-9\u{e9}]{0,40}|\\PC{0,40}", 0..4)) {
            let fields = |name: HeaderName| -> HeaderMap {
                let values = lines.iter().filter_map(|line| HeaderValue::from_bytes(line.as_bytes()).ok());
                values.map(|value| (name.clone(), value)).collect()
            };
            let _ = extensions(&fields(SEC_WEBSOCKET_EXTENSIONS));
            let _ = subprotocols(&fields(SEC_WEBSOCKET_PROTOCOL));
        }

        #[test]
        fn no_bytes_make_the_parsers_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            if let Ok(value) = HeaderValue::from_bytes(&bytes) {
                let _ = extensions(&[(SEC_WEBSOCKET_EXTENSIONS, value.clone())].into_iter().collect());
                let _ = subprotocols(&[(SEC_WEBSOCKET_PROTOCOL, value)].into_iter().collect());
            }
        }
    }
}
