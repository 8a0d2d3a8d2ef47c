//! The REST API of GitHub: the operations that are hard to declare, with a part of their fields.
//!
//! ```text
//! repositories   contents, comparisons, archives, releases with their files
//! activity       events, notifications and stars
//! issues         issues, labels and pull requests
//! errors         what goes wrong, told apart by the status
//! pages          pages of lists, and what a client sends with each request
//! ```

pub mod activity;
pub mod errors;
pub mod issues;
pub mod pages;
pub mod repositories;
