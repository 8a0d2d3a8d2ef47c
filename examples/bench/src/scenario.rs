//! The three measured requests.

use clap::ValueEnum;

/// A measured request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scenario {
    /// `GET` of one user: a capture, and a small object as the response.
    User,
    /// `POST` of a message: a capture and JSON, and a small object as the response.
    Send,
    /// `GET` of twenty messages: a capture and a query, and a list as the response.
    List,
}

impl Scenario {
    pub(crate) const ALL: [Self; 3] = [Self::User, Self::Send, Self::List];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::User => "GET a user",
            Self::Send => "POST a message",
            Self::List => "GET 20 messages",
        }
    }

    pub(crate) fn method(self) -> &'static str {
        if self == Self::Send { "POST" } else { "GET" }
    }

    pub(crate) fn target(self) -> &'static str {
        match self {
            Self::User => "/services/chatkit/v6/8f1e0c52/users/alice",
            Self::Send => "/services/chatkit/v6/8f1e0c52/rooms/lobby/messages",
            Self::List => "/services/chatkit/v6/8f1e0c52/rooms/lobby/messages?initial_id=100&limit=20",
        }
    }

    pub(crate) fn body(self) -> &'static str {
        if self == Self::Send { r#"{"text":"The quick brown fox jumps over the lazy dog."}"# } else { "" }
    }

    /// Returns the bytes of the request, with the header fields of an ordinary client.
    pub(crate) fn bytes(self) -> Vec<u8> {
        let mut request = format!(
            "{} {} HTTP/1.1\r\nhost: localhost:8080\r\nuser-agent: bench/1\r\naccept: application/json\r\nauthorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2ln\r\n",
            self.method(),
            self.target()
        );
        let body = self.body();
        if !body.is_empty() {
            request.push_str("content-type: application/json\r\ncontent-length: ");
            request.push_str(&body.len().to_string());
            request.push_str("\r\n");
        }
        request.push_str("\r\n");
        request.push_str(body);
        request.into_bytes()
    }
}
