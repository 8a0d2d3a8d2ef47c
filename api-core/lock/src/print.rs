//! A lock as text.

use std::fmt;

use crate::FORMAT;
use crate::model::{
    Access, Body, Callback, Called, Content, Definition, Encoding, Ending, ErrorCase, EventForm, Exchange, Field,
    HeaderField, Level, Location, Lock, Operation, Output, Parameter, Reading, Security, Tagging, Terms, Type, Variant,
    Writing,
};
use crate::parse::{FIRST_LINE, LAST_LINE};
use crate::shape::write_tuple;
use crate::words::{Quoted, Written, WrittenPath};

impl fmt::Display for Lock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{FIRST_LINE}\nformat {FORMAT}")?;
        writeln!(formatter, "api {} {}", Written(&self.name), WrittenPath(&self.base))?;
        if let Some(security) = &self.security {
            writeln!(formatter, "{security}")?;
        }
        for severity in &self.severities {
            writeln!(formatter, "severity {} {} {}", severity.rule, severity.level, Quoted(&severity.reason))?;
        }
        for one in &self.breaks {
            let (subject, reason) = (Written(&one.subject), Quoted(&one.reason));
            writeln!(formatter, "broken {} {} {subject} {reason}", one.date, one.rule)?;
        }
        for error in &self.errors {
            writeln!(formatter, "{error}")?;
        }
        self.operations.iter().try_for_each(|operation| write!(formatter, "\n{operation}"))?;
        self.called.iter().try_for_each(|api| write!(formatter, "\n{api}"))?;
        self.types.iter().try_for_each(|one| write!(formatter, "\n{one}"))?;
        writeln!(formatter, "{LAST_LINE}")
    }
}

/// The operations follow the line of their API.
impl fmt::Display for Called {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "called {} {}", Written(&self.name), WrittenPath(&self.base))?;
        if let Some(security) = &self.security {
            writeln!(formatter, "{security}")?;
        }
        for error in &self.errors {
            writeln!(formatter, "{error}")?;
        }
        self.operations.iter().try_for_each(|operation| write!(formatter, "\n{operation}"))
    }
}

impl fmt::Display for Callback {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "callback {} {}", Written(&self.api), Quoted(&self.url))
    }
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        })
    }
}

impl fmt::Display for Security {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bearer => formatter.write_str("security bearer"),
            Self::Basic => formatter.write_str("security basic"),
            Self::ApiKey(name) => write!(formatter, "security key {}", Written(name)),
        }
    }
}

impl fmt::Display for ErrorCase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "error {} {}", self.status, Written(&self.kind))?;
        self.attributes.iter().try_for_each(|shape| write!(formatter, ": {shape}"))?;
        self.headers.iter().try_for_each(|field| write!(formatter, "\n    {field}"))
    }
}

impl fmt::Display for HeaderField {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = if self.cookie { "cookie" } else { "header" };
        write!(formatter, "{word} {}: {}{}", Written(&self.name), self.shape, self.style.suffix())
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{} {} {}", self.verb, WrittenPath(&self.path), Written(&self.name))?;
        if let Some(reason) = &self.deprecated {
            writeln!(formatter, "  deprecated {}", Quoted(reason))?;
        }
        if let Some(date) = self.sunset {
            writeln!(formatter, "  sunset {}", Quoted(&date.to_string()))?;
        }
        if let Some(security) = &self.security {
            writeln!(formatter, "  {security}")?;
        }
        for permission in &self.requires {
            writeln!(formatter, "  requires {}", Written(permission))?;
        }
        for parameter in &self.parameters {
            let Parameter { location, name, shape, style, default, allow_reserved } = parameter;
            write!(formatter, "  {location} {}: {shape}{}", Written(name), style.suffix())?;
            if let Some(text) = default {
                write!(formatter, " default {}", Quoted(text))?;
            }
            if *allow_reserved {
                formatter.write_str(" reserved")?;
            }
            formatter.write_str("\n")?;
        }
        for body in self.body.iter().chain(&self.other_bodies) {
            writeln!(formatter, "  {body}")?;
        }
        self.exchange.fmt(formatter)?;
        self.callbacks.iter().try_for_each(|callback| writeln!(formatter, "  {callback}"))?;
        self.outputs.iter().try_for_each(|output| writeln!(formatter, "  {output}"))?;
        self.errors.iter().try_for_each(|error| writeln!(formatter, "  {error}"))
    }
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        })
    }
}

impl fmt::Display for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "body {}", self.encoding)?;
        self.media_type.iter().try_for_each(|name| write!(formatter, " media-type {}", Written(name)))?;
        if self.any_content_type {
            formatter.write_str(" any-content-type")?;
        }
        self.limit.iter().try_for_each(|limit| write!(formatter, " limit {limit}"))?;
        write!(formatter, ": {}", self.shape)
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Json => "json",
            Self::Form => "form",
            Self::Text => "text",
            Self::Bytes => "bytes",
            Self::Stream => "stream",
            Self::Multipart => "multipart",
            Self::Cbor => "cbor",
            Self::MessagePack => "message-pack",
            Self::Xml => "xml",
            Self::Yaml => "yaml",
        })
    }
}

