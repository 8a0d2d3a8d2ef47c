//! Conflicts between the routes of alternatives, found at compile time.

use std::panic::Location as Place;

use crate::description::{Description, Endpoint, Exchange, Leaf, Meeting, Node, Step, Template, Verb, meeting};
use crate::model::{Message, same};

use super::composition::Composition;

/// How many conflicts a message lists.
const LISTED: usize = 8;
/// The longest message in bytes.
const LENGTH: usize = 4096;

/// Checks that no alternative collides with a later one.
///
/// # Panics
/// Panics if one does, with a message that names both methods of each conflict.
#[track_caller]
pub(super) const fn assert_apart(alternatives: &[Composition]) {
    let search = Search::of(alternatives);
    if search.count > 0 {
        panic!("{}", search.message().show());
    }
}

/// An endpoint with its whole path.
#[derive(Clone, Copy)]
struct Route {
    api: &'static Description,
    endpoint: &'static Endpoint,
    template: Template,
}

/// Two routes of which the first is tried first.
#[derive(Clone, Copy)]
struct Conflict {
    first: Route,
    second: Route,
    meeting: Meeting,
}

/// The conflicts that were found.
struct Search {
    found: [Option<Conflict>; LISTED],
    count: usize,
}

impl Search {
    /// Compares each alternative with the later ones.
    const fn of(alternatives: &[Composition]) -> Self {
        let mut search = Self { found: [None; LISTED], count: 0 };
        let mut rest = alternatives;
        while let [first, later @ ..] = rest {
            let mut others = later;
            while let [second, after @ ..] = others {
                search.compare((first, Template::EMPTY), (second, Template::EMPTY));
                others = after;
            }
            rest = later;
        }
        search
    }

    /// Compares each API of the first with each of the second.
    const fn compare(&mut self, first: (&Composition, Template), second: (&Composition, Template)) {
        match first.0 {
            Composition::Unknown | Composition::Partial(_) => {}
            Composition::Nested(prefix, routes) => self.compare((routes, below(first.1, prefix)), second),
            Composition::Alternatives(alternatives) => {
                let mut rest = *alternatives;
                while let [routes, others @ ..] = rest {
                    self.compare((routes, first.1), second);
                    rest = others;
                }
            }
            Composition::Api(api, routes) => self.with_api((api, routes, first.1), second),
        }
    }

    /// Compares an API with each API of later alternatives.
    const fn with_api(
        &mut self,
        first: (&'static Description, &'static Node, Template),
        second: (&Composition, Template),
    ) {
        match second.0 {
            Composition::Unknown => {}
            Composition::Partial(routes) => self.with_api(first, (routes, second.1)),
            Composition::Nested(prefix, routes) => self.with_api(first, (routes, below(second.1, prefix))),
            Composition::Alternatives(alternatives) => {
                let mut rest = *alternatives;
                while let [routes, others @ ..] = rest {
                    self.with_api(first, (routes, second.1));
                    rest = others;
                }
            }
            Composition::Api(api, routes) => {
                let (prefix, other) = (first.2, second.1);
                let mut pairs = Pairs { search: self, first: (first.0, prefix), second: (api, other) };
                let (one, other) = (Cursor::new(&prefix, first.1), Cursor::new(&other, routes));
                pairs.walk(one, other);
            }
        }
    }

    const fn message(&self) -> Message<LENGTH> {
        let mut message = Message::EMPTY.text("routes of several APIs answer the same requests [api::E052]\n");
        let mut index = 0;
        while index < LISTED {
            if let Some(conflict) = &self.found[index] {
                message = written(message, conflict);
            }
            index += 1;
        }
        if self.count > LISTED {
            message = message.text("\n  … and ").integer((self.count - LISTED) as i128).text(" more\n");
        }
        message.text(
            "\nhelp: change one of the paths, or put one API below a prefix. If the first is to answer instead of the second, \
             write `.overriding()` after its routes\nsee: docs/errors/E052.md\n",
        )
    }
}

