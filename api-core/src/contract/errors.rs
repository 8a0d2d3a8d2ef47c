//! The errors that a server answers.

use crate::description::ErrorCase;
use crate::model::same;

use super::change::{Detail, Place, Rule, ValueRule};
use super::pairs::is_same_argument;
use super::value::{Comparison, End};

impl Comparison<'_, '_> {
    /// Compares the errors that all operations have.
    #[inline]
    pub(super) const fn common_errors(&mut self) {
        let old = self.old.description.errors;
        let mut rest = self.new.description.errors;
        while let [written, others @ ..] = rest {
            rest = others;
            if let Some(known) = find_error(old, &[], written) {
                self.place = Place::Error(written.kind);
                self.error(known, written);
            }
        }
    }

    /// Compares the errors of an operation, but for those that were compared for all operations.
    #[inline]
    pub(super) const fn errors(&mut self, old: &'static [ErrorCase], new: &'static [ErrorCase]) {
        let (old_common, new_common) = (self.old.description.errors, self.new.description.errors);
        if old.is_empty() && old_common.is_empty() {
            // A client without declared errors takes any.
            return;
        }
        let mut rest = new;
        while let [written, others @ ..] = rest {
            rest = others;
            let is_compared = is_one_of(new_common, written)
                && find_error(old_common, &[], written).is_some()
                && find_error(old, &[], written).is_none();
            if !is_compared {
                self.written_error(old, old_common, written);
            }
        }
        let mut rest = new_common;
        while let [written, others @ ..] = rest {
            rest = others;
            if find_error(old_common, &[], written).is_none() && !is_one_of(new, written) {
                self.written_error(old, old_common, written);
            }
        }
    }

    #[inline]
    const fn written_error(
        &mut self,
        old: &'static [ErrorCase],
        old_common: &'static [ErrorCase],
        written: &'static ErrorCase,
    ) {
        self.place = Place::Error(written.kind);
        match find_error(old, old_common, written) {
            Some(known) => self.error(known, written),
            None => self.report(Rule::ErrorAdded, Detail::Nothing, Detail::Number(written.status as i128)),
        }
    }

    #[inline]
    const fn error(&mut self, old: &'static ErrorCase, new: &'static ErrorCase) {
        if old.status != new.status {
            let (old, new) = (Detail::Number(old.status as i128), Detail::Number(new.status as i128));
            self.report(Rule::ErrorStatusChanged, old, new);
        }
        match (old.attributes, new.attributes) {
            (Some(read), Some(written)) => self.value(End::plain(written), End::plain(read)),
            (Some(read), None) if !read.accepts_absence() => {
                self.misfit(ValueRule::Missing, Detail::Nothing, Detail::Shape(read));
            }
            _ => {}
        }
        let mut groups = old.headers;
        while let [group, others @ ..] = groups {
            groups = others;
            // One error type serves many operations, of which some have fewer header fields.
            self.headers(group, new.headers, true);
        }
    }
}

/// Finds the error that a client knows: that of the same status first, because a kind may have several, and that of
/// the operation before that of the API.
#[inline]
const fn find_error(
    own: &'static [ErrorCase],
    common: &'static [ErrorCase],
    written: &ErrorCase,
) -> Option<&'static ErrorCase> {
    let mut found: Option<&'static ErrorCase> = None;
    let lists = [common, own];
    let mut index = 0;
    while index < 2 {
        let mut rest = lists[index];
        index += 1;
        while let [one, others @ ..] = rest {
            rest = others;
            if same(one.kind, written.kind) {
                match found {
                    Some(known) if known.status == written.status && one.status != written.status => {}
                    _ => found = Some(one),
                }
            }
        }
    }
    found
}

/// Returns whether a list has the same error, with the same details. Those with header fields count as different, and
/// are compared for each operation.
#[inline]
const fn is_one_of(list: &'static [ErrorCase], error: &ErrorCase) -> bool {
    let mut rest = list;
    while let [one, others @ ..] = rest {
        rest = others;
        if one.status == error.status && same(one.kind, error.kind) {
            if !one.headers.is_empty() || !error.headers.is_empty() {
                return false;
            }
            return match (one.attributes, error.attributes) {
                (None, None) => true,
                (Some(one), Some(other)) => is_same_argument(one, other),
                _ => false,
            };
        }
    }
    false
}
