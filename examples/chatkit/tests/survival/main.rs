//! What was answered survives: the death of the process, a failing disk, an older version, a copy as lines.

mod journal;
mod kill;
mod machine;
mod served;
mod writers;
