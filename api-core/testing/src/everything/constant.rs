//! An implementation of [`Everything`] whose results depend on the arguments alone.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use api_websocket::{CloseFrame, ConnectionError};
use bytes::Bytes;
use futures_core::Stream;

use super::{
    Change, Colour, Everything, EverythingError, Filter, Label, NewThing, NextPage, Order, Page, Quotas, Range,
    Remaining, Replaced, Report, ReportType, SessionCookies, Step, Thing, Upload, Urgency,
};
use api_core::call::{
    AnySuccess, Binary, ByteStream, Conditions, Download, Representation, SetCookie, Text, WithHeaders,
};
use api_core::codec::query::Flag;
use api_core::model::{As, Base64, DisplayString, Token, UnixDate, WithParameters};
use api_core::{Event, EventId, Messages, OneOrStream, PendingConnection, Subscription, Topic};

/// An implementation of [`Everything`] whose results depend on the arguments alone. It keeps no state.
#[derive(Debug, Clone, Copy, Default)]
pub struct Constant;

impl Constant {
    fn thing(id: u32) -> Thing {
        let new = NewThing { name: format!("thing {id}"), colour: Colour::Blue, note: None, rank: i64::from(id % 100) };
        Thing { id, new }
    }
}

impl Everything for Constant {
    async fn root(&self) -> Result<Thing, EverythingError> {
        Ok(Self::thing(0))
    }

    async fn thing(&self, id: u32) -> Result<Thing, EverythingError> {
        if id == 404 { Err(EverythingError::NoSuchThing) } else { Ok(Self::thing(id)) }
    }

    async fn newest(&self, tag: Vec<String>, verbose: Flag, count: Option<u8>) -> Result<Vec<Thing>, EverythingError> {
        let things = (1..=u32::from(count.unwrap_or(1))).map(Self::thing);
        let mut things: Vec<Thing> = things.collect();
        for thing in &mut things {
            thing.new.note = verbose.0.then(|| tag.join(","));
        }
        Ok(things)
    }

    async fn sort(
        &self,
        ids: Vec<u32>,
        orders: Option<Vec<Colour>>,
        most: u16,
        step: Option<Step>,
    ) -> Result<Vec<Thing>, EverythingError> {
        let mut things: Vec<Thing> = ids.into_iter().take(most.into()).map(Self::thing).collect();
        for thing in &mut things {
            thing.new.note = Some(format!("{orders:?} {step:?}"));
        }
        Ok(things)
    }

    async fn find(
        &self,
        filter: Filter,
        range: Option<Range>,
        others: BTreeMap<String, String>,
    ) -> Result<Thing, EverythingError> {
        let mut thing = Self::thing(1);
        thing.new.note = Some(format!("{filter:?} {range:?} {others:?}"));
        Ok(thing)
    }

    async fn slashed(&self, id: u32) -> Result<Thing, EverythingError> {
        Ok(Self::thing(id))
    }

    async fn cancel(&self, _: u32) -> Result<(), EverythingError> {
        Ok(())
    }

    async fn compare(&self, base: String, head: String) -> Result<Text, EverythingError> {
        Ok(Text(format!("{base} {head}")))
    }

    async fn line(&self, path: String, number: u32) -> Result<Text, EverythingError> {
        Ok(Text(format!("{path} {number}")))
    }

    async fn copy(&self, id: u32, x_copy_source: u32) -> Result<Text, EverythingError> {
        Ok(Text(format!("{x_copy_source} to {id}")))
    }

    async fn inspect(&self, id: u32) -> Result<WithHeaders<(), NextPage>, EverythingError> {
        Ok(WithHeaders { value: (), headers: NextPage { next: Some(id.to_string()) } })
    }

    async fn order_options(&self) -> Result<WithHeaders<(), NextPage>, EverythingError> {
        Ok(WithHeaders { value: (), headers: NextPage { next: None } })
    }

    async fn urge(
        &self,
        priority: Urgency,
        hints: Vec<Token>,
        digest: Option<Base64>,
    ) -> Result<WithHeaders<Text, Quotas>, EverythingError> {
        let parameters = Remaining { r: u32::from(priority.urgency.unwrap_or(3)), t: None };
        let notice = DisplayString(format!("{hints:?} \u{e9}"));
        let limits = vec![WithParameters { value: Colour::Blue, parameters }];
        let headers = Quotas { limits, renewed: Some(UnixDate(1_659_578_233)), notice };
        Ok(WithHeaders { value: Text(format!("{priority:?} {digest:?}")), headers })
    }

    async fn sign_in(&self, name: String) -> Result<WithHeaders<Text, SessionCookies>, EverythingError> {
        let session = if name.is_empty() { SetCookie::removal() } else { SetCookie::new(name.clone()) };
        Ok(WithHeaders { value: Text(name), headers: SessionCookies { session, colour: Some(Colour::DarkRed.into()) } })
    }

