//! serde's `rename_all`: the rule that leaves the fewest names to write out.

/// Rules for variants, by serde's names.
const VARIANTS: [&str; 7] =
    ["lowercase", "UPPERCASE", "camelCase", "snake_case", "SCREAMING_SNAKE_CASE", "kebab-case", "SCREAMING-KEBAB-CASE"];

/// Rules for fields.
const FIELDS: [&str; 4] = ["camelCase", "PascalCase", "kebab-case", "SCREAMING_SNAKE_CASE"];

/// Returns the rule that fits most variants, if it fits more than none does. A pair is the identifier and the name on
/// the wire.
pub(super) fn of_variants(pairs: &[(String, &str)]) -> Option<&'static str> {
    best(&VARIANTS, pairs, variant)
}

/// Returns the rule that fits most fields.
pub(super) fn of_fields(pairs: &[(String, &str)]) -> Option<&'static str> {
    best(&FIELDS, pairs, field)
}

/// Returns the name on the wire that a rule gives to a variant.
pub(super) fn variant(rule: Option<&str>, name: &str) -> String {
    match rule {
        Some("lowercase") => name.to_ascii_lowercase(),
        Some("UPPERCASE") => name.to_ascii_uppercase(),
        Some("camelCase") => lower_first(name),
        Some("snake_case") => snake(name),
        Some("SCREAMING_SNAKE_CASE") => snake(name).to_ascii_uppercase(),
        Some("kebab-case") => snake(name).replace('_', "-"),
        Some("SCREAMING-KEBAB-CASE") => snake(name).to_ascii_uppercase().replace('_', "-"),
        _ => name.to_owned(),
    }
}

/// Returns the name on the wire that a rule gives to a field.
pub(super) fn field(rule: Option<&str>, name: &str) -> String {
    match rule {
        Some("camelCase") => lower_first(&pascal(name)),
        Some("PascalCase") => pascal(name),
        Some("kebab-case") => name.replace('_', "-"),
        Some("SCREAMING_SNAKE_CASE") => name.to_ascii_uppercase(),
        _ => name.to_owned(),
    }
}

fn best(
    rules: &[&'static str],
    pairs: &[(String, &str)],
    apply: fn(Option<&str>, &str) -> String,
) -> Option<&'static str> {
    let fitting = |rule| pairs.iter().filter(|(name, wire)| apply(rule, name) == *wire).count();
    let without = fitting(None);
    let (count, rule) = rules.iter().rev().map(|rule| (fitting(Some(*rule)), *rule)).max_by_key(|(count, _)| *count)?;
    (count > without).then_some(rule)
}

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for (index, letter) in name.char_indices() {
        if index > 0 && letter.is_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

fn pascal(name: &str) -> String {
    let mut capital = true;
    let mut pascal = String::new();
    for letter in name.chars() {
        if letter == '_' {
            capital = true;
        } else {
            pascal.push(if capital { letter.to_ascii_uppercase() } else { letter });
            capital = false;
        }
    }
    pascal
}

fn lower_first(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map_or_else(String::new, |first| first.to_ascii_lowercase().to_string() + characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::{of_fields, of_variants};

    #[test]
    fn the_rule_that_fits_most_is_chosen() {
        let pairs = |list: &[(&str, &'static str)]| -> Vec<(String, &'static str)> {
            list.iter().map(|(name, wire)| ((*name).to_owned(), *wire)).collect()
        };
        assert_eq!(of_fields(&pairs(&[("room_id", "roomId"), ("name", "name")])), Some("camelCase"));
        assert_eq!(of_fields(&pairs(&[("room_id", "room_id"), ("name", "name")])), None);
        assert_eq!(of_variants(&pairs(&[("On", "on"), ("Off", "off")])), Some("lowercase"));
        assert_eq!(of_variants(&pairs(&[("NotNow", "not_now"), ("Off", "off")])), Some("snake_case"));
        assert_eq!(of_variants(&pairs(&[("On", "On")])), None);
    }
}
