//! Examples in the documentation of a type: blocks of JSON below a heading `Example` or `Examples`.

/// Returns the texts of the examples.
pub(crate) fn given_examples(docs: &str) -> Vec<&str> {
    let mut found = Vec::new();
    // Most documentation has none.
    if !docs.contains("# Example") {
        return found;
    }
    let (mut is_below, mut fence, mut start, mut place) = (false, None, None, 0);
    for line in docs.split_inclusive('\n') {
        let text = line.trim();
        let end = place + line.len();
        match fence {
            Some(mark) if text == mark => {
                let block = start.take().and_then(|start| docs.get(start..place));
                found.extend(block);
                fence = None;
            }
            Some(_) => {}
            None => {
                if let Some(language) = text.strip_prefix("```") {
                    fence = Some("```");
                    start = (is_below && language == "json").then_some(end);
                } else if text.starts_with('#') {
                    is_below = matches!(text.trim_start_matches('#').trim(), "Example" | "Examples");
                }
            }
        }
        place = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::given_examples;

    #[test]
    fn blocks_of_json_below_the_heading_are_examples() {
        let docs = "A room.\n\n```json\n1\n```\n\n# Examples\n\nOne:\n\n```json\n{ \"a\": 1 }\n```\n\n```\n2\n```\n\n```json\n3\n```\n\n\
                    # Other\n\n```json\n4\n```\n";
        assert_eq!(given_examples(docs), ["{ \"a\": 1 }\n", "3\n"]);
        assert!(given_examples("# Examples\n```json\nwithout an end").is_empty());
        assert!(given_examples("").is_empty());
    }
}
