//! The codes of errors: one table, and the form of a message with its code and the page that explains it.
//!
//! A message is written with its code in front, `E011: the path …`. A message without one is that of a parser.

/// The code of each rule, and the rule. `docs/errors` has a page for each, and `ui-tests` a case.
pub(crate) const CODES: &[(&str, &str)] = &[
    ("E001", "an attribute or an item that cannot be parsed"),
    ("E002", "`#[api]` on something that is not a trait"),
    ("E003", "a generic trait"),
    ("E004", "an item of a trait that is not an endpoint"),
    ("E005", "an unknown key"),
    ("E006", "a key that is given twice"),
    ("E007", "a key without its value"),
    ("E008", "an unknown word as value of a key"),
    ("E009", "a trait that does not name its error type"),
    ("E010", "an endpoint without a path as its first value"),
    ("E011", "a path without a slash in front"),
    ("E012", "a segment of a path that is not a literal, a placeholder or a wildcard"),
    ("E013", "a placeholder that appears twice"),
    ("E014", "a second wildcard in a path, or one in a base"),
    ("E015", "a placeholder without an argument"),
    ("E016", "a placeholder of the base as an argument"),
    ("E017", "a path with too many placeholders"),
    ("E018", "a prefix that is not a sequence of segments"),
    ("E020", "a method without an endpoint attribute"),
    ("E021", "a method with two endpoint attributes"),
    ("E022", "an endpoint that is not an `async fn`"),
    ("E023", "an endpoint that does not take `&self`"),
    ("E024", "a generic endpoint"),
    ("E025", "an endpoint without a return type"),
    ("E026", "a type that the other end cannot decode"),
    ("E027", "an argument that is a pattern"),
    ("E028", "a name that a generated item has"),
    ("E029", "an argument with a condition"),
    ("E030", "an argument without a source"),
    ("E031", "an attribute that does not belong on an argument"),
    ("E032", "an argument with two sources"),
    ("E033", "a request with two bodies"),
    ("E034", "a request that has no body"),
    ("E035", "a value of a request that is read into two arguments"),
    ("E036", "text that cannot be the name of a header field"),
    ("E037", "a call that cannot resume after an event"),
    ("E038", "an endpoint that takes the request"),
    ("E039", "an argument whose type does not fit its source"),
    ("E040", "a status that is missing, or that the response cannot have"),
    ("E041", "content in a response without content"),
    ("E042", "a status beside a type with several"),
    ("E043", "two answers that a client cannot tell apart"),
    ("E044", "a stream that is returned by an endpoint of another kind"),
    ("E045", "permissions without an authentication scheme"),
    ("E046", "the end of an endpoint that is not deprecated before"),
    ("E047", "text that is not a day"),
    ("E048", "a default that is no value of its argument"),
    ("E049", "events that a reader cannot tell apart"),
    ("E050", "two endpoints for the same requests"),
    ("E051", "two paths of which neither is more specific"),
    ("E052", "routes of two APIs for the same requests"),
    ("E053", "a header field that selects an endpoint and is never sent"),
    ("E054", "a URL of a callback that names nothing in its operation"),
    ("E060", "a feature that is not enabled"),
    ("E061", "a list of subprotocols that cannot be negotiated"),
    ("E062", "a size limit of zero"),
    ("E063", "a WebSocket without an argument for its messages"),
    ("E064", "a type whose form in JSON is not the same everywhere"),
    ("E065", "a media type that a body or an answer cannot have"),
    ("E066", "a media type beside an answer that has none, or several"),
    ("E067", "a content that does not fit its media type"),
    ("E068", "a stream in front of other parts"),
    ("E069", "a value that XML cannot hold"),
    ("E070", "a derive on an item that it does not support"),
    ("E071", "an attribute of serde that `derive(Model)` does not support"),
    ("E072", "a name that is on the wire twice, or not the same in both directions"),
    ("E073", "a field that one end writes and the other does not read"),
    ("E074", "a pattern that is not a regular expression"),
    ("E075", "a constraint that the type cannot have"),
    ("E076", "a constraint where none can be checked"),
    ("E077", "a value that JSON or serde cannot carry to the other end"),
    ("E078", "a header field of an answer without a name, or with that of another one"),
    ("E079", "a header field of an answer that is no plain value"),
    ("E080", "an error type without its required variants"),
    ("E081", "a variant with fields that have no place"),
    ("E082", "an attribute of another derive of errors"),
    ("E084", "a cookie that browsers refuse"),
    ("E085", "a type that cannot be a structured field"),
    ("E090", "an API that breaks its contract"),
    ("E091", "an API that breaks a consumer"),
    ("E092", "a consumer that uses what is not promised"),
    ("E093", "a lock that cannot be read"),
];

/// Returns a message with its code at the end of the first line, and the page of the code in the last line.
pub(crate) fn coded(message: &str) -> String {
    let (code, text) = match message.split_once(": ") {
        Some((code, text)) if CODES.iter().any(|(known, _)| *known == code) => (code, text),
        _ => ("E001", message),
    };
    let (first, rest) =
        text.split_once('\n').map_or((text, String::new()), |(first, rest)| (first, format!("\n{rest}")));
    format!("{first} [api::{code}]{rest}\nsee: docs/errors/{code}.md")
}

#[cfg(test)]
mod tests {
    use super::{CODES, coded};

    #[test]
    fn a_message_has_its_code_after_the_first_line_and_its_page_at_the_end() {
        let page = "\nsee: docs/errors/E011.md";
        assert_eq!(coded("E011: no slash\nhelp: write one"), format!("no slash [api::E011]\nhelp: write one{page}"));
        assert_eq!(coded("expected `,`: here"), "expected `,`: here [api::E001]\nsee: docs/errors/E001.md");
    }

    #[test]
    fn no_code_is_used_for_two_rules() {
        assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0), "the table is sorted by code");
        let mut rules: Vec<_> = CODES.iter().map(|(_, rule)| rule).collect();
        rules.sort_unstable();
        rules.dedup();
        assert_eq!(rules.len(), CODES.len());
    }
}
