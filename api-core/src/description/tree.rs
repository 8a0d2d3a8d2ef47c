//! The paths of an API as a constant tree, merged by prefix. Routing walks it.

use crate::model::Shape;

use super::{Endpoint, Location};

/// A node of the tree. `#[api]` writes it as a constant: literals first, then the capture, then the wildcard.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// The literal segments that may follow.
    pub literals: &'static [(&'static str, Node)],
    /// The node for any one segment.
    pub capture: Option<&'static Node>,
    /// The endpoints that capture the rest of the path.
    pub wildcard: &'static [Leaf],
    /// The endpoints of the path that ends here.
    pub leaves: &'static [Leaf],
}

impl Node {
    /// A node without children, for struct update syntax in generated code.
    pub const EMPTY: Self = Self { literals: &[], capture: None, wildcard: &[], leaves: &[] };
}

/// An endpoint at a node.
#[derive(Debug, Clone, Copy)]
pub struct Leaf {
    /// Its number in the dispatch.
    pub number: u16,
    /// Its description.
    pub endpoint: &'static Endpoint,
    /// Whether a capture has a type that some segments do not fit.
    pub(crate) typed: bool,
}

impl Leaf {
    /// Creates a leaf from an endpoint and its number in the dispatch.
    pub const fn new(number: u16, endpoint: &'static Endpoint) -> Self {
        let mut typed = false;
        let mut index = 0;
        while index < endpoint.parameters.len() {
            let parameter = &endpoint.parameters[index];
            typed = typed || matches!(parameter.location, Location::Path) && !is_any_text(parameter.shape);
            index += 1;
        }
        Self { number, endpoint, typed }
    }
}

/// Returns whether two routes never match the same path: at least one capture cannot be the literal it would match.
pub const fn disjoint(meetings: &[(&Shape, &str)]) -> bool {
    let mut index = 0;
    while index < meetings.len() {
        let (shape, literal) = meetings[index];
        if !shape.could_parse(literal) {
            return true;
        }
        index += 1;
    }
    false
}

/// Returns whether every segment fits the shape. Such a capture is not checked before the handler decodes it.
pub(crate) const fn is_any_text(shape: &Shape) -> bool {
    matches!(shape.without_newtypes(), Shape::Text { format: None } | Shape::Any)
}
