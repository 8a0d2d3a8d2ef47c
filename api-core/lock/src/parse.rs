//! The text of a lock, read line by line.

use std::fmt;

use crate::FORMAT;
use crate::date::Date;
use crate::model::{
    Access, Body, Break, Callback, Called, Constraints, Content, Definition, Encoding, Ending, ErrorCase, EventForm,
    Exchange, Field, HeaderField, Item, Level, Location, Lock, Operation, Output, Parameter, Reading, Security,
    Severity, Shape, Style, Tagging, Terms, Type, Variant, Writing,
};
use crate::shape::Rest;
use crate::words::{first_word, words};

/// The first line of a file.
pub(crate) const FIRST_LINE: &str = "lock! { r##\"";
/// The last line of a file.
pub(crate) const LAST_LINE: &str = "\"## }";

/// A line that is not one of a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    line: usize,
    message: String,
}

impl ParseError {
    /// Returns the number of the line in its file, from 1.
    pub fn line(&self) -> usize {
        self.line
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for ParseError {}

impl Lock {
    /// Reads the text of a file.
    ///
    /// # Errors
    ///
    /// Returns an error for the first line that a lock does not have, and for another version of the format.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let inner = text.trim_end().strip_prefix(FIRST_LINE).and_then(|rest| rest.strip_suffix(LAST_LINE));
        match inner {
            Some(inner) => Self::parse_inner(inner),
            None => Err(ParseError {
                line: 1,
                message: format!("a lock begins with the line `{FIRST_LINE}` and ends with the line `{LAST_LINE}`"),
            }),
        }
    }

    /// Reads what is between the first and the last line of a file.
    ///
    /// # Errors
    ///
    /// Returns the same as [`Lock::parse`].
    pub fn parse_inner(text: &str) -> Result<Self, ParseError> {
        let mut reader = Reader { lock: Self::default(), is_versioned: false };
        for (index, line) in text.lines().enumerate() {
            reader.read(line).map_err(|message| ParseError { line: index + 1, message })?;
        }
        if reader.is_versioned { Ok(reader.lock) } else { Err(ParseError { line: 1, message: no_version() }) }
    }
}

struct Reader {
    lock: Lock,
    is_versioned: bool,
}

type Line = Result<(), String>;

impl Reader {
    fn read(&mut self, line: &str) -> Line {
        let content = line.trim_start_matches(' ');
        if content.trim_end().is_empty() {
            return Ok(());
        }
        let depth = line.len() - content.len();
        if !self.is_versioned {
            return self.read_version(content);
        }
        match depth {
            0 => self.read_top(content),
            2 => self.read_second(content),
            4 => self.read_third(content),
            _ => Err(format!("a line begins after 0, 2 or 4 spaces, not after {depth}")),
        }
    }

    fn read_version(&mut self, content: &str) -> Line {
        let version = content.strip_prefix("format ").and_then(|version| version.trim().parse::<u32>().ok());
        match version {
            Some(FORMAT) => {
                self.is_versioned = true;
                Ok(())
            }
            Some(version) if version > FORMAT => Err(format!(
                "the lock has format {version}, and this version knows {FORMAT}: update it, or write the lock again \
                 with `bless`"
            )),
            Some(version) => Err(format!("there is no format {version}: write the lock again with `bless`")),
            None => Err(no_version()),
        }
    }

