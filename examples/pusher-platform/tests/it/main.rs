//! The integration tests of pusher-platform: one binary, with a module per subject.

mod shared_socket;
mod token_endpoint;
mod tokens;
mod untrusted_input;
