//! What a server answers: responses and their header fields.

use crate::description::{Endpoint, Exchange, Output};
use crate::model::{among, same};

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
        let mut index = 0;
        while index < old.headers.len() {
            if !among(old.headers[index], new.headers) {
                self.report(Rule::HeaderRemoved, Detail::Text(old.headers[index]), Detail::Nothing);
            }
            index += 1;
        }
        match (old.shape, new.shape) {
            (Some(read), Some(written)) => self.value(End::plain(written), End::plain(read)),
            (Some(read), None) => self.misfit(ValueRule::Type, Detail::Nothing, Detail::Shape(read)),
            (None, _) => {}
        }
    }
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
