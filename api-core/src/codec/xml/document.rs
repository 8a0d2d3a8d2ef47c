//! A text of XML as a list of elements, attributes and texts, in the order of the text.
//!
//! There are two nodes of 40 bytes for at least 5 bytes of text. With the growth of a `Vec` the memory is at most
//! twenty times the text, and thirty times while it grows.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::attributes::{Attribute, Attributes};
use quick_xml::events::{BytesCData, BytesDecl, BytesRef, BytesStart, BytesText, Event};
use quick_xml::name::QName;
use quick_xml::reader::Reader;

use super::rules::{MAX_ATTRIBUTES, MAX_DEPTH, NIL, is_character};

/// A document that is well-formed, without what has no meaning for values: comments, processing instructions.
#[derive(Debug)]
pub(super) struct Document<'a> {
    /// The root element is the first one.
    nodes: Vec<Node<'a>>,
}

#[derive(Debug)]
enum Node<'a> {
    /// An element. `end`: the index behind its last descendant.
    Element { name: &'a str, end: usize },
    /// An attribute of the element before it, with its value as it is in the document.
    Attribute { name: &'a str, value: &'a str },
    /// Text without references.
    Text(&'a str),
    /// A text in a section of its own.
    Section(&'a str),
    /// A character that was a reference.
    Character(char),
}

/// An element of a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'a> {
    document: &'a Document<'a>,
    pub(super) name: &'a str,
    /// The index of the first node in it.
    start: usize,
    end: usize,
}

impl<'a> Document<'a> {
    /// Reads a document.
    ///
    /// # Errors
    /// Returns an error if it is not well-formed, has a document type declaration, is not UTF-8 by its own declaration,
    /// or exceeds a bound.
    pub(super) fn parse(source: &'a str) -> Result<Self, String> {
        let mut reader = Reader::from_str(source);
        let mut builder = Builder { nodes: Vec::new(), open: Vec::new() };
        loop {
            let position = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            let event = reader.read_event().map_err(|error| format!("the XML is not well-formed: {error}"))?;
            let tag = source.get(position + 1..).unwrap_or_default();
            match event {
                Event::Start(start) => builder.element(tag, &start, true)?,
                Event::Empty(start) => builder.element(tag, &start, false)?,
                Event::End(_) => builder.end(),
                Event::Text(text) => builder.text(&text, source.get(position..).unwrap_or_default())?,
                Event::CData(section) => builder.section(&section, source.get(position..).unwrap_or_default())?,
                Event::GeneralRef(reference) => builder.reference(&reference)?,
                Event::Decl(declaration) => check_encoding(&declaration)?,
                Event::DocType(_) => {
                    return Err("the XML has a document type declaration, which is not read".to_owned());
                }
                Event::Comment(_) | Event::PI(_) => {}
                Event::Eof => return builder.finish(),
            }
        }
    }

    /// Returns the root element.
    pub(super) fn root(&'a self) -> Option<Element<'a>> {
        self.element(0)
    }

    fn element(&'a self, index: usize) -> Option<Element<'a>> {
        match self.nodes.get(index)? {
            &Node::Element { name, end } => Some(Element { document: self, name, start: index + 1, end }),
            _ => None,
        }
    }
}

impl<'a> Element<'a> {
    /// Returns the elements in it, without those in them.
    pub(super) fn children(self) -> impl Iterator<Item = Element<'a>> + use<'a> {
        let mut index = self.start;
        std::iter::from_fn(move || {
            while index < self.end {
                let found = self.document.element(index);
                index = found.map_or(index + 1, |element| element.end);
                if found.is_some() {
                    return found;
                }
            }
            None
        })
    }

    /// Returns the names of its attributes with their values.
    pub(super) fn attributes(self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let nodes = self.document.nodes.get(self.start..self.end).unwrap_or_default();
        nodes.iter().map_while(|node| match node {
            Node::Attribute { name, value } => Some((*name, *value)),
            _ => None,
        })
    }

    /// Returns the value of an attribute.
    ///
    /// # Errors
    /// Returns an error if the value is not well-formed.
    pub(super) fn attribute(self, name: &str) -> Result<Option<Cow<'a, str>>, String> {
        let Some((name, value)) = self.attributes().find(|(known, _)| *known == name) else { return Ok(None) };
        if value.contains('<') {
            return Err(format!("the attribute `{name}` has `<`, which is written `&lt;`"));
        }
        let value = Attribute { key: QName(name), value: Cow::Borrowed(value) }
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| format!("the attribute `{name}` is not well-formed: {error}"))?;
        checked(&value)?;
        Ok(Some(value))
    }

    /// Returns whether it is `null`.
    pub(super) fn is_nil(self) -> bool {
        self.attributes().any(|(name, value)| name == NIL && matches!(value, "true" | "1"))
    }

    /// Returns the text in it, without that of the elements in it.
    pub(super) fn text(self) -> String {
        let mut text = String::new();
        let mut index = self.start;
        while let Some(node) = self.document.nodes.get(index).filter(|_| index < self.end) {
            index += 1;
            match node {
                Node::Element { end, .. } => index = *end,
                Node::Attribute { .. } => {}
                Node::Text(part) => text.push_str(&BytesText::from_escaped(*part).xml10_content()),
                Node::Section(part) => text.push_str(&BytesCData::new(*part).xml10_content()),
                Node::Character(character) => text.push(*character),
            }
        }
        text
    }
}

struct Builder<'a> {
    nodes: Vec<Node<'a>>,
    /// The indices of the elements that are not at their end, at most [`MAX_DEPTH`].
    open: Vec<usize>,
}