    async fn summary(&self) -> Result<Text, EverythingError> {
        Ok(Text("summary".to_owned()))
    }

    async fn full(&self, limit: Option<u8>) -> Result<Text, EverythingError> {
        Ok(Text(format!("full {limit:?}")))
    }

    async fn note(&self, id: u32, note: Option<NewThing>) -> Result<Thing, EverythingError> {
        let thing = Self::thing(id);
        Ok(Thing { new: note.unwrap_or(thing.new), ..thing })
    }

    async fn rank(&self, id: u32, rank: i64) -> Result<AnySuccess<Thing>, EverythingError> {
        let status = if rank < 0 { http::StatusCode::ACCEPTED } else { http::StatusCode::OK };
        Ok(AnySuccess { status, value: Self::thing(id) })
    }

    async fn order(&self, order: Order) -> Result<Thing, EverythingError> {
        let mut thing = Self::thing(order.items.first().map_or(0, |item| item.thing));
        thing.new.note = Some(format!("{order:?}"));
        Ok(thing)
    }

    async fn things(
        &self,
        page: Page,
        request_id: String,
        x_trace: Option<Colour>,
    ) -> Result<WithHeaders<Vec<Thing>, NextPage>, EverythingError> {
        let mut value: Vec<Thing> = page.ids.iter().map(|id| Self::thing(u32::from(*id))).collect();
        if page.reverse {
            value.reverse();
        }
        let next = x_trace.map(|colour| {
            // A header field has no control characters, which a key of the query can have.
            let after = page.after.unwrap_or_default().escape_default().to_string();
            format!("{request_id}-{colour:?}-{after}")
        });
        Ok(WithHeaders { value, headers: NextPage { next } })
    }

    async fn create(&self, thing: NewThing) -> Result<Thing, EverythingError> {
        if thing.name == "taken" {
            return Err(EverythingError::NameTaken(format!("the name `{}` is taken", thing.name)));
        }
        Ok(Thing { id: 1, new: thing })
    }

    async fn replace(&self, id: u32, page: Page) -> Result<Replaced, EverythingError> {
        Ok(match id % 3 {
            0 => Replaced::Unchanged,
            1 if !page.reverse => Replaced::Created(Self::thing(id)),
            _ => Replaced::Changed(Self::thing(id)),
        })
    }

    async fn patch(&self, _: u32, raw: Bytes) -> Result<Binary, EverythingError> {
        Ok(Binary(raw))
    }

    async fn stream(&self, _: u32, mut raw: ByteStream) -> Result<ByteStream, EverythingError> {
        let mut read = Vec::new();
        while let Some(piece) = raw.next().await {
            read.extend(piece?);
        }
        Ok(read.into())
    }

    async fn convert(&self, wanted: ReportType, report: Report) -> Result<Report, EverythingError> {
        Ok(match wanted {
            ReportType::Things => Report::Things(vec![Self::thing(1)]),
            ReportType::Page => Report::Page(Page { after: None, ids: vec![1], reverse: true }),
            ReportType::Csv => Report::Csv(format!("{report:?}")),
            ReportType::Chart => Report::Chart(Bytes::from_static(b"png")),
        })
    }

    async fn upload(&self, upload: Upload) -> Result<Text, EverythingError> {
        Ok(Text(format!("{} {}", upload.title, upload.pictures.len())))
    }

    async fn merge(&self, id: u32, thing: NewThing) -> Result<Thing, EverythingError> {
        Ok(Thing { id, new: thing })
    }

    async fn image(&self, id: u32, content_type: String, image: Bytes) -> Result<Text, EverythingError> {
        Ok(Text(format!("{id},{content_type},{}", image.len())))
    }

    async fn echo(&self, text: String) -> Result<Text, EverythingError> {
        Ok(Text(text))
    }

    async fn remove(&self, _: u32) -> Result<(), EverythingError> {
        Ok(())
    }

    async fn relabel(
        &self,
        first: Label,
        others: Vec<Label>,
        x_label: Option<Label>,
        counts: BTreeMap<Label, u8>,
    ) -> Result<Vec<As<Label, String>>, EverythingError> {
        let labels = [first].into_iter().chain(others).chain(x_label).chain(counts.into_keys());
        Ok(labels.map(As::new).collect())
    }

    async fn shelves(&self, full: Flag, number: Option<u32>) -> Result<Vec<Thing>, EverythingError> {
        Ok(number.into_iter().filter(|_| full.0).map(Self::thing).collect())
    }

    async fn session(&self, sid: String, _: Option<Colour>) -> Result<String, EverythingError> {
        Ok(sid)
    }

