//! Tests of the macros' accepted input and error messages, and of the structure of the workspace.

mod error_pages;
mod floors;
mod reserved;
mod ui;
