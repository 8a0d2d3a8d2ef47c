//! The messages about errors in endpoints that open a WebSocket and in paths. `ui-tests` shows their places.

use super::api_of;

use super::super::expand;

/// Returns every message about an API with these methods, in order.
fn messages(methods: &str) -> Vec<String> {
    let source = format!("#[api(errors = Oops)] trait Talk {{ {methods} }}");
    let (arguments, item) = api_of(&source).expect("the source has an API");
    let file = syn::parse2::<syn::File>(expand(arguments, &quote::quote!(#item))).expect("the expansion is Rust");
    let texts = file.items.iter().filter_map(|item| match item {
        syn::Item::Macro(item) if item.mac.path.segments.last()?.ident == "compile_error" => {
            item.mac.parse_body::<syn::LitStr>().ok().map(|text| without_code(&text.value()))
        }
        _ => None,
    });
    texts.collect()
}

/// Returns a message without its code and the page of the code.
fn without_code(message: &str) -> String {
    let lines: Vec<&str> = message.lines().filter(|line| !line.starts_with("see: docs/errors/E")).collect();
    let text = lines.join("\n");
    let (start, end) = (text.find(" [api::E").expect("a code"), text.find(']').expect("a code"));
    assert!(start < text.find('\n').unwrap_or(text.len()), "the code is in the first line: {text}");
    let end = text[start..].find(']').map_or(end, |length| start + length + 1);
    format!("{}{}", &text[..start], &text[end..])
}

fn duplex(keys: &str, arguments: &str) -> Vec<String> {
    messages(&format!("#[duplex(\"/rooms/{{room}}\"{keys})] async fn live(&self, room: u32, {arguments}) -> R;"))
}

fn websocket(keys: &str, arguments: &str) -> Vec<String> {
    messages(&format!("#[websocket(\"/echo\"{keys})] async fn echo(&self, {arguments}) -> R;"))
}

fn keyed(keys: &str) -> Vec<String> {
    duplex(&format!(", {keys}"), "input: Messages<Say>")
}

#[test]
fn valid_endpoints_have_no_messages() {
    for keys in
        ["", ", subprotocol = \"v1\"", ", subprotocol = [\"v2\", \"v1\",], max_frame = 1", ", max_message = 4_096"]
    {
        assert_eq!(duplex(keys, "input: Messages<Say>"), Vec::<String>::new(), "{keys}");
        assert_eq!(websocket(keys, "pending: PendingConnection"), Vec::<String>::new(), "{keys}");
    }
    for keys in [", encoding = text", ", encoding = binary, subprotocol = \"v1\""] {
        assert_eq!(duplex(keys, "#[query] since: u8, anything: Alias"), Vec::<String>::new(), "{keys}");
    }
}

#[test]
fn requires_needs_distinct_names_and_a_security_scheme() {
    let expansion = |api: &str, endpoint: &str| {
        let source =
            format!("#[api(errors = Oops{api})] trait Talk {{ #[get(\"/a\"{endpoint})] async fn a(&self) -> R; }}");
        let (arguments, item) = api_of(&source).expect("the source has an API");
        expand(arguments, &quote::quote!(#item)).to_string()
    };
    let right = expansion(", security = bearer, requires = \"su\"", ", requires = [\"room:join\", \"self\"]");
    assert!(!right.contains("compile_error"), "{right}");
    for (endpoint, complaint) in [
        (", requires = \"\"", "this name is empty"),
        (", requires = [\"a\", \"a\"]", "`a` is required twice"),
        (", requires", "`requires` needs the name"),
        (", requires = 7", "`requires` needs the name"),
    ] {
        let wrong = expansion(", security = bearer", endpoint);
        assert!(wrong.contains(complaint), "{endpoint}: {wrong}");
    }
    for (api, endpoint) in [("", ", requires = \"a\""), (", requires = \"a\"", "")] {
        let wrong = expansion(api, endpoint);
        assert!(wrong.contains("is required of callers, but the API has no `security`"), "{api}{endpoint}: {wrong}");
    }
}

#[test]
fn a_path_may_have_a_get_a_subscription_and_one_websocket() {
    let beside = |other: &str| {
        messages(&format!(
            r#"
            #[get("/a")] async fn read(&self) -> R;
            #[subscribe("/a")] async fn follow(&self) -> R;
            #[duplex("/a")] async fn live(&self, input: Messages<Say>) -> R;
            {other}
            "#
        ))
    };
    assert_eq!(beside(""), Vec::<String>::new());
    let both = beside("#[websocket(\"/a\")] async fn echo(&self, pending: PendingConnection) -> R;");
    assert_eq!(
        both,
        [
            "`live` and `echo` answer the same requests: WebSocket /a and WebSocket /a\nhelp: change the path of one of them",
            "`echo` and `live` answer the same requests: WebSocket /a and WebSocket /a\nhelp: change the path of one of them",
        ]
    );
}

#[test]
fn crossing_paths_of_websockets_are_checked_by_their_types() {
    let expansion = |second: &str| {
        let source = format!(
            r#"#[api(errors = Oops)] trait Talk {{
                #[duplex("/a/{{x}}/c")] async fn live(&self, x: X, input: Messages<Say>) -> R;
                {second}
            }}"#
        );
        super::expand_source(&source)
    };
    let websocket = "#[websocket(\"/a/b/{y}\")] async fn echo(&self, y: Y, pending: PendingConnection) -> R;";
    assert!(expansion(websocket).contains("__Talk_::cross"));
    assert!(!expansion("#[get(\"/a/b/{y}\")] async fn read(&self, y: Y) -> R;").contains("__Talk_::cross"));
}

#[test]
fn keys_of_another_attribute() {
    let duplex = "\nexpected: `subprotocol`, `encoding`, `max_message`, `max_frame`, `requires`, `deprecated_since` or `sunset`\nhelp: ";
    let cases = [
        ("status = 201", "`#[duplex]` has no key `status`: a WebSocket is opened with the status 101", "remove it"),
        (
            "body_limit = 4",
            "`#[duplex]` has no key `body_limit`: the request that opens a WebSocket has no body",
            "limit each message with `max_message`",
        ),
        ("subprotocols = \"v1\"", "`#[duplex]` has no key `subprotocols`", "did you mean `subprotocol`?"),
    ];
    for (keys, wrong, help) in cases {
        assert_eq!(keyed(keys), [format!("{wrong}{duplex}{help}")]);
    }
    assert_eq!(
        websocket(", encoding = text", "pending: PendingConnection"),
        [
            "`#[websocket]` has no key `encoding`: the method itself reads and writes the messages\nexpected: `subprotocol`, `max_message`, `max_frame`, `requires`, `deprecated_since` or `sunset`\nhelp: remove it, or use `#[duplex]`"
        ]
    );
    let plain = "\nexpected: `status`, `media_type`, `when_header`, `body_limit`, `callback`, `requires`, `deprecated_since` or `sunset`\nhelp: ";
    let cases = [
        ("max_message = 4", "max_message", "limit the body with `body_limit`, or use `#[duplex]` or `#[websocket]`"),
        ("max_frame = 4", "max_frame", "limit the body with `body_limit`, or use `#[duplex]` or `#[websocket]`"),
        ("subprotocol = \"v1\"", "subprotocol", "remove it, or use `#[duplex]` or `#[websocket]`"),
        (
            "encoding = text",
            "encoding",
            "use `#[duplex]`; the encoding of a body is set on its argument, `#[body(json)]`",
        ),
    ];
    for (keys, key, help) in cases {
        let found = messages(&format!("#[get(\"/a\", {keys})] async fn read(&self) -> R;"));
        assert_eq!(found, [format!("`#[get]` has no key `{key}`: it does not open a WebSocket{plain}{help}")]);
    }
}

#[test]
fn invalid_values_of_keys() {
    let name = "`subprotocol` needs a name, or a list of names with the preferred one first\nhelp: write `subprotocol = \"chat.v1\"` or `subprotocol = [\"chat.v2\", \"chat.v1\"]`";
    for keys in
        ["subprotocol", "subprotocol = 4", "subprotocol = chat", "subprotocol = [4]", "subprotocol = [\"a\" \"b\"]"]
    {
        assert_eq!(keyed(keys), [name], "{keys}");
    }
    assert_eq!(
        keyed("subprotocol = []"),
        [
            "this list of subprotocols is empty\nexpected: at least one name\nhelp: remove `subprotocol` if there is nothing to choose from"
        ]
    );
    assert_eq!(
        keyed("subprotocol = [\"v 1\", \"v1\", \"v1\"]"),
        [
            "`v 1` cannot be a subprotocol's name\nexpected: a token of RFC 9110: letters, digits and `!#$%&'*+-.^_`|~`, as in `chat.v1`",
            "the subprotocol `v1` is named twice\nexpected: each once, the preferred one first\nhelp: keep one of them",
        ]
    );
    for key in ["max_message", "max_frame"] {
        let number = format!("`{key}` needs a number of bytes\nhelp: write `{key} = 65536`");
        assert_eq!(keyed(&format!("{key} = \"4 kB\"")), [number.as_str()]);
        assert_eq!(keyed(key), [number.as_str()]);
        let what = key.trim_start_matches("max_");
        assert_eq!(
            keyed(&format!("{key} = 0")),
            [format!(
                "`{key}` is 0, so every {what} would be too long\nexpected: a number of bytes, 1 or more\nhelp: write `{key} = 65536`, or omit it to use the limit of the receiver"
            )]
        );
    }
    assert_eq!(
        keyed("encoding"),
        ["`encoding` needs a message encoding\nexpected: `text` or `binary`\nhelp: write `encoding = text`"]
    );
    assert_eq!(
        keyed("encoding = binry"),
        ["unknown message encoding `binry`\nexpected: `text` or `binary`\nhelp: did you mean `binary`?"]
    );
    assert_eq!(keyed("max_frame = 4, max_frame = 4"), ["`max_frame` is given twice\nhelp: keep one of them"]);
}

#[test]
fn a_missing_input() {
    let expected = "\nexpected: one argument without an attribute that is not a placeholder of the path\nhelp: add ";
    assert_eq!(
        duplex("", ""),
        [format!("`live` has no argument for the incoming messages{expected}`input: Messages<MyMessage>`")]
    );
    assert_eq!(
        websocket("", "#[query] since: u8"),
        [format!("`echo` has no argument for the connection{expected}`pending: PendingConnection`")]
    );
    // An argument with an error may be the missing input.
    assert_eq!(duplex("", "mut input: Messages<Say>").len(), 1);
    assert_eq!(duplex("", "#[qurey] input: Messages<Say>").len(), 1);
}

#[test]
fn two_inputs() {
    let expected =
        "\nexpected: a placeholder of that name in the path, or one of `#[query]`, `#[header]` in front of it";
    assert_eq!(
        duplex("", "input: Messages<Say>, since: u32"),
        [format!("the argument `since` has no source; `input` already takes the incoming messages{expected}")]
    );
    assert_eq!(
        duplex("", "first: Incoming, roomm: Incoming, input: Incoming"),
        [
            format!("the argument `first` has no source; `input` already takes the incoming messages{expected}"),
            format!(
                "the argument `roomm` has no source; `input` already takes the incoming messages{expected}\nhelp: did you mean the placeholder `{{room}}`?"
            ),
        ]
    );
    assert_eq!(
        websocket("", "since: u8, pending: api_core::PendingConnection"),
        [format!("the argument `since` has no source; `pending` already takes the connection{expected}")]
    );
}

#[test]
fn sources_that_an_opening_request_does_not_have() {
    assert_eq!(
        duplex("", "#[body] say: Say, input: Messages<Say>"),
        [
            "the request that opens a WebSocket has no body (RFC 6455 §4.1)\nhelp: take `say` from the query with `#[query]`, or send it as the first message"
        ]
    );
    assert_eq!(
        websocket("", "#[resume] last: Option<EventId>, pending: PendingConnection"),
        [
            "a WebSocket cannot resume after an event\nhelp: take the id of the event from `#[query]`, or use `#[subscribe]`"
        ]
    );
}

#[test]
fn names_of_client_methods_are_reserved() {
    for name in ["duplex", "handover"] {
        let found = messages(&format!("#[get(\"/a\")] async fn {name}(&self) -> R;"));
        assert!(found.len() == 1 && found[0].starts_with(&format!("`{name}` is a method of `Client`")));
    }
}

#[test]
fn a_misspelt_attribute() {
    for (misspelt, meant) in [("duplx", "duplex"), ("web_socket", "websocket"), ("websoket", "websocket")] {
        let found = messages(&format!("#[{misspelt}(\"/a\")] async fn live(&self, input: Messages<Say>) -> R;"));
        assert!(found.len() == 1 && found[0].ends_with(&format!("did you mean `#[{meant}]`?")), "{found:?}");
    }
}

#[test]
fn a_literal_segment_that_url_parsers_remove_is_an_error() {
    for path in ["/./rooms", "/rooms/..", "/a/../b"] {
        let found = messages(&format!("#[get(\"{path}\")] async fn rooms(&self) -> R;"));
        assert!(matches!(found.as_slice(), [one] if one.contains("a step in the path")), "{path}: {found:?}");
    }
    assert_eq!(messages("#[get(\"/.well-known/...\")] async fn rooms(&self) -> R;"), Vec::<String>::new());
}
