//! The time limit of a request's head over HTTP/1.1, and so of an idle connection.
//!
//! hyper's own limit makes and frees a timer for each head. This one has one for each connection, which is looked at
//! when it fires: it then either closes the connection, or sleeps on until the present head is due.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::task::unconstrained;
use tokio::time::{Instant, Sleep, sleep_until};

use super::traffic::Traffic;
use crate::limits::after;

/// The deadline of the heads of one connection.
///
/// Time counts while no request is answered, from the last byte that was written. While the peer does not accept bytes
/// the deadline of writes applies instead.
#[derive(Debug)]
pub(crate) struct HeadDeadline {
    time: Duration,
    traffic: Traffic,
    /// The time since which a head is awaited.
    since: Instant,
    timer: Pin<Box<Sleep>>,
    /// Whether the timer has stored the waker of the connection's task, which is the only one that polls it.
    is_set: bool,
}

impl HeadDeadline {
    pub(crate) fn new(time: Duration, traffic: Traffic) -> Self {
        let timer = Box::pin(sleep_until(after(time)));
        Self { time, traffic, since: Instant::now(), timer, is_set: false }
    }

    /// Ready once a head has been awaited for the whole time. Call it after each poll of the connection.
    pub(crate) fn poll_passed(&mut self, task: &mut Context<'_>) -> Poll<()> {
        if self.traffic.take_advance() {
            self.since = Instant::now();
        }
        if self.is_set && !self.timer.is_elapsed() {
            return Poll::Pending;
        }
        loop {
            // Outside tokio's cooperative budget, which could be spent before the timer has stored the waker.
            let fired = pin!(unconstrained(self.timer.as_mut())).poll(task);
            self.is_set = fired.is_pending();
            ready!(fired);
            let now = Instant::now();
            if self.traffic.is_answering() || self.traffic.is_stalled() {
                self.since = now;
            }
            let left = self.time.saturating_sub(now.duration_since(self.since));
            if left.is_zero() {
                return Poll::Ready(());
            }
            self.timer.as_mut().reset(after(left));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::time::Duration;

    use tokio::time::{Instant, sleep};

    use super::HeadDeadline;
    use crate::bounds::Traffic;

    const TIME: Duration = Duration::from_secs(10);

    /// What a connection does, and in which second.
    type Step = (u64, fn(&Traffic));

    /// Polls the deadline at its own wakes and after each step. Returns the time at which it passed.
    async fn passes_after(steps: &[Step]) -> Duration {
        let traffic = Traffic::default();
        let mut deadline = HeadDeadline::new(TIME, traffic.clone());
        let started = Instant::now();
        for (second, step) in steps {
            let due = started + Duration::from_secs(*second);
            tokio::select! {
                () = poll_fn(|task| deadline.poll_passed(task)) => return started.elapsed(),
                () = tokio::time::sleep_until(due) => step(&traffic),
            }
            // The connection is polled by what happened, here in another future than the next round.
            deadline.is_set = false;
        }
        poll_fn(|task| deadline.poll_passed(task)).await;
        started.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_sends_no_head_ends_after_the_time() {
        assert_eq!(passes_after(&[]).await, TIME);
    }

    #[tokio::test(start_paused = true)]
    async fn the_time_counts_from_the_end_of_the_last_answer() {
        let steps: [Step; 2] = [(3, Traffic::begin_answer), (4, Traffic::end_answer)];
        assert_eq!(passes_after(&steps).await, TIME + Duration::from_secs(4));
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_answer_is_not_cut() {
        let steps: [Step; 2] = [(3, Traffic::begin_answer), (95, Traffic::end_answer)];
        assert_eq!(passes_after(&steps).await, TIME + Duration::from_secs(95));
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_its_peer_reads_slowly_is_not_cut() {
        let steps: [Step; 5] = [
            (1, Traffic::begin_answer),
            (2, Traffic::end_answer),
            (3, |traffic| traffic.set_stalled(true)),
            (40, |traffic| {
                traffic.set_stalled(false);
                traffic.advance();
            }),
            (45, Traffic::advance),
        ];
        assert_eq!(passes_after(&steps).await, TIME + Duration::from_secs(45));
    }

    #[tokio::test(start_paused = true)]
    async fn the_timer_fires_once_in_the_time_however_many_requests_are_answered() {
        let traffic = Traffic::default();
        let mut deadline = HeadDeadline::new(TIME, traffic.clone());
        let started = Instant::now();
        let mut wakes = 0;
        tokio::spawn(async move {
            for _ in 0..20 {
                sleep(Duration::from_secs(1)).await;
                traffic.begin_answer();
                traffic.end_answer();
            }
        });
        poll_fn(|task| {
            wakes += 1;
            deadline.poll_passed(task)
        })
        .await;
        // Without a poll by the connection itself the end of an answer is seen when the timer fires.
        assert!(wakes <= 5, "{wakes}");
        assert!(started.elapsed() >= TIME + Duration::from_secs(20));
    }
}
