//! How a request that breaks a law is sent again: with curl, and in Rust.

use std::fmt::{self, Write as _};
use std::marker::PhantomData;

use super::decoded::{decoded, encoded};
use super::{BASE_VALUE, Sample};
use api_core::Api;
use api_core::call::{Call, CallVisitor};

/// Where curl finds the server.
const ORIGIN: &str = "http://localhost:8080";

/// Fields that curl adds, unless a `-H` option removes them.
const ADDED_BY_CURL: [&str; 3] = ["accept", "content-type", "user-agent"];

/// Returns a line for a shell that sends exactly the request, to a server on port 8080.
pub(super) fn curl(sample: &Sample) -> String {
    // `--path-as-is` keeps segments such as `..`, `--globoff` brackets.
    let mut words = vec!["curl --path-as-is --globoff".to_owned()];
    match &*sample.method {
        "GET" if sample.body.is_empty() => {}
        "HEAD" if sample.body.is_empty() => words.push("--head".to_owned()),
        method => words.push(format!("-X {}", quoted(method.as_bytes()))),
    }
    for (name, value) in &sample.headers {
        // curl drops a field whose value is empty or blank, except in this form. A server reads both as an empty value.
        let line = if value.trim_ascii().is_empty() { format!("{name};").into_bytes() } else { field(name, value) };
        words.push(format!("-H {}", quoted(&line)));
    }
    for name in ADDED_BY_CURL {
        if !sample.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
            words.push(format!("-H '{name}:'"));
        }
    }
    let mut before = String::new();
    match std::str::from_utf8(&sample.body) {
        Ok("") => {}
        Ok(text) if !text.contains('\0') => words.push(format!("--data-raw {}", in_quotes(text))),
        // An argument cannot have a zero byte, and a shell drops line breaks at the end of what a command prints.
        _ => {
            before = format!("printf '{}' | ", for_printf(&sample.body));
            words.push("--data-binary @-".to_owned());
        }
    }
    words.push(quoted(format!("{ORIGIN}{}", sample.target()).as_bytes()));
    before + &words.join(" ")
}

/// Returns a call in Rust that sends the request, with header fields of [`ADDED_BY_CLIENT`] at most beside it. If no
/// arguments of the endpoint's method make it, the request itself.
pub(super) fn rust<A: Api>(endpoint: &'static str, sample: &Sample) -> String {
    let mut typed = TypedCall { endpoint, sample, call: None, api: PhantomData::<A> };
    A::visit_calls(&mut typed);
    let bound = A::DESCRIPTION.base.captures().map(|name| format!(".bind({name:?}, {BASE_VALUE:?})"));
    let connect = format!("let client = {}Api::connect(transport){};", A::DESCRIPTION.name, bound.collect::<String>());
    match typed.call {
        Some(call) => format!("{connect}\nclient.call({call}).await"),
        None => format!("{connect}\nclient.raw({}).await", raw(sample)),
    }
}

struct TypedCall<'a, A> {
    endpoint: &'static str,
    sample: &'a Sample,
    /// The call as `Debug` writes it.
    call: Option<String>,
    api: PhantomData<A>,
}

impl<A: Api> CallVisitor for TypedCall<'_, A> {
    fn visit<C: Call + Clone + fmt::Debug + PartialEq>(&mut self) {
        if C::ENDPOINT.name == self.endpoint {
            let call = self.sample.request().and_then(|request| decoded::<A, C>(request).ok());
            // What decoding ignores, such as an unknown key, may be what breaks the law.
            let call = call.filter(|call| sends::<A, C>(call, self.sample));
            self.call = call.map(|call| format!("{call:?}")).map(|text| {
                // `Debug` leaves out the braces of a call without arguments.
                if text.ends_with('}') { text } else { text + " {}" }
            });
        }
    }
}

/// Header fields that the client sends with most calls, and samples do not have.
const ADDED_BY_CLIENT: [&str; 2] = ["accept", "content-length"];

/// Returns whether the client sends the request for a call, with header fields of [`ADDED_BY_CLIENT`] at most beside
/// it.
fn sends<A: Api, C: Call>(call: &C, sample: &Sample) -> bool {
    let (Ok(mut found), Some(expected)) = (encoded::<A, C>(call), sample.head()) else { return false };
    for name in ADDED_BY_CLIENT.into_iter().filter(|name| !expected.headers.contains_key(*name)) {
        found.headers_mut().remove(name);
    }
    found.method() == expected.method
        && found.uri().path_and_query().is_some_and(|target| target.as_str() == sample.target())
        && *found.headers() == expected.headers
        && found.body().as_bytes() == Some(&*sample.body)
}

