//! The text of the page.

use std::fmt::Write as _;

use serde_json::json;

use super::markup::{escaped, html as markdown, inline};
use crate::reference::{Answer, Body, ErrorRow, Input, NamedType, Operation, OperationKind, Place, Reference, Run};

/// The documents for programs, which a site has beside the page.
const DOCUMENTS: &str = "<p class=\"documents\">For programs: <a href=\"docs/openapi.json\">OpenAPI</a>, <a \
     href=\"docs/asyncapi.json\">AsyncAPI</a>, <a href=\"docs/client.ts\">a client in TypeScript</a>, <a \
     href=\"docs/reference.md\">Markdown</a></p>\n";

/// Writes the page.
pub(super) fn write(reference: &Reference) -> String {
    let Reference { title, version, docs, groups, types, .. } = reference;
    let (title, version) = (escaped(title), escaped(version));
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>{title} {version}</title>\n<link rel=\"stylesheet\" \
         href=\"docs/page.css\">\n<script src=\"docs/page.js\" defer></script>\n</head>\n<body>\n<a class=\"skip\" \
         href=\"#content\">Skip to the operations</a>\n"
    );
    page.push_str("<nav aria-label=\"Operations\">\n");
    let _ = writeln!(page, "<p class=\"title\">{title} <span>{version}</span></p>");
    page.push_str(
        "<label class=\"search\">Search <kbd>/</kbd><input type=\"search\" id=\"search\" autocomplete=\"off\"></label>\n\
         <p id=\"none\" hidden>No operation or type matches.</p>\n",
    );
    for group in groups {
        let _ = write!(page, "<section><h2>{}</h2>\n<ul>\n", escaped(&group.name));
        for operation in &group.operations {
            let _ = writeln!(
                page,
                "<li><a href=\"#operation-{}\">{}<span>{}</span></a></li>",
                escaped(&operation.id),
                method(operation),
                escaped(operation.name).replace('_', "_<wbr>")
            );
        }
        page.push_str("</ul></section>\n");
    }
    if !types.is_empty() {
        page.push_str("<section><h2>Types</h2>\n<ul>\n");
        for named in types {
            let name = escaped(&named.name);
            let _ = writeln!(page, "<li><a href=\"#type-{name}\"><span>{name}</span></a></li>");
        }
        page.push_str("</ul></section>\n");
    }
    page.push_str("</nav>\n<main id=\"content\" tabindex=\"-1\">\n");
    let _ = write!(page, "<header><h1>{title} <span>{version}</span></h1>\n{}", markdown(docs));
    page.push_str(DOCUMENTS);
    settings(&mut page, reference);
    page.push_str("</header>\n");
    for group in groups {
        let _ = write!(page, "<section class=\"group\"><h2>{}</h2>\n{}", escaped(&group.name), markdown(group.docs));
        group.operations.iter().for_each(|one| operation(&mut page, one));
        page.push_str("</section>\n");
    }
    if !types.is_empty() {
        page.push_str("<section class=\"group types\"><h2>Types</h2>\n");
        for named in types {
            named_type(&mut page, named);
        }
        page.push_str("</section>\n");
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

/// Writes what all requests have in common.
fn settings(page: &mut String, reference: &Reference) {
    page.push_str("<form id=\"settings\" aria-label=\"Settings of requests\">\n");
    page.push_str(
        "<label>Server<input name=\"server\" list=\"servers\" placeholder=\"this one\" spellcheck=\"false\"></label>\n",
    );
    page.push_str("<datalist id=\"servers\">");
    for (url, docs) in &reference.servers {
        let _ = write!(page, "<option value=\"{}\">{}</option>", escaped(url), escaped(docs));
    }
    page.push_str("</datalist>\n");
    let has_security = reference.groups.iter().flat_map(|group| &group.operations).any(|one| one.security.is_some());
    if has_security {
        page.push_str("<label>Token<input name=\"token\" type=\"password\" autocomplete=\"off\"></label>\n");
    }
    for name in &reference.bound {
        let name = escaped(name);
        let _ = writeln!(page, "<label><code>{name}</code><input name=\"bound:{name}\" spellcheck=\"false\"></label>");
    }
    page.push_str("</form>\n");
}

fn method(operation: &Operation) -> String {
    let label = operation.label();
    format!("<b class=\"method {}\">{label}</b>", label.to_ascii_lowercase())
}

fn operation(page: &mut String, operation: &Operation) {
    let _ = write!(
        page,
        "<article id=\"operation-{}\" data-operation=\"{}\">\n<h3>{}<code>{}</code><a href=\"#operation-{}\">{}</a></h3>\n",
        escaped(&operation.id),
        escaped(&data(operation)),
        method(operation),
        path(&operation.path),
        escaped(&operation.id),
        escaped(operation.name),
    );
    if let Some(reason) = operation.deprecated {
        let _ = writeln!(page, "<p class=\"warning\"><strong>Deprecated.</strong> {}</p>", inline(reason));
    }
    page.push_str(&markdown(operation.docs));
    if !operation.requires.is_empty() {
        let all: Vec<String> =
            operation.requires.iter().map(|name| format!("<code>{}</code>", escaped(name))).collect();
        let _ = writeln!(page, "<p>Requires {}.</p>", all.join(", "));
    }
    for (name, url, called) in &operation.callbacks {
        let called: Vec<String> = called.iter().map(|one| format!("<code>{}</code>", escaped(one))).collect();
        let _ = writeln!(
            page,
            "<p>Calls back <code>{}</code>, which its caller serves at <code>{}</code>: {}.</p>",
            escaped(name),
            escaped(url),
            called.join(", ")
        );
    }
    page.push_str("<div class=\"columns\"><div>\n");
    reference(page, operation);
    page.push_str("</div><div>\n");
    snippets(page, operation);
    trial(page, operation);
    page.push_str("</div></div>\n</article>\n");
}

/// Returns what the script needs of an operation.
fn data(operation: &Operation) -> String {
    let kind = match operation.kind {
        OperationKind::Call => "call",
        OperationKind::Subscription => "subscription",
        OperationKind::Duplex => "duplex",
        OperationKind::Socket => "socket",
    };
    json!({
        "kind": kind,
        "method": operation.method,
        "path": operation.path,
        "security": operation.security,
        "query": operation.fixed.query,
        "headers": operation.fixed.headers,
        "subprotocols": operation.subprotocols,
    })
    .to_string()
}

/// Returns a path whose placeholders stand out, and which may break after a slash.
fn path(path: &str) -> String {
    let mut out = String::new();
    for piece in path.split_inclusive(['{', '}', '/']) {
        match piece.chars().next_back() {
            Some('{') => {
                out.push_str(&escaped(&piece[..piece.len() - 1]));
                out.push_str("<i>{");
            }
            Some('}') => {
                out.push_str(&escaped(piece));
                out.push_str("</i>");
            }
            Some('/') => {
                out.push_str(&escaped(piece));
                out.push_str("<wbr>");
            }
            _ => out.push_str(&escaped(piece)),
        }
    }
    out
}

fn reference(page: &mut String, operation: &Operation) {
    let inputs: Vec<&Input> = operation.inputs.iter().filter(|input| input.place != Place::Base).collect();
    if !inputs.is_empty() {
        page.push_str("<h4>Parameters</h4>\n<dl>\n");
        for input in inputs {
            let required = if input.required { "" } else { ", optional" };
            let default = input.default.map(|text| format!(" = <code>{}</code>", escaped(text))).unwrap_or_default();
            let _ = writeln!(
                page,
                "<dt><code>{}</code> <small>{}{required}</small></dt><dd>{}{default}{}</dd>",
                escaped(&input.name),
                input.place.label(),
                runs(&input.notation),
                note(&input.docs),
            );
        }
        page.push_str("</dl>\n");
    }
    for Body { media_type, notation, .. } in &operation.bodies {
        let _ = write!(page, "<h4>Body <small>{}</small></h4>\n{}\n", escaped(media_type), block(notation));
    }
    if let Some((notation, _)) = &operation.messages {
        let _ = write!(page, "<h4>Messages of the client</h4>\n{}\n", block(notation));
    }
    if let Some(items) = &operation.items {
        let name = if operation.kind == OperationKind::Duplex { "Messages of the server" } else { "Events" };
        let _ = write!(page, "<h4>{name}</h4>\n{}\n", block(items));
    }
    for Answer { status, media_type, notation, headers, docs } in &operation.answers {
        let media_type = media_type.map(|name| format!(" <small>{}</small>", escaped(name))).unwrap_or_default();
        let _ =
            write!(page, "<h4><b class=\"status\">{status}</b>{media_type}</h4>\n{}{}\n", note(docs), block(notation));
        if !headers.is_empty() {
            page.push_str("<dl>\n");
            for (name, notation, docs) in headers {
                let _ = writeln!(
                    page,
                    "<dt><code>{}</code> <small>header</small></dt><dd>{}{}</dd>",
                    escaped(name),
                    runs(notation),
                    note(docs)
                );
            }
            page.push_str("</dl>\n");
        }
    }
    if !operation.errors.is_empty() {
        page.push_str("<details><summary>Errors</summary>\n<dl>\n");
        for ErrorRow { status, kind, docs, details } in &operation.errors {
            let details = details.as_ref().map(|details| format!("<br>{}", runs(details))).unwrap_or_default();
            let _ = writeln!(
                page,
                "<dt><b class=\"status error\">{status}</b> <code>{}</code></dt><dd>{}{details}</dd>",
                escaped(kind),
                inline(docs)
            );
        }
        page.push_str("</dl>\n</details>\n");
    }
}

fn snippets(page: &mut String, operation: &Operation) {
    page.push_str("<div class=\"snippets\">\n");
    for (language, text) in &operation.snippets {
        let _ = writeln!(
            page,
            "<figure data-language=\"{language}\"><figcaption>{language}</figcaption><pre tabindex=\"0\"><code>{}</code></pre></figure>",
            escaped(text)
        );
    }
    page.push_str("</div>\n");
}

/// Writes the form that calls an operation.
fn trial(page: &mut String, operation: &Operation) {
    page.push_str("<details class=\"trial\"><summary>Try it</summary>\n<form>\n");
    // A browser sends the cookies that it has, and lets no program choose them.
    let shown = |input: &&Input| !matches!(input.place, Place::Base | Place::Cookie);
    for input in operation.inputs.iter().filter(shown) {
        let place = match input.place {
            Place::Rest => "rest",
            other => other.label(),
        };
        let name = escaped(&input.name);
        let (required, value) =
            if input.required { (" required", escaped(&input.example)) } else { ("", String::new()) };
        let _ = writeln!(
            page,
            "<label><span><code>{name}</code> <small>{place}</small></span><input name=\"{place}:{name}\" value=\"{value}\" \
             placeholder=\"{}\" spellcheck=\"false\"{required}></label>",
            escaped(&input.example)
        );
    }
    if operation.bodies.first().is_some_and(|body| body.media_type == "multipart/form-data") {
        page.push_str("<p>Forms with files are not sent from this page.</p>\n</form>\n</details>\n");
        return;
    }
    if let Some(first) = operation.bodies.first() {
        page.push_str("<label><span>Media type</span><select name=\"type\">");
        for body in &operation.bodies {
            let _ = write!(
                page,
                "<option data-example=\"{}\">{}</option>",
                escaped(&body.example),
                escaped(body.media_type)
            );
        }
        let _ = write!(
            page,
            "</select></label>\n<label><span>Body</span><textarea name=\"body\" rows=\"{}\" spellcheck=\"false\">{}</textarea></label>\n",
            first.example.lines().count().clamp(2, 12),
            escaped(&first.example)
        );
    }
    let button = match operation.kind {
        OperationKind::Call => "Send",
        OperationKind::Subscription => "Follow",
        OperationKind::Duplex | OperationKind::Socket => "Connect",
    };
    let _ = write!(
        page,
        "<p class=\"actions\"><button type=\"submit\">{button}</button><button type=\"button\" class=\"stop\" hidden>Stop</button></p>\n</form>\n"
    );
    if matches!(operation.kind, OperationKind::Duplex | OperationKind::Socket) {
        let example = operation.messages.as_ref().map(|(_, example)| escaped(example)).unwrap_or_default();
        let _ = writeln!(
            page,
            "<form class=\"message\" hidden><label><span>Message</span><textarea name=\"message\" rows=\"4\" \
             spellcheck=\"false\">{example}</textarea></label><p class=\"actions\"><button type=\"submit\">Send</button></p></form>"
        );
    }
    page.push_str(
        "<output aria-live=\"polite\"></output>\n<ol class=\"log\" tabindex=\"0\" aria-label=\"Events\"></ol>\n</details>\n",
    );
}

fn named_type(page: &mut String, named: &NamedType) {
    let name = escaped(&named.name);
    let _ = write!(
        page,
        "<article id=\"type-{name}\"><h3><a href=\"#type-{name}\">{name}</a></h3>\n{}{}\n</article>\n",
        markdown(&named.docs),
        block(&named.notation)
    );
}

/// Returns a notation on lines of its own.
fn block(notation: &[Run]) -> String {
    format!("<pre class=\"notation\" tabindex=\"0\">{}</pre>", runs(notation))
}

fn runs(notation: &[Run]) -> String {
    let one = |run: &Run| match run {
        Run::Text(text) => escaped(text),
        Run::Name(name) => {
            let name = escaped(name);
            format!("<a href=\"#type-{name}\">{name}</a>")
        }
        Run::Docs(text) => format!("  <em>{}</em>", inline(text)),
    };
    notation.iter().map(one).collect()
}

fn note(docs: &str) -> String {
    if docs.is_empty() { String::new() } else { format!("<span class=\"note\">{}</span>", inline(docs)) }
}
