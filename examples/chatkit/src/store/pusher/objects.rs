//! A reader of the JSON objects of a file: one on each line, or the elements of an array.

use std::io::{self, BufRead, Read as _};

use serde_json::{Map, Value};

use super::fields::Problem;

/// Maximum bytes of an object. The service limited messages and custom data to 5 KB.
const MAXIMUM_OBJECT: usize = 4 * 1024 * 1024;

/// The bytes with which editors of Windows begin a text in UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The error of an invalid object in an export of Pusher's Chatkit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {problem}")]
pub struct ObjectError {
    /// The file.
    pub file: String,
    /// The number of the line on which the object begins, or is broken, counted from 1.
    pub line: u64,
    /// What is wrong, with the field if it is about one.
    pub problem: String,
}

/// The objects of a file.
#[derive(Debug)]
pub(super) struct Objects<R> {
    input: R,
    form: Form,
    /// The number of the line that is being read.
    line: u64,
    /// The number of bytes read since the last call of `take_read`.
    read: u64,
}

/// An object, and the number of the line on which it begins.
#[derive(Debug)]
pub(super) struct Object {
    pub(super) line: u64,
    pub(super) members: Map<String, Value>,
}

/// How objects are separated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Nothing was read yet.
    Unknown,
    /// One object on each line.
    Lines,
    /// In an array, before the first element.
    Array,
    /// In an array, after an element.
    InArray,
    /// After the array.
    AfterArray,
}

impl<R: BufRead> Objects<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, form: Form::Unknown, line: 1, read: 0 }
    }

    /// Returns the next object, or `None` after the last.
    pub(super) fn next_object(&mut self) -> Result<Option<Object>, (u64, Problem)> {
        self.next().map_err(|problem| (self.line, problem))
    }

    /// Returns the number of bytes read since the last call.
    pub(super) fn take_read(&mut self) -> u64 {
        std::mem::take(&mut self.read)
    }

    fn next(&mut self) -> Result<Option<Object>, Problem> {
        if self.form == Form::Unknown {
            self.begin()?;
        }
        if self.form == Form::Lines { self.next_line() } else { self.next_element() }
    }

    /// Finds out in which form the objects are.
    fn begin(&mut self) -> Result<(), Problem> {
        for byte in BYTE_ORDER_MARK {
            // One by one, because a pipe may not have sent all of them.
            if self.input.fill_buf().map_err(unreadable)?.first() != Some(byte) {
                break;
            }
            self.consume(1);
        }
        self.form = match self.skip_space()? {
            Some(b'[') => {
                self.consume(1);
                Form::Array
            }
            _ => Form::Lines,
        };
        Ok(())
    }

    fn next_line(&mut self) -> Result<Option<Object>, Problem> {
        if self.skip_space()?.is_none() {
            return Ok(None);
        }
        let mut text = Vec::new();
        let mut limited = (&mut self.input).take(MAXIMUM_OBJECT as u64);
        limited.read_until(b'\n', &mut text).map_err(unreadable)?;
        self.read += text.len() as u64;
        if text.len() == MAXIMUM_OBJECT && !text.ends_with(b"\n") {
            return Err(too_long());
        }
        // Without its line break, a text that is not closed ends with the line.
        let members = parse(text.trim_ascii_end()).map_err(|(_, problem)| problem)?;
        let object = Object { line: self.line, members };
        self.line += u64::from(text.ends_with(b"\n"));
        Ok(Some(object))
    }

    fn next_element(&mut self) -> Result<Option<Object>, Problem> {
        let mut next = self.skip_space()?;
        if self.form == Form::AfterArray {
            return match next {
                None => Ok(None),
                Some(_) => Err(Problem::of("there is more after the closing `]` of the array: remove it")),
            };
        }
        if next == Some(b',') && self.form == Form::InArray {
            self.consume(1);
            next = self.skip_space()?;
        } else if next == Some(b']') {
            self.consume(1);
            self.form = Form::AfterArray;
            return self.next_element();
        } else if next.is_some() && self.form == Form::InArray {
            return Err(Problem::of("a `,` or the closing `]` of the array is expected here"));
        }
        match next {
            Some(b'{') => {}
            Some(_) => return Err(Problem::of("an object in `{` and `}` is expected here")),
            None => return Err(Problem::of("the file ends before the closing `]` of its array: it was cut off")),
        }
        let line = self.line;
        let text = self.element()?;
        let members = parse(&text).map_err(|(offset, problem)| {
            self.line = line + offset;
            problem
        })?;
        self.form = Form::InArray;
        Ok(Some(Object { line, members }))
    }

    /// Reads up to the `}` of the object that begins here.
    fn element(&mut self) -> Result<Vec<u8>, Problem> {
        let mut text = Vec::new();
        let mut nesting = Nesting::default();
        loop {
            let chunk = self.input.fill_buf().map_err(unreadable)?;
            if chunk.is_empty() {
                return Err(Problem::of("the file ends within an object: it was cut off"));
            }
            let end = chunk.iter().position(|byte| nesting.ends_with(*byte)).map(|last| last + 1);
            let piece = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or(chunk);
            self.line += newlines(piece);
            text.extend_from_slice(piece);
            let length = piece.len();
            self.consume(length);
            if text.len() > MAXIMUM_OBJECT {
                return Err(too_long());
            }
            if end.is_some() {
                return Ok(text);
            }
        }
    }

    /// Skips white space, and returns the next byte without reading it.
    fn skip_space(&mut self) -> Result<Option<u8>, Problem> {
        loop {
            let chunk = self.input.fill_buf().map_err(unreadable)?;
            let space = chunk.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let next = chunk.get(space).copied();
            let ended = chunk.is_empty();
            self.line += newlines(chunk.get(..space).unwrap_or(chunk));
            self.consume(space);
            if next.is_some() || ended {
                return Ok(next);
            }
        }
    }

    fn consume(&mut self, bytes: usize) {
        self.input.consume(bytes);
        self.read += bytes as u64;
    }
}

