//! The measured requests.

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
    /// A request without credentials: 401.
    Unauthorized,
    /// A path that does not exist: 404.
    NotFound,
    /// A method that the path does not allow: 405.
    MethodNotAllowed,
}

impl Scenario {
    pub(crate) const ALL: [Self; 6] =
        [Self::User, Self::Send, Self::List, Self::Unauthorized, Self::NotFound, Self::MethodNotAllowed];

    /// Those that succeed.
    pub(crate) const SUCCESSFUL: [Self; 3] = [Self::User, Self::Send, Self::List];

    /// Those that are measured under load.
    pub(crate) const LOAD: [Self; 4] = [Self::User, Self::Send, Self::List, Self::NotFound];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::User => "GET a user",
            Self::Send => "POST a message",
            Self::List => "GET 20 messages",
            Self::Unauthorized => "401",
            Self::NotFound => "404",
            Self::MethodNotAllowed => "405",
        }
    }

    pub(crate) fn method(self) -> &'static str {
        if matches!(self, Self::Send | Self::MethodNotAllowed) { "POST" } else { "GET" }
    }

    pub(crate) fn target(self) -> &'static str {
        match self {
            Self::User | Self::Unauthorized | Self::MethodNotAllowed => "/services/chatkit/v6/8f1e0c52/users/alice",
            Self::Send => "/services/chatkit/v6/8f1e0c52/rooms/lobby/messages",
            Self::List => "/services/chatkit/v6/8f1e0c52/rooms/lobby/messages?initial_id=100&limit=20",
            Self::NotFound => "/services/chatkit/v6/8f1e0c52/nothing/here",
        }
    }

    pub(crate) fn body(self) -> &'static str {
        if self == Self::Send { r#"{"text":"The quick brown fox jumps over the lazy dog."}"# } else { "" }
    }

    /// Returns the status of the response.
    pub(crate) fn status(self) -> u16 {
        match self {
            Self::User | Self::List => 200,
            Self::Send => 201,
            Self::Unauthorized => 401,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
        }
    }

    /// Returns the header fields of the request, which are those of an ordinary client.
    pub(crate) fn fields(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let fields = [
            Some(("user-agent", "bench/1")),
            Some(("accept", "application/json")),
            (self != Self::Unauthorized).then_some(("authorization", "Bearer eyJhbGciOiJIUzI1NiJ9.e30.c2ln")),
            (!self.body().is_empty()).then_some(("content-type", "application/json")),
        ];
        fields.into_iter().flatten()
    }

    /// Returns the bytes of the request.
    pub(crate) fn bytes(self) -> Vec<u8> {
        let mut request = format!("{} {} HTTP/1.1\r\nhost: localhost:8080\r\n", self.method(), self.target());
        for (name, value) in self.fields() {
            request.extend([name, ": ", value, "\r\n"]);
        }
        let body = self.body();
        if !body.is_empty() {
            request.extend(["content-length: ", &body.len().to_string(), "\r\n"]);
        }
        request.extend(["\r\n", body]);
        request.into_bytes()
    }
}
