//! Endpoints that open a WebSocket: from the request to the response, and the conversation after it.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context as Task, Poll};

use api_websocket::handshake::{Continuation, Conversation, Decision, Prepared, Rest, Upgrade};
use api_websocket::{AcceptOptions, PendingConnection, PingPolicy, Sender};
use bytes::Bytes;
use futures_core::Stream;
use http::{Response, StatusCode};

use crate::body::Body;
use crate::call::ReplyForm;
use crate::context::Context;
use crate::conversation::{
    AsLines, DuplexCall, Gate, HandoverCall, IsMessages, IsPendingConnection, Messages, final_frame, pending, pump,
    pump_typed,
};
use crate::description::Endpoint;
use crate::dialect::EventStream;
use crate::error::{ApiError, ErrorFormat, Problem};

use super::answer::{formatted, refuse};
use super::upgrade::check_origin;

/// Runs a handler that controls the WebSocket itself. Generated code calls it after the arguments are decoded.
pub async fn handover<C, F, R>(context: &Context<'_>, form: &ReplyForm, run: F) -> Response<Body>
where
    C: HandoverCall,
    F: FnOnce(C::Pending) -> R + Send,
    R: Future<Output = Result<C::Reply, C::Error>> + Send + 'static,
{
    open(context, form, |pending| run(C::Pending::from_pending(pending))).await
}

/// Opens a WebSocket in a hand-written route. The function gets the pending connection, and accepts or rejects it.
///
/// The answer is 426 if the request does not ask for a WebSocket, that of the handshake if it is malformed, and 403 for
/// an origin that [`Compose::allow_origins`](super::Compose::allow_origins) excludes. An error that the function
/// returns before it accepts is the response, in the error format for this request; later it closes the WebSocket. The
/// function continues after the response, without the context: read what it needs before.
///
/// ```
/// use api_core::Error;
/// use api_core::routing::{Miss, Routed, from_fn, open_websocket};
///
/// let echo = from_fn(|context, _| {
///     Box::pin(async move {
///         if !context.pop_segment().is_some_and(|segment| segment.is("echo")) || !context.end_of_path() {
///             return Miss::NotFound.into();
///         }
///         let echo = open_websocket(context, |pending| async move {
///             let Ok(mut connection) = pending.accept().await else { return Ok(()) };
///             while let Ok(message) = connection.receive_data_message().await {
///                 if connection.send_data_message(message).await.is_err() {
///                     break;
///                 }
///             }
///             Ok::<(), Error>(())
///         });
///         Routed::Response(echo.await)
///     })
/// });
/// # let _ = echo;
/// ```
pub async fn open_websocket<E, F, R>(context: &Context<'_>, run: F) -> Response<Body>
where
    E: ApiError,
    F: FnOnce(PendingConnection) -> R,
    R: Future<Output = Result<(), E>> + Send + 'static,
{
    open_for(context, None, context.error_format(), run).await
}

async fn open<T, E, F, R>(context: &Context<'_>, form: &ReplyForm, run: F) -> Response<Body>
where
    T: Send + 'static,
    E: ApiError,
    F: FnOnce(PendingConnection) -> R,
    R: Future<Output = Result<T, E>> + Send + 'static,
{
    open_for(context, Some(form.endpoint), E::FORMAT, run).await
}

async fn open_for<T, E, F, R>(
    context: &Context<'_>,
    endpoint: Option<&'static Endpoint>,
    format: &'static dyn ErrorFormat,
    run: F,
) -> Response<Body>
where
    T: Send + 'static,
    E: ApiError,
    F: FnOnce(PendingConnection) -> R,
    R: Future<Output = Result<T, E>> + Send + 'static,
{
    let prepared = match prepared(context) {
        Ok(prepared) => prepared,
        Err(problem) => return formatted(format, &problem, context),
    };
    let (pending, undecided) = pending(context, prepared.secure, endpoint);
    match undecided.decide(Box::pin(run(pending))).await {
        Decision::Accepted(acceptance, rest) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
            *response.headers_mut() = acceptance.headers().clone();
            let handler = rest.closing_with(|returned| final_frame(&returned));
            let conversation = acceptance.into_conversation(handler, prepared.wire);
            response.extensions_mut().insert(Continuation::new(conversation));
            response
        }
        Decision::Rejected(response, rest) => after(response.map(Body::from), rest),
        Decision::Unanswered(Rest::Returned(Err(error))) => {
            refuse(format, &error, endpoint.and_then(|endpoint| endpoint.security))
        }
        Decision::Unanswered(rest) => {
            let problem = Problem::internal("the handler neither accepted nor rejected its WebSocket");
            after(formatted(format, &problem, context), rest)
        }
        Decision::Fulfilled(connection) => {
            // Only an opening in the same process can be fulfilled with a connection.
            drop(connection);
            formatted(format, &Problem::internal("the WebSocket was fulfilled with a connection"), context)
        }
    }
}

/// Returns the response of a rejection. If the handler is still running, it continues after the response.
fn after<T, E, R>(mut response: Response<Body>, rest: Rest<R>) -> Response<Body>
where
    T: Send + 'static,
    E: ApiError,
    R: Future<Output = Result<T, E>> + Send + 'static,
{
    if let Rest::Running(_) = rest {
        let conversation = Conversation::after_rejection(rest.closing_with(|returned| final_frame(&returned)));
        response.extensions_mut().insert(Continuation::new(conversation));
    }
    response
}

/// Runs a handler of typed messages. The WebSocket is accepted when the handler returns or waits for the first message.
///
/// The signature states that the future is `Send`, so that rustc reports a wrong type once, and not again at the call.
pub fn duplex<C, F, R>(context: &Context<'_>, form: &ReplyForm, run: F) -> impl Future<Output = Response<Body>> + Send
where
    C: DuplexCall,
    F: FnOnce(C::Input) -> R + Send + 'static,
    R: Future<Output = Result<C::Reply, C::Error>> + Send + 'static,
{
    let encoding = form.endpoint.exchange.encoding();
    open::<(), C::Error, _, _>(context, form, move |pending| async move {
        // Boxed, so that the memory of the opening is free while messages flow.
        let Some((output, sender)) = Box::pin(accept::<C, F, R>(pending, run)).await? else { return Ok(()) };
        pump_typed(output, sender, encoding).await;
        Ok(())
    })
}

/// The messages to the client of a `#[duplex]`, and where they are sent.
type Outgoing<M> = (Messages<<M as IsMessages>::Message>, Sender);

/// Runs the method of a `#[duplex]`, and accepts. Returns the messages to the client. `None` if the transport has
/// failed, so that no message can be
/// sent.
async fn accept<C, F, R>(pending: PendingConnection, run: F) -> Result<Option<Outgoing<C::Reply>>, C::Error>
where
    C: DuplexCall,
    F: FnOnce(C::Input) -> R + Send + 'static,
    R: Future<Output = Result<C::Reply, C::Error>> + Send + 'static,
{
    let (gate, input) = Gate::new::<<C::Input as IsMessages>::Message>();
    let mut method = Box::pin(run(C::Input::from_messages(input)));
    let early = std::future::poll_fn(|task| match method.as_mut().poll(task) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending if gate.is_wanted(task) => Poll::Ready(None),
        Poll::Pending => Poll::Pending,
    })
    .await;
    let early = early.transpose()?;
    let Ok(connection) = pending.accept().await else { return Ok(None) };
    // A close frame ends the client's messages. The handler still answers those before it.
    connection.allow_half_close();
    let (sender, receiver) = connection.split();
    gate.open(receiver);
    let output = match early {
        Some(output) => output,
        None => method.await?,
    };
    Ok(Some((output.into_messages(), sender)))
}

/// Sends the events of a subscription as the messages of a WebSocket.
pub(super) async fn events<E: ApiError>(
    context: &Context<'_>,
    form: &ReplyForm,
    events: EventStream,
) -> Response<Body> {
    let interval = form.keep_alive.interval;
    let ping = PingPolicy::every(interval).pong_timeout(interval.saturating_mul(2));
    open::<(), E, _, _>(context, form, move |pending| async move {
        let options = pending.default_options();
        let options = if options.pings() { options } else { options.ping(ping) };
        let accepted = pending.accept_with(AcceptOptions::default().connection(options)).await;
        let Ok(connection) = accepted else { return Ok(()) };
        let (sender, receiver) = connection.split();
        drop(receiver);
        pump(Messages::new(Lines(events)), sender, AsLines::default()).await;
        Ok(())
    })
    .await
}

fn prepared(context: &Context<'_>) -> Result<Prepared, Problem> {
    check_origin(context)?;
    let upgrade = context.head().extensions.get::<Upgrade>();
    match upgrade.and_then(Upgrade::take) {
        Some(Ok(prepared)) => Ok(prepared),
        Some(Err(problem)) => Err(Problem::handshake(problem.status(context.head().version), problem.to_string())),
        None => Err(Problem::upgrade_required()),
    }
}

/// A stream of encoded messages of a dialect, each JSON in UTF-8.
struct Lines(EventStream);

impl Stream for Lines {
    type Item = Bytes;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<Bytes>> {
        self.0.poll_bytes(task)
    }
}
