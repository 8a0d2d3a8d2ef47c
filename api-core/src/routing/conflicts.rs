//! Conflicts between the routes of alternatives, found at compile time. Its functions are `#[inline]`, so that no
//! machine code is written for
//! them.

use crate::description::{
    Description, Endpoint, Exchange, Leaf, Meeting, Node, Part, Step, Template, Verb, are_implied, meeting,
};
use crate::model::Message;

use super::composition::Composition;
use super::cursor::Cursor;

/// How many conflicts a message lists.
const LISTED: usize = 8;
/// The longest message in bytes.
const LENGTH: usize = 4096;
/// How many prefixes of nested routes are compared. Routes below more of them are not.
const NESTED: usize = 6;

/// Checks that no alternative collides with a later one.
///
/// # Panics
/// Panics if one does, with a message that names both methods of each conflict.
#[track_caller]
#[inline]
pub(super) const fn assert_apart(alternatives: &[Composition]) {
    let search = Search::of(alternatives);
    assert!(search.count == 0, "{}", search.message().show());
}

/// The prefixes of nested routes, the outermost first.
#[derive(Clone, Copy)]
struct Prefixes {
    texts: [&'static str; NESTED],
    count: usize,
}

/// An API below prefixes.
#[derive(Clone, Copy)]
struct Placed {
    api: &'static Description,
    routes: &'static Node,
    below: Prefixes,
}

/// An endpoint of an API.
#[derive(Clone, Copy)]
struct Route {
    placed: Placed,
    endpoint: &'static Endpoint,
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
    #[inline]
    const fn of(alternatives: &[Composition]) -> Self {
        let mut search = Self { found: [None; LISTED], count: 0 };
        let mut rest = alternatives;
        while let [first, later @ ..] = rest {
            let mut others = later;
            while let [second, after @ ..] = others {
                search.compare((first, Prefixes::NONE), (second, Prefixes::NONE));
                others = after;
            }
            rest = later;
        }
        search
    }

    /// Compares each API of the first with each of the second.
    #[inline]
    const fn compare(&mut self, first: (&Composition, Prefixes), second: (&Composition, Prefixes)) {
        match first.0 {
            Composition::Unknown | Composition::Partial(_) => {}
            Composition::Nested(prefix, routes) => self.compare((routes, first.1.then(prefix)), second),
            Composition::Alternatives(alternatives) => {
                let mut rest = *alternatives;
                while let [routes, others @ ..] = rest {
                    self.compare((routes, first.1), second);
                    rest = others;
                }
            }
            Composition::Api(api, routes) => self.with_api(Placed { api, routes, below: first.1 }, second),
        }
    }

    /// Compares an API with each API of later alternatives.
    #[inline]
    const fn with_api(&mut self, first: Placed, second: (&Composition, Prefixes)) {
        match second.0 {
            Composition::Unknown => {}
            Composition::Partial(routes) => self.with_api(first, (routes, second.1)),
            Composition::Nested(prefix, routes) => self.with_api(first, (routes, second.1.then(prefix))),
            Composition::Alternatives(alternatives) => {
                let mut rest = *alternatives;
                while let [routes, others @ ..] = rest {
                    self.with_api(first, (routes, second.1));
                    rest = others;
                }
            }
            Composition::Api(api, routes) => {
                let second = Placed { api, routes, below: second.1 };
                if first.below.count > NESTED || second.below.count > NESTED {
                    return;
                }
                let (one, other) = (first.below.template(), second.below.template());
                let mut pairs = Pairs { search: self, first, second };
                pairs.walk(Cursor::new(&one, first.routes), Cursor::new(&other, second.routes));
            }
        }
    }

