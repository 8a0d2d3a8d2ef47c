//! Suggestions for misspelt names ("did you mean").

/// Returns the candidate nearest to `word`, if one is near enough.
///
/// Case and separators are ignored, so `roomId` equals `room_id`. A candidate is near with at most two edits, or at
/// most a third of its length.
pub(crate) fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = normal(word);
    candidates
        .into_iter()
        .map(|candidate| (distance(&wanted, &normal(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= 2.max(candidate.len() / 3) && *distance < wanted.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

fn normal(word: &str) -> Vec<char> {
    word.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// Returns the optimal string alignment distance: insertions, deletions, substitutions and transpositions of adjacent
/// characters.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let substitution = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = substitution.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn separators_and_case_are_ignored() {
        assert_eq!(closest("romId", ["room_id", "user"]), Some("room_id"));
    }

    #[test]
    fn swapped_letters_are_one_edit() {
        assert_eq!(closest("qurey", ["query", "body"]), Some("query"));
    }

    #[test]
    fn a_distant_word_has_no_suggestion() {
        assert_eq!(closest("wombat", ["query", "body"]), None);
    }
}
