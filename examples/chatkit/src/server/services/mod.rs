//! The traits of the API, implemented for sessions: a file for each service, or version of one.

mod as_version_6;
mod authorizer;
mod cursors;
mod files;
mod paced_form;
mod presence;
mod presigned;
mod push;
mod room_events;
mod scheduler;
mod token_provider;
mod v2;
mod v6;
mod v7;
