//! The walk over an API's path tree: where a request's path and method find their endpoint.

#[cfg(feature = "websocket")]
use api_websocket::handshake::Upgrade;
use http::Method;

use crate::codec::{Accept, accept_list};
use crate::context::{Context, RawSegment, RoutingStep, Slashes};
use crate::description::{Condition, Endpoint, Leaf, Location, Node, Path, Patterns, Verb, VerbSet, is_any_text};
use crate::dialect::Dialect;
use crate::error::{Phase, Problem, Rejection};

/// The endpoint that [`walk`] found.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// The endpoint's number in the dispatch.
    pub number: u16,
    /// The endpoint's description.
    pub endpoint: &'static Endpoint,
    /// The dialect of its events, if it is a subscription.
    pub dialect: Dialect,
}

impl Hit {
    /// Returns whether the endpoint's response opens a WebSocket.
    pub(crate) fn opens_websocket(&self) -> bool {
        self.endpoint.exchange.terms().is_some() || self.dialect == Dialect::WebSocket
    }
}

/// Finds the endpoint of a request in a tree, from the context's position. `None` on a miss.
///
/// The result is that of trying every route in turn, the most specific first: at each segment the literal before text
/// beside captures, that before the capture, the capture before the wildcard, with backtracking if a path or method
/// does not fit. After a hit the context is at the end of the path and holds the captures. After a miss its position is
/// unchanged. Verbs and rejections are recorded as evidence.
///
/// ```
/// use api_core::Api as _;
/// use api_core::context::{Context, RoutingSettings};
/// use api_core::routing::walk;
/// # use api_core::{Error, api};
/// # #[api] trait Rooms { #[get("/rooms")] async fn rooms(&self) -> Result<Vec<String>, Error>; }
/// # struct Lobby;
/// # impl Rooms for Lobby {
/// #     async fn rooms(&self) -> Result<Vec<String>, Error> { Ok(vec!["lobby".to_owned()]) }
/// # }
///
/// let (head, ()) = http::Request::get("/rooms").body(()).unwrap().into_parts();
/// let mut context = Context::new(&head, RoutingSettings::default());
/// let hit = walk(RoomsApi::ROUTES, &mut context, RoomsApi::DESCRIPTION.base).unwrap();
/// assert_eq!(hit.endpoint.name, "rooms");
/// ```
pub fn walk(root: &Node, context: &mut Context<'_>, base: Path) -> Option<Hit> {
    let position = context.fork();
    let first_capture = position.captures();
    context.begin_walk();
    let hit = descend(root, context, base, first_capture);
    if hit.is_none() {
        context.restore(position);
    }
    hit
}

/// Follows the path down the tree. It recurses only at nodes with several matching children, at most to the depth of
/// the tree.
fn descend(root: &Node, context: &mut Context<'_>, base: Path, first_capture: usize) -> Option<Hit> {
    let mut node = root;
    loop {
        context.note_node();
        let before = node.patterns.map(|_| context.fork());
        // Most nodes have one literal only, and most segments are it as it is written.
        if let ([(literal, next)], None, None) = (node.literals, node.capture, before)
            && context.pop_literal(literal)
        {
            node = next;
            continue;
        }
        let Some(segment) = context.pop_segment() else {
            let hit = select(node.leaves, context, base, first_capture);
            let slashed = without_slash(node, context);
            return if hit.is_some() || slashed.is_empty() {
                hit
            } else {
                select(slashed, context, base, first_capture)
            };
        };
        if let Some(next) = child(node, segment) {
            if node.capture.is_none() && before.is_none() {
                node = next;
                continue;
            }
            let after = context.fork();
            let hit = descend(next, context, base, first_capture);
            if hit.is_some() {
                return hit;
            }
            context.restore(after);
        }
        if let Some(patterns) = node.patterns {
            let after = context.fork();
            for (parts, next) in patterns.mixed {
                if context.keep_parts(segment, parts) {
                    let hit = descend(next, context, base, first_capture);
                    if hit.is_some() {
                        return hit;
                    }
                    context.restore(after);
                }
            }
        }
        if let Some(next) = node.capture
            && context.keep(segment)
        {
            if before.is_none() {
                node = next;
                continue;
            }
            let hit = descend(next, context, base, first_capture);
            if hit.is_some() {
                return hit;
            }
        }
        context.restore(before?);
        return wildcards(node.patterns?, context, base, first_capture);
    }
}

