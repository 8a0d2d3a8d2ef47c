//! Requests, answers, errors, streams: two contracts, operation by operation.

use crate::dialect::{Ending, EventForm};
use crate::model::{among, same};

use super::change::{Detail, Direction, Place, Rule, Trail};
use super::changes::Changes;
use super::pairs::Pairs;
use super::query::{is_structured, style_detail};
use super::routes::{Routes, is_same_path};
use super::value::{Comparison, End};
use super::{Contract, Party};
use crate::description::{
    BodyDescription, BodyEncoding, BodyForm, DEFAULT_BODY_LIMIT, Endpoint, Exchange, Location, Parameter, Security,
    SocketTerms,
};

/// Compares two contracts, and adds what matters to clients of `old` that are served by `new`.
///
/// For a provider the old contract is the lock and the new one is the code. For a consumer the old contract is its own
/// trait, of which it uses everything, and the new one is the provider's lock. The severities are those of the lock.
///
/// # Panics
///
/// Panics for more than 2,048 pairs of types or 4,096 operations.
#[inline]
pub const fn compare(old: Contract, new: Contract, party: Party, changes: &mut Changes<'_>) {
    let severities = match party {
        Party::Provider | Party::Served => old.severities,
        Party::Consumer => new.severities,
    };
    let mut pairs = Pairs::NONE;
    let mut comparison = Comparison {
        changes,
        old,
        new,
        party,
        severities,
        operation: None,
        callback: None,
        is_called: false,
        place: Place::Operation,
        trail: Trail::ROOT,
        direction: Direction::Request,
        pairs: &mut pairs,
        is_quiet: false,
    };
    let (from, to) = (old.description, new.description);
    comparison.direction = Direction::Response;
    comparison.common_errors();
    let is_moved = !is_same_path(&from.base, &to.base);
    let routes = Routes::of(to);
    let mut has_base = true;
    let (mut index, mut matched) = (0, 0);
    while index < from.endpoints.len() {
        let operation = from.endpoints[index];
        comparison.operation = Some(operation);
        comparison.place = Place::Operation;
        match routes.find(from, operation) {
            Some(found) => {
                matched += 1;
                comparison.operations(operation, found);
            }
            // One report stands for all operations that have moved with the base.
            None if is_moved && let Some(found) = routes.find_below_base(operation) => {
                has_base = false;
                comparison.operations(operation, found);
            }
            None => match routes.find_name(operation.name) {
                Some(moved) => {
                    comparison.report(Rule::OperationMoved, Detail::Operation(operation), Detail::Operation(moved));
                }
                None => match (operation.sunset, party) {
                    (Some(sunset), Party::Provider) => {
                        comparison.report(Rule::SunsetOperationRemoved, Detail::Until(sunset), Detail::Nothing);
                    }
                    _ => comparison.report(Rule::OperationRemoved, Detail::Operation(operation), Detail::Nothing),
                },
            },
        }
        index += 1;
    }
    // The routes of a provider that a consumer does not use are not new, nor are those that have moved with the base.
    if !is_moved && matched < to.endpoints.len() && !matches!(party, Party::Consumer) {
        comparison.added_routes();
    }
    if !has_base {
        (comparison.operation, comparison.place) = (None, Place::Operation);
        comparison.report(Rule::BaseChanged, Detail::Path(&from.base), Detail::Path(&to.base));
    }
}

impl Comparison<'_, '_> {
    #[inline]
    pub(super) const fn operations(&mut self, old: &'static Endpoint, new: &'static Endpoint) {
        if !same(old.name, new.name) && matches!(self.party, Party::Provider) {
            self.report(Rule::OperationRenamed, Detail::Text(old.name), Detail::Text(new.name));
        }
        self.end(old, new);
        self.security(old, new);
        self.direction = Direction::Request;
        self.parameters(old, new);
        self.body(old.body.as_ref(), new.body.as_ref());
        self.exchange(&old.exchange, &new.exchange);
        self.direction = Direction::Response;
        self.answers(old, new);
        self.errors(old.errors, new.errors);
        if !(old.callbacks.is_empty() && new.callbacks.is_empty()) {
            self.callbacks(old.callbacks, new.callbacks);
        }
    }

    /// Compares until when the operation is promised.
    #[inline]
    const fn end(&mut self, old: &'static Endpoint, new: &'static Endpoint) {
        if !matches!(self.party, Party::Provider) {
            return;
        }
        match (old.sunset, new.sunset) {
            (Some(before), Some(after)) if after.is_before(before) => {
                self.report(Rule::SunsetAdvanced, Detail::Until(before), Detail::Until(after));
            }
            (_, None) if old.deprecated.is_none() && new.deprecated.is_some() => {
                let (before, after) = (Detail::Text("not deprecated"), Detail::Text("deprecated without a sunset"));
                self.report(Rule::DeprecatedWithoutSunset, before, after);
            }
            _ => {}
        }
    }

