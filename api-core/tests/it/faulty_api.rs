//! A handwritten API with a selectable fault, which a law must find.

use std::sync::atomic::{AtomicUsize, Ordering};

use api_core::body::RequestBody;
use api_core::call::{Arguments, EncodeError, Reply, ReplyForm, RequestWriter, body_text};
use api_core::context::{BodySlot, Context};
use api_core::description::{
    BodyDescription, BodyEncoding, Description, Endpoint, Location, Parameter, Path, Segment, Verb,
};
use api_core::description::{Leaf, Node};
use api_core::error::Problem;
use api_core::routing::answer;
use api_core::{Api, ApiError, Call, CallVisitor, Client, Dispatch, Model, Transport};
use api_testing::everything::EverythingError;

pub(crate) mod fault {
    //! The faults that [`FaultyApi`](super::FaultyApi) can have.
    pub(crate) const NONE: u8 = 0;
    pub(crate) const OMITS_QUERY_KEY: u8 = 1;
    pub(crate) const WRITES_ANOTHER: u8 = 2;
    pub(crate) const LOSES_ROUTE: u8 = 3;
    pub(crate) const ANSWERS_404: u8 = 4;
    pub(crate) const CHANGES_VALUE: u8 = 5;
    pub(crate) const BREAKS: u8 = 6;
    pub(crate) const READS_BODY_FIRST: u8 = 7;
    pub(crate) const COUNTS: u8 = 8;
}

/// An API with one fault, or with none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FaultyApi<const FAULT: u8>;

/// The only call of [`FaultyApi`].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Say<const FAULT: u8> {
    id: u32,
    count: u8,
    text: String,
}

const SEGMENTS: &[Segment] = &[Segment::Literal("say"), Segment::Capture("id")];

impl<const FAULT: u8> Call for Say<FAULT> {
    type Reply = u32;
    type Error = EverythingError;

    const ENDPOINT: &'static Endpoint = &Endpoint::new("say", Verb::Post, Path(SEGMENTS))
        .parameters(&[
            Parameter::new("id", Location::Path, u32::SHAPE),
            Parameter::new("count", Location::Query, u8::SHAPE),
        ])
        .body(BodyDescription::new(BodyEncoding::Text, String::SHAPE))
        .outputs(<u32 as Reply>::OUTPUTS)
        .errors(EverythingError::CASES);

    fn encode(&self, request: &mut RequestWriter) -> Result<(), EncodeError> {
        request.literal("/say");
        request.capture("id", &self.id)?;
        match FAULT {
            fault::OMITS_QUERY_KEY => {}
            fault::WRITES_ANOTHER => request.query("count", &self.count.wrapping_add(1))?,
            _ => request.query("count", &self.count)?,
        }
        request.raw_body(BodyEncoding::Text.media_type(), self.text.clone());
        Ok(())
    }

    async fn decode<B: RequestBody>(context: &mut Context<'_>, slot: &mut BodySlot<B>) -> Result<Self, Problem> {
        if FAULT == fault::READS_BODY_FIRST {
            slot.bytes(usize::MAX).await?;
        }
        let mut arguments = Arguments::new(context, 0);
        let (id, count) = (arguments.path(0, "id"), arguments.query("count"));
        arguments.finish()?;
        let (Some(id), Some(count)) = (id, count) else { return Err(Arguments::lost()) };
        let text = body_text(context, slot, Self::ENDPOINT).await?;
        Ok(Self { id, count, text })
    }
}

impl<const FAULT: u8> Api for FaultyApi<FAULT> {
    type Error = EverythingError;

    const DESCRIPTION: &'static Description = &Description {
        name: "FaultyApi",
        docs: "",
        base: Path::ROOT,
        security: None,
        endpoints: &[Say::<FAULT>::ENDPOINT],
        errors: EverythingError::CASES,
    };

    const ROUTES: &'static Node = &Node {
        literals: &[(
            if FAULT == fault::LOSES_ROUTE { "shout" } else { "say" },
            Node {
                capture: Some(&Node { leaves: &[Leaf::new(0, Say::<FAULT>::ENDPOINT)], ..Node::EMPTY }),
                ..Node::EMPTY
            },
        )],
        ..Node::EMPTY
    };

    fn visit_calls<V: CallVisitor>(visitor: &mut V) {
        visitor.visit::<Say<FAULT>>();
    }
}

static CALLS: AtomicUsize = AtomicUsize::new(0);

impl<T: Transport, const FAULT: u8> Dispatch<Client<Self, T>> for FaultyApi<FAULT> {
    async fn dispatch<B: RequestBody>(
        session: &Client<Self, T>,
        _: u16,
        form: ReplyForm,
        context: &mut Context<'_>,
        body: &mut BodySlot<B>,
        answered: &mut Option<http::Response<api_core::Body>>,
    ) -> Result<(), Problem> {
        if FAULT == fault::ANSWERS_404 {
            return Err(Problem::not_found());
        }
        let call = Say::<FAULT>::decode(context, body).await?;
        if FAULT == fault::BREAKS && call.count > 100 {
            return Err(Problem::internal("the count is too large"));
        }
        let mut result = session.call(call).await;
        if FAULT == fault::CHANGES_VALUE {
            result = result.map(|value| value.wrapping_add(1));
        }
        let mut response = answer::<Say<FAULT>>(result, &form, context);
        if FAULT == fault::COUNTS {
            let calls = CALLS.fetch_add(1, Ordering::SeqCst);
            response.headers_mut().insert("x-calls", calls.into());
        }
        *answered = Some(response);
        Ok(())
    }
}
