//! The input of an import: lines of `chatkit export`, or an export of Pusher's Chatkit. Their first bytes tell them
//! apart.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read as _};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::pusher::{FolderError, PusherExport};
use super::source::{LineError, Source};

/// Maximum bytes that are read to find out what the input is. A header is shorter.
const MAXIMUM_BEGINNING: u64 = 64 * 1024;

/// The first bytes of compressed files, and the program that unpacks them.
const COMPRESSED: [(&[u8], &str); 5] = [
    (b"\x1f\x8b", "gunzip"),
    (b"PK\x03\x04", "unzip"),
    (b"BZh", "bunzip2"),
    (b"\xfd7zXZ\0", "unxz"),
    (b"\x28\xb5\x2f\xfd", "unzstd"),
];

/// An input of an import whose beginning has been read.
#[derive(Debug)]
pub enum Input {
    /// Lines of `chatkit export`.
    Lines(Source<Box<dyn BufRead>>),
    /// An export of Pusher's Chatkit.
    Pusher(PusherExport),
}

/// The error of an input that cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The file cannot be read.
    #[error("`{path}` cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The folder is not an export.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The header of the lines is invalid.
    #[error(transparent)]
    Line(#[from] LineError),
    /// The input is empty.
    #[error("{0} is empty: expected the lines of `chatkit export`, or an export of Pusher's Chatkit")]
    Empty(String),
    /// The input is compressed.
    #[error("{name} is compressed: unpack it with `{program}` first")]
    Compressed {
        /// The input.
        name: String,
        /// The program that unpacks it.
        program: &'static str,
    },
    /// The input is something else.
    #[error(
        "{0} does not begin with a JSON object or array: expected the lines of `chatkit export`, or an export of \
         Pusher's Chatkit (a folder with users.ndjson, rooms.ndjson and messages.ndjson, or one file with all of them)"
    )]
    Unknown(String),
}

impl Input {
    /// Opens a file or a folder, and returns the input with the number of its bytes.
    ///
    /// # Errors
    /// Returns an error if it cannot be read or is not an export.
    pub fn open(path: &Path) -> Result<(Self, u64), InputError> {
        if path.is_dir() {
            let (export, bytes) = PusherExport::open_folder(path)?;
            return Ok((Self::Pusher(export), bytes));
        }
        let opened = File::open(path).and_then(|file| file.metadata().map(|facts| (file, facts.len())));
        let (file, bytes) = opened.map_err(|source| InputError::Unreadable { path: path.to_owned(), source })?;
        Ok((Self::from_stream(path.display().to_string(), BufReader::new(file))?, bytes))
    }

    /// Reads a stream. `name` stands in error messages.
    ///
    /// # Errors
    /// Returns an error if it cannot be read or is not an export.
    pub fn from_stream(name: String, mut stream: impl BufRead + 'static) -> Result<Self, InputError> {
        let unreadable = |source| InputError::Unreadable { path: PathBuf::from(&name), source };
        let beginning = beginning(&mut stream).map_err(unreadable)?;
        if let Some((_, program)) = COMPRESSED.iter().find(|(magic, _)| beginning.starts_with(magic)) {
            return Err(InputError::Compressed { name, program });
        }
        let text = beginning.trim_ascii();
        let is_own = serde_json::from_slice(text)
            .is_ok_and(|first: Value| first.get("format").is_some() || first.get("record").is_some());
        let first = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text).first().copied();
        let whole = Cursor::new(beginning).chain(stream);
        match first {
            None => Err(InputError::Empty(name)),
            Some(_) if is_own => Ok(Self::Lines(Source::open(Box::new(whole) as Box<dyn BufRead>)?)),
            Some(b'{' | b'[') => Ok(Self::Pusher(PusherExport::of_stream(name, whole))),
            Some(_) => Err(InputError::Unknown(name)),
        }
    }
}

/// Reads up to the end of the first line that is not blank.
fn beginning(stream: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut limited = stream.take(MAXIMUM_BEGINNING);
    let mut text = Vec::new();
    while limited.read_until(b'\n', &mut text)? > 0 && text.trim_ascii().is_empty() {}
    Ok(text)
}
