//! Lines read one by one, each with its number, so that what is wrong can be found.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, Read as _};

use super::lines::{FORMAT, Header, Line, VERSION, parse};
use crate::domain::Record;
use crate::model::{AttachmentId, MessageId, RoomId};

/// Bytes of one line: more than the largest file has in Base64.
const MAXIMUM_LINE: u64 = 32 * 1024 * 1024;

/// A line that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct LineError {
    /// Which, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

/// An export whose header was read.
#[derive(Debug)]
pub struct Source<R> {
    input: R,
    header: Header,
    line: u64,
    /// How many bytes were read since somebody last asked.
    read: u64,
    known: Known,
}

/// What later lines are compared with.
#[derive(Debug, Default)]
struct Known {
    messages: BTreeSet<MessageId>,
    rooms: BTreeSet<RoomId>,
    /// Rooms that users have roles in, and the line that says so.
    roles: BTreeMap<RoomId, u64>,
    /// The length of uploaded files whose bytes did not come yet.
    files: BTreeMap<AttachmentId, u64>,
}

impl<R: BufRead> Source<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// If this is no export, or one of a newer version.
    pub fn open(input: R) -> Result<Self, LineError> {
        let header = Header { format: String::new(), version: 0, instance: String::new(), lines: 0 };
        let mut source = Self { input, header, line: 0, read: 0, known: Known::default() };
        let line = source.read_line()?.ok_or_else(|| source.error("there is none"))?;
        let kind: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
        if kind.get("format").and_then(serde_json::Value::as_str) != Some(FORMAT) {
            return Err(source.error("this is no export of Chatkit"));
        }
        if let Some(version) = kind.get("version").filter(|version| **version != VERSION) {
            return Err(source.error(format!("this is version {version} of the format, and only {VERSION} is known")));
        }
        source.header = serde_json::from_str(&line).map_err(|error| source.error(error.to_string()))?;
        Ok(source)
    }

    /// Whose records these are.
    pub fn instance(&self) -> &str {
        &self.header.instance
    }

    /// The next line; none after the last.
    pub(super) fn next_line(&mut self) -> Result<Option<Line>, LineError> {
        let expected = self.header.lines;
        let Some(text) = self.read_line()? else {
            // The header is a line too.
            let found = self.line - 2;
            if found != expected {
                return Err(
                    self.error(format!("there is none, where {expected} should follow the header: it was cut off"))
                );
            }
            return self.finish().map(|()| None);
        };
        if self.line - 1 > expected {
            return Err(self.error(format!("only {expected} lines should follow the header")));
        }
        let line = parse(&text).and_then(|line| self.known.compare(&line, self.line).map(|()| line));
        line.map(Some).map_err(|reason| self.error(reason))
    }

    /// How many bytes were read since this was last asked.
    pub(super) fn take_read(&mut self) -> u64 {
        std::mem::take(&mut self.read)
    }

    /// What is wrong with the line that was read last.
    pub(super) fn error(&self, reason: impl Into<String>) -> LineError {
        LineError { line: self.line, reason: reason.into() }
    }

    /// What only all lines together can show.
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

impl Known {
    fn compare(&mut self, line: &Line, number: u64) -> Result<(), String> {
        match line {
            Line::File(id, content) => match self.files.remove(id) {
                None => Err(format!("no uploaded file {id} was named before, or its bytes came before")),
                Some(size) if size != content.len() as u64 => {
                    Err(format!("the file {id} has {size} bytes, and here are {}", content.len()))
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
