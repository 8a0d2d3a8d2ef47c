//! What nodes tell each other.

use serde::{Deserialize, Serialize};

/// A message from one node to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// The session is at home elsewhere now. The answer is how far its events were delivered.
    Release {
        /// The client.
        client: String,
        /// Who asks.
        from: String,
        /// The number of the question.
        question: u64,
    },
    /// The subscriptions in the record of the session have changed. The answer is empty, and comes when they are in
    /// force.
    PatternsChanged {
        /// The client.
        client: String,
        /// Who asks.
        from: String,
        /// The number of the question.
        question: u64,
    },
    /// The session has ended.
    Gone {
        /// The client.
        client: String,
    },
    /// Which clients of the application are connected? The answer is JSON.
    Overview {
        /// The application.
        application: String,
        /// Who asks.
        from: String,
        /// The number of the question.
        question: u64,
    },
    /// The answer to a question.
    Answer {
        /// The number of the question.
        question: u64,
        /// The answer.
        text: String,
    },
    /// Keys were made, revoked or removed.
    KeysChanged,
}
