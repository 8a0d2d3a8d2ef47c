//! A lock is written anew: at once where clients are served as before, and with a reason where they are not.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use api_core::contract::Party;
use api_core::description::Description;
use api_lock::{Break, Lock, ParseError};

use crate::comparison::{Comparison, Verdict};
use crate::constant::InvalidLock;
use crate::describe::lock_of;

/// A lock that was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// The file cannot be read or written.
    #[error("`{}` cannot be read or written", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is no lock.
    #[error("`{}` is no lock that this version reads", path.display())]
    Text {
        /// The file.
        path: PathBuf,
        /// The line.
        source: ParseError,
    },
    /// The lock contradicts itself.
    #[error("`{}` names something that it does not have", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What.
        source: InvalidLock,
    },
    /// Clients would break, and no reason was given.
    #[error("clients break, and no reason is given: write `--because \"…\"`\n\n{}", breaking.render(crate::Form::Text))]
    NoReason {
        /// The changes.
        breaking: Box<Comparison>,
    },
}

/// Reads a lock.
///
/// # Errors
///
/// Returns an error if the file cannot be read or is no lock.
pub fn read(path: &Path) -> Result<Lock, LockError> {
    let text = fs::read_to_string(path).map_err(|source| LockError::File { path: path.to_owned(), source })?;
    Lock::parse(&text).map_err(|source| LockError::Text { path: path.to_owned(), source })
}

/// Compares the lock of a file with an API.
///
/// # Errors
///
/// Returns an error if the file cannot be read or is no lock.
pub fn check(path: &Path, description: &Description) -> Result<Comparison, LockError> {
    let old = read(path)?;
    let new = lock_of(description);
    Comparison::of(&old, &new, Party::Provider).map_err(|source| LockError::Invalid { path: path.to_owned(), source })
}

/// Writes the lock of an API to a file. What breaks clients is recorded there with the day, as `2026-11-29`, and the
/// reason. Severities stay. A file that does not exist is a contract without clients.
///
/// # Errors
///
/// Returns [`LockError::NoReason`] if clients break and `because` is `None`: the file stays as it was. Returns an error
/// if the file cannot be read or written.
pub fn bless(
    path: &Path,
    description: &Description,
    because: Option<&str>,
    date: &str,
) -> Result<Comparison, LockError> {
    let mut new = lock_of(description);
    let none = || Lock { name: new.name.clone(), base: new.base.clone(), ..Lock::default() };
    let old = match read(path) {
        Ok(old) => old,
        Err(_) if !path.exists() => none(),
        // A lock of another version cannot be compared. It is replaced for a reason, like a change that breaks clients.
        Err(LockError::Text { .. }) if because.is_some() => none(),
        Err(error) => return Err(error),
    };
    new.severities.clone_from(&old.severities);
    new.breaks.clone_from(&old.breaks);
    let comparison = Comparison::of(&old, &new, Party::Provider)
        .map_err(|source| LockError::Invalid { path: path.to_owned(), source })?;
    if comparison.verdict() == Verdict::Breaking {
        let Some(reason) = because else { return Err(LockError::NoReason { breaking: Box::new(comparison) }) };
        new.breaks.extend(comparison.breaking().map(|finding| Break {
            date: date.to_owned(),
            rule: finding.rule.to_owned(),
            subject: finding.subject.clone(),
            reason: reason.to_owned(),
        }));
    }
    fs::write(path, new.to_string()).map_err(|source| LockError::File { path: path.to_owned(), source })?;
    Ok(comparison)
}

/// Fails a test if the lock of a file is not that of an API.
///
/// # Panics
///
/// Panics if the file cannot be read, if clients of the lock break, or if the lock is behind.
#[track_caller]
pub fn assert_locked(path: impl AsRef<Path>, description: &Description) {
    let path = path.as_ref();
    match check(path, description) {
        Ok(comparison) if comparison.verdict() == Verdict::Same => {}
        Ok(comparison) => panic!(
            "`{}` is not the contract of `{}` any more: run its command `contract bless`\n\n{}",
            path.display(),
            description.name,
            comparison.render(crate::Form::Text)
        ),
        Err(error) => panic!("{}", with_sources(&error)),
    }
}

/// Returns an error with all that caused it.
pub(crate) fn with_sources(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