/// Returns a request as an expression in Rust.
fn raw(sample: &Sample) -> String {
    let mut text = format!("Request::builder().method({:?}).uri({:?})", sample.method, sample.target());
    for (name, value) in &sample.headers {
        // Writing to a text does not fail.
        let _ = write!(text, ".header({name:?}, {})", literal(value, "as_slice"));
    }
    let body = if sample.body.is_empty() {
        "Body::empty()".to_owned()
    } else {
        format!("Body::from({})", literal(&sample.body, "to_vec"))
    };
    text + &format!(".body({body})?")
}

/// Returns bytes as a literal in Rust: a text if they are one. `method`: what is called on other bytes.
fn literal(bytes: &[u8], method: &str) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => format!("{text:?}"),
        Err(_) => format!("b\"{}\".{method}()", bytes.escape_ascii()),
    }
}

fn field(name: &str, value: &[u8]) -> Vec<u8> {
    [name.as_bytes(), b": ", value].concat()
}

/// Returns bytes as one word of a shell. They have no line break at their end.
fn quoted(bytes: &[u8]) -> String {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_./:=+,@".contains(byte);
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.is_empty() && bytes.iter().all(is_plain) => text.to_owned(),
        Ok(text) if !text.contains(char::is_control) => in_quotes(text),
        _ => format!("\"$(printf '{}')\"", for_printf(bytes)),
    }
}

