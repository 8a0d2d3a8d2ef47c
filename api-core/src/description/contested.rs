//! Endpoints whose captures can have values that make the path of another endpoint.

use super::crossing::{could_be, could_match, shape_of};
use super::{Endpoint, Exchange, Leaf, Node, Parameter, Part, Path, Segment};

/// Returns whether some values of an endpoint's captures may make a path that routing gives to another endpoint of the
/// same method. In cases of doubt it may.
pub(crate) const fn is_contested(root: &'static Node, base: Path, endpoint: &Endpoint) -> bool {
    if let Exchange::Duplex(_) | Exchange::Handover(_) = endpoint.exchange {
        return false;
    }
    let mut node = root;
    let mut segments = base.0;
    while let [segment, rest @ ..] = segments {
        let Some(next) = below(node, segment, 0) else { return false };
        node = next;
        segments = rest;
    }
    let mut segments = endpoint.path.0;
    while let [segment, rest @ ..] = segments {
        if has_earlier(node, segment, endpoint) {
            return true;
        }
        let Some(next) = below(node, segment, rest.len()) else { return false };
        node = next;
        segments = rest;
    }
    false
}

/// Returns the node below a segment of a template. `others`: the number of segments after it.
const fn below(node: &'static Node, segment: &Segment, others: usize) -> Option<&'static Node> {
    match segment {
        Segment::Literal(text) => {
            let mut rest = node.literals;
            while let [(literal, next), after @ ..] = rest {
                if crate::model::same(literal, text) {
                    return Some(next);
                }
                rest = after;
            }
            None
        }
        Segment::Capture(_) => node.capture,
        Segment::Mixed(parts) => {
            let mut rest = node.mixed();
            while let [(mixed, next), after @ ..] = rest {
                if super::mixed::covers(mixed, parts) && super::mixed::covers(parts, mixed) {
                    return Some(next);
                }
                rest = after;
            }
            None
        }
        Segment::Wildcard(_) => {
            let mut rest = node.tails();
            while let [(length, next), after @ ..] = rest {
                if *length == others {
                    return Some(next);
                }
                rest = after;
            }
            None
        }
    }
}

/// Returns whether a walk tries something at a node before the segment of an endpoint that may match its values too.
const fn has_earlier(node: &'static Node, segment: &Segment, endpoint: &Endpoint) -> bool {
    let parameters = Some(endpoint.parameters);
    let mut rest = node.literals;
    while let [(literal, next), after @ ..] = rest {
        if may_be(segment, parameters, literal) && answers(next, endpoint) {
            return true;
        }
        rest = after;
    }
    if let Segment::Literal(_) = segment {
        return false;
    }
    let mut rest = node.mixed();
    while let [(mixed, next), after @ ..] = rest {
        if let Segment::Mixed(own) = segment
            && super::mixed::covers(mixed, own)
        {
            // Itself, and after it are those with less text.
            return false;
        }
        if may_have(segment, mixed) && answers(next, endpoint) {
            return true;
        }
        rest = after;
    }
    if !matches!(segment, Segment::Wildcard(_)) {
        return false;
    }
    match node.capture {
        Some(next) if answers(next, endpoint) => true,
        _ => has_tail(node, endpoint),
    }
}

const fn has_tail(node: &'static Node, endpoint: &Endpoint) -> bool {
    let mut tails = node.tails();
    while let [(_, next), after @ ..] = tails {
        if answers(next, endpoint) {
            return true;
        }
        tails = after;
    }
    false
}

const fn may_be(segment: &Segment, parameters: Option<&'static [Parameter]>, literal: &str) -> bool {
    match segment {
        Segment::Literal(_) => false,
        Segment::Capture(name) => could_be(shape_of(parameters, name), literal),
        Segment::Mixed(parts) => could_match(parts, parameters, literal),
        Segment::Wildcard(_) => true,
    }
}

const fn may_have(segment: &Segment, mixed: &[Part]) -> bool {
    match segment {
        Segment::Mixed(parts) => super::mixed::meet(parts, mixed),
        _ => true,
    }
}

/// Returns whether another endpoint of the method is at or below a node.
const fn answers(node: &'static Node, endpoint: &Endpoint) -> bool {
    if has_verb(node.leaves, endpoint) || has_verb(node.wildcard(), endpoint) || has_tail(node, endpoint) {
        return true;
    }
    let mut rest = node.literals;
    while let [(_, next), after @ ..] = rest {
        if answers(next, endpoint) {
            return true;
        }
        rest = after;
    }
    let mut rest = node.mixed();
    while let [(_, next), after @ ..] = rest {
        if answers(next, endpoint) {
            return true;
        }
        rest = after;
    }
    match node.capture {
        Some(next) => answers(next, endpoint),
        None => false,
    }
}

const fn has_verb(mut leaves: &'static [Leaf], endpoint: &Endpoint) -> bool {
    while let [leaf, rest @ ..] = leaves {
        let is_itself = crate::model::same(leaf.endpoint.name, endpoint.name);
        if leaf.endpoint.verb as u8 == endpoint.verb as u8 && !is_itself {
            return true;
        }
        leaves = rest;
    }
    false
}
