//! What a server answers: responses and their header fields.

use crate::description::{BodyEncoding, Endpoint, Exchange, HeaderField, Output};
use crate::model::{Shape, same};

use super::Party;
use super::change::{Detail, Place, Rule, ValueRule};
use super::query::{is_structured, style_detail};
use super::value::{Comparison, End};

impl Comparison<'_, '_> {
    /// Compares the responses of an operation.
    #[inline]
    pub(super) const fn answers(&mut self, old: &'static Endpoint, new: &'static Endpoint) {
        let mut rest = new.outputs;
        while let [written, others @ ..] = rest {
            rest = others;
            self.place = answer_place(new, written);
            match find_output(old.outputs, written.status) {
                // The method decides whether its answer is a stream, not the request.
                Some(read)
                    if new.exchange.is_subscription()
                        && old.exchange.is_subscription()
                        && !written.is_events()
                        && find_media_type(old.outputs, written).is_none() =>
                {
                    let (read, written) = (text_of(read.media_type), text_of(written.media_type));
                    self.report(Rule::MediaTypeChanged, read, written);
                }
                Some(_) => {}
                None => self.report(Rule::StatusAdded, Detail::Nothing, Detail::Number(written.status as i128)),
            }
        }
        let mut index = 0;
        while index < old.outputs.len() {
            let read = &old.outputs[index];
            let status = read.status;
            index += 1;
            if status == Output::ANY_SUCCESS && find_output(new.outputs, status).is_none() {
                self.any_success(old, new, read);
            } else if let Some(first) = find_output(new.outputs, status) {
                self.place = answer_place(new, read);
                let written = match find_media_type(new.outputs, read) {
                    Some(written) => written,
                    // A consumer may read more media types than there are, as long as one is sent.
                    None if matches!(self.party, Party::Consumer)
                        && has_common_media_type(old.outputs, new.outputs) =>
                    {
                        continue;
                    }
                    None => first,
                };
                // Requests without `Accept` get the first one.
                if matches!(self.party, Party::Provider)
                    && !is_same_media_type(first, written)
                    && matches!(find_output(old.outputs, status), Some(usual) if is_same_media_type(usual, written))
                {
                    let (read, written) = (text_of(read.media_type), text_of(first.media_type));
                    self.report(Rule::MediaTypeChanged, read, written);
                }
                self.answer(read, written);
            } else {
                self.place = answer_place(old, read);
                // A consumer may expect more than there is, as long as it knows one of the answers.
                if matches!(self.party, Party::Provider) || !has_common_status(old.outputs, new.outputs) {
                    self.report(Rule::StatusRemoved, Detail::Number(status as i128), Detail::Nothing);
                }
            }
        }
    }

    /// Compares an output of any success with those of single statuses, each of which a client reads as the former.
    #[inline]
    const fn any_success(&mut self, old: &'static Endpoint, new: &'static Endpoint, read: &'static Output) {
        let (mut is_sent, mut rest) = (false, new.outputs);
        while let [written, others @ ..] = rest {
            rest = others;
            if !read.has_status(written.status) {
                continue;
            }
            is_sent = true;
            // One of another media type is compared with the output that has it, if there is one.
            if is_same_media_type(read, written) || find_media_type(old.outputs, written).is_none() {
                self.place = answer_place(new, written);
                self.answer(read, written);
            }
        }
        if !is_sent && (matches!(self.party, Party::Provider) || !has_common_status(old.outputs, new.outputs)) {
            self.place = answer_place(old, read);
            self.report(Rule::StatusRemoved, Detail::Number(read.status as i128), Detail::Nothing);
        }
    }

    #[inline]
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

