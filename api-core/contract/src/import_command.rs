//! The commands `lock` and `trait`: from a foreign document to a lock and to the first draft of a trait.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command_line::Outcome;
use crate::draft::{DraftOptions, draft_trait};
use crate::note::{Effect, Note, count_by_reason};
use crate::openapi::Import;
use crate::place::read_contract;

/// Reads documents of APIs that were not written with this framework.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum ImportCommand {
    /// Writes the lock of an OpenAPI document, version 3.0 or 3.1, JSON or YAML
    Lock {
        /// The document: a file, or a revision of git as REVISION:FILE
        document: String,
        /// The file to write. Without it the lock is written to standard output
        #[arg(long)]
        out: Option<PathBuf>,
        /// Lists all that the lock does not say, not only the operations that it does not have
        #[arg(long)]
        notes: bool,
    },
    /// Writes the first draft of a trait for an OpenAPI document or a lock: Rust that compiles, to be edited
    Trait {
        /// The document, or the lock of an API that is written with this framework
        document: String,
        /// The file to write. Without it the draft is written to standard output
        #[arg(long)]
        out: Option<PathBuf>,
        /// The file of the lock, relative to the draft: the traits are compared with it when they are compiled
        #[arg(long)]
        consumes: Option<String>,
        /// Lists all that the draft does not say, not only the operations that it does not have
        #[arg(long)]
        notes: bool,
    },
}

impl ImportCommand {
    /// Runs the command. Notes are written to standard error.
    pub fn run(&self) -> Outcome {
        match self.written() {
            Ok(()) => Outcome::Same,
            Err(message) => {
                eprintln!("error: {message}");
                Outcome::Failed
            }
        }
    }

    fn written(&self) -> Result<(), String> {
        match self {
            Self::Lock { document, out, notes } => {
                let import = import(document)?;
                write(out.as_deref(), &import.lock.to_string())?;
                tell(&import.notes, *notes);
            }
            Self::Trait { document, out, consumes, notes } => {
                let Import { lock, notes: mut found, texts } = import(document)?;
                let options = DraftOptions { texts: Some(&texts), left_out: &found, consumes: consumes.as_deref() };
                let draft = draft_trait(&lock, &options);
                write(out.as_deref(), &draft.code)?;
                found.extend(draft.notes);
                tell(&found, *notes);
            }
        }
        Ok(())
    }
}

fn import(place: &str) -> Result<Import, String> {
    read_contract(place).map_err(|error| error.to_string())
}

fn write(out: Option<&Path>, text: &str) -> Result<(), String> {
    match out {
        None => print!("{text}"),
        Some(path) => {
            fs::write(path, text).map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
        }
    }
    Ok(())
}

/// Writes notes, or how many there are of each reason.
fn tell(notes: &[Note], all: bool) {
    for note in notes.iter().filter(|note| all || note.effect == Effect::OperationLeftOut) {
        eprintln!("{note}");
    }
    if all {
        return;
    }
    for effect in [Effect::PartLeftOut, Effect::Widened] {
        for (reason, count) in count_by_reason(notes, effect) {
            eprintln!("{effect}: {reason}: {count} times");
        }
    }
}
