//! The tables: which crates may know which, and the floors of the core. DESIGN.md says why.

/// The crates of the workspace that each crate may depend on.
pub(crate) const CRATES: &[(&str, &[&str])] = &[
    ("api-lock", &[]),
    ("api-macros", &["api-lock"]),
    ("api-websocket", &[]),
    ("api-core", &["api-macros", "api-websocket"]),
    ("api-contract", &["api-core", "api-lock"]),
    ("api-documents", &["api-core"]),
    ("api-testing", &["api-core", "api-websocket"]),
    ("api-server", &["api-core", "api-websocket"]),
    ("api-client", &["api-core", "api-websocket"]),
    ("api-tool", &["api-contract", "api-core", "api-documents"]),
    ("hello", &["api-core", "api-server", "api-client"]),
    ("documented", &["api-core", "api-documents", "api-server"]),
    ("published", &["api-core"]),
    ("typescript", &["api-core", "api-documents", "api-testing"]),
    ("foreign", &["api-core", "api-documents", "api-testing"]),
    ("first-trait", &["api-core", "api-server", "api-client"]),
    ("pusher-platform", &["api-core", "api-client"]),
    ("chatkit", &["api-contract", "api-core", "api-documents", "api-server", "api-client", "pusher-platform"]),
    ("chatkit-digest", &["api-contract", "api-core", "pusher-platform"]),
    ("websocket-chat", &["api-core", "api-server"]),
    ("zipper", &["api-core", "api-server", "api-client"]),
    ("websocket-echo", &["api-core", "api-server"]),
    ("peers", &[]),
    ("redis-topic", &["api-core"]),
    ("pandapush", &["api-contract", "api-core", "api-documents", "api-server", "api-client", "redis-topic"]),
    (
        "bench",
        &["api-core", "api-server", "api-client", "api-websocket", "pusher-platform", "chatkit", "pandapush", "peers"],
    ),
    ("ui-tests", &["api-core"]),
];

/// The modules of one floor, and what they hold.
pub(crate) type Floor = (&'static [&'static str], &'static str);

/// The floors of a crate, from the lowest. A module imports from lower floors only.
pub(crate) const FLOORS: &[(&str, &[Floor])] = &[
    (
        "api-core/src",
        &[
            (&["model", "codes"], "shapes and constraints of types, codes of messages"),
            (&["dialect"], "wire forms of subscriptions"),
            (&["description"], "an API as data"),
            (&["body", "codec", "backlog", "contract"], "bodies, text to values, bounded waiting, breaking changes"),
            (&["error"], "the three outcomes of a call"),
            (&["context"], "the zipper over a path, evidence, the body's slot"),
            (
                &["session", "call", "walk"],
                "credentials to sessions, requests and answers as values, a path to its endpoint",
            ),
            (&["subscription", "conversation", "api"], "streams of events, messages both ways, an API as a type"),
            (&["client", "routing"], "the two interpretations of the core"),
            (
                &["__private", "prelude", "websocket", "errors"],
                "what generated code names, what users import, pages of errors",
            ),
        ],
    ),
    (
        "api-core/documents/src",
        &[
            (
                &["naming", "tree", "mistake", "place", "security"],
                "names that differ, JSON in order, wrong outlines, paths, schemes",
            ),
            (&["schema"], "what values are in JSON"),
            (&["outline"], "what documents are made of"),
            (&["reference"], "what people read, as data"),
            (
                &["json_schema", "openapi", "asyncapi", "typescript", "markdown", "page", "explain"],
                "documents, none of which knows another",
            ),
            (&["command", "site"], "the commands that print them, the routes that serve them"),
        ],
    ),
    (
        "api-core/websocket/src",
        &[
            (&["message", "header", "wire", "http1"], "messages, lists of a head, transports, heads on a stream"),
            (&["deflate"], "negotiation of compression"),
            (&["options", "error"], "options and errors of a connection"),
            (&["protocol"], "the protocol without input and output"),
            (&["connection"], "receiving and sending over a transport"),
            (&["handshake"], "requests, answers, and the conversation after them"),
            (&["server", "client", "untrusted_input"], "both ends on streams, laws of the code that reads bytes"),
        ],
    ),
];
