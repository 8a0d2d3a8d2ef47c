//! Conflicts that are reported, compared with what routing does for every request of a small world.

use http::request::Parts;
use http::{Method, Request};

use crate::context::{Context, RoutingSettings};
use crate::description::{
    Description, Endpoint, Exchange, Leaf, Location, Meeting, Node, Parameter, Part, Path, Patterns, Segment,
    SocketTerms, Streaming, Verb,
};
use crate::dialect::EventForm;
use crate::model::Model;
use crate::routing::negotiate::{Refusal, negotiate};
use crate::routing::walk;

use super::{Composition, Search};

const STREAMING: Streaming = Streaming { resumable: false, resume_query: None, form: EventForm::DEFAULT };

/// A route of the world: one endpoint of an API of its own.
#[derive(Clone, Copy)]
struct One {
    api: &'static Description,
    routes: &'static Node,
}

impl One {
    fn new(kind: usize, segments: &[Segment]) -> Self {
        let mut parameters = Vec::new();
        for segment in segments {
            match segment {
                Segment::Capture(name) if name.starts_with("number") => {
                    parameters.push(Parameter::new(name, Location::Path, u32::SHAPE));
                }
                Segment::Capture(name) | Segment::Wildcard(name) => {
                    parameters.push(Parameter::new(name, Location::Path, String::SHAPE));
                }
                Segment::Mixed(_) => parameters.push(Parameter::new("beside text", Location::Path, String::SHAPE)),
                Segment::Literal(_) => {}
            }
        }
        let verb = [Verb::Get, Verb::Post, Verb::Subscribe, Verb::Get][kind];
        let mut endpoint = Endpoint::new("one", verb, Path(segments.to_vec().leak())).parameters(parameters.leak());
        if kind == 2 {
            endpoint = endpoint.exchange(Exchange::Subscription(STREAMING));
        }
        if kind == 3 {
            let terms = SocketTerms { subprotocols: &[], max_message: None, max_frame: None };
            endpoint = endpoint.exchange(Exchange::Handover(terms));
        }
        let leaves: &'static [Leaf] = vec![Leaf::new(0, Box::leak(Box::new(endpoint)))].leak();
        let node = match segments.iter().position(|segment| matches!(segment, Segment::Wildcard(_))) {
            None => above(segments, Node { leaves, ..Node::EMPTY }),
            Some(at) => {
                let (before, after) = (&segments[..at], &segments[at + 1..]);
                let tail = above(after, Node { leaves, ..Node::EMPTY });
                above(
                    before,
                    with(match after.len() {
                        0 => Patterns { wildcard: leaves, ..Patterns::EMPTY },
                        others => Patterns { tails: vec![(others, tail)].leak(), ..Patterns::EMPTY },
                    }),
                )
            }
        };
        let endpoints: &'static [&'static Endpoint] = vec![leaves[0].endpoint].leak();
        let api = Description { endpoints, ..*super::super::super::contract::Contract::EMPTY.description };
        Self { api: Box::leak(Box::new(api)), routes: Box::leak(Box::new(node)) }
    }

    /// Returns whether the route answers a request, whatever other routes there are.
    fn answers(&self, head: &Parts) -> bool {
        let mut context = Context::new(head, RoutingSettings::default());
        let Some(hit) = walk(self.routes, &mut context, Path::ROOT) else { return false };
        !matches!(negotiate(&hit, &mut context), Err(Refusal::Recoverable(..)))
    }

    fn composition(&self) -> Composition {
        Composition::Api(self.api, self.routes)
    }
}

fn above(segments: &[Segment], node: Node) -> Node {
    segments.iter().rev().fold(node, |node, segment| match segment {
        Segment::Literal(text) => Node { literals: vec![(*text, node)].leak(), ..Node::EMPTY },
        Segment::Mixed(parts) => with(Patterns { mixed: vec![(*parts, node)].leak(), ..Patterns::EMPTY }),
        _ => Node { capture: Some(Box::leak(Box::new(node))), ..Node::EMPTY },
    })
}

fn with(patterns: Patterns) -> Node {
    Node { patterns: Some(Box::leak(Box::new(patterns))), ..Node::EMPTY }
}

/// Returns all sequences of at most `length` items.
fn sequences<T: Clone>(items: &[T], length: usize) -> Vec<Vec<T>> {
    let mut all = vec![Vec::new()];
    let mut from = 0;
    for _ in 0..length {
        let shorter = all[from..].to_vec();
        from = all.len();
        for sequence in shorter {
            all.extend(items.iter().map(|item| [sequence.as_slice(), std::slice::from_ref(item)].concat()));
        }
    }
    all
}