/// Returns the node below the literal that a segment equals, as it is written or after decoding.
#[inline]
fn child(node: &Node, segment: RawSegment<'_>) -> Option<&'static Node> {
    if node.literals.is_empty() {
        return None;
    }
    let written = node.literals.iter().find(|(literal, _)| *literal == segment.0);
    let found = match written {
        None if segment.0.as_bytes().contains(&b'%') => node.literals.iter().find(|(literal, _)| segment.is(literal)),
        _ => written,
    };
    found.map(|(_, next)| next)
}

/// Captures several segments at once: first those before the most segments that a path has after its wildcard, at last
/// the rest of the path. A path has one wildcard, so that each is tried once, in a time that grows with the path.
fn wildcards(patterns: &Patterns, context: &mut Context<'_>, base: Path, first_capture: usize) -> Option<Hit> {
    let before = context.fork();
    for (length, next) in patterns.tails {
        // Where slashes at the end are ignored, one in the template is no segment.
        let without_slash = if context.settings().slashes == Slashes::Strict { None } else { length.checked_sub(1) };
        for others in [Some(*length), without_slash].into_iter().flatten() {
            if context.capture_before(others).is_some() {
                let hit = descend(next, context, base, first_capture);
                if hit.is_some() {
                    return hit;
                }
            }
            context.restore(before);
        }
    }
    if patterns.wildcard.is_empty() {
        return None;
    }
    context.capture_rest().and_then(|_| select(patterns.wildcard, context, base, first_capture))
}

/// Returns the endpoints whose paths end with a slash, where slashes at the end are ignored.
fn without_slash(node: &Node, context: &Context<'_>) -> &'static [Leaf] {
    let trailing = node.literals.iter().find(|(literal, _)| literal.is_empty());
    match trailing {
        Some((_, node)) if context.settings().slashes != Slashes::Strict => node.leaves,
        _ => &[],
    }
}

/// Selects the endpoint of one path that fits the request best, and records the verbs of all.
fn select(leaves: &[Leaf], context: &mut Context<'_>, base: Path, first_capture: usize) -> Option<Hit> {
    let requested = Verb::of(context.method());
    if let Some((verbs, leaf)) = by_method(leaves, requested) {
        return reached(leaf.map(|leaf| (leaf, Dialect::Elements)), verbs, context, base, first_capture);
    }
    let mut verbs = VerbSet::EMPTY;
    let mut best: Option<(Fit, &Leaf, Dialect)> = None;
    let mut plain = None;
    for leaf in leaves {
        let endpoint = leaf.endpoint;
        if leaf.checked && !(has_all(endpoint.conditions, context) && readable(endpoint, context, base, first_capture))
        {
            continue;
        }
        verbs = verbs.union(endpoint.verbs());
        if requested == Some(Verb::Options) {
            context.evidence_mut().candidate(endpoint);
        }
        let fitting = requested.and_then(|requested| fit(endpoint, requested, context));
        // The first has the most conditions.
        if let Some((Fit::Method, dialect)) = fitting
            && plain.is_none()
        {
            plain = Some((Fit::Method, leaf, dialect));
        }
        if let Some((fit, dialect)) = fitting
            && best.is_none_or(|(known, ..)| known < fit)
        {
            best = Some((fit, leaf, dialect));
        }
    }
    if let (Some((Fit::NamedStream, _, dialect)), Some((_, leaf, _))) = (best, plain)
        && prefers_plain(leaf.endpoint, dialect, context)
    {
        best = plain;
    }
    reached(best.map(|(_, leaf, dialect)| (leaf, dialect)), verbs, context, base, first_capture)
}

/// Returns the verbs of a path, and its endpoint for the request, if the method alone decides: most paths have
/// endpoints without conditions, with one response each.
#[inline]
fn by_method(leaves: &[Leaf], requested: Option<Verb>) -> Option<(VerbSet, Option<&Leaf>)> {
    let wanted = match requested {
        // A preflight request is none for an endpoint.
        Some(Verb::Options) => return None,
        Some(Verb::Head) => Some(Verb::Get),
        requested => requested,
    };
    let (mut verbs, mut found) = (VerbSet::EMPTY, None);
    for leaf in leaves {
        let verb = leaf.endpoint.verb;
        let is_reached_otherwise = matches!(verb, Verb::Head | Verb::Subscribe);
        if leaf.checked || is_reached_otherwise || !leaf.endpoint.exchange.is_unary() {
            return None;
        }
        verbs = verbs.with(verb);
        if Some(verb) == wanted {
            found = found.or(Some(leaf));
        }
    }
    Some((verbs, found))
}

/// Records the verbs of a path and the endpoint that was selected.
#[inline]
fn reached(
    selected: Option<(&Leaf, Dialect)>,
    verbs: VerbSet,
    context: &mut Context<'_>,
    base: Path,
    first_capture: usize,
) -> Option<Hit> {
    context.evidence_mut().allow(verbs);
    let Some((Leaf { number, endpoint, .. }, dialect)) = selected else {
        if !verbs.is_empty() {
            context.evidence_mut().step(|| RoutingStep::WrongMethod(verbs));
        }
        return None;
    };
    context.reach(endpoint, base, first_capture);
    context.evidence_mut().step(|| RoutingStep::Reached(endpoint.name));
    Some(Hit { number: *number, endpoint, dialect })
}

/// The degree to which an endpoint fits a request for its path, from worst to best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// A WebSocket endpoint for a plain `GET`: it answers that an upgrade is required.
    UpgradeRequired,
    /// A subscription for a `GET` whose `Accept` names no stream: it answers with server-sent events.
    Stream,
    /// An endpoint of the request's own method.
    Method,
    /// A subscription whose media type `Accept` names, or that an upgrade asks for. An endpoint of the method takes
    /// precedence if `Accept` weighs it higher.
    NamedStream,
    /// A WebSocket endpoint for an upgrade.
    Upgrade,
    /// An endpoint of its own for `HEAD`.
    Head,
}

/// Returns how well an endpoint fits the verb that is requested, and the dialect of its response. `None` if it does not
/// fit.
fn fit(endpoint: &'static Endpoint, requested: Verb, context: &mut Context<'_>) -> Option<(Fit, Dialect)> {
    let wanted = if requested == Verb::Head { Verb::Get } else { requested };
    if endpoint.exchange.terms().is_some() {
        let fit = if asks_for_websocket(context) { Fit::Upgrade } else { Fit::UpgradeRequired };
        return (wanted == Verb::Get).then_some((fit, Dialect::WebSocket));
    }
    if wanted == endpoint.verb {
        if wanted == Verb::Options && is_preflight(context) {
            return None;
        }
        let is_chosen = wanted == Verb::Post && endpoint.exchange.is_subscription();
        let dialect = if is_chosen { named_dialect(context).unwrap_or_default() } else { Dialect::Elements };
        return Some((Fit::Method, dialect));
    }
    if endpoint.verb == Verb::Head && requested == Verb::Head {
        return Some((Fit::Head, Dialect::Elements));
    }
    if wanted != Verb::Get || endpoint.verb != Verb::Subscribe {
        return None;
    }
    if asks_for_websocket(context) {
        return Some((Fit::NamedStream, Dialect::WebSocket));
    }
    let named = named_dialect(context);
    Some((if named.is_some() { Fit::NamedStream } else { Fit::Stream }, named.unwrap_or_default()))
}

/// Returns whether a browser asks which requests a page may send (CORS). The answer is that of the service.
fn is_preflight(context: &mut Context<'_>) -> bool {
    context.header_text("origin").is_some() && context.header_text("access-control-request-method").is_some()
}

/// Returns the dialect that `Accept` names.
fn named_dialect(context: &mut Context<'_>) -> Option<Dialect> {
    context.evidence_mut().read_header("accept");
    let accept = accept_list(&context.head().headers);
    let named = Accept::new(accept.as_deref()).choose_named(&Dialect::BY_ACCEPT.map(Dialect::media_type));
    named.and_then(|index| Dialect::BY_ACCEPT.get(index).copied())
}

/// Returns whether `Accept` weighs a media type of an endpoint higher than the stream that it names too (RFC 9110
/// §12.5.1). An upgrade was not chosen by `Accept`.
fn prefers_plain(endpoint: &'static Endpoint, stream: Dialect, context: &Context<'_>) -> bool {
    if stream == Dialect::WebSocket {
        return false;
    }
    let accept = accept_list(&context.head().headers);
    let accept = Accept::new(accept.as_deref());
    let mut offered = endpoint.outputs.iter().filter_map(|output| output.media_type);
    offered.any(|media_type| accept.quality(media_type) > accept.quality(stream.media_type()))
}

/// Returns whether the request has what conditions name. A preflight request does not have the header fields of the
/// request that it is for.
fn has_all(conditions: &[Condition], context: &mut Context<'_>) -> bool {
    conditions.iter().all(|condition| match (condition.location, condition.value) {
        (Location::Header, _) if *context.method() == Method::OPTIONS && is_preflight(context) => true,
        (Location::Header, Some(value)) => context.expect_header(condition.name, value),
        (Location::Header, None) => context.has_header(condition.name),
        (_, value) => {
            context.evidence_mut().read_query(condition.name);
            let mut pairs = context.raw_query().pairs().filter(|pair| pair.has_key(condition.name));
            pairs.any(|pair| value.is_none_or(|value| pair.value().is_some_and(|found| found == value)))
        }
    })
}

/// Returns whether every captured segment could be a value of its capture's type (phase P1). Text accepts any segment.
fn readable(endpoint: &'static Endpoint, context: &mut Context<'_>, base: Path, first_capture: usize) -> bool {
    let base_captures = base.captures().count();
    let position = context.fork();
    let parameters = endpoint.parameters_in(Location::Path);
    for parameter in parameters.filter(|parameter| !is_any_text(parameter.shape)) {
        // Parameters are in the order of the method's arguments, captures in the order of the path.
        let index = endpoint.path.captures().position(|capture| capture == parameter.name);
        let segment = index.and_then(|index| context.captured_at(first_capture + base_captures + index));
        let text = segment.and_then(|segment| segment.decode().ok());
        if !text.as_ref().is_some_and(|text| parameter.shape.could_parse(text)) {
            let problem = Problem::invalid_capture(parameter.name, &text.unwrap_or_default(), parameter.shape);
            context.evidence_mut().step(|| RoutingStep::Unreadable(endpoint.name));
            context.evidence_mut().reject(Rejection::new(Phase::Capture, position.depth(), problem));
            return false;
        }
    }
    true
}

/// Returns whether the request asks for a WebSocket, over any version of HTTP.
#[cfg(feature = "websocket")]
pub(crate) fn asks_for_websocket(context: &Context<'_>) -> bool {
    context.head().extensions.get::<Upgrade>().is_some()
}

/// Returns false: without the feature `websocket` no request is upgraded.
#[cfg(not(feature = "websocket"))]
pub(crate) fn asks_for_websocket(_: &Context<'_>) -> bool {
    false
}
