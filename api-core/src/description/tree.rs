//! The paths of an API as a constant tree, merged by prefix. Routing walks it.

use crate::model::Shape;

use super::{Endpoint, Location, Part};

/// A node of the tree, which `#[api]` generates as a constant.
///
/// Routing tries the literals first, then text beside captures, then the capture, then the wildcard.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// The nodes below literal segments.
    pub literals: &'static [(&'static str, Node)],
    /// The node below a captured segment.
    pub capture: Option<&'static Node>,
    /// What few nodes have. In one place, so that a walk over other nodes makes one comparison.
    pub patterns: Option<&'static Patterns>,
    /// The endpoints of the path that ends here.
    pub leaves: &'static [Leaf],
}

impl Node {
    /// A node without children and endpoints, for struct update syntax in generated code.
    pub const EMPTY: Self = Self { literals: &[], capture: None, patterns: None, leaves: &[] };

    pub(crate) const fn mixed(&self) -> &'static [(&'static [Part], Node)] {
        match self.patterns {
            Some(patterns) => patterns.mixed,
            None => &[],
        }
    }

    pub(crate) const fn tails(&self) -> &'static [(usize, Node)] {
        match self.patterns {
            Some(patterns) => patterns.tails,
            None => &[],
        }
    }

    pub(crate) const fn wildcard(&self) -> &'static [Leaf] {
        match self.patterns {
            Some(patterns) => patterns.wildcard,
            None => &[],
        }
    }
}

/// The continuations of a node that are neither a literal nor a capture.
#[derive(Debug, Clone, Copy)]
pub struct Patterns {
    /// The nodes below segments with text beside captures, those with most text first: no segment then matches a
    /// later one that is more specific.
    pub mixed: &'static [(&'static [Part], Node)],
    /// The nodes below a wildcard with segments after it, by the number of these, the most first. They match the last
    /// segments of the path, and the wildcard all before.
    pub tails: &'static [(usize, Node)],
    /// The endpoints that capture the rest of the path.
    pub wildcard: &'static [Leaf],
}

impl Patterns {
    /// No continuations, for struct update syntax in generated code.
    pub const EMPTY: Self = Self { mixed: &[], tails: &[], wildcard: &[] };
}

/// An endpoint at a node.
#[derive(Debug, Clone, Copy)]
pub struct Leaf {
    /// The number of the endpoint in the dispatch.
    pub number: u16,
    /// The description of the endpoint.
    pub endpoint: &'static Endpoint,
    /// Whether there are conditions, or a capture has a type that does not accept every segment.
    pub(crate) checked: bool,
}

impl Leaf {
    /// Creates a leaf from an endpoint and its number in the dispatch.
    pub const fn new(number: u16, endpoint: &'static Endpoint) -> Self {
        let mut checked = !endpoint.conditions.is_empty();
        let mut index = 0;
        while index < endpoint.parameters.len() {
            let parameter = &endpoint.parameters[index];
            checked = checked || matches!(parameter.location, Location::Path) && !is_any_text(parameter.shape);
            index += 1;
        }
        Self { number, endpoint, checked }
    }
}

/// Returns whether every segment fits the shape. Such a capture is not checked before the handler decodes it.
pub(crate) const fn is_any_text(shape: &Shape) -> bool {
    matches!(shape.without_newtypes(), Shape::Text { format: None } | Shape::Any)
}