/// Returns the templates of at most two segments, without and with a wildcard after them.
fn templates() -> Vec<Vec<Segment>> {
    let segments = [Segment::Literal("a"), Segment::Literal("7"), Segment::Capture("text"), Segment::Capture("number")];
    let mut all = sequences(&segments, 2);
    // With two captures of one name. They are the same route whatever the name is.
    let mixed = [[Part::Text("a"), Part::Capture("beside text")], [Part::Capture("beside text"), Part::Text("b")]];
    let beside = mixed.map(|parts| Segment::Mixed(parts.to_vec().leak()));
    for beside in beside {
        all.push(vec![beside]);
        all.extend(segments.into_iter().flat_map(|segment| [vec![beside, segment], vec![segment, beside]]));
    }
    for template in &mut all {
        // Captures of one path have different names.
        if let [Segment::Capture(_), Segment::Capture(second)] = &mut template[..] {
            *second = if *second == "text" { "text of the second" } else { "number of the second" };
        }
    }
    let open: Vec<_> = all.iter().map(|before| [before.as_slice(), &[Segment::Wildcard("rest")]].concat()).collect();
    all.extend(open);
    // With segments after the wildcard.
    let rest = Segment::Wildcard("rest");
    all.extend(segments.map(|last| vec![rest, last]));
    all.extend(segments.map(|last| vec![Segment::Literal("a"), rest, last]));
    all.extend(segments.map(|last| vec![rest, Segment::Literal("a"), last]));
    all
}

fn requests() -> Vec<Parts> {
    let subscribe = Method::from_bytes(b"SUBSCRIBE").expect("a method");
    let mut all = Vec::new();
    // A wildcard has empty segments too, a capture not.
    let mut paths = sequences(&["", "a", "7"], 5);
    for path in sequences(&["a", "7", "8", "b", "ab", "ac", "cb"], 3) {
        paths.push([path.as_slice(), &[""]].concat());
        paths.push(path);
    }
    for path in paths {
        let path = format!("/{}", path.join("/"));
        for method in [Method::GET, Method::POST, subscribe.clone()] {
            let request = || Request::builder().method(&method).uri(&path).body(()).expect("a request").into_parts().0;
            all.push(request());
            #[cfg(feature = "websocket")]
            if method == Method::GET {
                let mut head = request();
                let unused = async { Err("unused".into()) };
                head.extensions.insert(api_websocket::handshake::Upgrade::new(false, unused));
                all.push(head);
            }
        }
    }
    all
}

#[test]
fn a_route_that_is_never_reached_is_a_conflict_and_others_are_not() {
    let kinds = if cfg!(feature = "websocket") { 4 } else { 3 };
    let requests = requests();
    let mut world = Vec::new();
    for kind in 0..kinds {
        for template in templates() {
            let one = One::new(kind, &template);
            let answered: Vec<bool> = requests.iter().map(|head| one.answers(head)).collect();
            world.push((kind, one, answered));
        }
    }
    let mut never = 0;
    for (kind, first, taken) in &world {
        for (other, second, wanted) in &world {
            let is_never_reached = taken.iter().zip(wanted).all(|(taken, wanted)| *taken || !wanted);
            never += usize::from(is_never_reached);
            let search = Search::of(&[first.composition(), second.composition()]);
            let names =
                || format!("{kind} {} then {other} {}", first.api.endpoints[0].path, second.api.endpoints[0].path);
            if is_never_reached {
                assert_eq!(search.count, 1, "{} is never reached", names());
            }
            if let Some(conflict) = &search.found[0]
                && conflict.meeting == Meeting::Covered
            {
                assert!(is_never_reached, "{} is reached", names());
            }
        }
    }
    assert!(never > 100, "{never}");
}

#[test]
fn conflicts_do_not_depend_on_how_a_path_is_written() {
    let segments = [Segment::Literal("a"), Segment::Capture("text"), Segment::Literal("7")];
    let whole = One::new(0, &segments).composition();
    let rest: &'static Composition = Box::leak(Box::new(One::new(0, &segments[1..]).composition()));
    let nested = Composition::Nested("/a", rest);
    for [first, second] in [[whole, nested], [nested, whole], [nested, nested]] {
        assert_eq!(Search::of(&[first, second]).count, 1);
    }
    assert_eq!(Search::of(&[*rest, nested]).count, 0);
    assert_eq!(Search::of(&[whole, Composition::Nested("/b", rest)]).count, 0);
}
