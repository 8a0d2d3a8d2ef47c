//! The form of messages of constants: a text, its code, and the page that explains it. `api-macros` has the table.

/// Makes the message of a code: `coded!("E077", "a text")`. With an empty text it is what follows a text.
macro_rules! coded {
    ($code:literal, $text:literal) => {
        concat!($text, " [api::", $code, "]\nsee: docs/errors/", $code, ".md")
    };
}