    async fn download(&self, name: String, conditions: Conditions) -> Result<Download, EverythingError> {
        let file = Representation::new(name.len() as u64).etag("\"constant\"");
        let part = move |range: std::ops::Range<u64>| {
            let end = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
            Bytes::from(name).slice(end(range.start)..end(range.end)).into()
        };
        Ok(file.answer(&conditions, part)?)
    }

    async fn file(&self, path: String) -> Result<Text, EverythingError> {
        Ok(Text(path))
    }

    async fn follow(&self, last: Option<EventId>) -> Result<Subscription<Change>, EverythingError> {
        let seen: u32 = last.and_then(|id| id.as_str().parse().ok()).unwrap_or(0);
        let topic = Topic::new(8, api_core::subscription::LagPolicy::Close);
        let events = (seen + 1..=3).map(|id| Event::with_id(id.to_string(), Change::Added(Self::thing(id))));
        let subscription = topic.subscribe_with(events);
        topic.finish(&api_core::End::normal());
        Ok(subscription)
    }

    async fn colours(&self, colour: Colour, page: Page) -> Result<Subscription<Thing>, EverythingError> {
        if page.reverse {
            return Err(EverythingError::Anonymous);
        }
        let topic = Topic::new(8, api_core::subscription::LagPolicy::Close);
        let mut thing = Self::thing(1);
        thing.new.colour = colour;
        let subscription = topic.subscribe_with([Event::new(thing)]);
        topic.finish(&api_core::End::because(410, "faded"));
        Ok(subscription)
    }

    async fn answer(&self, question: NewThing) -> Result<OneOrStream<Thing, Change>, EverythingError> {
        let thing = Thing { id: 1, new: question };
        if thing.new.colour == Colour::Blue {
            return Ok(OneOrStream::One(thing));
        }
        let topic = Topic::new(8, api_core::subscription::LagPolicy::Close);
        let events = topic.subscribe_with([Event::new(Change::Added(thing)), Event::new(Change::Cleared)]);
        topic.finish(&api_core::End::normal());
        Ok(OneOrStream::Stream(events))
    }

    async fn ask(&self, question: NewThing) -> Result<Subscription<Thing>, EverythingError> {
        if question.rank == 0 {
            return Err(EverythingError::NoSuchThing);
        }
        let topic = Topic::new(8, api_core::subscription::LagPolicy::Close);
        let things = (1..=3).map(move |id| Event::new(Thing { id, new: question.clone() }));
        let subscription = topic.subscribe_with(things);
        topic.finish(&api_core::End::normal());
        Ok(subscription)
    }

    async fn changes(&self) -> Result<Subscription<Change>, EverythingError> {
        let topic = Topic::new(8, api_core::subscription::LagPolicy::Close);
        let changes = [Change::Added(Self::thing(1)), Change::Removed { id: 1 }, Change::Cleared];
        let subscription = topic.subscribe_with(changes.map(Event::new));
        topic.finish(&api_core::End::normal());
        Ok(subscription)
    }

    async fn hints(&self) -> Result<Subscription<Thing>, EverythingError> {
        let topic = Topic::new(8, api_core::subscription::LagPolicy::Close);
        let subscription = topic.subscribe_with([Event::new(Self::thing(1))]);
        topic.finish(&api_core::End::because(410, "no more"));
        Ok(subscription)
    }

    async fn paint(
        &self,
        colour: Colour,
        first: Option<u32>,
        input: Messages<NewThing>,
    ) -> Result<Messages<Thing>, EverythingError> {
        if first == Some(404) {
            return Err(EverythingError::NoSuchThing);
        }
        Ok(Messages::from_results(Painted { colour, next: first.unwrap_or_default(), input }))
    }

    async fn touch(&self, id: u32, pending: PendingConnection) -> Result<(), EverythingError> {
        if id == 404 {
            return Err(EverythingError::NoSuchThing);
        }
        let Ok(mut connection) = pending.accept().await else { return Ok(()) };
        while let Ok(message) = connection.receive_data_message().await {
            if connection.send_data_message(message).await.is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// The received things in one colour, numbered.
struct Painted {
    colour: Colour,
    next: u32,
    input: Messages<NewThing>,
}

impl Stream for Painted {
    type Item = Result<Thing, ConnectionError>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(new) = ready!(Pin::new(&mut self.input).poll_next(task)) else {
            let frame = self.input.end().cloned().unwrap_or_else(CloseFrame::normal);
            return Poll::Ready(Some(Err(ConnectionError::CloseRequest(frame))));
        };
        let (id, colour) = (self.next, self.colour);
        self.next = self.next.wrapping_add(1);
        Poll::Ready(Some(new.map(|new| Thing { id, new: NewThing { colour, ..new } })))
    }
}
