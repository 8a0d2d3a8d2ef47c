//! The tests of the chat that need no browser.

mod in_process;
