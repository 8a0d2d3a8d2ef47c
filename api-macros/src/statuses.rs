//! The statuses that may be declared, for values and for errors.

/// The statuses of one kind of response.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Statuses {
    /// Values: success, and redirection as RFC 9110 §15.4 defines it. 305 and 306 are out of use.
    Success,
    /// Errors, and redirections that a method returns instead of its value.
    Error,
}

impl Statuses {
    pub(crate) fn contain(self, status: u16) -> bool {
        match self {
            Self::Success => matches!(status, 200..=304 | 307 | 308),
            Self::Error => matches!(status, 300..=304 | 307 | 308 | 400..=599),
        }
    }

    /// The kind with its article.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::Success => "a success",
            Self::Error => "an error",
        }
    }

    pub(crate) fn expected(self) -> &'static str {
        match self {
            Self::Success => "200 to 299, or of a redirection: 300 to 304, 307 or 308",
            Self::Error => "400 to 599, or of a redirection: 300 to 304, 307 or 308",
        }
    }
}

/// Returns whether responses with this status have no content (RFC 9110 §15.3.5, §15.3.6, §15.4.5).
pub(crate) fn is_without_content(status: u16) -> bool {
    matches!(status, 204 | 205 | 304)
}