    fn read_top(&mut self, content: &str) -> Line {
        let (word, rest) = first_word(content)?;
        match word.as_str() {
            "api" => {
                let (name, rest) = first_word(rest)?;
                let (base, rest) = first_word(rest)?;
                (self.lock.name, self.lock.base) = (name, base);
                Rest::new(words(rest)?).end()
            }
            "called" => {
                let (name, rest) = first_word(rest)?;
                let (base, rest) = first_word(rest)?;
                self.lock.called.push(Called { name, base, ..Called::default() });
                Rest::new(words(rest)?).end()
            }
            "security" => {
                let security = Some(security(rest)?);
                match self.lock.called.last_mut() {
                    Some(called) => called.security = security,
                    None => self.lock.security = security,
                }
                Ok(())
            }
            "severity" => {
                let mut rest = Rest::new(words(rest)?);
                let (rule, level) = (rest.word("a rule")?, rest.word("`error`, `warning` or `info`")?);
                let level = match level.as_str() {
                    "error" => Level::Error,
                    "warning" => Level::Warning,
                    "info" => Level::Info,
                    _ => return Err(format!("`{level}` is no severity: `error`, `warning` and `info` are")),
                };
                self.lock.severities.push(Severity { rule, level, reason: rest.word("the reason in quotes")? });
                rest.end()
            }
            "broken" => {
                let mut rest = Rest::new(words(rest)?);
                let (date, rule) = (rest.word("a day")?, rest.word("a rule")?);
                let (subject, reason) = (rest.word("what has changed")?, rest.word("the reason in quotes")?);
                self.lock.breaks.push(Break { date, rule, subject, reason });
                rest.end()
            }
            "error" => {
                let error = error(rest)?;
                match self.lock.called.last_mut() {
                    Some(called) => called.errors.push(error),
                    None => self.lock.errors.push(error),
                }
                Ok(())
            }
            "struct" | "enum" | "newtype" | "tuple" => {
                self.lock.types.push(declared(&word, rest)?);
                Ok(())
            }
            verb if verb.chars().all(|character| character.is_ascii_uppercase()) => {
                let (path, rest) = first_word(rest)?;
                let (name, rest) = first_word(rest)?;
                self.operations().push(Operation {
                    verb: word,
                    path,
                    name,
                    deprecated: None,
                    sunset: None,
                    security: None,
                    requires: Vec::new(),
                    parameters: Vec::new(),
                    body: None,
                    other_bodies: Vec::new(),
                    exchange: Exchange::Unary,
                    outputs: Vec::new(),
                    errors: Vec::new(),
                    callbacks: Vec::new(),
                });
                Rest::new(words(rest)?).end()
            }
            _ => Err(format!("a lock has no line that begins with `{word}`")),
        }
    }

    fn read_second(&mut self, content: &str) -> Line {
        match self.lock.types.last_mut().map(|one| &mut one.definition) {
            Some(Definition::Struct { fields, .. }) => fields.push(field(content)?),
            Some(Definition::Enum { variants, .. }) => variants.push(variant(content)?),
            Some(_) => return Err("this type has no lines of its own".to_owned()),
            None => match self.operations().last_mut() {
                Some(operation) => part(operation, content)?,
                None => return Err("a line with two spaces belongs to an operation or a type".to_owned()),
            },
        }
        Ok(())
    }

    fn read_third(&mut self, content: &str) -> Line {
        if let Some(Definition::Enum { variants, .. }) = self.lock.types.last_mut().map(|one| &mut one.definition)
            && let Some(Content::Struct(fields)) = variants.last_mut().map(|variant| &mut variant.content)
        {
            fields.push(field(content)?);
            return Ok(());
        }
        match self.described() {
            Some(headers) => headers.push(header_field(content)?),
            None => {
                return Err("a line with four spaces belongs to an answer, an error, or a variant that is a `struct`"
                    .to_owned());
            }
        }
        Ok(())
    }

    /// Returns the operations of the API, or of the last one that is called.
    fn operations(&mut self) -> &mut Vec<Operation> {
        match self.lock.called.last_mut() {
            Some(called) => &mut called.operations,
            None => &mut self.lock.operations,
        }
    }