    #[inline]
    const fn security(&mut self, old: &'static Endpoint, new: &'static Endpoint) {
        let old_scheme = if old.security.is_some() { old.security } else { self.old.description.security };
        let new_scheme = if new.security.is_some() { new.security } else { self.new.description.security };
        match (old_scheme, new_scheme) {
            (None, None) => {}
            (Some(one), Some(other)) if is_same_scheme(one, other) => {}
            (_, Some(scheme)) => self.report(Rule::SecurityAdded, Detail::Nothing, Detail::Text(scheme.header())),
            (Some(scheme), None) => {
                // A client that authenticates where it need not is served all the same.
                if matches!(self.party, Party::Provider) {
                    self.report(Rule::SecurityRemoved, Detail::Text(scheme.header()), Detail::Nothing);
                }
            }
        }
        // A consumer does not know what its credentials allow, unless it says so.
        if !matches!(self.party, Party::Provider) && old.requires.is_empty() {
            return;
        }
        let mut index = 0;
        while index < new.requires.len() {
            if !among(new.requires[index], old.requires) {
                self.report(Rule::PermissionAdded, Detail::Nothing, Detail::Text(new.requires[index]));
            }
            index += 1;
        }
    }

    #[inline]
    const fn parameters(&mut self, old: &'static Endpoint, new: &'static Endpoint) {
        let mut rest = new.parameters;
        while let [parameter, others @ ..] = rest {
            rest = others;
            let known = match parameter.location {
                Location::Query => continue,
                // Captures have names of their own at each end.
                Location::Path => capture_at(old, number_of(new, parameter.name)),
                Location::Header => find_header(old.parameters, parameter.name),
                Location::Cookie => find_cookie(old.parameters, parameter.name),
            };
            self.place = place_of(parameter);
            match known {
                Some(known) if is_structured(known.style) != is_structured(parameter.style) => {
                    self.report(Rule::StyleChanged, style_detail(known.style), style_detail(parameter.style));
                }
                Some(known) => self.value(End::plain(known.shape), End::plain(parameter.shape)),
                None if !parameter.is_required() => {}
                None => self.report(Rule::ParameterRequired, Detail::Nothing, Detail::Shape(parameter.shape)),
            }
        }
        let mut rest = old.parameters;
        while let [parameter, others @ ..] = rest {
            rest = others;
            let is_gone = match parameter.location {
                Location::Header => find_header(new.parameters, parameter.name).is_none(),
                Location::Cookie => find_cookie(new.parameters, parameter.name).is_none(),
                Location::Path | Location::Query => false,
            };
            if is_gone {
                self.place = place_of(parameter);
                self.report(Rule::ParameterRemoved, Detail::Shape(parameter.shape), Detail::Nothing);
            }
        }
        self.query(old.parameters, new.parameters);
    }

    #[inline]
    const fn body(&mut self, old: Option<&'static BodyDescription>, new: Option<&'static BodyDescription>) {
        self.place = Place::Body;
        match (old, new) {
            (None, None) => {}
            (None, Some(body)) if may_be_missing(body) => {}
            (None, Some(body)) => {
                self.report(Rule::BodyRequired, Detail::Nothing, Detail::Shape(body.shape));
            }
            (Some(body), None) => self.report(Rule::BodyRemoved, Detail::Shape(body.shape), Detail::Nothing),
            (Some(body), Some(read)) => {
                let first = BodyForm::new(body.encoding, body.media_type, body.shape);
                if !self.body_form(&first, read) {
                    return;
                }
                if body.any_content_type && !read.any_content_type {
                    let (old, new) = (body.media_type, read.media_type);
                    self.report(Rule::MediaTypeChanged, Detail::Text(old), Detail::Text(new));
                    return;
                }
                // A derived client sends the first one, so a consumer needs no other.
                let mut others = if matches!(self.party, Party::Consumer) { &[] } else { body.alternatives };
                while let [other, rest @ ..] = others {
                    others = rest;
                    self.body_form(other, read);
                }
                let (before, now) = (limit_of(body), limit_of(read));
                if now < before {
                    self.report(Rule::SizeLimited, Detail::Number(before as i128), Detail::Number(now as i128));
                }
            }
        }
    }

