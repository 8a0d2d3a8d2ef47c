//! The expected result of routing, by a linear search over the endpoints. It shares no code with the routing tree.

use http::Method;

use api_core::codec::Accept;
use api_core::context::{RawSegment, Slashes};
use api_core::description::{Description, Endpoint, Location, Segment, Verb, VerbSet};
use api_core::dialect::Dialect;
use api_core::model::Shape;

/// The result of routing a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// An endpoint, with its captures verbatim.
    Hit { endpoint: &'static str, captures: Vec<String>, dialect: Dialect },
    /// No endpoint for this method, and the verbs that the path allows. Empty if the path has no endpoint.
    Miss(VerbSet),
}

/// Names and verbatim values of captures.
type Captures<'p> = Vec<(&'static str, &'p str)>;

/// Returns the most specific endpoint that matches.
pub(crate) fn find(
    description: &Description,
    method: &Method,
    path: &str,
    accept: Option<&str>,
    slashes: Slashes,
) -> Verdict {
    let segments = split(path, slashes);
    let mut endpoints = description.endpoints.to_vec();
    endpoints.sort_by_key(|endpoint| specificity(endpoint));
    let mut allowed = VerbSet::EMPTY;
    let mut hit: Option<(&Endpoint, Captures<'_>, Dialect)> = None;
    for endpoint in &endpoints {
        let template = description.base.0.iter().chain(endpoint.path.0);
        let Some(captures) = captures(template, path, &segments, slashes) else { continue };
        if !readable(description, endpoint, &captures) {
            continue;
        }
        allowed = allowed.with(endpoint.verb);
        if endpoint.verb == Verb::Subscribe {
            allowed = allowed.with(Verb::Get);
        }
        let Some((dialect, named)) = answers(endpoint, description, method, accept) else { continue };
        // A subscription whose media type is named by `Accept` precedes a `GET` of the same path. Otherwise the more
        // specific path precedes.
        let better = match &hit {
            None => true,
            Some((other, ..)) => named && specificity(other) == specificity(endpoint),
        };
        if better {
            hit = Some((*endpoint, captures, dialect));
        }
    }
    match hit {
        None => Verdict::Miss(allowed),
        Some((endpoint, captures, dialect)) => {
            let captures = captures.into_iter().map(|(_, text)| text.to_owned()).collect();
            Verdict::Hit { endpoint: endpoint.name, captures, dialect }
        }
    }
}

/// Returns the dialect in which an endpoint answers a method, and whether `Accept` names it. `None` if it does not
/// answer the method.
fn answers(
    endpoint: &Endpoint,
    description: &Description,
    method: &Method,
    accept: Option<&str>,
) -> Option<(Dialect, bool)> {
    let method = if *method == Method::HEAD { "GET" } else { method.as_str() };
    let plain = |other: &Endpoint| other.verb == Verb::Get && other.exchange.terms().is_none();
    if endpoint.exchange.terms().is_some() {
        // No generated request opens a WebSocket. Therefore the endpoint is reached only if no other has its path.
        let alone = !description.endpoints.iter().any(|other| {
            specificity(other) == specificity(endpoint) && (plain(other) || other.verb == Verb::Subscribe)
        });
        return (method == "GET" && alone).then_some((Dialect::WebSocket, false));
    }
    let accept = Accept::new(accept);
    let weight = |dialect: &Dialect| accept.quality(dialect.media_type());
    let named = Dialect::BY_ACCEPT.into_iter().filter(|dialect| accept.names(dialect.media_type()));
    let named = named.reduce(|best, other| if weight(&other) > weight(&best) { other } else { best });
    if method == endpoint.verb.as_str() {
        let streams = endpoint.verb == Verb::Post && endpoint.exchange.is_subscription();
        return Some((if streams { named.unwrap_or_default() } else { Dialect::Elements }, false));
    }
    if method != "GET" || endpoint.verb != Verb::Subscribe {
        return None;
    }
    let beside = |other: &&&Endpoint| plain(other) && specificity(other) == specificity(endpoint);
    let beside = description.endpoints.iter().filter(beside);
    let shared = beside.clone().next().is_some();
    let outweighed = named.is_some_and(|stream| {
        let mut media_types = beside.clone().flat_map(|other| other.outputs).filter_map(|output| output.media_type);
        media_types.any(|media_type| accept.quality(media_type) > weight(&stream))
    });
    match named.filter(|_| !outweighed) {
        Some(dialect) => Some((dialect, true)),
        None if shared => None,
        None => Some((Dialect::ServerSentEvents, false)),
    }
}

/// Returns a sort key: by segment, a literal precedes a capture and a capture precedes a wildcard. Templates of the
/// same paths have the same key.
fn specificity(endpoint: &Endpoint) -> Vec<(u8, &'static str)> {
    let rank = |segment: &Segment| match segment {
        Segment::Literal(text) => (0, *text),
        Segment::Capture(_) => (1, ""),
        Segment::Wildcard(_) => (2, ""),
    };
    endpoint.path.0.iter().map(rank).collect()
}

/// Splits the path into the spans of its segments.
fn split(path: &str, slashes: Slashes) -> Vec<(usize, usize)> {
    if path == "/" || path == "*" {
        return Vec::new();
    }
    let end = match slashes {
        Slashes::Strict => path.len(),
        Slashes::IgnoreTrailing => path.strip_suffix('/').unwrap_or(path).len(),
        Slashes::Merge => path.trim_end_matches('/').len(),
    };
    let mut start = 1;
    let mut spans = Vec::new();
    for piece in path.get(1..end).unwrap_or_default().split('/') {
        spans.push((start, start + piece.len()));
        start += piece.len() + 1;
    }
    if slashes == Slashes::Merge {
        spans.retain(|(start, end)| start != end);
    }
    spans
}

/// Returns the captures if the template matches the whole path.
fn captures<'p>(
    template: impl Iterator<Item = &'static Segment>,
    path: &'p str,
    segments: &[(usize, usize)],
    slashes: Slashes,
) -> Option<Captures<'p>> {
    let mut captures = Vec::new();
    let mut rest = segments.iter();
    for step in template {
        if let Segment::Wildcard(name) = step {
            let (start, _) = rest.next()?;
            // A wildcard captures one span of the path. Slashes inside it stay, whatever the policy on slashes.
            let (_, end) = rest.next_back().unwrap_or(segments.last()?);
            let text = path.get(*start..*end).filter(|text| !text.is_empty())?;
            captures.push((*name, text));
            return Some(captures);
        }
        let Some((start, end)) = rest.next() else {
            // Where slashes at the end are ignored, one in the template is too.
            let is_ignored = slashes != Slashes::Strict && matches!(step, Segment::Literal(""));
            return is_ignored.then_some(captures);
        };
        let text = path.get(*start..*end)?;
        match step {
            Segment::Literal(literal) if RawSegment(text).is(literal) => {}
            Segment::Capture(name) if !text.is_empty() => captures.push((*name, text)),
            _ => return None,
        }
    }
    rest.next().is_none().then_some(captures)
}

/// Returns whether every captured segment could be a value of its capture's type.
fn readable(description: &Description, endpoint: &Endpoint, captures: &[(&str, &str)]) -> bool {
    let own = captures.get(description.base.captures().count()..).unwrap_or_default();
    endpoint.parameters_in(Location::Path).all(|parameter| {
        let text = own.iter().find(|(name, _)| *name == parameter.name);
        let any = matches!(parameter.shape.without_newtypes(), Shape::Text { format: None } | Shape::Any);
        any || text
            .is_some_and(|(_, text)| RawSegment(text).decode().is_ok_and(|text| parameter.shape.could_parse(&text)))
    })
}