/// Whole lines, none for one response.
impl fmt::Display for Exchange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unary => Ok(()),
            Self::Events { resumable, resume_query, form } => {
                formatter.write_str("  events")?;
                if *resumable {
                    formatter.write_str(" resumable")?;
                }
                resume_query.iter().try_for_each(|key| write!(formatter, " query {}", Written(key)))?;
                write!(formatter, "{form}")?;
                formatter.write_str("\n")
            }
            Self::Duplex { binary, input, terms } => {
                let frames = if *binary { "binary" } else { "text" };
                writeln!(formatter, "  duplex {frames}{terms}: {input}")
            }
            Self::Socket(terms) => writeln!(formatter, "  websocket{terms}"),
        }
    }
}

/// What is not usual, each after a space.
impl fmt::Display for EventForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.end {
            Ending::Event => {}
            Ending::Marker(text) => write!(formatter, " end {}", Written(text))?,
            Ending::Close => formatter.write_str(" closes")?,
        }
        self.heartbeat.iter().try_for_each(|name| write!(formatter, " heartbeat {}", Written(name)))?;
        let Some((tag, content)) = &self.names else { return Ok(()) };
        write!(formatter, " names {}", Written(tag))?;
        content.iter().try_for_each(|key| write!(formatter, " content {}", Written(key)))
    }
}

/// Each term after a space.
impl fmt::Display for Terms {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.subprotocols.iter().try_for_each(|name| write!(formatter, " subprotocol {}", Written(name)))?;
        self.max_message.iter().try_for_each(|bytes| write!(formatter, " max-message {bytes}"))?;
        self.max_frame.iter().try_for_each(|bytes| write!(formatter, " max-frame {bytes}"))
    }
}

impl fmt::Display for Output {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status {
            Self::ANY_SUCCESS => formatter.write_str("-> 2XX")?,
            status => write!(formatter, "-> {status}")?,
        }
        self.media_type.iter().try_for_each(|name| write!(formatter, " {}", Written(name)))?;
        if self.streamed {
            formatter.write_str(" streamed")?;
        }
        self.shape.iter().try_for_each(|shape| write!(formatter, ": {shape}"))?;
        let mut fields = self.headers.iter();
        fields.try_for_each(|field| write!(formatter, "\n    {field}"))
    }
}

impl fmt::Display for Type {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Written(&self.name);
        match &self.definition {
            Definition::Struct { fields, closed } => {
                writeln!(formatter, "struct {name}{}", closed_mark(*closed))?;
                fields.iter().try_for_each(|field| writeln!(formatter, "  {field}"))
            }
            Definition::Enum { tagging, variants, closed } => {
                writeln!(formatter, "enum {name} {tagging}{}", closed_mark(*closed))?;
                variants.iter().try_for_each(|variant| variant.fmt(formatter))
            }
            Definition::Newtype { item, transparent } => {
                let mark = if *transparent { " transparent" } else { "" };
                writeln!(formatter, "newtype {name}{mark}: {item}")
            }
            Definition::Tuple(items) => {
                write!(formatter, "tuple {name}: ")?;
                write_tuple(formatter, items)?;
                formatter.write_str("\n")
            }
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", Written(&self.name), self.item)?;
        formatter.write_str(match self.reading {
            Reading::Required => "",
            Reading::Insisted => " insisted",
            Reading::Defaulted => " default",
            Reading::Ignored => " unread",
        })?;
        self.default.iter().try_for_each(|json| write!(formatter, " value {}", Quoted(json)))?;
        formatter.write_str(match self.access {
            Access::Both => "",
            Access::ReadOnly => " read-only",
            Access::WriteOnly => " write-only",
        })?;
        formatter.write_str(match self.writing {
            Writing::Always => "",
            Writing::Sometimes => " sometimes",
            Writing::Conditional => " conditional",
            Writing::Never => " unwritten",
        })?;
        if self.flattened {
            formatter.write_str(" flattened")?;
        }
        formatter.write_str(&self.style.suffix())?;
        aliases(formatter, &self.aliases)
    }
}

impl fmt::Display for Tagging {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::External => formatter.write_str("external"),
            Self::Internal(tag) => write!(formatter, "internal {}", Written(tag)),
            Self::Adjacent(tag, content) => write!(formatter, "adjacent {} {}", Written(tag), Written(content)),
            Self::Untagged => formatter.write_str("untagged"),
            Self::Integer => formatter.write_str("integer"),
        }
    }
}

/// Whole lines.
impl fmt::Display for Variant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "  variant {}", Written(&self.name))?;
        for (is_set, word) in [(!self.read, " unread"), (!self.written, " unwritten"), (self.other, " other")] {
            if is_set {
                formatter.write_str(word)?;
            }
        }
        aliases(formatter, &self.aliases)?;
        match &self.content {
            Content::Unit => formatter.write_str("\n"),
            Content::Newtype(item) => writeln!(formatter, ": {item}"),
            Content::Tuple(items) => {
                formatter.write_str(" tuple: ")?;
                write_tuple(formatter, items)?;
                formatter.write_str("\n")
            }
            Content::Struct(fields) => {
                formatter.write_str(" struct\n")?;
                fields.iter().try_for_each(|field| writeln!(formatter, "    {field}"))
            }
        }
    }
}

fn closed_mark(closed: bool) -> &'static str {
    if closed { " closed" } else { "" }
}

fn aliases(formatter: &mut fmt::Formatter<'_>, names: &[String]) -> fmt::Result {
    names.iter().try_for_each(|name| write!(formatter, " alias {}", Written(name)))
}
