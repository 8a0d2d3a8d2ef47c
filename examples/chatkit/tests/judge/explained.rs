//! Why the two judges differ, where they differ.

use crate::pairs::Pair;

/// A kind of difference.
pub(crate) struct Row {
    /// The change.
    pub(crate) change: &'static str,
    /// The rule of the judge that calls it breaking.
    pub(crate) rule: &'static str,
    /// The pairs in which it occurs.
    pub(crate) within: Within,
    /// Why the two differ.
    pub(crate) why: &'static str,
}

/// The pairs in which a kind of difference occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within {
    /// Any.
    Any,
    /// Those with a stream of events or a WebSocket.
    Streams,
}

impl Row {
    /// Returns whether this is the kind of a difference.
    pub(crate) fn is_of(&self, pair: &Pair, rule: &str) -> bool {
        self.change == pair.change && self.rule == rule && (self.within == Within::Any || pair.has_stream())
    }
}

const fn row(change: &'static str, rule: &'static str, within: Within, why: &'static str) -> Row {
    Row { change, rule, within, why }
}

const LIMITS: &str = "Optic compares types, and neither limits nor lengths nor patterns";
const SECURITY: &str = "Optic does not compare security";
const ADDED_ERROR: &str = "Optic takes any new response for compatible, and a client does not know this error";
const STREAM: &str = "the types of messages are an extension for a WebSocket, content of a text for server-sent events, and \
                      parts of a union in lines, into all of which Optic does not look";
const OWN_ERRORS: &str = "an error of the framework became possible: contracts leave these out, because a client knows \
                          each of them by its status already";
const ABSENT_FIELD: &str = "clients of the old contract read a field that may be missing, or has a default, without it";

/// Changes that we alone call breaking.
pub(crate) const OURS_ALONE: &[Row] = &[
    row("body limit set", "size-limited", Within::Any, LIMITS),
    row("error of another status", "error-status-changed", Within::Any, "Optic does not know kinds of errors"),
    row("error removed, undone", "error-added", Within::Any, ADDED_ERROR),
    row("field not always sent", "response.field-optional", Within::Streams, STREAM),
    row("field of another type", "response.type-changed", Within::Any, "an enum and a text are both strings to Optic"),
    row("field renamed", "response.field-removed", Within::Streams, STREAM),
    row("integer wider", "response.type-changed", Within::Any, LIMITS),
    row("limit set, undone", "response.limit-loosened", Within::Any, LIMITS),
    row("media type changed", "media-type-changed", Within::Any, "Optic compares bodies of one media type alone"),
    row("media type changed, undone", "media-type-changed", Within::Any, "as above"),
    // The comparison should not: a list without a key is empty (`codec::query::decode`).
    row("parameter removed, undone", "request.parameter-required", Within::Any, "a list need not be sent"),
    row("parameter wider, undone", "request.type-changed", Within::Any, LIMITS),
    row("pattern set, undone", "response.format-changed", Within::Any, LIMITS),
    row("permission added", "permission-added", Within::Any, SECURITY),
    row("required field added", "request.field-required", Within::Streams, STREAM),
    row("required field added, undone", "response.field-removed", Within::Streams, STREAM),
    row("security removed", "security-removed", Within::Any, SECURITY),
    row("security removed, undone", "security-added", Within::Any, SECURITY),
    row("variant for unknown names added", "response.variant-added", Within::Any, "Optic takes any new text for known"),
    row(
        "variant for unknown names added, undone",
        "request.type-changed",
        Within::Any,
        "Optic does not compare unions of texts",
    ),
    row("variant removed, undone", "response.variant-added", Within::Streams, STREAM),
    row("variant renamed", "response.variant-added", Within::Streams, STREAM),
    row("variant renamed, undone", "response.variant-added", Within::Streams, STREAM),
];

/// Changes that the other judge alone calls breaking.
pub(crate) const THEIRS_ALONE: &[Row] = &[
    row(
        "field may be null, undone",
        "prevent narrowing in response union types",
        Within::Any,
        "a value that is never null any more is read by clients that expect null",
    ),
    row("field with a default added, undone", "prevent narrowing in response union types", Within::Any, ABSENT_FIELD),
    row("field with a default added, undone", "prevent removing response property", Within::Any, ABSENT_FIELD),
    row("optional field added, undone", "prevent removing response property", Within::Any, ABSENT_FIELD),
    row("optional query key added", "request and response property enums", Within::Any, OWN_ERRORS),
    row("parameter removed, undone", "request and response property enums", Within::Any, OWN_ERRORS),
    row(
        "parameter of another type",
        "prevent path parameters type changes",
        Within::Any,
        "each number is a text in a path, so that a text accepts what clients send",
    ),
    row(
        "permission added, undone",
        "prevent removing response property",
        Within::Any,
        "a response that does not occur any more has no properties",
    ),
    row(
        "permission added, undone",
        "prevent response status code removal",
        Within::Any,
        "an error that does not occur any more is missed by no client",
    ),
    row(
        "variant not sent, undone",
        "request and response property enums",
        Within::Any,
        "the type of the old contract reads the variant, although no server sent it",
    ),
];
