//! The integration tests of api-core: one binary, with a module per subject.

mod both_ends;
mod bounded_errors;
mod byte_streams;
mod combinators;
mod conversations;
mod decision_table;
mod faulty_api;
mod first_trait;
mod fuzz_corpus;
mod laws;
mod lifecycle;
mod model_hygiene;
mod model_serde;
mod model_validation;
mod patches;
mod pointers;
mod redirections;
mod resume_query;
mod services;
mod streams;
mod subscriptions_by_post;
mod support;
mod websocket;
mod wire_values;
mod wrappers;
mod zipper;
