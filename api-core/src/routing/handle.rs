//! Calls on a server: decoding the arguments, running the handler, and encoding the result.
//!
//! These futures are generic over calls and written here, not for each endpoint of an API: a future with hundreds of
//! suspension points takes the compiler seconds, and so do hundreds of closures.

use std::future::Future;

use http::Response;

use crate::body::{Body, RequestBody};
use crate::call::{Call, ReplyForm, answered};
use crate::context::{BodySlot, Context};
use crate::error::Problem;

use super::answer;

/// A call whose handler is a method of a session `S`. Generated code implements it for each endpoint.
pub trait Handled<S>: Call {
    /// Runs the handler.
    fn handle(self, session: &S) -> impl Future<Output = Result<Self::Reply, Self::Error>> + Send;
}

/// Decodes a call, runs its handler and encodes the result.
macro_rules! handled {
    ($call:ident, $session:ident, $form:ident, $context:ident, $slot:ident, $answer:ident) => {{
        let call = $call::decode($context, $slot).await?;
        let result = call.handle($session).await;
        if const { answered::has_several_media_types::<$call>() } {
            $context.evidence_mut().read_header("accept");
        }
        *$answer = Some(answer::answer::<$call>(result, &$form, $context));
        Ok(())
    }};
}

/// Decodes a call, runs its handler and stores the result, encoded, in `answer`.
///
/// # Errors
/// Returns the problem of a request that cannot be decoded.
pub async fn handle<S: Sync, B: RequestBody, C: Handled<S>>(
    session: &S,
    form: ReplyForm,
    context: &mut Context<'_>,
    slot: &mut BodySlot<B>,
    answer: &mut Option<Response<Body>>,
) -> Result<(), Problem> {
    handled!(C, session, form, context, slot, answer)
}

macro_rules! handle_one_of {
    ($function:ident: $($call:ident = $number:literal),*) => {
        /// As [`handle`], for one of several calls. `number`: its index.
        ///
        /// # Errors
        /// Returns the problem of a request that cannot be decoded, and one with status 404 for any other number.
        pub async fn $function<S, B, $($call),*>(
            session: &S,
            number: u16,
            form: ReplyForm,
            context: &mut Context<'_>,
            slot: &mut BodySlot<B>,
            answer: &mut Option<Response<Body>>,
        ) -> Result<(), Problem>
        where
            S: Sync,
            B: RequestBody,
            $($call: Handled<S>),*
        {
            match number {
                $($number => handled!($call, session, form, context, slot, answer),)*
                _ => Err(Problem::not_found()),
            }
        }
    };
}

handle_one_of! {
    handle_one_of_sixteen: C0 = 0, C1 = 1, C2 = 2, C3 = 3, C4 = 4, C5 = 5, C6 = 6, C7 = 7,
    C8 = 8, C9 = 9, C10 = 10, C11 = 11, C12 = 12, C13 = 13, C14 = 14, C15 = 15
}
