//! Persistence: acknowledged changes survive a killed process, storage failures, and export and import.

mod bad_files;
mod disk_failure;
mod journal;
mod kill;
mod lines;
mod machine;
mod place;
#[cfg(unix)]
mod private_files;
mod pusher;
mod served;
mod writers;
