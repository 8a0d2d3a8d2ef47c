//! Prefixes of paths.

/// Where a prefix comes from.
pub trait Prefix: Send + Sync + 'static {
    /// The prefix, if it is known at compile time.
    const KNOWN: Option<&'static str>;
}

/// A prefix that is a value, as [`Compose::nest`](super::Compose::nest) takes it.
#[derive(Debug, Clone, Copy)]
pub struct Given;

impl Prefix for Given {
    const KNOWN: Option<&'static str> = None;
}

/// Checks the form of a prefix.
///
/// # Panics
/// Panics if it is not a sequence of segments, each with a slash in front.
#[doc(hidden)]
#[track_caller]
pub const fn assert_prefix(prefix: &str) {
    assert!(
        is_prefix(prefix),
        coded!("E018", "a prefix has the form `/a/b`, with a slash before each segment and no slash at its end")
    );
}

pub(super) const fn is_prefix(prefix: &str) -> bool {
    let mut rest = prefix.as_bytes();
    let mut after_slash = false;
    if !matches!(rest, [b'/', ..]) {
        return false;
    }
    while let [byte, others @ ..] = rest {
        if after_slash && *byte == b'/' {
            return false;
        }
        after_slash = *byte == b'/';
        rest = others;
    }
    !after_slash
}