    /// Compares the header fields that a client reads with those of a server. `may_lack`: whether an optional one may
    /// be one that the server never sends.
    #[inline]
    pub(super) const fn headers(
        &mut self,
        mut read: &'static [HeaderField],
        written: &[&'static [HeaderField]],
        may_lack: bool,
    ) {
        while let [field, others @ ..] = read {
            read = others;
            if !(may_lack && field.shape.accepts_absence() && find_header(written, field).is_none()) {
                self.header(field, written);
            }
        }
    }

    /// Compares a header field that a client reads.
    #[inline]
    const fn header(&mut self, read: &'static HeaderField, written: &[&'static [HeaderField]]) {
        let before = self.place;
        self.place = match &read.cookie {
            Some(cookie) => Place::AnswerCookie(cookie.name),
            None if is_structured(read.style) => Place::AnswerStructured(read.name),
            None => Place::AnswerHeader(read.name),
        };
        match find_header(written, read) {
            Some(written) if is_structured(written.style) != is_structured(read.style) => {
                self.misfit(ValueRule::Type, style_detail(written.style), style_detail(read.style));
            }
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

#[inline]
const fn find_header(mut groups: &[&'static [HeaderField]], wanted: &HeaderField) -> Option<&'static HeaderField> {
    while let [group, others @ ..] = groups {
        groups = others;
        let mut rest = *group;
        while let [field, others @ ..] = rest {
            rest = others;
            if field.is_same(wanted) {
                return Some(field);
            }
        }
    }
    None
}

#[inline]
const fn answer_place(endpoint: &Endpoint, output: &Output) -> Place {
    let status = output.status;
    match endpoint.exchange {
        Exchange::Subscription(_) if output.is_events() => Place::Event,
        Exchange::Duplex(_) => Place::MessageOut,
        _ => Place::Answer(status),
    }
}

#[inline]
const fn find_output(outputs: &'static [Output], status: u16) -> Option<&'static Output> {
    let mut index = 0;
    while index < outputs.len() {
        if outputs[index].status == status {
            return Some(&outputs[index]);
        }
        index += 1;
    }
    if status < 100 { None } else { find_output(outputs, status / 100) }
}

/// Returns the output of the same status and media type.
#[inline]
const fn find_media_type(outputs: &'static [Output], wanted: &Output) -> Option<&'static Output> {
    let mut rest = outputs;
    while let [output, others @ ..] = rest {
        if (output.has_status(wanted.status) || wanted.has_status(output.status)) && is_same_media_type(output, wanted)
        {
            return Some(output);
        }
        rest = others;
    }
    None
}

#[inline]
const fn has_common_media_type(one: &'static [Output], other: &'static [Output]) -> bool {
    let mut rest = one;
    while let [output, others @ ..] = rest {
        if find_media_type(other, output).is_some() {
            return true;
        }
        rest = others;
    }
    false
}

#[inline]
const fn is_same_media_type(one: &Output, other: &Output) -> bool {
    match (one.media_type, other.media_type) {
        (Some(name), Some(wanted)) => {
            let is_same = same(name, wanted);
            match (one.shape, other.shape) {
                // The root element of XML has the name of the type.
                (Some(one), Some(other)) if is_same && matches!(BodyEncoding::of_model(name), BodyEncoding::Xml) => {
                    one.has_root_of(other)
                }
                _ => is_same,
            }
        }
        (None, None) => true,
        _ => false,
    }
}

#[inline]
const fn text_of(media_type: Option<&'static str>) -> Detail {
    match media_type {
        Some(media_type) => Detail::Text(media_type),
        None => Detail::Nothing,
    }
}

/// Returns whether some response may be an output of both. An output of any success covers those of single ones.
#[inline]
const fn has_common_status(one: &'static [Output], other: &'static [Output]) -> bool {
    covers_one_of(one, other) || covers_one_of(other, one)
}

#[inline]
const fn covers_one_of(outputs: &'static [Output], others: &'static [Output]) -> bool {
    let mut rest = others;
    while let [other, later @ ..] = rest {
        if find_output(outputs, other.status).is_some() {
            return true;
        }
        rest = later;
    }
    false
}
