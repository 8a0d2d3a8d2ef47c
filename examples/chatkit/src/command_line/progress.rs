//! A bar for long work, where somebody looks.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::store::Progress;

/// Work that is done before this needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar on the terminal, if standard error is one and the work takes long.
#[derive(Debug)]
pub(super) struct Bar {
    drawn: ProgressBar,
    begun: Instant,
    shown: bool,
}

impl Bar {
    /// A bar that counts in bytes, or else in lines. It is not seen yet.
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
        if !self.shown && self.begun.elapsed() > PATIENCE {
            self.shown = true;
            // This draws nothing where standard error is no terminal.
            self.drawn.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.drawn.finish_and_clear();
    }
}
