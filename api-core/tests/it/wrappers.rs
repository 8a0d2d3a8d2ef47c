//! A decorator of the trait that retries calls, and a transport that fails.

use std::collections::BTreeMap;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use api_core::call::{AnySuccess, Binary, ByteStream, Conditions, Download, Text, WithHeaders};
use api_core::codec::query::Flag;
use api_core::error::RetryAdvice;
use api_core::model::{As, Base64, Token};
use api_core::{ApiError as _, Body, BoxError, EventId, Messages, OneOrStream, PendingConnection, Subscription};
use api_testing::everything::{
    Change, Colour, Everything, EverythingError, Filter, Label, NewThing, NextPage, Order, Page, Quotas, Range,
    Replaced, Report, ReportType, SessionCookies, Step, Thing, Upload, Urgency,
};
use bytes::Bytes;
use http::{Request, Response};
use tower_service::Service;

/// A decorator that counts calls and retries those that failed temporarily, up to two times.
#[derive(Debug)]
pub(crate) struct Patient<T> {
    inner: T,
    calls: AtomicUsize,
}

impl<T> Patient<T> {
    pub(crate) fn new(inner: T) -> Self {
        Self { inner, calls: AtomicUsize::new(0) }
    }

    pub(crate) fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    async fn call<V, F>(&self, method: impl Fn() -> F) -> Result<V, EverythingError>
    where
        F: Future<Output = Result<V, EverythingError>>,
    {
        self.calls.fetch_add(1, Ordering::SeqCst);
        for _ in 0..2 {
            match method().await {
                Err(error) if error.retry() != RetryAdvice::Never => {}
                settled => return settled,
            }
        }
        method().await
    }
}

#[allow(deprecated, reason = "a deprecated endpoint is part of the trait")]
impl<T: Everything + Send + Sync> Everything for Patient<T> {
    async fn root(&self) -> Result<Thing, EverythingError> {
        self.call(|| self.inner.root()).await
    }

    async fn thing(&self, id: u32) -> Result<Thing, EverythingError> {
        self.call(|| self.inner.thing(id)).await
    }

    async fn newest(&self, tag: Vec<String>, verbose: Flag, count: Option<u8>) -> Result<Vec<Thing>, EverythingError> {
        self.call(|| self.inner.newest(tag.clone(), verbose, count)).await
    }

    async fn sort(
        &self,
        ids: Vec<u32>,
        orders: Option<Vec<Colour>>,
        most: u16,
        step: Option<Step>,
    ) -> Result<Vec<Thing>, EverythingError> {
        self.call(|| self.inner.sort(ids.clone(), orders.clone(), most, step)).await
    }

    async fn find(
        &self,
        filter: Filter,
        range: Option<Range>,
        others: BTreeMap<String, String>,
    ) -> Result<Thing, EverythingError> {
        self.call(|| self.inner.find(filter.clone(), range.clone(), others.clone())).await
    }

    async fn relabel(
        &self,
        first: Label,
        others: Vec<Label>,
        x_label: Option<Label>,
        counts: BTreeMap<Label, u8>,
    ) -> Result<Vec<As<Label, String>>, EverythingError> {
        self.call(|| self.inner.relabel(first.clone(), others.clone(), x_label.clone(), counts.clone())).await
    }

    async fn shelves(&self, full: Flag, number: Option<u32>) -> Result<Vec<Thing>, EverythingError> {
        self.call(|| self.inner.shelves(full, number)).await
    }

    async fn slashed(&self, id: u32) -> Result<Thing, EverythingError> {
        self.call(|| self.inner.slashed(id)).await
    }

    async fn cancel(&self, id: u32) -> Result<(), EverythingError> {
        self.call(|| self.inner.cancel(id)).await
    }

    async fn compare(&self, base: String, head: String) -> Result<Text, EverythingError> {
        self.call(|| self.inner.compare(base.clone(), head.clone())).await
    }

    async fn line(&self, path: String, number: u32) -> Result<Text, EverythingError> {
        self.call(|| self.inner.line(path.clone(), number)).await
    }

    async fn copy(&self, id: u32, x_copy_source: u32) -> Result<Text, EverythingError> {
        self.call(|| self.inner.copy(id, x_copy_source)).await
    }

    async fn inspect(&self, id: u32) -> Result<WithHeaders<(), NextPage>, EverythingError> {
        self.call(|| self.inner.inspect(id)).await
    }

    async fn order_options(&self) -> Result<WithHeaders<(), NextPage>, EverythingError> {
        self.call(|| self.inner.order_options()).await
    }

    async fn urge(
        &self,
        priority: Urgency,
        hints: Vec<Token>,
        digest: Option<Base64>,
    ) -> Result<WithHeaders<Text, Quotas>, EverythingError> {
        self.call(|| self.inner.urge(priority.clone(), hints.clone(), digest.clone())).await
    }

    async fn sign_in(&self, name: String) -> Result<WithHeaders<Text, SessionCookies>, EverythingError> {
        self.call(|| self.inner.sign_in(name.clone())).await
    }

    async fn summary(&self) -> Result<Text, EverythingError> {
        self.call(|| self.inner.summary()).await
    }

