//! Doc comments, which are Markdown, as HTML: paragraphs, lists, code, emphasis and links. Other Markdown is shown as
//! it is written, and HTML as text.

/// Returns the HTML of Markdown.
pub(super) fn html(markdown: &str) -> String {
    let mut out = String::new();
    let mut lines = markdown.lines().peekable();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            continue;
        }
        if trimmed.starts_with("```") {
            let code: Vec<&str> = lines.by_ref().take_while(|line| !line.trim().starts_with("```")).collect();
            out.extend(["<pre><code>", &escaped(&code.join("\n")), "</code></pre>\n"]);
            continue;
        }
        if let Some(heading) = trimmed.strip_prefix('#') {
            let heading = inline(heading.trim_start_matches('#').trim());
            out.extend(["<p><strong>", &heading, "</strong></p>\n"]);
            continue;
        }
        let is_item = |line: &str| line.trim_start().starts_with("- ") || line.trim_start().starts_with("* ");
        let begins_block = |line: &str| line.trim().is_empty() || line.trim().starts_with("```") || is_item(line);
        let mut text = trimmed.to_owned();
        while let Some(next) = lines.next_if(|next| !begins_block(next)) {
            text.push(' ');
            text.push_str(next.trim());
        }
        if is_item(line) {
            let mut items = format!("<li>{}</li>", inline(text.get(2..).unwrap_or_default()));
            while let Some(next) = lines.next_if(|next| is_item(next)) {
                let mut text = next.trim().to_owned();
                while let Some(more) = lines.next_if(|more| !begins_block(more)) {
                    text.push(' ');
                    text.push_str(more.trim());
                }
                items.extend(["<li>", &inline(text.get(2..).unwrap_or_default()), "</li>"]);
            }
            out.extend(["<ul>", &items, "</ul>\n"]);
        } else {
            out.extend(["<p>", &inline(&text), "</p>\n"]);
        }
    }
    out
}

/// Returns the HTML of Markdown without blocks.
pub(super) fn inline(markdown: &str) -> String {
    let mut out = String::new();
    let mut rest = markdown;
    while let Some(at) = rest.find(['`', '*', '[']) {
        let (before, found) = rest.split_at(at);
        out.push_str(&escaped(before));
        let piece = code(found).or_else(|| strong(found)).or_else(|| link(found));
        let (html, length) = piece.unwrap_or_else(|| (escaped(&found[..1]), 1));
        out.push_str(&html);
        rest = &found[length..];
    }
    out.push_str(&escaped(rest));
    out
}

fn code(text: &str) -> Option<(String, usize)> {
    let inner = text.strip_prefix('`')?;
    let end = inner.find('`')?;
    Some((format!("<code>{}</code>", escaped(&inner[..end])), end + 2))
}

fn strong(text: &str) -> Option<(String, usize)> {
    let inner = text.strip_prefix("**")?;
    let end = inner.find("**")?;
    Some((format!("<strong>{}</strong>", inline(&inner[..end])), end + 4))
}

/// Returns a link to a page. One to an item of Rust is shown as its text, for a page has no such items.
fn link(text: &str) -> Option<(String, usize)> {
    let inner = text.strip_prefix('[')?;
    let end = inner.find(']')?;
    let (label, after) = (&inner[..end], &inner[end + 1..]);
    let Some((url, closing)) = after.strip_prefix('(').and_then(|url| Some((url, url.find(')')?))) else {
        // A link to an item, `[`Thing`]` or `[thing][Thing]`. Other brackets are text.
        let item = after.strip_prefix('[').and_then(|item| Some(item.find(']')? + 2));
        let is_item = label.starts_with('`') || label.contains("::") || item.is_some();
        return is_item.then(|| (inline(label), end + 2 + item.unwrap_or_default()));
    };
    let (url, length) = (&url[..closing], end + closing + 4);
    let is_page = url.starts_with("https://") || url.starts_with("http://");
    let label = inline(label);
    let html = if is_page { format!("<a href=\"{}\" rel=\"noreferrer\">{label}</a>", escaped(url)) } else { label };
    Some((html, length))
}

/// Returns a text as HTML.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn markdown_of_doc_comments_is_html_without_the_markup_of_others() {
        for (markdown, expected) in [
            ("One\nline.\n\nAnother.", "<p>One line.</p>\n<p>Another.</p>\n"),
            ("`a<b>` and **b**", "<p><code>a&lt;b&gt;</code> and <strong>b</strong></p>\n"),
            ("- a\n- b\n  more\n\nEnd", "<ul><li>a</li><li>b more</li></ul>\n<p>End</p>\n"),
            ("```text\na & b\n```", "<pre><code>a &amp; b</code></pre>\n"),
            ("# Errors\nNone", "<p><strong>Errors</strong></p>\n<p>None</p>\n"),
            (
                "[x](https://e.example/?a=\"b\")",
                "<p><a href=\"https://e.example/?a=&quot;b&quot;\" rel=\"noreferrer\">x</a></p>\n",
            ),
            ("[x](javascript:alert(1))", "<p>x)</p>\n"),
            ("[`Thing`] and [Thing](crate::Thing)", "<p><code>Thing</code> and Thing</p>\n"),
            ("[0, 1], items[0] and [the docs][Thing]", "<p>[0, 1], items[0] and the docs</p>\n"),
            ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
            ("- \n\n* ", "<ul><li></li></ul>\n<ul><li></li></ul>\n"),
            ("open ` and * and [", "<p>open ` and * and [</p>\n"),
        ] {
            assert_eq!(html(markdown), expected, "{markdown}");
        }
    }
}
