//! A reader of export lines. It counts lines, so that errors name the line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, BufRead, Read as _};

use super::lines::{FORMAT, Header, Line, VERSION, parse};
use crate::domain::Record;
use crate::model::{AttachmentId, MessageId, RoomId};

/// Maximum bytes of a line. The largest file in Base64 fits.
const MAXIMUM_LINE: u64 = 32 * 1024 * 1024;

/// The error of an invalid line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct LineError {
    /// The line's number, counted from 1.
    pub line: u64,
    /// The reason.
    pub reason: String,
}

/// An export whose header has been read.
pub struct Source<R> {
    input: R,
    header: Header,
    line: u64,
    /// The number of bytes read since the last call of `take_read`.
    read: u64,
    known: Known,
}

/// The objects in previous lines, which later lines are compared with.
#[derive(Debug, Default)]
struct Known {
    messages: BTreeSet<MessageId>,
    rooms: BTreeSet<RoomId>,
    /// Rooms in which users have roles, with the number of the user's line.
    roles: BTreeMap<RoomId, u64>,
    /// The size of uploaded files whose content has not been read yet.
    files: BTreeMap<AttachmentId, u64>,
}

impl<R: BufRead> Source<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// Returns an error if the input is not an export, or of an unsupported version.
    pub fn open(input: R) -> Result<Self, LineError> {
        let header = Header { format: String::new(), version: 0, instance: String::new(), lines: 0 };
        let mut source = Self { input, header, line: 0, read: 0, known: Known::default() };
        let line = source.read_line()?.ok_or_else(|| source.error("the line is missing"))?;
        let kind: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
        if kind.get("format").and_then(serde_json::Value::as_str) != Some(FORMAT) {
            return Err(source.error("this is not an export of Chatkit"));
        }
        if let Some(version) = kind.get("version").filter(|version| **version != VERSION) {
            return Err(source
                .error(format!("this is version {version} of the format, but only version {VERSION} is supported")));
        }
        source.header = serde_json::from_str(&line).map_err(|error| source.error(error.to_string()))?;
        Ok(source)
    }

    /// Returns the instance id in the header.
    pub fn instance(&self) -> &str {
        &self.header.instance
    }

    /// Returns the next line, or `None` after the last.
    pub(super) fn next_line(&mut self) -> Result<Option<Line>, LineError> {
        let expected = self.header.lines;
        let Some(text) = self.read_line()? else {
            // The header and the missing line are not counted.
            let found = self.line - 2;
            if found != expected {
                return Err(self.error(format!("the line is missing: {expected} lines should follow the header")));
            }
            return self.finish().map(|()| None);
        };
        if self.line - 1 > expected {
            return Err(self.error(format!("only {expected} lines should follow the header")));
        }
        let line = parse(&text).and_then(|line| self.known.compare(&line, self.line).map(|()| line));
        line.map(Some).map_err(|reason| self.error(reason))
    }

    /// Returns the number of bytes read since the last call.
    pub(super) fn take_read(&mut self) -> u64 {
        std::mem::take(&mut self.read)
    }

    /// Creates an error about the line that was read last.
    pub(super) fn error(&self, reason: impl Into<String>) -> LineError {
        LineError { line: self.line, reason: reason.into() }
    }

    /// Checks what only all lines together show.
    fn finish(&self) -> Result<(), LineError> {
        let strange = self.known.roles.iter().find(|(room, _)| !self.known.rooms.contains(*room));
        strange.map_or(Ok(()), |(room, line)| {
            Err(LineError {
                line: *line,
                reason: format!("the user has a role in the room {room}, which does not exist"),
            })
        })
    }

    fn read_line(&mut self) -> Result<Option<String>, LineError> {
        self.line += 1;
        let mut line = String::new();
        let limited = (&mut self.input).take(MAXIMUM_LINE).read_line(&mut line);
        let read = limited.map_err(|error: io::Error| self.error(error.to_string()))? as u64;
        self.read += read;
        if read == MAXIMUM_LINE && !line.ends_with('\n') {
            return Err(self.error(format!("it is longer than {MAXIMUM_LINE} bytes")));
        }
        Ok((read > 0).then_some(line))
    }
}

impl<R> fmt::Debug for Source<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Source").field("header", &self.header).field("line", &self.line).finish_non_exhaustive()
    }
}

impl Known {
    fn compare(&mut self, line: &Line, number: u64) -> Result<(), String> {
        match line {
            Line::File(id, content) => match self.files.remove(id) {
                None => Err(format!("no uploaded file {id} precedes this line, or its content was given before")),
                Some(size) if size != content.len() as u64 => {
                    Err(format!("the file {id} has {size} bytes, but its content has {}", content.len()))
                }
                Some(_) => Ok(()),
            },
            Line::Record(record) => {
                match &**record {
                    Record::Message(message) if !self.messages.insert(message.id) => {
                        return Err(format!("another message has the id {}", message.id));
                    }
                    Record::Room { room, .. } => drop(self.rooms.insert(room.id.clone())),
                    Record::User { room_roles, .. } => {
                        self.roles.extend(room_roles.keys().map(|room| (room.clone(), number)));
                    }
                    Record::Attachment(file) if file.uploaded => drop(self.files.insert(file.id.clone(), file.size)),
                    _ => {}
                }
                Ok(())
            }
        }
    }
}