    #[inline]
    const fn message(&self) -> Message<LENGTH> {
        let mut message = Message::EMPTY.text("routes of several APIs answer the same requests [api::E052]\n");
        let mut index = 0;
        while index < LISTED {
            if let Some(conflict) = &self.found[index] {
                write_conflict(&mut message, conflict);
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

impl Prefixes {
    const NONE: Self = Self { texts: [""; NESTED], count: 0 };

    #[inline]
    const fn then(mut self, prefix: &'static str) -> Self {
        if self.count < NESTED {
            self.texts[self.count] = prefix;
        }
        self.count += 1;
        self
    }

    /// Returns the segments of the prefixes.
    #[inline]
    const fn template(&self) -> Template {
        let mut template = Template::EMPTY;
        let mut index = 0;
        while index < self.count {
            let mut rest = self.texts[index];
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
            index += 1;
        }
        template
    }
}

impl Route {
    #[inline]
    const fn template(&self) -> Template {
        self.placed.below.template().base(self.placed.api.base).endpoint(self.endpoint)
    }
}

/// The search for conflicts of two APIs.
struct Pairs<'s> {
    search: &'s mut Search,
    first: Placed,
    second: Placed,
}

impl Pairs<'_> {
    /// Follows both trees where they match the same paths.
    #[inline]
    const fn walk(&mut self, first: Cursor<'_>, second: Cursor<'_>) {
        self.each(first.leaves(), second.leaves());
        self.each(first.wildcard(), second.wildcard());
        let mut index = 0;
        while index < first.literals() {
            let (text, below) = first.literal(index);
            if let Some(other) = second.find(text) {
                self.walk(below, other);
            }
            let mut open = 0;
            while let Some(other) = second.open(open) {
                self.walk(below, other);
                open += 1;
            }
            self.hidden_at(second.wildcard(), below, false);
            index += 1;
        }
        let mut index = 0;
        while let Some(below) = first.open(index) {
            let mut literal = 0;
            while literal < second.literals() {
                self.walk(below, second.literal(literal).1);
                literal += 1;
            }
            let mut open = 0;
            while let Some(other) = second.open(open) {
                self.walk(below, other);
                open += 1;
            }
            self.hidden_at(second.wildcard(), below, false);
            index += 1;
        }
        let mut index = 0;
        while let Some(tail) = first.tail(index) {
            self.behind_wildcard(tail, second, true);
            index += 1;
        }
        let mut index = 0;
        while let Some(tail) = second.tail(index) {
            self.behind_wildcard(tail, first, false);
            index += 1;
        }
        if !first.wildcard().is_empty() {
            let mut index = 0;
            while index < second.literals() {
                self.hidden_at(first.wildcard(), second.literal(index).1, true);
                index += 1;
            }
            let mut index = 0;
            while let Some(below) = second.open(index) {
                self.hidden_at(first.wildcard(), below, true);
                index += 1;
            }
        }
    }

    /// Compares each endpoint behind a wildcard with each at and below a position of the other tree. Two that are both
    /// behind wildcards of the same position are compared once, when the tail is of the first tree.
    #[inline]
    const fn behind_wildcard(&mut self, tail: Cursor<'_>, other: Cursor<'_>, is_first: bool) {
        self.hidden_by(tail.leaves(), other, is_first);
        if is_first {
            let mut index = 0;
            while let Some(other) = other.tail(index) {
                self.hidden_by(tail.leaves(), other, true);
                index += 1;
            }
        }
        let mut index = 0;
        while index < tail.literals() {
            self.behind_wildcard(tail.literal(index).1, other, is_first);
            index += 1;
        }
        let mut index = 0;
        while let Some(tail) = tail.open(index) {
            self.behind_wildcard(tail, other, is_first);
            index += 1;
        }
    }

    /// Compares wildcards with each endpoint at and below a position of the other tree, without those behind wildcards
    /// of this position.
    #[inline]
    const fn hidden_by(&mut self, wildcards: &'static [Leaf], below: Cursor<'_>, is_first: bool) {
        if wildcards.is_empty() {
            return;
        }
        let lists = [below.leaves(), below.wildcard()];
        let mut list = 0;
        while list < lists.len() {
            if is_first {
                self.each(wildcards, lists[list]);
            } else {
                self.each(lists[list], wildcards);
            }
            list += 1;
        }
        let mut index = 0;
        while index < below.literals() {
            self.hidden_at(wildcards, below.literal(index).1, is_first);
            index += 1;
        }
        let mut index = 0;
        while let Some(below) = below.open(index) {
            self.hidden_at(wildcards, below, is_first);
            index += 1;
        }
    }

    /// Compares wildcards with each endpoint at and below a position of the other tree.
    #[inline]
    const fn hidden_at(&mut self, wildcards: &'static [Leaf], at: Cursor<'_>, is_first: bool) {
        self.hidden_by(wildcards, at, is_first);
        let mut index = 0;
        while let Some(tail) = at.tail(index) {
            self.hidden_by(wildcards, tail, is_first);
            index += 1;
        }
    }

    #[inline]
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

    #[inline]
    const fn pair(&mut self, first: &'static Endpoint, second: &'static Endpoint) {
        let same_kind = kind(first) as u8 == kind(second) as u8;
        if !same_kind && !takes(kind(first), kind(second)) {
            return;
        }
        // A request that lacks a condition of the first is for the second.
        if !are_implied(first.conditions, second.conditions) {
            return;
        }
        let first = Route { placed: self.first, endpoint: first };
        let second = Route { placed: self.second, endpoint: second };
        let meeting = meeting(&first.template(), &second.template());
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

/// The requests that an endpoint is for.
#[derive(Clone, Copy)]
enum Kind {
    Get,
    Head,
    Options,
    Post,
    Put,
    Patch,
    Delete,
    Subscribe,
    Socket,
}

#[inline]
const fn kind(endpoint: &Endpoint) -> Kind {
    if let Exchange::Duplex(_) | Exchange::Handover(_) = endpoint.exchange {
        return Kind::Socket;
    }
    match endpoint.verb {
        Verb::Get => Kind::Get,
        Verb::Head => Kind::Head,
        Verb::Options => Kind::Options,
        Verb::Post => Kind::Post,
        Verb::Put => Kind::Put,
        Verb::Patch => Kind::Patch,
        Verb::Delete => Kind::Delete,
        Verb::Subscribe => Kind::Subscribe,
    }
}

/// Returns whether an endpoint of one kind also answers all requests for one of the other kind on its path. A
/// subscription answers `GET` and upgrades, a `GET` answers upgrades.
#[inline]
const fn takes(first: Kind, second: Kind) -> bool {
    matches!((first, second), (Kind::Subscribe, Kind::Get | Kind::Socket) | (Kind::Get, Kind::Socket))
}

#[inline]
const fn write_conflict(message: &mut Message<LENGTH>, conflict: &Conflict) {
    *message = message.text("\n  ");
    write_route(message, &conflict.first);
    *message = message.text("  ");
    write_route(message, &conflict.second);
    *message = message.text(match conflict.meeting {
        Meeting::Crossing => "    both match some paths, and neither is more specific\n",
        Meeting::Same | Meeting::Apart => "    both match the same paths, and the first is tried first\n",
        Meeting::Covered => "    the first matches every path of the second, and is tried first\n",
    });
}

#[inline]
const fn write_route(message: &mut Message<LENGTH>, route: &Route) {
    let method = match kind(route.endpoint) {
        Kind::Socket => "WebSocket",
        _ => route.endpoint.verb.as_str(),
    };
    *message = message.text(method).text(" ");
    let template = route.template();
    let mut steps = template.steps();
    if steps.is_empty() {
        *message = message.text("/");
    }
    while let [step, rest @ ..] = steps {
        *message = match step {
            Step::Literal(text) => message.text("/").text(text),
            Step::Mixed(parts, _) => write_parts(message.text("/"), parts),
            Step::Capture(name, _) => message.text("/{").text(name).text("}"),
            Step::Wildcard(name, _) => message.text("/{*").text(name).text("}"),
        };
        steps = rest;
    }
    *message = message.text(" (`").text(route.endpoint.name).text("` of `").text(route.placed.api.name).text("`");
    if let Some(place) = route.endpoint.place {
        *message = message.text(", ").text(place.file()).text(":").integer(place.line() as i128);
    }
    *message = message.text(")\n");
}

#[inline]
const fn write_parts(mut message: Message<LENGTH>, mut parts: &[Part]) -> Message<LENGTH> {
    while let [part, rest @ ..] = parts {
        message = match part {
            Part::Text(text) => message.text(text),
            Part::Capture(name) => message.text("{").text(name).text("}"),
        };
        parts = rest;
    }
    message
}

#[cfg(test)]
mod tests;
