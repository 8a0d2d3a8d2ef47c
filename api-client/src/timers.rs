//! Timers that are used again, because registering one costs more than what most requests would pay for it.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use tokio::runtime::{Handle, Id};
use tokio::time::{Instant, Sleep, sleep_until};

/// The maximum number of timers that are kept to be used again.
const SPARE: usize = 64;

/// Timers of requests. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Timers(Arc<Mutex<Vec<Started>>>);

/// A timer in use. Dropping it keeps the timer for another use.
pub(crate) struct Timer {
    started: Option<Started>,
    end: Instant,
    timers: Timers,
}

struct Started {
    sleep: Pin<Box<Sleep>>,
    /// The runtime that the timer belongs to.
    runtime: Id,
}

impl Timers {
    /// Returns a timer that ends at a time.
    ///
    /// # Panics
    /// Panics outside of a tokio runtime.
    pub(crate) fn until(&self, end: Instant) -> Timer {
        let runtime = Handle::current().id();
        let spare = self.spare().pop().filter(|spare| spare.runtime == runtime);
        let started = match spare {
            Some(mut spare) => {
                spare.end_by(end);
                spare
            }
            None => Started { sleep: Box::pin(sleep_until(end)), runtime },
        };
        Timer { started: Some(started), end, timers: self.clone() }
    }

    fn spare(&self) -> MutexGuard<'_, Vec<Started>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Timer {
    /// Returns whether the timer belongs to the runtime that the caller runs in.
    pub(crate) fn is_of_this_runtime(&self) -> bool {
        self.started
            .as_ref()
            .is_some_and(|started| Handle::try_current().is_ok_and(|here| here.id() == started.runtime))
    }

    /// Moves the end.
    pub(crate) fn reset(&mut self, end: Instant) {
        self.end = end;
        if let Some(started) = &mut self.started {
            started.end_by(end);
        }
    }

    /// Ready once the end is reached.
    pub(crate) fn poll(&mut self, task: &mut Context<'_>) -> Poll<()> {
        let Some(started) = &mut self.started else { return Poll::Ready(()) };
        loop {
            ready!(started.sleep.as_mut().poll(task));
            if self.end <= Instant::now() {
                return Poll::Ready(());
            }
            // It ended for an earlier use.
            started.sleep.as_mut().reset(self.end);
        }
    }
}

impl Started {
    /// Moves the end if it is later than `end`. An earlier one is moved once it is reached, which most uses never wait
    /// for.
    fn end_by(&mut self, end: Instant) {
        if end < self.sleep.deadline() {
            self.sleep.as_mut().reset(end);
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        let mut spare = self.timers.spare();
        if spare.len() < SPARE {
            spare.extend(self.started.take());
        }
    }
}

impl fmt::Debug for Timers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Timers").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{SPARE, Timers};

    #[tokio::test(start_paused = true)]
    async fn a_timer_that_is_used_again_ends_at_its_new_end() {
        let (timers, began) = (Timers::default(), Instant::now());
        drop(timers.until(began + Duration::from_secs(30)));
        for seconds in [40, 45, 90] {
            let end = began + Duration::from_secs(seconds);
            let mut timer = timers.until(end);
            assert_eq!(timers.spare().len(), 0);
            poll_fn(|task| timer.poll(task)).await;
            assert_eq!(Instant::now(), end);
            drop(timer);
            assert_eq!(timers.spare().len(), 1);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_earlier_end_is_kept_too() {
        let (timers, began) = (Timers::default(), Instant::now());
        let mut timer = timers.until(began + Duration::from_secs(90));
        assert!(poll_fn(|task| std::task::Poll::Ready(timer.poll(task).is_pending())).await);
        drop(timer);
        let mut timer = timers.until(began + Duration::from_secs(3));
        poll_fn(|task| timer.poll(task)).await;
        assert_eq!(began.elapsed(), Duration::from_secs(3));
    }

    #[tokio::test]
    async fn a_bounded_number_is_kept() {
        let timers = Timers::default();
        let end = Instant::now() + Duration::from_secs(30);
        let used: Vec<_> = (0..SPARE + 9).map(|_| timers.until(end)).collect();
        drop(used);
        assert_eq!(timers.spare().len(), SPARE);
    }

    #[test]
    fn a_timer_of_another_runtime_is_not_used_again() {
        let timers = Timers::default();
        for _ in 0..2 {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
            runtime.block_on(async {
                let mut timer = timers.until(Instant::now() + Duration::from_millis(1));
                poll_fn(|task| timer.poll(task)).await;
            });
        }
        assert_eq!(timers.spare().len(), 1);
    }
}