    /// Compares a body that is sent with what a server reads. Returns whether it reads the media type.
    #[inline]
    const fn body_form(&mut self, sent: &BodyForm, read: &'static BodyDescription) -> bool {
        let first = BodyForm::new(read.encoding, read.media_type, read.shape);
        let (mut found, mut others) = (first, read.alternatives);
        while !is_read(sent, &found, read.any_content_type) {
            let [other, rest @ ..] = others else {
                self.report(Rule::MediaTypeChanged, Detail::Text(sent.media_type), Detail::Text(read.media_type));
                return false;
            };
            (found, others) = (*other, rest);
        }
        if !is_bytes(sent.encoding) && !is_bytes(found.encoding) {
            self.value(End::plain(sent.shape), End::plain(found.shape));
        }
        true
    }

    /// Compares the sizes of messages that are accepted. `None`: the receiver's own limit, whatever it is.
    #[inline]
    const fn size(&mut self, old: Option<usize>, new: Option<usize>) {
        if let Some(limit) = new {
            match old {
                Some(before) if before <= limit => {}
                Some(before) => {
                    self.report(Rule::SizeLimited, Detail::Number(before as i128), Detail::Number(limit as i128));
                }
                None => self.report(Rule::SizeLimited, Detail::Nothing, Detail::Number(limit as i128)),
            }
        }
    }

    #[inline]
    const fn exchange(&mut self, old: &Exchange, new: &Exchange) {
        self.place = Place::Operation;
        match (old, new) {
            (Exchange::Unary, Exchange::Unary) => {}
            (Exchange::Subscription(old), Exchange::Subscription(new)) => {
                if old.resumable && !new.resumable {
                    self.report(Rule::ResumeRemoved, Detail::Nothing, Detail::Nothing);
                } else if let Some(key) = old.resume_query
                    && !matches!(new.resume_query, Some(other) if same(key, other))
                {
                    self.report(Rule::ResumeRemoved, Detail::Text(key), Detail::Nothing);
                }
                if !is_same_form(&old.form, &new.form) {
                    self.report(Rule::EventFormChanged, Detail::Nothing, Detail::Nothing);
                }
            }
            (Exchange::Duplex(old), Exchange::Duplex(new)) => {
                if old.encoding as u8 != new.encoding as u8 {
                    self.report(Rule::MediaTypeChanged, Detail::Nothing, Detail::Nothing);
                }
                self.terms(&old.terms, &new.terms);
                self.place = Place::MessageIn;
                self.value(End::plain(old.input), End::plain(new.input));
            }
            (Exchange::Handover(old), Exchange::Handover(new)) => self.terms(old, new),
            _ => self.report(Rule::ExchangeChanged, Detail::Nothing, Detail::Nothing),
        }
    }

    #[inline]
    const fn terms(&mut self, old: &SocketTerms, new: &SocketTerms) {
        let mut index = 0;
        while index < old.subprotocols.len() {
            if !among(old.subprotocols[index], new.subprotocols) {
                self.report(Rule::SubprotocolRemoved, Detail::Text(old.subprotocols[index]), Detail::Nothing);
            }
            index += 1;
        }
        self.size(old.max_message, new.max_message);
        self.size(old.max_frame, new.max_frame);
    }
}

#[inline]
const fn is_same_form(one: &EventForm, other: &EventForm) -> bool {
    let is_same_end = match (one.end, other.end) {
        (Ending::Event, Ending::Event) | (Ending::Close, Ending::Close) => true,
        (Ending::Marker(one), Ending::Marker(other)) => same(one, other),
        _ => false,
    };
    let are_same_names = match (one.names, other.names) {
        (None, None) => true,
        // A tag inside of the data is a member of the body, which is compared by itself.
        (Some(one), Some(other)) => one.content.is_some() == other.content.is_some(),
        _ => false,
    };
    is_same_end && are_same_names && are_same(one.heartbeat, other.heartbeat)
}

#[inline]
const fn are_same(one: Option<&str>, other: Option<&str>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => same(one, other),
        _ => false,
    }
}

#[inline]
const fn is_same_scheme(one: Security, other: Security) -> bool {
    match (one, other) {
        (Security::Bearer, Security::Bearer) | (Security::Basic, Security::Basic) => true,
        (Security::ApiKey(one), Security::ApiKey(other)) => same(one, other),
        _ => false,
    }
}

/// Returns whether a request need not have the body: an option that is none, or an empty form.
#[inline]
const fn may_be_missing(body: &BodyDescription) -> bool {
    match body.encoding {
        BodyEncoding::Json => body.shape.accepts_absence(),
        BodyEncoding::Form => body.shape.may_have_no_key(),
        _ => false,
    }
}