    async fn full(&self, limit: Option<u8>) -> Result<Text, EverythingError> {
        self.call(|| self.inner.full(limit)).await
    }

    async fn note(&self, id: u32, note: Option<NewThing>) -> Result<Thing, EverythingError> {
        self.call(|| self.inner.note(id, note.clone())).await
    }

    async fn rank(&self, id: u32, rank: i64) -> Result<AnySuccess<Thing>, EverythingError> {
        self.call(|| self.inner.rank(id, rank)).await
    }

    async fn order(&self, order: Order) -> Result<Thing, EverythingError> {
        self.call(|| self.inner.order(order.clone())).await
    }

    async fn things(
        &self,
        page: Page,
        request_id: String,
        x_trace: Option<Colour>,
    ) -> Result<WithHeaders<Vec<Thing>, NextPage>, EverythingError> {
        self.call(|| self.inner.things(page.clone(), request_id.clone(), x_trace)).await
    }

    async fn create(&self, thing: NewThing) -> Result<Thing, EverythingError> {
        self.call(|| self.inner.create(thing.clone())).await
    }

    async fn replace(&self, id: u32, page: Page) -> Result<Replaced, EverythingError> {
        self.call(|| self.inner.replace(id, page.clone())).await
    }

    async fn patch(&self, id: u32, raw: Bytes) -> Result<Binary, EverythingError> {
        self.call(|| self.inner.patch(id, raw.clone())).await
    }

    async fn stream(&self, id: u32, raw: ByteStream) -> Result<ByteStream, EverythingError> {
        self.call(|| self.inner.stream(id, raw.clone())).await
    }

    async fn convert(&self, wanted: ReportType, report: Report) -> Result<Report, EverythingError> {
        self.call(|| self.inner.convert(wanted, report.clone())).await
    }

    async fn upload(&self, upload: Upload) -> Result<Text, EverythingError> {
        self.call(|| self.inner.upload(upload.clone())).await
    }

    async fn merge(&self, id: u32, thing: NewThing) -> Result<Thing, EverythingError> {
        self.call(|| self.inner.merge(id, thing.clone())).await
    }

    async fn image(&self, id: u32, content_type: String, image: Bytes) -> Result<Text, EverythingError> {
        self.call(|| self.inner.image(id, content_type.clone(), image.clone())).await
    }

    async fn echo(&self, text: String) -> Result<Text, EverythingError> {
        self.call(|| self.inner.echo(text.clone())).await
    }

    async fn remove(&self, id: u32) -> Result<(), EverythingError> {
        self.call(|| self.inner.remove(id)).await
    }

    async fn session(&self, sid: String, colour: Option<Colour>) -> Result<String, EverythingError> {
        self.call(|| self.inner.session(sid.clone(), colour)).await
    }

    async fn download(&self, name: String, conditions: Conditions) -> Result<Download, EverythingError> {
        self.call(|| self.inner.download(name.clone(), conditions.clone())).await
    }

    async fn file(&self, path: String) -> Result<Text, EverythingError> {
        self.call(|| self.inner.file(path.clone())).await
    }

    async fn follow(&self, last: Option<EventId>) -> Result<Subscription<Change>, EverythingError> {
        self.call(|| self.inner.follow(last.clone())).await
    }

    async fn colours(&self, colour: Colour, page: Page) -> Result<Subscription<Thing>, EverythingError> {
        self.call(|| self.inner.colours(colour, page.clone())).await
    }

    async fn answer(&self, question: NewThing) -> Result<OneOrStream<Thing, Change>, EverythingError> {
        self.call(|| self.inner.answer(question.clone())).await
    }

    async fn ask(&self, question: NewThing) -> Result<Subscription<Thing>, EverythingError> {
        self.call(|| self.inner.ask(question.clone())).await
    }

    async fn changes(&self) -> Result<Subscription<Change>, EverythingError> {
        self.call(|| self.inner.changes()).await
    }

    async fn hints(&self) -> Result<Subscription<Thing>, EverythingError> {
        self.call(|| self.inner.hints()).await
    }

    // The input can be read only once, so these calls are not retried.
    async fn paint(
        &self,
        colour: Colour,
        first: Option<u32>,
        input: Messages<NewThing>,
    ) -> Result<Messages<Thing>, EverythingError> {
        self.inner.paint(colour, first, input).await
    }

    async fn touch(&self, id: u32, pending: PendingConnection) -> Result<(), EverythingError> {
        self.inner.touch(id, pending).await
    }
}

/// A transport that fails for a number of requests, and then works.
#[derive(Debug, Clone)]
pub(crate) struct Broken<S> {
    inner: S,
    left: Arc<AtomicUsize>,
}

impl<S> Broken<S> {
    pub(crate) fn new(inner: S, times: usize) -> Self {
        Self { inner, left: Arc::new(AtomicUsize::new(times)) }
    }
}

impl<S> Service<Request<Body>> for Broken<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error: Into<BoxError>, Future: Send + 'static>,
{
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, BoxError>> + Send>>;

    fn poll_ready(&mut self, task: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(task).map_err(Into::into)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let broken = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        if broken {
            return Box::pin(ready(Err("the connection broke".into())));
        }
        let answer = self.inner.call(request);
        Box::pin(async move { answer.await.map_err(Into::into) })
    }
}
