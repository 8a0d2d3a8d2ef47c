//! Positions in the tree of an API below a prefix, in constants.

use crate::description::{Leaf, Node, Step, Template};
use crate::model::same;

/// A position in the tree of an API below a prefix.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'p> {
    prefix: &'p [Step],
    node: &'static Node,
}

impl<'p> Cursor<'p> {
    pub(super) const fn new(prefix: &'p Template, node: &'static Node) -> Self {
        Self { prefix: prefix.steps(), node }
    }

    pub(super) const fn leaves(self) -> &'static [Leaf] {
        if self.prefix.is_empty() { self.node.leaves } else { &[] }
    }

    pub(super) const fn wildcard(self) -> &'static [Leaf] {
        if self.prefix.is_empty() { self.node.wildcard } else { &[] }
    }

    /// Returns the number of literals that can follow.
    pub(super) const fn literals(self) -> usize {
        if self.prefix.is_empty() { self.node.literals.len() } else { 1 }
    }

    /// Returns a literal that can follow, and the position after it.
    pub(super) const fn literal(self, index: usize) -> (&'static str, Self) {
        if let [Step::Literal(text), rest @ ..] = self.prefix {
            return (text, Self { prefix: rest, node: self.node });
        }
        let (text, node) = &self.node.literals[index];
        (text, Self { prefix: &[], node })
    }

    /// Returns the position after a literal, if it can follow.
    pub(super) const fn find(self, text: &str) -> Option<Self> {
        if let [Step::Literal(own), rest @ ..] = self.prefix {
            return if same(own, text) { Some(Self { prefix: rest, node: self.node }) } else { None };
        }
        let mut rest = self.node.literals;
        while let [(own, node), others @ ..] = rest {
            if same(own, text) {
                return Some(Self { prefix: &[], node });
            }
            rest = others;
        }
        None
    }

    /// Returns the position after a capture, if one can follow.
    pub(super) const fn capture(self) -> Option<Self> {
        match self.node.capture {
            Some(node) if self.prefix.is_empty() => Some(Self { prefix: &[], node }),
            _ => None,
        }
    }
}
