//! What has changed, the rule, and how much it matters.

use crate::description::{Date, Endpoint, Path};
use crate::model::{Divisor, Shape};

/// A difference between two contracts that matters to clients of the old one.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    /// The rule.
    pub rule: Rule,
    /// How much it matters, after the severities of the lock.
    pub level: Level,
    /// The operation of the old contract. `None`: the API.
    pub operation: Option<&'static Endpoint>,
    /// The operation of a callback, if the change is in one: the server calls its clients.
    pub callback: Option<&'static Endpoint>,
    /// Where in the operation.
    pub place: Place,
    /// Where in the value.
    pub trail: Trail,
    /// What was.
    pub old: Detail,
    /// What is.
    pub new: Detail,
}

/// How much a change matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It is listed by the tool.
    Info,
    /// It is reported by the tool, and does not stop the build.
    Warning,
    /// It stops the build.
    Error,
}

/// Who writes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The client.
    Request,
    /// The server.
    Response,
}

/// Where in an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The operation itself.
    Operation,
    /// A capture of the path.
    Capture(&'static str),
    /// A key of the query.
    Query(&'static str),
    /// A header field of the request.
    Header(&'static str),
    /// A structured field of a request.
    Structured(&'static str),
    /// A cookie of the request.
    Cookie(&'static str),
    /// The request body.
    Body,
    /// The answer with this status.
    Answer(u16),
    /// A header field of an answer.
    AnswerHeader(&'static str),
    /// A structured field of an answer.
    AnswerStructured(&'static str),
    /// A cookie that an answer sets.
    AnswerCookie(&'static str),
    /// The error of this kind.
    Error(&'static str),
    /// An event of a subscription.
    Event,
    /// A message of the client.
    MessageIn,
    /// A message of the server.
    MessageOut,
}

/// The number of steps that a trail keeps.
const STEPS: usize = 12;

/// Where in a value: the keys from the outermost to the innermost.
#[derive(Debug, Clone, Copy)]
pub struct Trail {
    steps: [&'static str; STEPS],
    length: usize,
    /// The name of the innermost named type.
    pub(super) within: &'static str,
}

/// What was or is.
#[derive(Debug, Clone, Copy)]
pub enum Detail {
    /// Nothing to tell.
    Nothing,
    /// A shape.
    Shape(&'static Shape),
    /// A name or a text.
    Text(&'static str),
    /// A number.
    Number(i128),
    /// The multiples of a number.
    Multiple(Divisor),
    /// The path of an API.
    Path(&'static Path),
    /// A method and a path.
    Operation(&'static Endpoint),
    /// The day until which an operation stays.
    Until(Date),
}

/// What a value must not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueRule {
    /// The reader needs a key that the writer never sends.
    Missing,
    /// The reader can do without a key that the writer never sends.
    Absent,
    /// The reader needs a key that the writer does not always send.
    Optional,
    /// The reader refuses a key that the writer sends.
    Unexpected,
    /// The reader ignores a key that the writer sends.
    Ignored,
    /// The reader expects another type.
    Type,
    /// The reader refuses `null`.
    Null,
    /// The reader does not know a variant.
    Variant,
    /// The reader has a narrower limit.
    Limit,
    /// The reader needs a pattern or a format that the writer does not promise.
    Format,
}

/// The rule that a change is a case of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The base path has changed.
    BaseChanged,
    /// The operation does not exist any more.
    OperationRemoved,
    /// The operation does not exist any more, and had a day from which it may be removed. A constant does not know the
    /// day of the build, so the command and the test decide whether that day has come.
    SunsetOperationRemoved,
    /// The operation is deprecated, without a day until which it stays.
    DeprecatedWithoutSunset,
    /// The day from which the operation may be removed comes earlier.
    SunsetAdvanced,
    /// The operation has another method or path.
    OperationMoved,
    /// A new operation answers requests of this one: its path is more specific, and their value is possible.
    PathTaken,
    /// A new operation answers requests of this one: its path is more specific, and their value is listed.
    ListedPathTaken,
    /// The operation has another name, which generated clients call.
    OperationRenamed,
    /// Its kind of answer has changed: one response, events, messages.
    ExchangeChanged,
    /// Callers must authenticate, or by another scheme.
    SecurityAdded,
    /// Callers need not authenticate any more.
    SecurityRemoved,
    /// Callers need another permission.
    PermissionAdded,
    /// A new parameter is required.
    ParameterRequired,
    /// A parameter is ignored.
    ParameterRemoved,
    /// A body is required where there was none.
    BodyRequired,
    /// The body is ignored.
    BodyRemoved,
    /// A body of another media type.
    MediaTypeChanged,
    /// A status is not answered any more.
    StatusRemoved,
    /// A new status of success.
    StatusAdded,
    /// A header field is gone.
    HeaderRemoved,
    /// A new error.
    ErrorAdded,
    /// An error has another status.
    ErrorStatusChanged,
    /// A subscription cannot be resumed any more.
    ResumeRemoved,
    /// Server-sent events have other names, other heartbeats, or another end.
    EventFormChanged,
    /// A subprotocol is gone.
    SubprotocolRemoved,
    /// A size has a narrower limit.
    SizeLimited,
    /// A list or an object of the query has another form.
    StyleChanged,
    /// A parameter that is left out has another value.
    DefaultChanged,
    /// A callback is not made any more.
    CallbackRemoved,
    /// A new callback.
    CallbackAdded,
    /// A callback goes to another URL.
    CallbackMoved,
    /// An operation of a callback is not called any more.
    CallRemoved,
    /// A new operation of a callback.
    CallAdded,
    /// A value that is written does not fit what is read.
    Value(Direction, ValueRule),
}

impl Change {
    /// Returns what it means for a client of the old contract. In a callback, the server sends the requests.
    #[inline]
    pub const fn consequence(&self) -> &'static str {
        match (&self.callback, self.rule) {
            (Some(_), Rule::Value(Direction::Request, _) | Rule::ParameterRequired | Rule::BodyRequired) => {
                "it refuses what the server sends"
            }
            (Some(_), Rule::ParameterRemoved | Rule::BodyRemoved) => "it does not read what the server sends",
            (Some(_), Rule::Value(Direction::Response, _) | Rule::HeaderRemoved) => "the server cannot read its answer",
            (Some(_), Rule::MediaTypeChanged | Rule::StyleChanged | Rule::SizeLimited) => {
                "one of both does not read what the other sends"
            }
            (Some(_), Rule::StatusAdded | Rule::StatusRemoved | Rule::ErrorAdded | Rule::ErrorStatusChanged) => {
                "the server does not expect its answer"
            }
            (Some(_), Rule::SecurityAdded | Rule::PermissionAdded) => {
                "it refuses the server, which does not authenticate"
            }
            _ => self.rule.consequence(),
        }
    }
}

impl Place {
    /// Returns whether values are sent as text there.
    #[inline]
    pub(super) const fn is_text(self) -> bool {
        matches!(
            self,
            Self::Capture(_)
                | Self::Query(_)
                | Self::Header(_)
                | Self::Cookie(_)
                | Self::AnswerHeader(_)
                | Self::AnswerCookie(_)
        )
    }
}

impl Trail {
    /// The whole value.
    pub const ROOT: Self = Self { steps: [""; STEPS], length: 0, within: "" };

    /// Returns the steps. A long trail ends with `…`.
    #[inline]
    pub const fn steps(&self) -> &[&'static str] {
        self.steps.split_at(if self.length > STEPS { STEPS } else { self.length }).0
    }

    /// Returns the name of the innermost named type. Empty if there is none.
    #[inline]
    pub const fn within(&self) -> &'static str {
        self.within
    }

    #[must_use]
    #[inline]
    pub(super) const fn then(mut self, step: &'static str) -> Self {
        if self.length < STEPS {
            self.steps[self.length] = step;
        } else {
            self.steps[STEPS - 1] = "…";
        }
        self.length += 1;
        self
    }
}

impl Rule {
    /// Returns the name, by which a lock sets another severity.
    #[inline]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BaseChanged => "base-changed",
            Self::OperationRemoved => "operation-removed",
            Self::SunsetOperationRemoved => "sunset-operation-removed",
            Self::DeprecatedWithoutSunset => "deprecated-without-sunset",
            Self::SunsetAdvanced => "sunset-advanced",
            Self::OperationMoved => "operation-moved",
            Self::PathTaken => "path-taken",
            Self::ListedPathTaken => "listed-path-taken",
            Self::OperationRenamed => "operation-renamed",
            Self::ExchangeChanged => "exchange-changed",
            Self::SecurityAdded => "security-added",
            Self::SecurityRemoved => "security-removed",
            Self::PermissionAdded => "permission-added",
            Self::ParameterRequired => "request.parameter-required",
            Self::ParameterRemoved => "request.parameter-removed",
            Self::BodyRequired => "request.body-required",
            Self::BodyRemoved => "request.body-removed",
            Self::MediaTypeChanged => "media-type-changed",
            Self::StatusRemoved => "response.status-removed",
            Self::StatusAdded => "response.status-added",
            Self::HeaderRemoved => "response.header-removed",
            Self::ErrorAdded => "error-added",
            Self::ErrorStatusChanged => "error-status-changed",
            Self::ResumeRemoved => "resume-removed",
            Self::EventFormChanged => "event-form-changed",
            Self::SubprotocolRemoved => "subprotocol-removed",
            Self::SizeLimited => "size-limited",
            Self::StyleChanged => "request.style-changed",
            Self::DefaultChanged => "request.default-changed",
            Self::CallbackRemoved => "callback-removed",
            Self::CallbackAdded => "callback-added",
            Self::CallbackMoved => "callback-moved",
            Self::CallRemoved => "callback.operation-removed",
            Self::CallAdded => "callback.operation-added",
            Self::Value(Direction::Request, rule) => rule.in_request(),
            Self::Value(Direction::Response, rule) => rule.in_response(),
        }
    }

    /// Returns what it means for a client of the old contract.
    #[inline]
    pub const fn consequence(self) -> &'static str {
        match self {
            Self::BaseChanged | Self::OperationRemoved | Self::OperationMoved => {
                "its requests are answered with 404 or 405"
            }
            Self::SunsetOperationRemoved => {
                "its requests are answered with 404 or 405; once that day has come, `contract bless` accepts it without a reason"
            }
            Self::DeprecatedWithoutSunset => "it learns that the operation ends, and not until when it stays",
            Self::SunsetAdvanced => "it relies on the later day",
            Self::PathTaken => "if it sends that value, another operation answers",
            Self::ListedPathTaken => "it may send that value, and another operation answers",
            Self::OperationRenamed => "generated clients call it by its name",
            Self::ExchangeChanged => "it expects another kind of answer",
            Self::SecurityAdded => "its requests are answered with 401",
            Self::SecurityRemoved => "what was protected is open",
            Self::PermissionAdded => "its requests are answered with 403",
            Self::ParameterRequired | Self::BodyRequired => "it does not send it, and is answered with 400",
            Self::ParameterRemoved | Self::BodyRemoved => "what it sends has no effect",
            Self::MediaTypeChanged => "it sends or reads another one",
            Self::StatusRemoved => "it waits for an answer that does not come",
            Self::StatusAdded => "it does not know the status",
            Self::HeaderRemoved => "it reads a field that does not come",
            Self::ErrorAdded => "it does not know the error",
            Self::ErrorStatusChanged => "it knows the error by another status",
            Self::ResumeRemoved => "it misses events after its connection is cut",
            Self::EventFormChanged => "it does not know the names of server-sent events, or does not see their end",
            Self::SubprotocolRemoved => "its WebSocket is refused",
            Self::SizeLimited => "what it sends may be too large",
            Self::StyleChanged => "what it sends is read in another form",
            Self::DefaultChanged => "what it leaves out means something else",
            Self::CallbackRemoved | Self::CallRemoved => "it waits for a call that does not come",
            Self::CallbackAdded | Self::CallAdded => "it is called, and does not serve the call",
            Self::CallbackMoved => "it is called elsewhere",
            Self::Value(Direction::Request, rule) => match rule {
                ValueRule::Ignored => "what it sends has no effect",
                ValueRule::Absent => "it may send the field",
                _ => "what it sends is answered with 400",
            },
            Self::Value(Direction::Response, ValueRule::Absent) => "it never gets the field",
            Self::Value(Direction::Response, _) => "it cannot read the answer",
        }
    }

    /// Returns how much a change matters if the lock does not say.
    #[inline]
    pub const fn usual_level(self) -> Level {
        match self {
            Self::OperationRenamed
            | Self::PathTaken
            | Self::ParameterRemoved
            | Self::BodyRemoved
            | Self::StatusAdded
            | Self::DefaultChanged
            | Self::CallbackAdded
            | Self::Value(_, ValueRule::Ignored | ValueRule::Absent) => Level::Warning,
            _ => Level::Error,
        }
    }
}

impl ValueRule {
    #[inline]
    const fn in_request(self) -> &'static str {
        match self {
            Self::Missing => "request.field-required",
            Self::Absent => "request.field-added",
            Self::Optional => "request.field-not-optional",
            Self::Unexpected => "request.field-refused",
            Self::Ignored => "request.field-removed",
            Self::Type => "request.type-changed",
            Self::Null => "request.null-refused",
            Self::Variant => "request.variant-removed",
            Self::Limit => "request.limit-tightened",
            Self::Format => "request.format-changed",
        }
    }

    #[inline]
    const fn in_response(self) -> &'static str {
        match self {
            Self::Missing => "response.field-removed",
            Self::Absent => "response.optional-field-removed",
            Self::Optional => "response.field-optional",
            Self::Unexpected => "response.field-unexpected",
            Self::Ignored => "response.field-added",
            Self::Type => "response.type-changed",
            Self::Null => "response.null-possible",
            Self::Variant => "response.variant-added",
            Self::Limit => "response.limit-loosened",
            Self::Format => "response.format-changed",
        }
    }
}
