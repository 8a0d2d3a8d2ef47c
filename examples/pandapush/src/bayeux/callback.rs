//! JSONP: replies inside a call of a function that a page has defined.

/// The name of the function if the request has none.
const DEFAULT: &str = "jsonpcallback";

/// The longest accepted name in bytes.
const MAXIMUM: usize = 256;

/// The name of a function: identifiers with dots between them. Nothing else may appear in a script that this server
/// sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback(String);

/// The name is not a function's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Bad request")]
pub struct InvalidCallback;

impl Callback {
    /// Checks a name. Without one it is `jsonpcallback`.
    ///
    /// # Errors
    ///
    /// Returns an error unless it is identifiers of ASCII letters, digits, `_` and `$`, with dots between them.
    pub fn new(name: Option<&str>) -> Result<Self, InvalidCallback> {
        let name = name.filter(|name| !name.is_empty()).unwrap_or(DEFAULT);
        if name.len() <= MAXIMUM && name.split('.').all(is_identifier) {
            Ok(Self(name.to_owned()))
        } else {
            Err(InvalidCallback)
        }
    }

    /// Returns the script that calls the function with an array of messages.
    pub fn call(&self, array: &str) -> String {
        // These separate lines in old JavaScript, but not in JSON.
        let json = array.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
        // The comment protects against files that a browser would take for another format.
        format!("/**/{}({json});", self.0)
    }
}

fn is_identifier(text: &str) -> bool {
    let is_start = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_' || byte == b'$';
    let mut bytes = text.bytes();
    bytes.next().is_some_and(is_start) && bytes.all(|byte| is_start(byte) || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_identifiers_with_dots_between() {
        for good in ["jsonp", "__jsonp1__", "a.b.$c", "A0"] {
            assert!(Callback::new(Some(good)).is_ok(), "{good}");
        }
        for bad in ["0a", "a.", ".a", "a..b", "a b", "alert(1)", "a-b", "é", "a\n", "a[0]", &"a".repeat(257)] {
            assert_eq!(Callback::new(Some(bad)), Err(InvalidCallback), "{bad}");
        }
    }

    #[test]
    fn the_script_is_one_call_that_old_browsers_can_parse() {
        let array = "[\"\u{2028}\u{2029}\"]";
        assert_eq!(Callback::new(None).unwrap().call(array), "/**/jsonpcallback([\"\\u2028\\u2029\"]);");
    }
}
