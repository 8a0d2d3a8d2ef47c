//! Graceful shutdown: one signal, observed by the accept loop, every connection and every subscription.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;

use tokio::sync::watch;

/// A handle that shuts a server down. It is cheap to clone and can be used from any thread.
///
/// ```
/// # use api_server::{Listener, Server, serve};
/// # async fn example(routes: impl api_core::Routes<api_server::IncomingBody>) -> std::io::Result<()> {
/// let listening = serve(Listener::bind("127.0.0.1:0").await?, Server::new(routes));
/// let handle = listening.shutdown_handle();
/// tokio::spawn(async move {
///     // … when it is time:
///     handle.shut_down();
/// });
/// listening.await
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct ShutdownHandle(Arc<watch::Sender<bool>>);

impl ShutdownHandle {
    pub(crate) fn new() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }

    /// Begins the shutdown. Later calls have no effect.
    pub fn shut_down(&self) {
        self.0.send_replace(true);
    }

    pub(crate) fn signal(&self) -> ShutdownSignal {
        ShutdownSignal(self.0.subscribe())
    }
}

/// The receiving side of a [`ShutdownHandle`].
#[derive(Debug, Clone)]
pub(crate) struct ShutdownSignal(watch::Receiver<bool>);

impl ShutdownSignal {
    /// Waits until shutdown begins. It also begins when the last handle is dropped.
    ///
    /// # Cancel safety
    /// Cancel safe.
    pub(crate) async fn wait(&mut self) {
        // The only error is that every handle was dropped.
        let _ = self.0.wait_for(|begun| *begun).await;
    }

    /// Returns the output of a future, or `None` if shutdown begins before it completes.
    ///
    /// A connection is polled many times per request. The signal is therefore polled once, and later polls only read
    /// its flag. The waker of the first poll remains valid, because it is that of the connection's task.
    pub(crate) async fn or_until<F: Future>(self, mut future: Pin<&mut F>) -> Option<F::Output> {
        let flag = self.0.clone();
        let mut signal = self;
        // Outside tokio's cooperative budget, which could be spent at the first poll, before the signal has stored the
        // waker.
        let mut begun = pin!(tokio::task::unconstrained(signal.wait()));
        let mut waiting = false;
        poll_fn(|task| {
            if let Poll::Ready(output) = future.as_mut().poll(task) {
                return Poll::Ready(Some(output));
            }
            // The only error is that every handle was dropped.
            if waiting && !flag.has_changed().unwrap_or(true) {
                return Poll::Pending;
            }
            waiting = true;
            begun.as_mut().poll(task).map(|()| None)
        })
        .await
    }

    /// Returns [`ShutdownSignal::wait`] as a boxed future that can be stored and polled.
    pub(crate) fn into_future(mut self) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(async move { self.wait().await })
    }
}
