//! The APIs that callers serve: the same questions with both ends exchanged.

use crate::description::{Callback, Endpoint};
use crate::model::same;

use super::change::{Detail, Direction, Place, Rule};
use super::routes::{Routes, is_same_path};
use super::value::Comparison;
use super::{Contract, Party};

impl Comparison<'_, '_> {
    /// Compares the callbacks of an operation.
    #[inline]
    pub(super) const fn callbacks(&mut self, old: &'static [Callback], new: &'static [Callback]) {
        self.place = Place::Operation;
        let mut rest = old;
        while let [before, others @ ..] = rest {
            rest = others;
            match find(new, before, old) {
                Some(now) => {
                    if !same(before.url, now.url) {
                        self.report(Rule::CallbackMoved, Detail::Text(before.url), Detail::Text(now.url));
                    }
                    self.called(before, now);
                }
                None => self.report(Rule::CallbackRemoved, Detail::Text(before.api.name), Detail::Nothing),
            }
        }
        let mut rest = new;
        while let [now, others @ ..] = rest {
            rest = others;
            // A consumer serves what it declares.
            if !matches!(self.party, Party::Consumer) && find(old, now, new).is_none() {
                self.report(Rule::CallbackAdded, Detail::Nothing, Detail::Text(now.api.name));
            }
        }
    }

    /// Compares two APIs that the server calls. Clients of the old contract serve the old one.
    #[inline]
    const fn called(&mut self, old: &'static Callback, new: &'static Callback) {
        let operation = self.operation;
        let mut inner = Comparison {
            changes: &mut *self.changes,
            old: Contract { description: new.api, ..self.new },
            new: Contract { description: old.api, ..self.old },
            // The server uses of the API what it declares, as a consumer does.
            party: Party::Consumer,
            severities: self.severities,
            operation,
            callback: None,
            is_called: !self.is_called,
            place: Place::Operation,
            trail: self.trail,
            direction: Direction::Response,
            pairs: &mut *self.pairs,
            is_quiet: self.is_quiet,
        };
        inner.common_errors();
        if !is_same_path(&old.api.base, &new.api.base) {
            // One report stands for all operations.
            inner.direction = Direction::Request;
            inner.place = Place::Operation;
            inner.report(Rule::CallbackMoved, Detail::Path(&new.api.base), Detail::Path(&old.api.base));
            return;
        }
        let served = Routes::of(old.api);
        let mut rest = new.api.endpoints;
        while let [sent, others @ ..] = rest {
            rest = others;
            let sent: &'static Endpoint = sent;
            (inner.callback, inner.place) = (Some(sent), Place::Operation);
            match served.find(new.api, sent) {
                Some(read) => inner.operations(sent, read),
                None => inner.report(Rule::CallAdded, Detail::Operation(sent), Detail::Nothing),
            }
        }
        let sent = Routes::of(new.api);
        let mut rest = old.api.endpoints;
        while let [read, others @ ..] = rest {
            rest = others;
            let read: &'static Endpoint = read;
            if sent.find(old.api, read).is_none() {
                (inner.callback, inner.place) = (Some(read), Place::Operation);
                inner.report(Rule::CallRemoved, Detail::Nothing, Detail::Operation(read));
            }
        }
    }
}

/// Finds the callback of the same URL and API, or of the same API at a URL that the other contract does not have, or
/// of the same URL.
#[inline]
const fn find(callbacks: &'static [Callback], wanted: &Callback, others: &[Callback]) -> Option<&'static Callback> {
    let (mut by_name, mut by_url, mut rest) = (None, None, callbacks);
    while let [one, later @ ..] = rest {
        rest = later;
        match (same(one.api.name, wanted.api.name), same(one.url, wanted.url)) {
            (true, true) => return Some(one),
            (true, false) if by_name.is_none() && !has_url(others, one.url) => by_name = Some(one),
            (false, true) if by_url.is_none() => by_url = Some(one),
            _ => {}
        }
    }
    match by_name {
        Some(_) => by_name,
        None => by_url,
    }
}

#[inline]
const fn has_url(callbacks: &[Callback], url: &str) -> bool {
    let mut rest = callbacks;
    while let [one, others @ ..] = rest {
        if same(one.url, url) {
            return true;
        }
        rest = others;
    }
    false
}
