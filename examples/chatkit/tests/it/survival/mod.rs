//! What was answered survives: the death of the process, a failing disk, an older version, a copy as lines.

mod bad_files;
mod disk_failure;
mod journal;
mod kill;
mod lines;
mod machine;
mod served;
mod writers;
