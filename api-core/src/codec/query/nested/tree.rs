//! The keys of a query below one name, as a tree.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::pairs::Query;

/// How deep values may nest. Deeper keys are not read.
const DEPTH: usize = 16;
/// How many places a tree has at most. A place takes much more memory than the few bytes of its brackets.
pub(super) const PLACES: usize = 8192;

/// What a query has under one name: values of the name itself, and values of the names in brackets after it.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Node<'q> {
    /// The values. One without `=` is `None`.
    pub(super) texts: Vec<Option<Cow<'q, str>>>,
    /// What follows in brackets, by the text in them. It is empty for `[]`.
    pub(in super::super) members: BTreeMap<Cow<'q, str>, Node<'q>>,
    /// Whether the query has more places than are read. Such a tree is refused.
    pub(in super::super) is_cut: bool,
}

impl<'q> Node<'q> {
    /// Returns whether the query has nothing here.
    pub(in super::super) fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.members.is_empty()
    }

    /// Adds a value below the steps, as long as there are places left.
    fn add(&mut self, steps: impl IntoIterator<Item = Cow<'q, str>>, text: Option<Cow<'q, str>>, left: &mut usize) {
        let mut node = self;
        for step in steps {
            if !node.members.contains_key(&step) {
                let Some(fewer) = left.checked_sub(1) else { return };
                *left = fewer;
            }
            node = node.members.entry(step).or_default();
        }
        node.texts.push(text);
    }
}

/// Reads the pairs whose key is one of the names, or one of them with brackets after it.
pub(in super::super) fn tree<'q>(query: Query<'q>, is_name: impl Fn(&str) -> bool) -> Node<'q> {
    let (mut root, mut left) = (Node::default(), PLACES);
    for pair in query.pairs() {
        let key = pair.key();
        let Some((name, steps)) = parts(&key) else { continue };
        if !is_name(name) {
            continue;
        }
        let steps: Vec<Cow<'q, str>> = match &key {
            // The key is read where it stands if it is not encoded.
            Cow::Borrowed(key) => parts(key).into_iter().flat_map(|(_, steps)| steps).map(Cow::Borrowed).collect(),
            Cow::Owned(_) => steps.into_iter().map(|step| Cow::Owned(step.to_owned())).collect(),
        };
        root.add(steps, pair.value(), &mut left);
    }
    root.is_cut = left == 0;
    root
}

/// Reads all pairs whose key is not known otherwise, each below its name.
pub(in super::super) fn rest(query: Query<'_>, is_known: impl Fn(&str) -> bool) -> Node<'_> {
    let (mut root, mut left) = (Node::default(), PLACES);
    for pair in query.pairs() {
        let key = pair.key();
        if is_known(&key) {
            continue;
        }
        // Brackets that are not closed are letters of the key.
        let (name, steps) = parts(&key).unwrap_or_else(|| (&key, Vec::new()));
        let steps = std::iter::once(name).chain(steps).map(|step| Cow::Owned(step.to_owned()));
        root.add(steps, pair.value(), &mut left);
    }
    root.is_cut = left == 0;
    root
}

/// Returns whether a key is a name, or a name with brackets after it.
pub(in super::super) fn is_below(key: &str, name: &str) -> bool {
    parts(key).is_some_and(|(first, _)| first == name)
}

/// Divides a key into its name and the texts in brackets. `None` for other brackets, and for too many.
fn parts(key: &str) -> Option<(&str, Vec<&str>)> {
    let Some(start) = key.find('[') else { return Some((key, Vec::new())) };
    let (name, mut rest) = key.split_at(start);
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let (step, after) = rest.strip_prefix('[')?.split_once(']')?;
        if step.contains('[') || steps.len() == DEPTH {
            return None;
        }
        steps.push(step);
        rest = after;
    }
    Some((name, steps))
}

#[cfg(test)]
mod tests {
    use super::{PLACES, is_below, parts, tree};
    use crate::codec::query::Query;

    #[test]
    fn brackets_are_steps() {
        assert_eq!(parts("a"), Some(("a", vec![])));
        assert_eq!(parts("a[b][0][]"), Some(("a", vec!["b", "0", ""])));
        for key in ["a[", "a[b", "a[b]c", "a[[b]]", "a]b["] {
            assert_eq!(parts(key), None, "{key}");
        }
        assert_eq!(parts(&format!("a{}", "[x]".repeat(17))), None);
    }

    #[test]
    fn a_tree_has_the_values_below_a_name() {
        let query = Query::new("f[a]=1&g[a]=2&f%5Bb%5D%5Bc%5D=x+y&f[a]=3&f=z&f[d");
        let root = tree(query, |name| name == "f");
        assert_eq!(root.texts, [Some("z".into())]);
        assert_eq!(root.members["a"].texts, [Some("1".into()), Some("3".into())]);
        assert_eq!(root.members["b"].members["c"].texts, [Some("x y".into())]);
        assert_eq!(root.members.len(), 2);
    }

    #[test]
    fn a_tree_has_a_bounded_number_of_places() {
        let few = (0..PLACES - 1).map(|number| format!("f[{number}]=1")).collect::<Vec<_>>().join("&");
        assert!(!tree(Query::new(&few), |name| name == "f").is_cut);
        let many = (0..PLACES).map(|number| format!("f[{number}][][][]=1")).collect::<Vec<_>>().join("&");
        let root = tree(Query::new(&many), |name| name == "f");
        assert!(root.is_cut && root.members.len() <= PLACES / 4);
        // One place has any number of values.
        let list = (0..PLACES * 2).map(|number| format!("f[]={number}")).collect::<Vec<_>>().join("&");
        assert_eq!(tree(Query::new(&list), |name| name == "f").members[""].texts.len(), PLACES * 2);
    }

    #[test]
    fn a_name_is_compared_as_a_whole() {
        assert!(is_below("filter[a]", "filter") && is_below("filter", "filter"));
        assert!(!is_below("filters[a]", "filter") && !is_below("filter]", "filter"));
    }
}