/// The place within a JSON text.
#[derive(Debug, Default)]
struct Nesting {
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Nesting {
    /// Reads the next byte, and returns whether it ends the outermost object.
    fn ends_with(&mut self, byte: u8) -> bool {
        if self.in_text {
            self.in_text = self.escaped || byte != b'"';
            self.escaped = byte == b'\\' && !self.escaped;
            return false;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => return false,
        }
        self.depth == 0
    }
}

/// Parses an object. An error has the number of newlines before it.
fn parse(text: &[u8]) -> Result<Map<String, Value>, (u64, Problem)> {
    let text = std::str::from_utf8(text).map_err(|error| {
        let valid = text.get(..error.valid_up_to()).unwrap_or_default();
        let place = valid.len() - valid.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        let problem = format!("byte {} is not UTF-8: save the file in UTF-8", place + 1);
        (newlines(valid), Problem::of(problem))
    })?;
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err((0, Problem::of("an object in `{` and `}` is expected on each line"))),
        Err(error) => {
            let whole = error.to_string();
            let reason = whole.rsplit_once(" at line ").map_or(&*whole, |(reason, _)| reason);
            let cut = if error.is_eof() { ": the object was cut off" } else { "" };
            let problem = format!("column {}: it is not JSON: {reason}{cut}", error.column());
            Err((error.line().saturating_sub(1) as u64, Problem::of(problem)))
        }
    }
}

fn newlines(text: &[u8]) -> u64 {
    text.split(|byte| *byte == b'\n').skip(1).count() as u64
}

fn too_long() -> Problem {
    Problem::of(format!("an object is longer than {MAXIMUM_OBJECT} bytes: it is not closed, or not of Chatkit"))
}

