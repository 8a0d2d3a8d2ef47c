//! Open conversations of one connection: whoever serves the connection waits for them, and ends them with it.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Poll, ready};

use api_core::websocket::handshake::Conversation;
use tokio::task::JoinSet;

use crate::panic::{Panicked, caught};
use crate::shutdown::ShutdownSignal;
use crate::telemetry::follow;

/// What one connection of a listener became: over HTTP/1.1 at most one WebSocket, over HTTP/2 any number.
///
/// Dropping it ends them.
#[derive(Debug)]
pub(crate) struct Conversations {
    pub(super) secure: bool,
    shutdown: ShutdownSignal,
    /// Made for the first: most connections never have one.
    running: OnceLock<Mutex<JoinSet<()>>>,
}

impl Conversations {
    pub(crate) fn new(secure: bool, shutdown: ShutdownSignal) -> Self {
        Self { secure, shutdown, running: OnceLock::new() }
    }

    /// Runs a conversation until it ends, or lets it say farewell once the server shuts down.
    pub(crate) fn run(&self, conversation: Conversation) {
        self.spawn(follow(converse(conversation, self.shutdown.clone())));
    }

    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut running = lock(self.running.get_or_init(Mutex::default));
        // Over HTTP/2 there may be many, one after the other.
        while running.try_join_next().is_some() {}
        running.spawn(task);
    }

    /// Waits until everything that ran here has ended.
    pub(crate) async fn ended(&self) {
        if let Some(running) = self.running.get() {
            poll_fn(|task| {
                while ready!(lock(running).poll_join_next(task)).is_some() {}
                Poll::Ready(())
            })
            .await;
        }
    }
}

/// A conversation and its end: a panic in it is its own.
async fn converse(mut conversation: Conversation, shutdown: ShutdownSignal) {
    let ended = {
        let conversing = pin!(async {
            if shutdown.or_until(Pin::new(&mut conversation)).await.is_none() {
                conversation.shut_down();
                (&mut conversation).await;
            }
        });
        caught(conversing).await
    };
    report(ended.and_then(|()| handled(&mut conversation)));
}

/// What the handler's own panic said, which the conversation caught to close with 1011.
fn handled(conversation: &mut Conversation) -> Result<(), Panicked> {
    conversation.take_panic().map_or(Ok(()), |panic| Err(Panicked::of(panic.as_ref())))
}

/// Runs a conversation whose connection is somebody else's, who may run it for longer than us.
pub(crate) fn run_alone(mut conversation: Conversation) {
    let conversing = follow(async move {
        let ended = caught(Pin::new(&mut conversation)).await;
        report(ended.and_then(|()| handled(&mut conversation)));
    });
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        runtime.spawn(conversing);
    }
}

fn report(ended: Result<(), Panicked>) {
    if let Err(panicked) = ended {
        tracing::error!(detail = panicked.0, "a WebSocket's handler panicked");
    }
}

fn lock(running: &Mutex<JoinSet<()>>) -> MutexGuard<'_, JoinSet<()>> {
    // Nothing panics under the lock: a task's own panic stays in the task.
    running.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use tokio::sync::oneshot;

    use super::Conversations;
    use crate::shutdown::ShutdownHandle;

    #[tokio::test]
    async fn what_runs_for_a_connection_is_waited_for_and_cut_with_it() {
        let handle = ShutdownHandle::new();
        let conversations = Conversations::new(false, handle.signal());
        conversations.ended().await;
        let (go, gone) = oneshot::channel::<()>();
        conversations.spawn(async move { drop(gone.await) });
        assert!(tokio::time::timeout(std::time::Duration::ZERO, conversations.ended()).await.is_err());
        go.send(()).expect("it waits");
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
