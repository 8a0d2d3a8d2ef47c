//! The measured clients: the same calls by each, on one HTTP/1.1 connection that is kept alive.

pub(crate) mod by_hand;
pub(crate) mod framework;
pub(crate) mod pooled;
mod requests;
#[cfg(feature = "peers")]
pub(crate) mod with_reqwest;

use std::io;

use allocation_counter::measure;
use clap::ValueEnum;
use tokio::runtime::Runtime;

use crate::scenario::Scenario;

/// Calls before allocations are counted: the first ones connect, and fill the buffers of the connection.
const WARM_UP: u32 = 20;

/// A measured client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Caller {
    /// One connection of hyper, with serde by hand: the baseline.
    Hyper,
    /// This framework, with everything that a user gets by default, and credentials.
    Framework,
    /// The pool of hyper-util, with serde by hand.
    HyperUtil,
    /// reqwest.
    #[cfg(feature = "peers")]
    Reqwest,
}

impl Caller {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hyper => "hyper by hand",
            Self::Framework => "this framework",
            Self::HyperUtil => "hyper-util's pool by hand",
            #[cfg(feature = "peers")]
            Self::Reqwest => "reqwest",
        }
    }

    /// Makes calls, one after the other. Returns the allocations of one call, on average.
    pub(crate) fn run(self, runtime: &Runtime, scenario: Scenario, port: u16, calls: u32) -> io::Result<f64> {
        match self {
            Self::Hyper => {
                let mut caller = runtime.block_on(by_hand::Caller::connect(port))?;
                counted(runtime, calls, async || caller.call(scenario).await)
            }
            Self::Framework => {
                let caller = framework::Caller::new(port)?;
                counted(runtime, calls, async || caller.call(scenario).await)
            }
            Self::HyperUtil => {
                let caller = pooled::Caller::new(port);
                counted(runtime, calls, async || caller.call(scenario).await)
            }
            #[cfg(feature = "peers")]
            Self::Reqwest => {
                let caller = with_reqwest::Caller::new(port)?;
                counted(runtime, calls, async || caller.call(scenario).await)
            }
        }
    }
}

fn counted(runtime: &Runtime, calls: u32, mut call: impl AsyncFnMut() -> io::Result<()>) -> io::Result<f64> {
    let mut repeat = |calls| {
        runtime.block_on(async {
            for _ in 0..calls {
                call().await?;
            }
            io::Result::Ok(())
        })
    };
    repeat(WARM_UP)?;
    let mut made = Ok(());
    let allocations = measure(|| made = repeat(calls));
    made?;
    #[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
    Ok(allocations.count_total as f64 / f64::from(calls))
}
