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
        if self.prefix.is_empty() { self.node.wildcard() } else { &[] }
    }

    /// Returns the position after a wildcard that has segments after it, if one can follow.
    pub(super) const fn tail(self, index: usize) -> Option<Self> {
        let tails = self.node.tails();
        if self.prefix.is_empty() && index < tails.len() {
            Some(Self { prefix: &[], node: &tails[index].1 })
        } else {
            None
        }
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

    /// Returns the position after one of the segments with captures that can follow, with text beside them or without.
    pub(super) const fn open(self, index: usize) -> Option<Self> {
        if !self.prefix.is_empty() {
            return None;
        }
        let mixed = self.node.mixed();
        if index < mixed.len() {
            return Some(Self { prefix: &[], node: &mixed[index].1 });
        }
        match self.node.capture {
            Some(node) if index == mixed.len() => Some(Self { prefix: &[], node }),
            _ => None,
        }
    }
}
