//! The expected result of routing, by a linear search over the endpoints. It shares no code with the routing tree.

use http::{HeaderMap, Method, Uri};

use api_core::codec::Accept;
use api_core::context::{RawSegment, Slashes};
use api_core::description::{Description, Endpoint, Location, Part, Segment, Verb, VerbSet};
use api_core::dialect::Dialect;
use api_core::model::Shape;

use super::text::all_escaped;

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
    uri: &Uri,
    headers: &HeaderMap,
    slashes: Slashes,
) -> Verdict {
    let (path, query) = (uri.path(), uri.query().unwrap_or_default());
    let accept = headers.get("accept").and_then(|value| value.to_str().ok());
    let segments = split(path, slashes);
    let mut endpoints = description.endpoints.to_vec();
    let values = |endpoint: &Endpoint| endpoint.conditions.iter().filter(|one| one.value.is_some()).count();
    endpoints.sort_by_key(|endpoint| {
        let conditions = (endpoint.conditions.len(), values(endpoint));
        (specificity(endpoint), std::cmp::Reverse(conditions))
    });
    let mut allowed = VerbSet::EMPTY;
    let mut hit: Option<(&Endpoint, Captures<'_>, Dialect)> = None;
    for endpoint in &endpoints {
        let template = description.base.0.iter().chain(endpoint.path.0);
        let Some(captures) = captures(template, path, &segments, slashes) else { continue };
        let has_all = endpoint.conditions.iter().all(|condition| match condition.location {
            Location::Header => {
                let mut lines = headers.get_all(condition.name).iter();
                lines.any(|line| condition.value.is_none_or(|value| line.as_bytes() == value.as_bytes()))
            }
            _ => query.split('&').any(|pair| {
                let (key, value) = pair.split_once('=').map_or((pair, None), |(key, value)| (key, Some(value)));
                let is = |text: &str, literal: &str| RawSegment(&text.replace('+', "%20")).is(literal);
                is(key, condition.name) && condition.value.is_none_or(|wanted| value.is_some_and(|one| is(one, wanted)))
            }),
        });
        if !has_all || !readable(description, endpoint, &captures) {
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
            // One of its own for `HEAD`.
            Some((other, ..)) if other.verb == Verb::Head => false,
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
    if endpoint.verb == Verb::Head {
        return (*method == Method::HEAD).then_some((Dialect::Elements, true));
    }
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

/// Returns a sort key: by segment, a literal precedes text beside captures, of which that with most text is first, that
/// precedes a capture, and a capture precedes a wildcard. Templates of the same paths have the same key.
fn specificity(endpoint: &Endpoint) -> Vec<(u8, usize, String)> {
    let rank = |segment: &Segment| match segment {
        Segment::Literal(text) => (0, 0, (*text).to_owned()),
        Segment::Mixed(parts) => {
            let texts = parts.iter().map(|part| if let Part::Text(text) = part { *text } else { "{}" });
            let captures = parts.iter().filter(|part| matches!(part, Part::Capture(_))).count();
            let texts: String = texts.collect();
            (1, usize::MAX - (texts.len() - 2 * captures), texts)
        }
        Segment::Capture(_) => (2, 0, String::new()),
        // The most segments after it are first.
        Segment::Wildcard(_) => (3, usize::MAX - endpoint.path.0.len(), String::new()),
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
    let template: Vec<&Segment> = template.collect();
    let found = captures_of(&template, path, segments);
    match template.split_last() {
        // Where slashes at the end are ignored, one in the template is too.
        Some((Segment::Literal(""), before)) if slashes != Slashes::Strict => {
            found.or_else(|| captures_of(before, path, segments))
        }
        _ => found,
    }
}

fn captures_of<'p>(template: &[&Segment], path: &'p str, segments: &[(usize, usize)]) -> Option<Captures<'p>> {
    let each = |steps: &[&Segment], spans: &[(usize, usize)]| -> Option<Captures<'p>> {
        let pairs = steps.iter().zip(spans);
        let found = pairs.map(|(step, (start, end))| captures_in(step, path.get(*start..*end)?));
        Some(found.collect::<Option<Vec<_>>>()?.concat())
    };
    let Some(at) = template.iter().position(|step| matches!(step, Segment::Wildcard(_))) else {
        return if template.len() == segments.len() { each(template, segments) } else { None };
    };
    let (before, [wildcard, after @ ..]) = template.split_at_checked(at)? else { return None };
    let (first, rest) = segments.split_at_checked(at)?;
    let (taken, last) = rest.split_at_checked(rest.len().checked_sub(after.len())?)?;
    // A wildcard captures one span of the path. Slashes inside it stay, whatever the policy on slashes.
    let ((start, _), (_, end)) = (taken.first()?, taken.last()?);
    let text = path.get(*start..*end).filter(|text| !text.is_empty())?;
    let whole = wildcard.captures().map(|name| (name, text)).collect();
    Some([each(before, first)?, whole, each(after, last)?].concat())
}

/// Returns the captures in one segment. `None` if it does not match.
fn captures_in<'p>(step: &Segment, text: &'p str) -> Option<Captures<'p>> {
    match step {
        Segment::Literal(literal) => RawSegment(text).is(literal).then(Vec::new),
        Segment::Mixed(parts) => divided(parts, text),
        Segment::Capture(name) | Segment::Wildcard(name) => (!text.is_empty()).then(|| vec![(*name, text)]),
    }
}

/// Returns the captures of a segment that has text beside them: the first is the longest that is possible, then the
/// second.
fn divided<'p>(parts: &[Part], text: &'p str) -> Option<Captures<'p>> {
    let (part, rest) = match parts {
        [] => return text.is_empty().then(Vec::new),
        [part, rest @ ..] => (part, rest),
    };
    match part {
        Part::Text(wanted) => divided(rest, without(text, wanted)?),
        Part::Capture(name) => (1..=text.len()).rev().find_map(|length| {
            // Not within an encoded character.
            let before = text.get(..length)?;
            let is_within = before.bytes().rev().take(2).any(|byte| byte == b'%');
            let captured = if is_within { return None } else { divided(rest, text.get(length..)?)? };
            Some([vec![(*name, before)], captured].concat())
        }),
    }
}

/// Returns what follows a text of a template: ASCII as it is, other characters percent-encoded.
fn without<'p>(path: &'p str, text: &str) -> Option<&'p str> {
    text.chars().try_fold(path, |rest, wanted| {
        if wanted.is_ascii() {
            return rest.strip_prefix(wanted);
        }
        let spelled = all_escaped(wanted.encode_utf8(&mut [0; 4]));
        let (start, rest) = rest.split_at_checked(spelled.len())?;
        start.eq_ignore_ascii_case(&spelled).then_some(rest)
    })
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
