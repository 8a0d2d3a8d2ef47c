//! The tests of the platform's conventions, a module for each subject.

mod shared_socket;
mod token_endpoint;
mod tokens;
