//! The admin API over HTTP messages, with a database in a file and a node that is made up.
//!
//! ```text
//! world     the service, and requests to it
//! calls     each row of the API, with its exact answers
//! tenancy   every user, every application, every operation
//! signing   HTTP Basic, sessions, and what protects them
//! pages     the pages and their files
//! failures  a database that does not answer
//! laws      what holds for every API of the framework
//! ```

mod calls;
mod failures;
mod laws;
mod pages;
mod signing;
mod tenancy;
mod world;
