//! The open WebSocket conversations of one connection. Serving the connection waits for them and ends them with it.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Poll, ready};

use api_core::websocket::handshake::Conversation;
use tokio::task::{JoinError, JoinSet};

use crate::bounds::UpgradeBounds;
use crate::panic::Panicked;
use crate::shutdown::ShutdownSignal;
use crate::telemetry::follow;

/// The conversations of one connection: at most one over HTTP/1.1, any number over HTTP/2.
///
/// Dropping this value aborts them.
#[derive(Debug)]
pub(crate) struct Conversations {
    pub(super) secure: bool,
    pub(super) bounds: UpgradeBounds,
    shutdown: ShutdownSignal,
    /// Created for the first conversation, since most connections never have one.
    running: OnceLock<Mutex<JoinSet<()>>>,
}

impl Conversations {
    pub(crate) fn new(secure: bool, bounds: UpgradeBounds, shutdown: ShutdownSignal) -> Self {
        Self { secure, bounds, shutdown, running: OnceLock::new() }
    }

    /// Runs a conversation until it ends. On shutdown it starts the closing handshake.
    pub(crate) fn run(&self, conversation: Conversation) {
        self.spawn(follow(converse(conversation, self.shutdown.clone())));
    }

    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut running = lock(self.running.get_or_init(Mutex::default));
        // Over HTTP/2 there may be many in succession: drop those that have ended.
        while let Some(ended) = running.try_join_next() {
            report_task(ended);
        }
        running.spawn(task);
    }

    /// Waits until all conversations have ended.
    pub(crate) async fn ended(&self) {
        if let Some(running) = self.running.get() {
            poll_fn(|task| {
                loop {
                    let Some(ended) = ready!(lock(running).poll_join_next(task)) else { return Poll::Ready(()) };
                    report_task(ended);
                }
            })
            .await;
        }
    }
}

/// Runs a conversation and logs its panic, which does not affect the connection.
fn converse(mut conversation: Conversation, mut shutdown: ShutdownSignal) -> impl Future<Output = ()> + Unpin {
    let mut leaving = false;
    // One closure, since it is polled for each message.
    poll_fn(move |task| {
        while Pin::new(&mut conversation).poll(task).is_pending() {
            if leaving || shutdown.poll_begun(task).is_pending() {
                return Poll::Pending;
            }
            leaving = true;
            conversation.shut_down();
        }
        report(handled(&mut conversation));
        Poll::Ready(())
    })
}

/// Returns the handler's panic, which the conversation caught to close with 1011.
fn handled(conversation: &mut Conversation) -> Result<(), Panicked> {
    conversation.take_panic().map_or(Ok(()), |panic| Err(Panicked::of(panic.as_ref())))
}

/// Runs a conversation as a detached task, for a connection that this crate does not serve.
pub(crate) fn run_alone(mut conversation: Conversation) {
    let conversing = follow(poll_fn(move |task| {
        ready!(Pin::new(&mut conversation).poll(task));
        report(handled(&mut conversation));
        Poll::Ready(())
    }));
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        runtime.spawn(conversing);
    }
}

/// Logs a panic that the conversation did not catch, for example while the state of a handler was dropped.
fn report_task(ended: Result<(), JoinError>) {
    if let Some(panic) = ended.err().and_then(|error| error.try_into_panic().ok()) {
        report(Err(Panicked::of(panic.as_ref())));
    }
}

fn report(ended: Result<(), Panicked>) {
    if let Err(panicked) = ended {
        tracing::error!(detail = panicked.0, "a WebSocket handler panicked");
    }
}

fn lock(running: &Mutex<JoinSet<()>>) -> MutexGuard<'_, JoinSet<()>> {
    // Nothing panics while the lock is held: a panic of a task stays in the task.
    running.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::future::pending;
    use std::time::Duration;

    use tokio::sync::oneshot;

    use super::Conversations;
    use crate::Limits;
    use crate::bounds::Bounds;
    use crate::shutdown::ShutdownHandle;

    #[tokio::test]
    async fn ended_waits_for_conversations_and_drop_aborts_them() {
        let handle = ShutdownHandle::new();
        let conversations = Conversations::new(false, Bounds::new(Limits::default()).upgrades(), handle.signal());
        conversations.ended().await;
        let (go, gone) = oneshot::channel::<()>();
        conversations.spawn(async move { drop(gone.await) });
        assert!(tokio::time::timeout(Duration::ZERO, conversations.ended()).await.is_err());
        go.send(()).expect("the task waits");
        conversations.ended().await;

        let (holds, mut held) = oneshot::channel::<()>();
        let endless = async move {
            pending::<()>().await;
            drop(holds);
        };
        conversations.spawn(endless);
        tokio::task::yield_now().await;
        assert!(held.try_recv().is_err_and(|error| error == oneshot::error::TryRecvError::Empty));
        drop(conversations);
        assert!(held.await.is_err());
    }
}
