//! The published APIs in process: their laws, and what the derived clients get.

mod github;
mod language_models;
mod registry;
mod topics;
