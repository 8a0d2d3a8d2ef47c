//! What a server answers: responses and their header fields.

use crate::description::{Endpoint, Exchange, HeaderField, Output};
use crate::model::{Shape, same};

use super::Party;
use super::change::{Detail, Place, Rule, ValueRule};
use super::value::{Comparison, End};

impl Comparison<'_, '_> {
    /// Compares the responses of an operation.
    pub(super) const fn answers(&mut self, old: &'static Endpoint, new: &'static Endpoint) {
        let mut rest = new.outputs;
        while let [written, others @ ..] = rest {
            rest = others;
            self.place = answer_place(new, written.status);
            match find_output(old.outputs, written.status) {
                Some(known) => self.answer(known, written),
                None => self.report(Rule::StatusAdded, Detail::Nothing, Detail::Number(written.status as i128)),
            }
        }
        let mut index = 0;
        while index < old.outputs.len() {
            let status = old.outputs[index].status;
            index += 1;
            if find_output(new.outputs, status).is_none() {
                self.place = answer_place(old, status);
                // A consumer may expect more than there is, as long as it knows one of the answers.
                if matches!(self.party, Party::Provider) || !has_common_status(old.outputs, new.outputs) {
                    self.report(Rule::StatusRemoved, Detail::Number(status as i128), Detail::Nothing);
                }
            }
        }
    }

    const fn answer(&mut self, old: &'static Output, new: &'static Output) {
        match (old.media_type, new.media_type) {
            (None, _) => {}
            (Some(read), Some(written)) if same(read, written) => {}
            (Some(read), Some(written)) => {
                self.report(Rule::MediaTypeChanged, Detail::Text(read), Detail::Text(written));
                return;
            }
            (Some(read), None) => {
                self.report(Rule::MediaTypeChanged, Detail::Text(read), Detail::Nothing);
                return;
            }
        }
        self.headers(old.headers, &[new.headers], false);
        match (old.shape, new.shape) {
            (Some(read), Some(written)) => self.value(End::plain(written), End::plain(read)),
            (Some(read), None) => self.misfit(ValueRule::Type, Detail::Nothing, Detail::Shape(read)),
            (None, _) => {}
        }
    }

    /// Compares the header fields that a client reads with those of a server. `may_lack`: whether an optional one may be
    /// one that the server never sends.
    pub(super) const fn headers(
        &mut self,
        mut read: &'static [HeaderField],
        written: &[&'static [HeaderField]],
        may_lack: bool,
    ) {
        while let [field, others @ ..] = read {
            read = others;
            if !(may_lack && field.shape.accepts_absence() && find_header(written, field.name).is_none()) {
                self.header(field, written);
            }
        }
    }

    /// Compares a header field that a client reads.
    const fn header(&mut self, read: &'static HeaderField, written: &[&'static [HeaderField]]) {
        let before = self.place;
        self.place = Place::AnswerHeader(read.name);
        match find_header(written, read.name) {
            Some(written) => {
                if written.shape.accepts_absence() && !read.shape.accepts_absence() {
                    let (written, read) = (Detail::Shape(written.shape), Detail::Shape(read.shape));
                    self.misfit(ValueRule::Optional, written, read);
                }
                let shape = match written.shape.without_newtypes() {
                    Shape::Option(inner) => inner,
                    _ => written.shape,
                };
                self.value(End::plain(shape), End::plain(read.shape));
            }
            None if read.shape.accepts_absence() => {
                self.misfit(ValueRule::Absent, Detail::Nothing, Detail::Shape(read.shape));
            }
            None => self.report(Rule::HeaderRemoved, Detail::Shape(read.shape), Detail::Nothing),
        }
        self.place = before;
    }
}

const fn find_header(mut groups: &[&'static [HeaderField]], name: &str) -> Option<&'static HeaderField> {
    while let [group, others @ ..] = groups {
        groups = others;
        let mut rest = *group;
        while let [field, others @ ..] = rest {
            rest = others;
            if same(field.name, name) {
                return Some(field);
            }
        }
    }
    None
}

const fn answer_place(endpoint: &Endpoint, status: u16) -> Place {
    match endpoint.exchange {
        Exchange::Subscription(_) => Place::Event,
        Exchange::Duplex(_) => Place::MessageOut,
        _ => Place::Answer(status),
    }
}

const fn find_output(outputs: &'static [Output], status: u16) -> Option<&'static Output> {
    let mut index = 0;
    while index < outputs.len() {
        if outputs[index].status == status {
            return Some(&outputs[index]);
        }
        index += 1;
    }
    None
}

const fn has_common_status(one: &'static [Output], other: &'static [Output]) -> bool {
    let mut index = 0;
    while index < one.len() {
        if find_output(other, one[index].status).is_some() {
            return true;
        }
        index += 1;
    }
    false
}
