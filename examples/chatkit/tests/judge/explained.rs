//! Why the two judges differ, where they differ.

use crate::pairs::Pair;

/// One reason of differences.
pub(crate) struct Reason {
    /// Why the two differ.
    pub(crate) why: &'static str,
    /// The pairs in which it counts.
    pub(crate) within: Within,
    /// The changes, each with the rule of the judge that calls it breaking. Some are found among thousands of pairs
    /// only.
    pub(crate) kinds: &'static [(&'static str, &'static str)],
}

/// The pairs in which a reason counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within {
    /// Any.
    Any,
    /// Those with a stream of events or a WebSocket.
    Streams,
    /// Those with an enum whose variants are distinguished by their content.
    Untagged,
    /// Those with a structured field (RFC 9651), which is a text in OpenAPI.
    Structured,
    /// Those with an answer of any success.
    AnySuccess,
}

impl Reason {
    /// Returns whether it is the reason of a difference.
    pub(crate) fn explains(&self, pair: &Pair, rule: &str) -> bool {
        let counts = match self.within {
            Within::Any => true,
            Within::Streams => pair.has_stream(),
            Within::Untagged => pair.has_untagged(),
            Within::Structured => pair.has_structured_field(),
            Within::AnySuccess => pair.has_any_success(),
        };
        counts && self.kinds.contains(&(pair.change.as_str(), rule))
    }
}

