//! An API's paths as a constant tree, and the one function that walks it.

use http::Method;

use crate::codec::Accept;
use crate::context::{Context, Step};
use crate::description::{Endpoint, Location, Path, Verb, VerbSet};
use crate::dialect::Dialect;
use crate::error::{Phase, Problem, Rejection};
use crate::model::Shape;

use super::converse::asks_for_socket;

/// A place in the tree. `#[api]` writes it as a constant, merged by prefix: literals first, then the capture, then the wildcard.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// The literal segments that may follow.
    pub literals: &'static [(&'static str, Node)],
    /// Where any one segment leads.
    pub capture: Option<&'static Node>,
    /// The endpoints that take the rest of the path, whatever it is.
    pub wildcard: &'static [Leaf],
    /// The endpoints of the path that ends here.
    pub leaves: &'static [Leaf],
}

/// An endpoint at a place.
#[derive(Debug, Clone, Copy)]
pub struct Leaf {
    /// Its number in the dispatch.
    pub number: u16,
    /// What it is.
    pub endpoint: &'static Endpoint,
    /// Whether a capture has a type that not every segment is.
    typed: bool,
}

impl Leaf {
    /// An endpoint with its number in the dispatch.
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

/// What a walk found.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// The endpoint's number in the dispatch.
    pub number: u16,
    /// What it is.
    pub endpoint: &'static Endpoint,
    /// How events are written, if it is a subscription.
    pub dialect: Dialect,
}

impl Node {
    /// An empty place, for struct update in generated code.
    pub const EMPTY: Self = Self { literals: &[], capture: None, wildcard: &[], leaves: &[] };

    /// Walks the path from where the context stands.
    ///
    /// Behaves as trying every route one after the other, most specific first: a literal before a capture at each segment,
    /// going back when a path or method does not fit. On a hit the context's position is at the end of the path with the captures
    /// made; on a miss it is where it was, and verbs and rejections are evidence.
    pub fn walk(&self, context: &mut Context<'_>, base: Path) -> Option<Hit> {
        let position = context.fork();
        let first_capture = position.captures();
        let hit = self.descend(context, base, first_capture);
        if hit.is_none() {
            context.restore(position);
        }
        hit
    }

    /// Goes down as long as there is one way; where there are several it recurses, no deeper than the tree itself is.
    fn descend(&self, context: &mut Context<'_>, base: Path, first_capture: usize) -> Option<Hit> {
        let mut node = self;
        loop {
            let before = (!node.wildcard.is_empty()).then(|| context.fork());
            let Some(segment) = context.pop_segment() else {
                return select(node.leaves, context, base, first_capture);
            };
            let literal = node.literals.iter().find(|(literal, _)| context.equals(segment, literal));
            if let Some((_, next)) = literal {
                if node.capture.is_none() && before.is_none() {
                    node = next;
                    continue;
                }
                let after = context.fork();
                let hit = next.descend(context, base, first_capture);
                if hit.is_some() {
                    return hit;
                }
                context.restore(after);
            }
            if let Some(next) = node.capture
                && context.keep(segment)
            {
                if before.is_none() {
                    node = next;
                    continue;
                }
                let hit = next.descend(context, base, first_capture);
                if hit.is_some() {
                    return hit;
                }
            }
            context.restore(before?);
            return context.capture_rest().and_then(|_| select(node.wildcard, context, base, first_capture));
        }
    }
}

/// Chooses among the endpoints of one path by method, and by what `Accept` names where a subscription and a plain `GET` share it.
fn select(leaves: &[Leaf], context: &mut Context<'_>, base: Path, first_capture: usize) -> Option<Hit> {
    let mut verbs = VerbSet::EMPTY;
    let mut chosen: Option<(&Leaf, Dialect)> = None;
    let method = context.method();
    let wanted = if *method == Method::HEAD { Some(Verb::Get) } else { Verb::of(method) };
    // A plain `GET` that is there answers whatever names nothing better.
    let plain = || leaves.iter().any(|leaf| leaf.endpoint.verb == Verb::Get && leaf.endpoint.exchange.is_unary());
    for leaf in leaves {
        if leaf.typed && !readable(leaf.endpoint, context, base, first_capture) {
            continue;
        }
        let exchange = &leaf.endpoint.exchange;
        verbs = verbs.with(leaf.endpoint.verb);
        if exchange.is_subscription() {
            verbs = verbs.with(Verb::Get);
        }
        if *context.method() == Method::OPTIONS {
            context.evidence_mut().candidate(leaf.endpoint);
        }
        if exchange.terms().is_some() {
            // Without an upgrade it answers that one is required, unless something else answers.
            if wanted == Some(Verb::Get) && (asks_for_socket(context) || chosen.is_none() && !plain()) {
                chosen = Some((leaf, Dialect::WebSocket));
            }
        } else if wanted == Some(leaf.endpoint.verb) {
            let better = chosen.is_some_and(|(_, dialect)| dialect != Dialect::Elements);
            if !better {
                chosen = Some((leaf, Dialect::Elements));
            }
        } else if wanted == Some(Verb::Get) && exchange.is_subscription() {
            let taken = chosen.is_some_and(|(other, _)| other.endpoint.exchange.terms().is_some());
            if asks_for_socket(context) {
                if !taken {
                    chosen = Some((leaf, Dialect::WebSocket));
                }
                continue;
            }
            let accept = Accept::new(context.header_text("accept"));
            let named = Dialect::OVER_GET.into_iter().find(|dialect| accept.names(dialect.media_type()));
            match named {
                Some(dialect) => chosen = Some((leaf, dialect)),
                None if (chosen.is_none() || taken) && !plain() => {
                    chosen = Some((leaf, Dialect::ServerSentEvents));
                }
                None => {}
            }
        }
    }
    context.evidence_mut().allow(verbs);
    if let Some((leaf, dialect)) = chosen {
        context.reach(leaf.endpoint, base, first_capture);
        context.evidence_mut().step(|| Step::Reached(leaf.endpoint.name));
        return Some(Hit { number: leaf.number, endpoint: leaf.endpoint, dialect });
    }
    if !verbs.is_empty() {
        context.evidence_mut().step(|| Step::WrongMethod(verbs));
    }
    None
}

/// Phase P1: whether every capture could be what the endpoint takes. A capture of text always could.
fn readable(endpoint: &'static Endpoint, context: &mut Context<'_>, base: Path, first_capture: usize) -> bool {
    let base_captures = base.captures().count();
    let position = context.fork();
    let parameters = endpoint.parameters_in(Location::Path);
    for parameter in parameters.filter(|parameter| !is_any_text(parameter.shape)) {
        // Arguments stand in the order of the method, captures in that of the path.
        let index = endpoint.path.captures().position(|capture| capture == parameter.name);
        let segment = index.and_then(|index| context.captured_at(first_capture + base_captures + index));
        let text = segment.and_then(|segment| segment.decode().ok());
        if !text.as_ref().is_some_and(|text| parameter.shape.could_parse(text)) {
            let problem = Problem::invalid_capture(parameter.name, &text.unwrap_or_default(), parameter.shape);
            context.evidence_mut().step(|| Step::Unreadable(endpoint.name));
            context.evidence_mut().reject(Rejection::new(Phase::Capture, position.depth(), problem));
            return false;
        }
    }
    true
}

/// Whether captures keep two routes apart: at least one of these shapes cannot be the literal it meets.
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

/// Whether any segment is such a value, so that nothing need be looked at before the handler's own decoding.
const fn is_any_text(shape: &Shape) -> bool {
    matches!(shape.without_newtypes(), Shape::Text { format: None } | Shape::Any)
}