/// Returns whether a server that expects one body reads the media type of another one.
#[inline]
const fn is_read(sent: &BodyForm, read: &BodyForm, any_content_type: bool) -> bool {
    if matches!((sent.encoding, read.encoding), (BodyEncoding::Xml, BodyEncoding::Xml)) {
        // The root element has the name of the type.
        if !sent.shape.has_root_of(read.shape) {
            return false;
        }
    }
    if same(sent.media_type, read.media_type) {
        return true;
    }
    let is_usual = same(read.media_type, read.encoding.media_type());
    match read.encoding {
        BodyEncoding::Bytes | BodyEncoding::Stream => {
            any_content_type || is_bytes(sent.encoding) && (is_usual || is_in_range(sent.media_type, read.media_type))
        }
        BodyEncoding::Text => {
            matches!(sent.encoding, BodyEncoding::Text)
                && is_in_range(sent.media_type, if is_usual { "text/*" } else { read.media_type })
        }
        // Each media type of JSON can be read as JSON.
        BodyEncoding::Json => is_usual && matches!(sent.media_type.as_bytes(), [.., b'+', b'j', b's', b'o', b'n']),
        // Those of XML too, and they have several names themselves. So has YAML.
        BodyEncoding::Xml | BodyEncoding::Yaml => {
            is_usual && BodyEncoding::of_model(sent.media_type) as u8 == read.encoding as u8
        }
        BodyEncoding::Form | BodyEncoding::Multipart | BodyEncoding::Cbor | BodyEncoding::MessagePack => false,
    }
}

/// Returns whether a media type, or each of a range, is in a range.
#[inline]
const fn is_in_range(media_type: &str, range: &str) -> bool {
    let [kind @ .., b'*'] = range.as_bytes() else { return false };
    if matches!(kind, b"*/") {
        return true;
    }
    let (mut kind, mut rest) = (kind, media_type.as_bytes());
    while let ([one, kind_rest @ ..], [other, others @ ..]) = (kind, rest) {
        if !one.eq_ignore_ascii_case(other) {
            return false;
        }
        (kind, rest) = (kind_rest, others);
    }
    kind.is_empty()
}

/// Returns the size that is accepted. The default of a server is not part of its API, so the usual one is taken.
#[inline]
const fn limit_of(body: &BodyDescription) -> usize {
    match body.limit {
        Some(limit) => limit,
        None => DEFAULT_BODY_LIMIT,
    }
}

#[inline]
const fn is_bytes(encoding: BodyEncoding) -> bool {
    matches!(encoding, BodyEncoding::Bytes | BodyEncoding::Stream)
}

#[inline]
const fn place_of(parameter: &Parameter) -> Place {
    match parameter.location {
        Location::Path => Place::Capture(parameter.name),
        Location::Query => Place::Query(parameter.name),
        Location::Header if is_structured(parameter.style) => Place::Structured(parameter.name),
        Location::Header => Place::Header(parameter.name),
        Location::Cookie => Place::Cookie(parameter.name),
    }
}

#[inline]
const fn find_cookie(parameters: &'static [Parameter], name: &str) -> Option<&'static Parameter> {
    let mut rest = parameters;
    while let [parameter, others @ ..] = rest {
        if matches!(parameter.location, Location::Cookie) && same(parameter.name, name) {
            return Some(parameter);
        }
        rest = others;
    }
    None
}

#[inline]
const fn find_header(parameters: &'static [Parameter], name: &str) -> Option<&'static Parameter> {
    let mut index = 0;
    while index < parameters.len() {
        let parameter = &parameters[index];
        if matches!(parameter.location, Location::Header) && parameter.name.eq_ignore_ascii_case(name) {
            return Some(parameter);
        }
        index += 1;
    }
    None
}

/// Returns the number of a capture of the path, from its end: what the path begins with may have become the base.
#[inline]
const fn number_of(endpoint: &Endpoint, capture: &str) -> usize {
    let mut number = 0;
    while let Some(name) = endpoint.path.capture_from_end(number) {
        if same(name, capture) {
            return number;
        }
        number += 1;
    }
    usize::MAX
}

/// Returns the parameter of the capture with a number, from the end of the path.
#[inline]
const fn capture_at(endpoint: &'static Endpoint, number: usize) -> Option<&'static Parameter> {
    let Some(name) = endpoint.path.capture_from_end(number) else { return None };
    let mut index = 0;
    while index < endpoint.parameters.len() {
        let parameter = &endpoint.parameters[index];
        if matches!(parameter.location, Location::Path) && same(parameter.name, name) {
            return Some(parameter);
        }
        index += 1;
    }
    None
}