/// The search for conflicts of two APIs, each below a prefix.
struct Pairs<'s> {
    search: &'s mut Search,
    first: (&'static Description, Template),
    second: (&'static Description, Template),
}

impl Pairs<'_> {
    /// Follows both trees where they match the same paths.
    const fn walk(&mut self, first: Cursor<'_>, second: Cursor<'_>) {
        self.each(first.leaves(), second.leaves());
        self.each(first.wildcard(), second.wildcard());
        let (mut one, firsts, seconds) = (0, first.edges(), second.edges());
        while one < firsts {
            let (segment, below) = first.edge(one);
            let mut other = 0;
            while other < seconds {
                let (opposite, below_other) = second.edge(other);
                let may_meet = match (segment, opposite) {
                    (Some(one), Some(other)) => same(one, other),
                    _ => true,
                };
                if may_meet {
                    self.walk(below, below_other);
                }
                other += 1;
            }
            self.hidden_by(second.wildcard(), below, false);
            one += 1;
        }
        let mut other = 0;
        while other < seconds {
            self.hidden_by(first.wildcard(), second.edge(other).1, true);
            other += 1;
        }
    }

    /// Compares wildcards with each endpoint at and below a position of the other tree.
    const fn hidden_by(&mut self, wildcards: &'static [Leaf], below: Cursor<'_>, is_first: bool) {
        if wildcards.is_empty() {
            return;
        }
        let lists = [below.leaves(), below.wildcard()];
        let mut list = 0;
        while list < lists.len() {
            if is_first {
                self.each(wildcards, lists[list])
            } else {
                self.each(lists[list], wildcards)
            }
            list += 1;
        }
        let mut index = 0;
        while index < below.edges() {
            self.hidden_by(wildcards, below.edge(index).1, is_first);
            index += 1;
        }
    }

    const fn each(&mut self, firsts: &'static [Leaf], seconds: &'static [Leaf]) {
        let mut rest = firsts;
        while let [first, others @ ..] = rest {
            let mut later = seconds;
            while let [second, after @ ..] = later {
                self.pair(first.endpoint, second.endpoint);
                later = after;
            }
            rest = others;
        }
    }

    const fn pair(&mut self, first: &'static Endpoint, second: &'static Endpoint) {
        let same_kind = kind(first) as u8 == kind(second) as u8;
        if !same_kind && !takes(kind(first), kind(second)) {
            return;
        }
        let first = route(self.first, first);
        let second = route(self.second, second);
        let meeting = meeting(&first.template, &second.template);
        // Endpoints of two kinds on crossing paths are tried in order, as in one API.
        if matches!(meeting, Meeting::Apart) || !same_kind && matches!(meeting, Meeting::Crossing) {
            return;
        }
        if self.search.count < LISTED {
            self.search.found[self.search.count] = Some(Conflict { first, second, meeting });
        }
        self.search.count += 1;
    }
}

const fn route((api, prefix): (&'static Description, Template), endpoint: &'static Endpoint) -> Route {
    Route { api, endpoint, template: prefix.base(api.base).endpoint(endpoint) }
}

/// A position in the tree of an API below a prefix.
#[derive(Clone, Copy)]
struct Cursor<'p> {
    prefix: &'p [Step],
    node: &'static Node,
}

impl<'p> Cursor<'p> {
    const fn new(prefix: &'p Template, node: &'static Node) -> Self {
        Self { prefix: prefix.steps(), node }
    }

