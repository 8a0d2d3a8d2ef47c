//! The reference in Markdown.

use std::fmt::Write as _;

use crate::outline::Checked;
use crate::reference::{Answer, Body, ErrorRow, Operation, OperationKind, Place, Reference, Run};

impl Checked {
    /// Returns the reference in Markdown: operations by API, then types. The text is the same for the same
    /// descriptions, byte by byte.
    ///
    /// ```
    /// use api_core::{Error, api};
    /// use api_documents::Outline;
    ///
    /// #[api]
    /// trait Rooms {
    ///     /// Returns the topic of a room.
    ///     #[get("/rooms/{id}/topic")]
    ///     async fn topic(&self, id: u32) -> Result<String, Error>;
    /// }
    ///
    /// let text = Outline::new("Rooms", "1.0.0").api::<RoomsApi>().check().unwrap().markdown();
    /// assert!(text.contains("### topic\n\n`GET /rooms/{id}/topic`\n\nReturns the topic of a room.\n"));
    /// ```
    #[must_use]
    pub fn markdown(&self) -> String {
        write(&self.reference())
    }
}

fn write(reference: &Reference) -> String {
    let mut text = format!("# {} {}\n\n", reference.title, reference.version);
    paragraph(&mut text, &reference.docs);
    for (url, docs) in &reference.servers {
        let docs = if docs.is_empty() { String::new() } else { format!(": {docs}") };
        let _ = writeln!(text, "- <{url}>{docs}");
    }
    if !reference.servers.is_empty() {
        text.push('\n');
    }
    for group in &reference.groups {
        let _ = write!(text, "## {}\n\n", group.name);
        paragraph(&mut text, group.docs);
        group.operations.iter().for_each(|one| operation(&mut text, one));
    }
    if !reference.types.is_empty() {
        text.push_str("## Types\n\n");
        for named in &reference.types {
            let _ = write!(text, "### {}\n\n", named.name);
            paragraph(&mut text, &named.docs);
            code(&mut text, "text", &runs(&named.notation, true));
        }
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn operation(text: &mut String, operation: &Operation) {
    let request = format!("{} {}", operation.method, operation.path);
    let _ = write!(text, "### {}\n\n{}\n\n", operation.id, span(&request));
    if let Some(reason) = operation.deprecated {
        paragraph(text, &format!("**Deprecated.** {reason}"));
    }
    paragraph(text, operation.docs);
    let kind = match operation.kind {
        OperationKind::Call => "",
        OperationKind::Subscription => "The answer is a stream of events.",
        OperationKind::Duplex => "Opens a WebSocket of typed messages.",
        OperationKind::Socket => "Opens a WebSocket.",
    };
    paragraph(text, kind);
    if !operation.requires.is_empty() {
        let all: Vec<String> = operation.requires.iter().map(|name| span(name)).collect();
        paragraph(text, &format!("Requires {}.", all.join(", ")));
    }
    for (name, url, called) in &operation.callbacks {
        let called: Vec<String> = called.iter().map(|one| span(one)).collect();
        let docs =
            format!("Calls back {}, which its caller serves at {}: {}.", span(name), span(url), called.join(", "));
        paragraph(text, &docs);
    }
    let inputs: Vec<_> = operation.inputs.iter().filter(|input| input.place != Place::Base).collect();
    if !inputs.is_empty() {
        text.push_str("| parameter | in | value | |\n|---|---|---|---|\n");
        for input in inputs {
            let mut notes = vec![cell(&input.docs)];
            notes.extend((!input.required).then(|| "Optional.".to_owned()));
            notes.extend(input.default.map(|default| format!("Default: {}.", cell(&span(default)))));
            notes.retain(|note| !note.is_empty());
            let (name, place) = (cell(&span(&input.name)), input.place.label());
            let _ = writeln!(text, "| {name} | {place} | {} | {} |", cell(&inline(&input.notation)), notes.join(" "));
        }
        text.push('\n');
    }
    for Body { media_type, notation, .. } in &operation.bodies {
        paragraph(text, &format!("Body, {}:", span(media_type)));
        code(text, "text", &runs(notation, true));
    }
    if let Some((notation, _)) = &operation.messages {
        paragraph(text, "Messages of the client:");
        code(text, "text", &runs(notation, true));
    }
    if let Some(items) = &operation.items {
        let name = if operation.kind == OperationKind::Duplex { "Messages of the server:" } else { "Events:" };
        paragraph(text, name);
        code(text, "text", &runs(items, true));
    }
    for Answer { status, media_type, notation, headers, docs } in &operation.answers {
        let media_type = media_type.map(|name| format!(", {}", span(name))).unwrap_or_default();
        let docs = if docs.is_empty() { String::new() } else { format!(" {docs}") };
        paragraph(text, &format!("**{status}**{media_type}:{docs}"));
        code(text, "text", &runs(notation, true));
        for (name, notation, docs) in headers {
            let _ = writeln!(text, "- {}: {}. {docs}", span(name), inline(notation));
        }
        if !headers.is_empty() {
            text.push('\n');
        }
    }
    if !operation.errors.is_empty() {
        text.push_str("| error | status | |\n|---|---|---|\n");
        for ErrorRow { status, kind, docs, details } in &operation.errors {
            let details = details.as_ref().map(|details| format!(" Details: {}", cell(&inline(details))));
            let kind = cell(&span(kind));
            let _ = writeln!(text, "| {kind} | {status} | {}{} |", cell(docs), details.unwrap_or_default());
        }
        text.push('\n');
    }
    for (language, snippet) in &operation.snippets {
        let language = match *language {
            "curl" => "sh",
            "Rust" => "rust",
            _ => "ts",
        };
        code(text, language, snippet);
    }
}

fn runs(notation: &[Run], with_docs: bool) -> String {
    let one = |run: &Run| match run {
        Run::Text(text) => text.clone(),
        Run::Name(name) => name.clone(),
        Run::Docs(docs) if with_docs => format!("  // {docs}"),
        Run::Docs(_) => String::new(),
    };
    notation.iter().map(one).collect()
}

/// Returns a notation inside of a line, without documentation. Names in it are whatever a foreign document has.
fn inline(notation: &[Run]) -> String {
    runs(notation, false).replace('<', "&lt;").replace('`', "\\`")
}

/// Returns a code span, which ends at no backtick of the text (section 6.1 of the specification `CommonMark`).
fn span(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fence = fence(&text, 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Returns more backticks than stand beside each other in a text, and at least some.
fn fence(text: &str, least: usize) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or_default();
    "`".repeat((longest + 1).max(least))
}

/// Returns a text for a cell of a table.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

fn paragraph(text: &mut String, more: &str) {
    let more = more.trim();
    if !more.is_empty() {
        let _ = write!(text, "{more}\n\n");
    }
}

fn code(text: &mut String, language: &str, code: &str) {
    let fence = fence(code, 3);
    let _ = write!(text, "{fence}{language}\n{code}\n{fence}\n\n");
}

#[cfg(test)]
mod tests {
    use super::{cell, code, span};

    #[test]
    fn no_text_ends_its_code_or_its_cell() {
        for (text, expected) in [
            ("id", "`id`"),
            ("a`b", "``a`b``"),
            ("`a``", "``` `a`` ```"),
            ("a\n\n<img src=x>", "`a <img src=x>`"),
            ("a|b", "`a\\|b`"),
        ] {
            assert_eq!(cell(&span(text)), expected);
        }
        let mut block = String::new();
        code(&mut block, "text", "a\n```\n<script>");
        assert_eq!(block, "````text\na\n```\n<script>\n````\n\n");
    }
}