    /// Returns the header fields of the last answer or error. The errors of an operation are below its answers.
    fn described(&mut self) -> Option<&mut Vec<HeaderField>> {
        if !self.lock.types.is_empty() {
            return None;
        }
        let (operations, errors) = match self.lock.called.last_mut() {
            Some(called) => (&mut called.operations, &mut called.errors),
            None => (&mut self.lock.operations, &mut self.lock.errors),
        };
        let Some(operation) = operations.last_mut() else {
            return errors.last_mut().map(|error| &mut error.headers);
        };
        match operation.errors.last_mut() {
            Some(error) => Some(&mut error.headers),
            None => operation.outputs.last_mut().map(|output| &mut output.headers),
        }
    }
}

/// Reads a line of an operation.
fn part(operation: &mut Operation, content: &str) -> Line {
    let (word, rest) = first_word(content)?;
    if word == "security" {
        operation.security = Some(security(rest)?);
        return Ok(());
    }
    if word == "error" {
        operation.errors.push(error(rest)?);
        return Ok(());
    }
    let mut rest = Rest::new(words(rest)?);
    match word.as_str() {
        "deprecated" => operation.deprecated = Some(rest.word("the reason in quotes")?),
        "sunset" => {
            let date = rest.word("a day in quotes")?;
            let date = Date::parse(&date).ok_or_else(|| format!("`{date}` is no day such as `2027-01-01`"))?;
            operation.sunset = Some(date);
        }
        "requires" => operation.requires.push(rest.word("a permission")?),
        "path" | "query" | "header" | "cookie" => {
            let location = match word.as_str() {
                "path" => Location::Path,
                "query" => Location::Query,
                "cookie" => Location::Cookie,
                _ => Location::Header,
            };
            let name = rest.word("a name")?;
            rest.mark(':')?;
            let mut parameter = Parameter::new(location, name, rest.shape()?);
            while !rest.is_empty() {
                let word = rest.word("a style, `default` or `reserved`")?;
                match Style::of_word(&word) {
                    Some(style) => parameter.style = style,
                    None if word == "default" => parameter.default = Some(rest.word("the default in quotes")?),
                    None if word == "reserved" => parameter.allow_reserved = true,
                    None => return Err(format!("`{word}` is no property of a parameter")),
                }
            }
            operation.parameters.push(parameter);
        }
        "body" if operation.body.is_some() => operation.other_bodies.push(body(&mut rest)?),
        "body" => operation.body = Some(body(&mut rest)?),
        "events" => {
            let resumable = rest.take("resumable");
            let resume_query = if rest.take("query") { Some(rest.word("a key")?) } else { None };
            let form = event_form(&mut rest)?;
            operation.exchange = Exchange::Events { resumable, resume_query, form };
        }
        "duplex" => {
            let binary = rest.take("binary");
            if !binary && !rest.take("text") {
                return Err("`duplex` is followed by `text` or `binary`".to_owned());
            }
            let terms = terms(&mut rest)?;
            rest.mark(':')?;
            operation.exchange = Exchange::Duplex { binary, input: rest.shape()?, terms };
        }
        "websocket" => operation.exchange = Exchange::Socket(terms(&mut rest)?),
        "callback" => {
            let (api, url) = (rest.word("the name of an API that is called")?, rest.word("a URL in quotes")?);
            operation.callbacks.push(Callback { api, url });
        }
        "->" if operation.errors.is_empty() => operation.outputs.push(output(&mut rest)?),
        "->" => return Err("the answers of an operation are above its errors".to_owned()),
        _ => return Err(format!("an operation has no line that begins with `{word}`")),
    }
    rest.end()
}

fn security(rest: &str) -> Result<Security, String> {
    let mut rest = Rest::new(words(rest)?);
    let scheme = rest.word("`bearer`, `basic` or `key`")?;
    let security = match scheme.as_str() {
        "bearer" => Security::Bearer,
        "basic" => Security::Basic,
        "key" => Security::ApiKey(rest.word("the name of a header field")?),
        _ => return Err(format!("`{scheme}` is no scheme: `bearer`, `basic` and `key` are")),
    };
    rest.end().map(|()| security)
}

fn error(rest: &str) -> Result<ErrorCase, String> {
    let mut rest = Rest::new(words(rest)?);
    let (status, kind) = (rest.number("a status")?, rest.word("a kind")?);
    let attributes = if rest.take_mark(':') { Some(rest.shape()?) } else { None };
    rest.end().map(|()| ErrorCase { status, kind, attributes, headers: Vec::new() })
}

fn body(rest: &mut Rest) -> Result<Body, String> {
    let encoding = rest.word("an encoding")?;
    let encoding = match encoding.as_str() {
        "json" => Encoding::Json,
        "form" => Encoding::Form,
        "text" => Encoding::Text,
        "bytes" => Encoding::Bytes,
        "stream" => Encoding::Stream,
        "multipart" => Encoding::Multipart,
        "cbor" => Encoding::Cbor,
        "message-pack" => Encoding::MessagePack,
        "xml" => Encoding::Xml,
        "yaml" => Encoding::Yaml,
        _ => {
            return Err(format!(
                "`{encoding}` is no encoding: `json`, `form`, `text`, `bytes`, `stream`, `multipart`, `cbor`, `message-pack`, \
                 `xml` and `yaml` are"
            ));
        }
    };
    let media_type = if rest.take("media-type") { Some(rest.word("a media type")?) } else { None };
    let any_content_type = rest.take("any-content-type");
    let limit = if rest.take("limit") { Some(rest.number("a number of bytes")?) } else { None };
    rest.mark(':')?;
    Ok(Body { encoding, media_type, any_content_type, limit, shape: rest.shape()? })
}

fn event_form(rest: &mut Rest) -> Result<EventForm, String> {
    let mut form = EventForm::default();
    if rest.take("end") {
        form.end = Ending::Marker(rest.word("the data of the last event")?);
    } else if rest.take("closes") {
        form.end = Ending::Close;
    }
    if rest.take("heartbeat") {
        form.heartbeat = Some(rest.word("the name of an event")?);
    }
    if rest.take("names") {
        let tag = rest.word("a key")?;
        form.names = Some((tag, if rest.take("content") { Some(rest.word("a key")?) } else { None }));
    }
    Ok(form)
}

fn terms(rest: &mut Rest) -> Result<Terms, String> {
    let mut terms = Terms::default();
    while rest.take("subprotocol") {
        terms.subprotocols.push(rest.word("the name of a subprotocol")?);
    }
    if rest.take("max-message") {
        terms.max_message = Some(rest.number("a number of bytes")?);
    }
    if rest.take("max-frame") {
        terms.max_frame = Some(rest.number("a number of bytes")?);
    }
    Ok(terms)
}

fn output(rest: &mut Rest) -> Result<Output, String> {
    let status = if rest.take("2XX") { Output::ANY_SUCCESS } else { rest.number("a status")? };
    let mut output = Output { status, media_type: None, shape: None, headers: Vec::new(), streamed: false };
    loop {
        if rest.is_empty() {
            return Ok(output);
        } else if rest.take_mark(':') {
            output.shape = Some(rest.shape()?);
            return Ok(output);
        } else if rest.take("streamed") {
            output.streamed = true;
        } else {
            let word = rest.word("a media type")?;
            if output.media_type.is_some() || word == "header" {
                return Err(format!(
                    "`{word}` is no property of an answer: it has one media type, and its header fields are lines of their \
                     own below it, as `    header etag: text`"
                ));
            }
            output.media_type = Some(word);
        }
    }
}

fn header_field(content: &str) -> Result<HeaderField, String> {
    let mut rest = Rest::new(words(content)?);
    let cookie = rest.take("cookie");
    if !cookie && !rest.take("header") {
        return Err("the lines of an answer begin with `header` or `cookie`".to_owned());
    }
    let name = rest.word("the name of a header field or a cookie")?;
    rest.mark(':')?;
    let shape = rest.shape()?;
    let style = if !cookie && rest.take("structured") { Style::Structured } else { Style::Repeated };
    rest.end().map(|()| HeaderField { name, shape, cookie, style })
}

fn declared(kind: &str, rest: &str) -> Result<Type, String> {
    let mut rest = Rest::new(words(rest)?);
    let name = rest.word("the name of a type")?;
    let definition = match kind {
        "struct" => Definition::Struct { fields: Vec::new(), closed: rest.take("closed") },
        "enum" => {
            let tagging = rest.word("`external`, `internal`, `adjacent`, `untagged` or `integer`")?;
            let tagging = match tagging.as_str() {
                "external" => Tagging::External,
                "internal" => Tagging::Internal(rest.word("the key of the tag")?),
                "adjacent" => Tagging::Adjacent(rest.word("the key of the tag")?, rest.word("the key of the content")?),
                "untagged" => Tagging::Untagged,
                "integer" => Tagging::Integer,
                _ => return Err(format!("`{tagging}` is no place of a variant's name")),
            };
            Definition::Enum { tagging, variants: Vec::new(), closed: rest.take("closed") }
        }
        "newtype" => {
            let transparent = rest.take("transparent");
            rest.mark(':')?;
            Definition::Newtype { item: rest.item()?, transparent }
        }
        _ => {
            rest.mark(':')?;
            Definition::Tuple(rest.items()?)
        }
    };
    rest.end().map(|()| Type { name, definition })
}

fn field(content: &str) -> Result<Field, String> {
    let mut rest = Rest::new(words(content)?);
    let name = rest.word("the name of a field")?;
    rest.mark(':')?;
    let item = rest.item()?;
    let (mut reading, mut writing, mut flattened, mut aliases) =
        (Reading::Required, Writing::Always, false, Vec::new());
    let (mut style, mut access, mut default) = (Style::Repeated, Access::Both, None);
    while !rest.is_empty() {
        let word = rest.word("a property of the field")?;
        match word.as_str() {
            "insisted" => reading = Reading::Insisted,
            "default" => reading = Reading::Defaulted,
            "unread" => reading = Reading::Ignored,
            "sometimes" => writing = Writing::Sometimes,
            "conditional" => writing = Writing::Conditional,
            "unwritten" => writing = Writing::Never,
            "flattened" => flattened = true,
            "read-only" => access = Access::ReadOnly,
            "write-only" => access = Access::WriteOnly,
            "value" => default = Some(rest.word("JSON in quotes")?),
            "alias" => aliases.push(rest.word("a key")?),
            word if let Some(found) = Style::of_word(word) => style = found,
            _ => return Err(format!("`{word}` is no property of a field")),
        }
    }
    Ok(Field { name, aliases, item, reading, writing, flattened, style, access, default })
}

fn variant(content: &str) -> Result<Variant, String> {
    let mut rest = Rest::new(words(content)?);
    if !rest.take("variant") {
        return Err("the lines of an enum begin with `variant`".to_owned());
    }
    let name = rest.word("the name of a variant")?;
    let mut variant =
        Variant { name, aliases: Vec::new(), content: Content::Unit, read: true, written: true, other: false };
    loop {
        if rest.is_empty() {
            return Ok(variant);
        } else if rest.take_mark(':') {
            variant.content = Content::Newtype(rest.item()?);
            return rest.end().map(|()| variant);
        } else if rest.take("tuple") {
            rest.mark(':')?;
            variant.content = Content::Tuple(rest.items()?);
            return rest.end().map(|()| variant);
        } else if rest.take("struct") {
            variant.content = Content::Struct(Vec::new());
            return rest.end().map(|()| variant);
        }
        let word = rest.word("a property of the variant")?;
        match word.as_str() {
            "unread" => variant.read = false,
            "unwritten" => variant.written = false,
            "other" => variant.other = true,
            "alias" => variant.aliases.push(rest.word("a name")?),
            _ => return Err(format!("`{word}` is no property of a variant")),
        }
    }
}

fn no_version() -> String {
    format!("the second line of a lock is its version: `format {FORMAT}`")
}

impl Item {
    /// A value without constraints.
    pub fn plain(shape: Shape) -> Self {
        Self { shape, constraints: Constraints::default() }
    }
}