/// Changes that we alone call breaking.
pub(crate) const OURS_ALONE: &[Reason] = &[
    Reason {
        why: "Optic compares types, and neither limits nor lengths nor patterns nor formats",
        within: Within::Any,
        kinds: &[
            ("body limit set", "size-limited"),
            ("field of another type", "response.format-changed"),
            ("integer wider", "response.type-changed"),
            ("integer wider, undone", "request.type-changed"),
            ("limit set", "request.limit-tightened"),
            ("limit set, undone", "response.limit-loosened"),
            ("list of one value each", "request.type-changed"),
            ("list of one value each, undone", "response.type-changed"),
            ("parameter wider, undone", "request.type-changed"),
            ("pattern set", "request.format-changed"),
            ("pattern set, undone", "response.format-changed"),
        ],
    },
    Reason {
        why: "Optic does not compare security, and permissions are its roles",
        within: Within::Any,
        kinds: &[
            ("permission added", "permission-added"),
            ("security removed", "security-removed"),
            ("security removed, undone", "security-added"),
        ],
    },
    Reason {
        why: "Optic takes any new response for compatible, but a client does not know the kind of this error",
        within: Within::Any,
        kinds: &[("error of another status", "error-status-changed"), ("error removed, undone", "error-added")],
    },
    Reason {
        why: "Optic compares bodies of one media type, and neither which media types there are nor header fields of \
              responses",
        within: Within::Any,
        kinds: &[
            ("body of another encoding", "media-type-changed"),
            ("body of another encoding, undone", "media-type-changed"),
            ("media type changed", "media-type-changed"),
            ("media type changed, undone", "media-type-changed"),
            ("response field removed", "response.header-removed"),
        ],
    },
    Reason {
        why: "an enum and a text are both strings to Optic, and it does not compare unions of texts",
        within: Within::Any,
        kinds: &[
            ("field of another type", "response.type-changed"),
            ("variant for unknown names added", "response.type-changed"),
            ("variant for unknown names added", "response.variant-added"),
            ("variant for unknown names added, undone", "request.type-changed"),
            ("variant for unknown names added, undone", "request.variant-removed"),
        ],
    },
    Reason {
        why: "a named type that may be null is a union to Optic, and not another type",
        within: Within::Any,
        kinds: &[
            ("field may be null", "response.null-possible"),
            ("field may be null, undone", "request.null-refused"),
        ],
    },
    Reason {
        why: "a plain endpoint and a subscription of one path are one operation in the document, which requires what \
              both require",
        within: Within::Streams,
        kinds: &[
            ("header field added", "request.parameter-required"),
            ("query key added", "request.parameter-required"),
        ],
    },
    Reason {
        why: "Optic does not ask for the day on which a deprecated operation ends",
        within: Within::Any,
        kinds: &[("deprecated", "deprecated-without-sunset")],
    },
    Reason {
        why: "a client of the old contract may leave out the field, which Optic does not see where it was never required",
        within: Within::Any,
        kinds: &[("field not always sent, undone", "request.field-not-optional")],
    },
    Reason {
        why: "the types of messages are an extension for a WebSocket, the content of a text for server-sent events, and \
              parts of a union in lines, into all of which Optic does not look",
        within: Within::Streams,
        kinds: &[
            ("enum tagged in another way", "response.type-changed"),
            ("enum tagged in another way, undone", "response.type-changed"),
            ("field not always sent", "response.field-optional"),
            ("field of another type", "request.type-changed"),
            ("field of another type, undone", "response.type-changed"),
            ("field renamed", "response.field-removed"),
            ("field renamed", "response.type-changed"),
            ("field renamed, undone", "request.field-required"),
            ("field renamed, undone", "response.field-removed"),
            ("field renamed, undone", "response.type-changed"),
            ("newtype of another type", "response.type-changed"),
            ("newtype of another type, undone", "response.type-changed"),
            ("required field added", "request.field-required"),
            ("required field added, undone", "response.field-removed"),
            ("required field added, undone", "response.variant-added"),
            ("resume removed", "resume-removed"),
            ("subprotocol removed", "subprotocol-removed"),
            ("variant removed, undone", "response.variant-added"),
            ("variant renamed", "response.variant-added"),
            ("variant renamed, undone", "response.variant-added"),
        ],
    },
    Reason {
        why: "an enum without tags is a union to Optic, in which it looks for a part that is similar enough",
        within: Within::Untagged,
        kinds: &[
            ("enum tagged in another way", "request.type-changed"),
            ("enum tagged in another way", "request.variant-removed"),
            ("enum tagged in another way", "response.type-changed"),
            ("enum tagged in another way, undone", "request.type-changed"),
            ("enum tagged in another way, undone", "response.variant-added"),
            ("field may be null", "response.variant-added"),
            ("field may be null, undone", "request.variant-removed"),
            ("field not always sent, undone", "request.variant-removed"),
            ("field not always sent", "response.variant-added"),
            ("field of another type", "response.variant-added"),
            ("field of another type, undone", "response.variant-added"),
            ("field renamed", "request.variant-removed"),
            ("field renamed, undone", "request.variant-removed"),
            ("field renamed, undone", "response.variant-added"),
            ("integer wider, undone", "request.variant-removed"),
            ("limit set, undone", "response.variant-added"),
            ("pattern set, undone", "response.variant-added"),
            ("required field added", "request.variant-removed"),
            ("required field added, undone", "response.variant-added"),
            ("variant removed", "request.type-changed"),
            ("variant removed, undone", "response.variant-added"),
        ],
    },
    Reason {
        why: "a structured field is a text in OpenAPI, whose parts Optic does not see",
        within: Within::Structured,
        kinds: &[
            ("parameter of another type", "request.type-changed"),
            ("parameter of another type, undone", "request.type-changed"),
            ("variant renamed", "response.variant-added"),
            ("variant renamed, undone", "response.variant-added"),
        ],
    },
    Reason {
        why: "Optic compares the enums of properties, and not those of items in a parameter",
        within: Within::Any,
        kinds: &[("variant removed", "request.variant-removed")],
    },
];

