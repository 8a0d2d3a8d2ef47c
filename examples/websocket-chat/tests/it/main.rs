//! Tests that need no browser.

mod in_process;