fn in_quotes(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Returns bytes as a format of `printf` in single quotes. It does not begin like an option.
fn for_printf(bytes: &[u8]) -> String {
    bytes.iter().enumerate().fold(String::new(), |mut text, (place, byte)| {
        match byte {
            b'%' => text.push_str("%%"),
            b'\\' => text.push_str(r"\\"),
            b' '..=b'~' if *byte != b'\'' && (place, *byte) != (0, b'-') => text.push(char::from(*byte)),
            _ => {
                // Writing to a text does not fail.
                let _ = write!(text, "\\{byte:03o}");
            }
        }
        text
    })
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::everything::{EverythingApi, EverythingSignInCall};
    use crate::generate::SmallRandom;
    use crate::laws::mutate;

    /// Runs a line with a function in place of curl, which prints its arguments and what it reads.
    fn arguments(line: &str) -> (Vec<Vec<u8>>, Vec<u8>) {
        let script = format!("curl() {{ for one in \"$@\"; do printf '%s\\0' \"$one\"; done; cat >&2; }}\n{line}\n");
        let output = Command::new("sh").arg("-c").arg(script).stdin(std::process::Stdio::null()).output().unwrap();
        assert!(output.status.success(), "{line}");
        let mut found: Vec<Vec<u8>> = output.stdout.split(|byte| *byte == 0).map(<[u8]>::to_vec).collect();
        found.pop();
        (found, output.stderr)
    }

    /// What curl would send.
    #[derive(Debug, PartialEq)]
    struct Sent {
        method: String,
        fields: Vec<(String, Vec<u8>)>,
        body: Vec<u8>,
        target: String,
    }

    fn sent(line: &str) -> Sent {
        let (arguments, input) = arguments(line);
        let mut words = arguments.into_iter();
        let (mut method, mut fields, mut body, mut target) = ("GET".to_owned(), Vec::new(), Vec::new(), Vec::new());
        while let Some(word) = words.next() {
            match &word[..] {
                b"--path-as-is" | b"--globoff" => {}
                b"--head" => "HEAD".clone_into(&mut method),
                b"-X" => method = String::from_utf8(words.next().unwrap()).unwrap(),
                b"--data-raw" => body = words.next().unwrap(),
                b"--data-binary" => {
                    assert_eq!(words.next().unwrap(), b"@-");
                    body.clone_from(&input);
                }
                b"-H" => {
                    let line = words.next().unwrap();
                    let end = line.iter().position(|byte| b":;".contains(byte)).unwrap();
                    let name = String::from_utf8(line[..end].to_vec()).unwrap();
                    match line.get(end + 2..) {
                        Some(value) => fields.push((name, value.to_vec())),
                        None if line[end] == b';' => fields.push((name, Vec::new())),
                        None => {}
                    }
                }
                _ => target = word,
            }
        }
        let target = String::from_utf8(target).unwrap();
        Sent { method, fields, body, target: target.strip_prefix(ORIGIN).unwrap().to_owned() }
    }

    #[test]
    fn a_shell_reads_the_request_from_the_line() {
        for endpoint in EverythingApi::DESCRIPTION.endpoints {
            let mut random = SmallRandom::new(endpoint.name.len() as u64);
            for number in 0..6 {
                let mut sample = Sample::of(EverythingApi::DESCRIPTION, endpoint, &mut random).unwrap();
                if number > 0 {
                    mutate(&mut sample, &mut random);
                }
                if sample.request().is_none() {
                    continue;
                }
                let line = curl(&sample);
                let expected = Sent {
                    method: sample.method.clone(),
                    fields: sample.headers.clone(),
                    body: sample.body.clone(),
                    target: sample.target(),
                };
                assert_eq!(sent(&line), expected, "{line}");
            }
        }
    }

    /// What is changed, and how.
    type Change = (&'static str, fn(&mut Sample));

    /// Returns the request that the client sends to sign in.
    fn signing_in(name: &str) -> Sample {
        let endpoint = EverythingApi::DESCRIPTION.endpoint("sign_in").unwrap();
        let mut sample = Sample::of(EverythingApi::DESCRIPTION, endpoint, &mut SmallRandom::new(1)).unwrap();
        let sent = encoded::<EverythingApi, _>(&EverythingSignInCall { name: name.to_owned() }).unwrap();
        let fields = sent.headers().iter();
        sample.path = ["everything", "a%2Fb", "session"].map(str::to_owned).to_vec();
        sample.query = sent.uri().query().into_iter().map(str::to_owned).collect();
        sample.headers = fields.map(|(name, value)| (name.to_string(), value.as_bytes().to_vec())).collect();
        sample
    }

    #[test]
    fn a_call_is_shown_with_its_arguments_and_another_request_as_it_is() {
        let mut sample = signing_in("a\"b");
        let connect = "let client = EverythingApi::connect(transport).bind(\"tenant\", \"a/b\");\n";
        let typed = rust::<EverythingApi>("sign_in", &sample);
        assert_eq!(typed, format!(r#"{connect}client.call(EverythingSignInCall {{ name: "a\"b" }}).await"#));
        sample.query.clear();
        sample.headers = vec![("x-a".to_owned(), vec![0xe9])];
        let raw =
            r#"Request::builder().method("POST").uri("/everything/a%2Fb/session").header("x-a", b"\xe9".as_slice())"#;
        let expected = format!("{connect}client.raw({raw}.body(Body::empty())?).await");
        assert_eq!(rust::<EverythingApi>("sign_in", &sample), expected);
    }

    #[test]
    fn a_request_with_what_decoding_ignores_is_shown_as_it_is() {
        let shows_a_call = |sample: &Sample| rust::<EverythingApi>("sign_in", sample).contains("client.call(");
        let mut plain = signing_in("a");
        assert!(shows_a_call(&plain));
        plain.headers.retain(|(name, _)| name != "accept");
        assert!(shows_a_call(&plain), "the client alone sends `Accept`");
        let changes: [Change; 4] = [
            ("an unknown key", |sample| sample.query.push("unknown=1".to_owned())),
            ("an unknown field", |sample| sample.headers.push(("authorization".to_owned(), b"Bearer token".to_vec()))),
            ("another notation of the path", |sample| sample.path[2] = "%73ession".to_owned()),
            ("a body that is not read", |sample| sample.body = b"unread".to_vec()),
        ];
        for (what, change) in changes {
            let mut sample = signing_in("a");
            change(&mut sample);
            assert!(!shows_a_call(&sample), "{what}");
        }
    }

    #[test]
    fn a_blank_field_is_not_one_that_curl_drops() {
        let endpoint = EverythingApi::DESCRIPTION.endpoint("sign_in").unwrap();
        let mut sample = Sample::of(EverythingApi::DESCRIPTION, endpoint, &mut SmallRandom::new(1)).unwrap();
        sample.headers = vec![("x-a".to_owned(), b" \t".to_vec()), ("x-b".to_owned(), Vec::new())];
        let empty = |name: &str| (name.to_owned(), Vec::new());
        assert_eq!(sent(&curl(&sample)).fields, [empty("x-a"), empty("x-b")]);
    }
}