/// Changes that the other judge alone calls breaking.
pub(crate) const THEIRS_ALONE: &[Reason] = &[
    Reason {
        why: "our clients know the default of a field as the server does, and read a response without the field. Clients \
              made by other tools from the document may not",
        within: Within::Any,
        kinds: &[
            ("field not always sent", "prevent making response property optional"),
            ("field not always sent", "prevent narrowing in response union types"),
            ("field renamed", "prevent narrowing in response union types"),
            ("field renamed", "prevent removing response property"),
            ("field renamed, undone", "prevent narrowing in response union types"),
            ("field renamed, undone", "prevent removing response property"),
            ("field with a default added, undone", "prevent narrowing in response union types"),
            ("field with a default added, undone", "prevent removing response property"),
            ("optional field added, undone", "prevent removing response property"),
        ],
    },
    Reason {
        why: "our clients always send the field, or leave it out if it is null. Clients made by other tools may not",
        within: Within::Any,
        kinds: &[
            ("field gets a default, undone", "prevent changing request property to required"),
            ("field gets a default, undone", "prevent requiring existing query parameters"),
            ("field of another type", "prevent request property type changes"),
            ("field of another type, undone", "prevent response property type changes"),
        ],
    },
    Reason {
        why: "a client that reads any success reads one of them",
        within: Within::AnySuccess,
        kinds: &[
            ("status changed", "prevent removing response property"),
            ("status changed", "prevent response status code removal"),
        ],
    },
    Reason {
        why: "a response that promises more than before is read by clients that expect less",
        within: Within::Any,
        kinds: &[
            ("field may be null, undone", "prevent narrowing in response union types"),
            ("field of another type, undone", "prevent narrowing in response union types"),
            ("variant for unknown names added, undone", "prevent narrowing in response union types"),
            ("variant not sent", "prevent narrowing in response union types"),
            ("variant removed", "prevent narrowing in response union types"),
        ],
    },
    Reason {
        why: "an error that does not occur any more is missed by no client",
        within: Within::Any,
        kinds: &[
            ("body removed", "prevent removing response property"),
            ("body removed", "prevent response status code removal"),
            ("error removed", "prevent removing response property"),
            ("error removed", "prevent response property type changes"),
            ("error removed", "prevent response status code removal"),
            ("permission added, undone", "prevent narrowing in response union types"),
            ("permission added, undone", "prevent removing response property"),
            ("permission added, undone", "prevent response status code removal"),
        ],
    },
    Reason {
        why: "an error of the framework became possible. Contracts leave these out: a client knows them by their status",
        within: Within::Any,
        kinds: &[
            ("body removed, undone", "request and response property enums"),
            ("operation removed, undone", "request and response property enums"),
            ("optional query key added", "request and response property enums"),
            ("parameter removed, undone", "request and response property enums"),
        ],
    },
    Reason {
        why: "the document has one schema for a type, which requires lists also where it is a form, in which an empty list \
              has no key",
        within: Within::Any,
        kinds: &[("body removed, undone", "prevent changing request property to required")],
    },
    Reason {
        why: "each value is a text in a path, a query and a header field, so a text accepts what clients send",
        within: Within::Any,
        kinds: &[
            ("field of another type", "prevent query parameters type changes"),
            ("field of another type, undone", "prevent query parameters type changes"),
            ("newtype of another type", "prevent path parameters type changes"),
            ("newtype of another type, undone", "prevent path parameters type changes"),
            ("newtype of another type, undone", "prevent query parameters type changes"),
            ("parameter of another type", "prevent path parameters type changes"),
            ("parameter of another type", "prevent query parameters type changes"),
            ("parameter of another type, undone", "prevent cookie parameters type changes"),
            ("parameter of another type, undone", "prevent header parameters type changes"),
            ("parameter of another type, undone", "prevent path parameters type changes"),
            ("parameter of another type, undone", "prevent query parameters type changes"),
        ],
    },
    Reason {
        why: "the type of the old contract reads the variant, although no server sent it",
        within: Within::Any,
        kinds: &[
            ("variant not sent, undone", "prevent narrowing in response union types"),
            ("variant not sent, undone", "request and response property enums"),
        ],
    },
    Reason {
        why: "a server that reads any name in place of some reads what clients send, which is a wider union to Optic",
        within: Within::Any,
        kinds: &[("variant for unknown names added", "prevent expanded in request union types")],
    },
    Reason {
        why: "a body of one more media type takes nothing away",
        within: Within::Any,
        kinds: &[
            ("body of another encoding, undone", "prevent changing request property to required"),
            ("content type not checked", "prevent changing request property to required"),
        ],
    },
];