impl<'a> Builder<'a> {
    /// Adds an element with its attributes. `tag`: the text from its name on.
    fn element(&mut self, tag: &'a str, start: &BytesStart<'_>, has_end: bool) -> Result<(), String> {
        if self.open.is_empty() && !self.nodes.is_empty() {
            return Err("the XML has more than one root element".to_owned());
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(format!("the XML has more than {MAX_DEPTH} elements inside each other"));
        }
        let content = tag.get(..start.len()).unwrap_or_default();
        let length = start.name().as_ref().len();
        let name = content.get(..length).unwrap_or_default();
        if name.is_empty() || name.contains(['<', '&', '"', '\'', '=']) {
            return Err("the XML has an element without a name".to_owned());
        }
        let index = self.nodes.len();
        self.nodes.push(Node::Element { name, end: index + 1 });
        self.attributes(content, length)?;
        if has_end {
            self.open.push(index);
        } else {
            self.close(index);
        }
        Ok(())
    }

    fn attributes(&mut self, content: &'a str, name_length: usize) -> Result<(), String> {
        let first = self.nodes.len();
        // Their number is bounded here, and only then compared.
        for attribute in Attributes::new(content, name_length).with_checks(false) {
            let attribute = attribute.map_err(|error| format!("the XML has an attribute that is not one: {error}"))?;
            let (name, Cow::Borrowed(value)) = (attribute.key.0, attribute.value) else {
                return Err("the XML has an attribute that is not in its text".to_owned());
            };
            let known = self.nodes.get(first..).unwrap_or_default();
            if known.len() >= MAX_ATTRIBUTES {
                return Err(format!("the XML has an element with more than {MAX_ATTRIBUTES} attributes"));
            }
            if known.iter().any(|node| matches!(node, Node::Attribute { name: known, .. } if *known == name)) {
                return Err("the XML has an element with two attributes of the same name".to_owned());
            }
            self.nodes.push(Node::Attribute { name, value });
        }
        Ok(())
    }

    fn end(&mut self) {
        // The reader has compared the names.
        if let Some(index) = self.open.pop() {
            self.close(index);
        }
    }

    fn close(&mut self, index: usize) {
        let length = self.nodes.len();
        if let Some(Node::Element { end, .. }) = self.nodes.get_mut(index) {
            *end = length;
        }
    }

    /// Adds text. `rest`: the document from it on.
    fn text(&mut self, text: &str, rest: &'a str) -> Result<(), String> {
        let text = rest.get(..text.len()).unwrap_or_default();
        checked(text)?;
        if text.contains("]]>") {
            return Err("the XML has `]]>` in a text, which is written `]]&gt;`".to_owned());
        }
        if !self.open.is_empty() {
            self.nodes.push(Node::Text(text));
        } else if !text.trim_ascii().is_empty() {
            return Err("the XML has text outside of its root element".to_owned());
        }
        Ok(())
    }

    /// Adds a section of text. `rest`: the document from its opening on.
    fn section(&mut self, text: &str, rest: &'a str) -> Result<(), String> {
        const OPENING: &str = "<![CDATA[";
        if self.open.is_empty() {
            return Err("the XML has text outside of its root element".to_owned());
        }
        let text = rest.get(OPENING.len()..OPENING.len() + text.len()).unwrap_or_default();
        checked(text)?;
        self.nodes.push(Node::Section(text));
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), String> {
        if self.open.is_empty() {
            return Err("the XML has text outside of its root element".to_owned());
        }
        let malformed = |error| format!("the XML is not well-formed: {error}");
        let character = match reference.resolve_char_ref().map_err(malformed)? {
            Some(character) => Some(character),
            None => resolve_xml_entity(reference).and_then(|text| text.chars().next()),
        };
        let character = character.ok_or("the XML has an entity that is not one of the five that XML itself has")?;
        checked(character.encode_utf8(&mut [0; 4]))?;
        self.nodes.push(Node::Character(character));
        Ok(())
    }

    fn finish(self) -> Result<Document<'a>, String> {
        if !self.open.is_empty() {
            return Err("the XML ends inside of an element".to_owned());
        }
        if self.nodes.is_empty() {
            return Err("the XML has no root element".to_owned());
        }
        Ok(Document { nodes: self.nodes })
    }
}

fn checked(text: &str) -> Result<(), String> {
    match text.chars().find(|character| !is_character(*character)) {
        None => Ok(()),
        Some(character) => {
            Err(format!("the XML has the character U+{:04X}, which XML 1.0 excludes", u32::from(character)))
        }
    }
}

fn check_encoding(declaration: &BytesDecl<'_>) -> Result<(), String> {
    match declaration.encoding() {
        Some(Ok(name)) if !name.eq_ignore_ascii_case("utf-8") && !name.eq_ignore_ascii_case("us-ascii") => {
            Err("the XML declares another encoding than UTF-8".to_owned())
        }
        Some(Err(error)) => Err(format!("the XML is not well-formed: {error}")),
        _ => Ok(()),
    }
}