    const fn leaves(self) -> &'static [Leaf] {
        if self.prefix.is_empty() { self.node.leaves } else { &[] }
    }

    const fn wildcard(self) -> &'static [Leaf] {
        if self.prefix.is_empty() { self.node.wildcard } else { &[] }
    }

    /// Returns the number of segments that can follow.
    const fn edges(self) -> usize {
        if self.prefix.is_empty() { self.node.literals.len() + self.node.capture.is_some() as usize } else { 1 }
    }

    /// Returns a segment that can follow, and the position after it. `None`: a capture.
    const fn edge(self, index: usize) -> (Option<&'static str>, Self) {
        if let [step, rest @ ..] = self.prefix {
            let literal = if let Step::Literal(text) = step { Some(*text) } else { None };
            return (literal, Self { prefix: rest, node: self.node });
        }
        match self.node.capture {
            Some(node) if index == self.node.literals.len() => (None, Self { prefix: &[], node }),
            _ => {
                let (literal, node) = &self.node.literals[index];
                (Some(literal), Self { prefix: &[], node })
            }
        }
    }
}

/// Adds the segments of a prefix, `/a/b`.
const fn below(template: Template, prefix: &'static str) -> Template {
    let mut template = template;
    let mut rest = prefix;
    while let [b'/', ..] = rest.as_bytes() {
        rest = rest.split_at(1).1;
        let mut end = 0;
        while end < rest.len() && rest.as_bytes()[end] != b'/' {
            end += 1;
        }
        let (segment, others) = rest.split_at(end);
        template = template.literal(segment);
        rest = others;
    }
    template
}

/// The requests that an endpoint is for.
#[derive(Clone, Copy)]
enum Kind {
    Get,
    Post,
    Put,
    Patch,
    Delete,
    Subscribe,
    Socket,
}

const fn kind(endpoint: &Endpoint) -> Kind {
    if let Exchange::Duplex(_) | Exchange::Handover(_) = endpoint.exchange {
        return Kind::Socket;
    }
    match endpoint.verb {
        Verb::Get => Kind::Get,
        Verb::Post => Kind::Post,
        Verb::Put => Kind::Put,
        Verb::Patch => Kind::Patch,
        Verb::Delete => Kind::Delete,
        Verb::Subscribe => Kind::Subscribe,
    }
}

/// Returns whether an endpoint of one kind also answers all requests for one of the other kind on its path. A
/// subscription answers `GET` and upgrades, a `GET` answers upgrades.
const fn takes(first: Kind, second: Kind) -> bool {
    matches!((first, second), (Kind::Subscribe, Kind::Get | Kind::Socket) | (Kind::Get, Kind::Socket))
}

const fn written(message: Message<LENGTH>, conflict: &Conflict) -> Message<LENGTH> {
    let message = written_route(message.text("\n  "), &conflict.first);
    let message = written_route(message.text("  "), &conflict.second);
    message.text(match conflict.meeting {
        Meeting::Crossing => "    both match some paths, and neither is more specific\n",
        Meeting::Same | Meeting::Apart => "    both match the same paths, and the first is tried first\n",
        Meeting::Covered => "    the first matches every path of the second, and is tried first\n",
    })
}

const fn written_route(message: Message<LENGTH>, route: &Route) -> Message<LENGTH> {
    let mut message = message.text(match kind(route.endpoint) {
        Kind::Socket => "WebSocket",
        _ => route.endpoint.verb.as_str(),
    });
    message = message.text(" ");
    let mut steps = route.template.steps();
    if steps.is_empty() {
        message = message.text("/");
    }
    while let [step, rest @ ..] = steps {
        message = match step {
            Step::Literal(text) => message.text("/").text(text),
            Step::Capture(name, _) => message.text("/{").text(name).text("}"),
            Step::Wildcard(name, _) => message.text("/{*").text(name).text("}"),
        };
        steps = rest;
    }
    message = message.text(" (`").text(route.endpoint.name).text("` of `").text(route.api.name).text("`");
    if let Some(place) = route.endpoint.place {
        message = written_place(message, place);
    }
    message.text(")\n")
}

const fn written_place(message: Message<LENGTH>, place: &Place<'_>) -> Message<LENGTH> {
    message.text(", ").text(place.file()).text(":").integer(place.line() as i128)
}

#[cfg(test)]
mod tests;
