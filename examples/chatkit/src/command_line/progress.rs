//! A progress bar for long operations.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::store::Progress;

/// How long an operation runs before the bar is shown.
const SHOWN_AFTER: Duration = Duration::from_millis(500);

/// A progress bar on standard error. It is shown only on a terminal and if the operation takes long.
#[derive(Debug)]
pub(super) struct Bar {
    drawn: ProgressBar,
    begun: Instant,
    shown: bool,
}

impl Bar {
    /// Creates a hidden bar that counts bytes or lines.
    pub(super) fn new(what: &'static str, in_bytes: bool) -> Self {
        let template = if in_bytes {
            "{msg} {wide_bar} {binary_bytes}/{binary_total_bytes} {eta}"
        } else {
            "{msg} {wide_bar} {human_pos}/{human_len} {eta}"
        };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar =
            ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()).with_style(style).with_message(what);
        Self { drawn: bar, begun: Instant::now(), shown: false }
    }
}

impl Progress for Bar {
    fn expect(&mut self, steps: u64) {
        self.drawn.set_length(steps);
    }

    fn advance(&mut self, steps: u64) {
        self.drawn.inc(steps);
        if !self.shown && self.begun.elapsed() > SHOWN_AFTER {
            self.shown = true;
            // Draws nothing if standard error is not a terminal.
            self.drawn.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.drawn.finish_and_clear();
    }
}
