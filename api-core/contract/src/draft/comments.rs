//! Descriptions of a document as doc comments.

/// Returns attributes that are printed as doc comments, one for each line. Code blocks in them are not compiled.
pub(super) fn docs(text: &str) -> String {
    let mut docs = String::new();
    let mut fence: Option<&str> = None;
    let text = text.trim();
    if text.is_empty() {
        return docs;
    }
    for line in text.lines() {
        let line = line.trim_end();
        let content = line.trim_start();
        // Four spaces would begin a block of code.
        let indent = (line.len() - content.len()).min(3);
        let mark = ["```", "~~~"].into_iter().find(|mark| content.starts_with(mark));
        let shown = match (fence, mark) {
            (None, Some(mark)) => {
                fence = Some(mark);
                format!("{mark}text")
            }
            (Some(open), Some(mark)) if open == mark => {
                fence = None;
                mark.to_owned()
            }
            _ => format!("{}{content}", " ".repeat(indent)),
        };
        push(&mut docs, &shown);
    }
    if let Some(mark) = fence {
        push(&mut docs, mark);
    }
    docs
}

/// Returns text on one line, for a comment.
pub(super) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn push(docs: &mut String, line: &str) {
    // Carriage returns and other controls are not allowed in comments.
    let line: String = line.chars().filter(|character| !character.is_control()).collect();
    let space = if line.is_empty() { "" } else { " " };
    docs.extend(["#[doc = ", &format!("{:?}", format!("{space}{line}")), "]\n"]);
}

#[cfg(test)]
mod tests {
    use super::docs;

    #[test]
    fn code_in_descriptions_is_not_compiled() {
        let text = "Say it.\n\n```js\nsay()\n```\n      deep\r\n~~~\nopen";
        let expected = [" Say it.", "", " ```text", " say()", " ```", "    deep", " ~~~text", " open", " ~~~"];
        let expected: Vec<String> = expected.iter().map(|line| format!("#[doc = {line:?}]\n")).collect();
        assert_eq!(docs(text), expected.concat());
    }
}
