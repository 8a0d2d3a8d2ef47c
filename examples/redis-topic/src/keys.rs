//! The keys of a log in Redis.

use std::sync::Arc;

/// The keys of one log. Its channel has the name of its stream.
#[derive(Debug)]
pub(crate) struct Keys {
    pub(crate) name: Arc<str>,
    /// The stream with the entries.
    pub(crate) stream: Arc<str>,
    /// A hash: the last position, and the last call of each writer.
    pub(crate) head: Arc<str>,
}

impl Keys {
    pub(crate) fn new(prefix: &str, name: &str) -> Self {
        Self {
            name: name.into(),
            stream: format!("{prefix}log:{name}").into(),
            head: format!("{prefix}head:{name}").into(),
        }
    }
}
