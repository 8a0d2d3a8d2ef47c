//! The integration tests of api-core: one binary, with a module per subject.

mod any_success;
#[cfg(all(feature = "cbor", feature = "message-pack"))]
mod binary_bodies;
mod both_ends;
mod bounded_errors;
mod byte_streams;
mod combinators;
mod contents;
mod conversations;
mod decision_table;
mod downloads;
mod error_header_fields;
mod faulty_api;
mod first_trait;
mod fuzz_corpus;
mod integer_enums;
mod laws;
mod lifecycle;
#[cfg(feature = "look-around")]
mod look_around;
mod media_types;
mod methods_of_one_path;
mod model_hygiene;
mod model_serde;
mod model_validation;
mod multipart;
mod multiples;
mod no_success;
mod one_or_stream;
mod patches;
mod paths;
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
#[cfg(feature = "xml")]
mod xml_bodies;
#[cfg(feature = "yaml")]
mod yaml_bodies;
mod zipper;