#[expect(clippy::needless_pass_by_value, reason = "it is the argument of map_err")]
fn unreadable(error: io::Error) -> Problem {
    Problem::of(format!("the file cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    /// Reads a text in pieces of each size, and returns the lines and ids of its objects, or the error.
    fn read(text: &str) -> Result<Vec<(u64, String)>, (u64, String)> {
        let results = [1, 2, 3, 7, 8192].map(|size| {
            let mut objects = Objects::new(BufReader::with_capacity(size, text.as_bytes()));
            let mut found = Vec::new();
            loop {
                match objects.next_object() {
                    Ok(Some(object)) => found.push((object.line, object.members["id"].to_string())),
                    Ok(None) => break assert_eq!(objects.take_read(), text.len() as u64),
                    Err((line, problem)) => return Err((line, problem.to_string())),
                }
            }
            Ok(found)
        });
        assert!(results.iter().all(|other| *other == results[0]), "{results:?}");
        results.into_iter().next().unwrap()
    }

    #[test]
    fn objects_stand_on_lines_or_in_an_array() {
        let places = |lines: [u64; 2]| Ok(vec![(lines[0], "1".to_owned()), (lines[1], r#""]}\\\"""#.to_owned())]);
        for (text, lines) in [
            ("{\"id\":1}\n{\"id\":\"]}\\\\\\\"\"}", [1, 2]),
            ("\n{\"id\":1}\r\n \r\n{\"id\":\"]}\\\\\\\"\"}\n\n", [2, 4]),
            ("[{\"id\":1},{\"id\":\"]}\\\\\\\"\"}]", [1, 1]),
            ("[\n  {\n    \"id\": 1\n  },\n  {\n    \"id\": \"]}\\\\\\\"\"\n  }\n]\n", [2, 5]),
        ] {
            assert_eq!(read(text), places(lines), "{text}");
        }
        assert_eq!(read(&format!("{}{{\"id\":1}}", '\u{feff}')), Ok(vec![(1, "1".to_owned())]));
        for empty in ["", " \n", "[]", "[ \n]\n"] {
            assert_eq!(read(empty), Ok(vec![]), "{empty:?}");
        }
    }

    #[test]
    fn what_is_not_an_object_is_reported_with_its_line() {
        for (text, line, reason) in [
            ("{\"id\":1}\n{\"id\":2", 2, "the object was cut off"),
            ("{\"id\":1}\n{\"id\":\"\n{\"id\":3}", 2, "column 7: it is not JSON"),
            ("{\"id\":1}\n[2]", 2, "an object in `{` and `}` is expected on each line"),
            ("{\"id\":1}\nusers", 2, "column 1: it is not JSON: expected value"),
            ("[{\"id\":1}\n,{\"id\":2", 2, "the file ends within an object"),
            ("[{\"id\":1},\n\n", 3, "before the closing `]`"),
            ("[{\"id\":1},\n 5]", 2, "an object in `{` and `}` is expected here"),
            ("[{\"id\":1}\n{\"id\":2}]", 2, "a `,` or the closing `]`"),
            ("[{\"id\":1}]\n{\"id\":2}", 2, "there is more after the closing `]`"),
            ("[{\"id\":1},\n{\n\"id\": wrong}]", 3, "it is not JSON"),
        ] {
            let (found, problem) = read(text).unwrap_err();
            assert!(problem.contains(reason), "{text}: {problem}");
            assert_eq!(found, line, "{text}: {problem}");
        }
    }

    #[test]
    fn bytes_that_are_not_utf_8_are_reported_with_their_place() {
        for (text, line) in [(&b"{\"id\":1}\n{\"id\":\"\xff\"}"[..], 2), (b"[{\"id\":1},{\n\"id\":\"\xff\"}]", 2)] {
            let mut objects = Objects::new(text);
            objects.next_object().unwrap();
            let (found, problem) = objects.next_object().unwrap_err();
            assert_eq!(found, line);
            assert!(problem.to_string().ends_with("is not UTF-8: save the file in UTF-8"), "{problem}");
        }
    }

    #[test]
    fn an_object_without_end_is_not_read_whole() {
        for begin in ["{", "[{"] {
            let endless = io::Cursor::new(begin).chain(io::repeat(b' '));
            let mut objects = Objects::new(BufReader::new(endless));
            let (_, problem) = objects.next_object().unwrap_err();
            assert!(problem.to_string().contains("is longer than"), "{problem}");
        }
    }
}
