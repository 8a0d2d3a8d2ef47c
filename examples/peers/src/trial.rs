//! Trials of `libtest-mimic` that require a peer.

use libtest_mimic::{Failed, Trial};

/// Creates a trial that requires a peer.
///
/// Without the peer the trial is ignored. If `CI` is set, it runs and fails instead.
pub fn trial<P: Send + 'static>(
    name: impl Into<String>,
    peer: Option<P>,
    run: impl FnOnce(P) -> Result<(), Failed> + Send + 'static,
) -> Trial {
    let ignored = peer.is_none() && std::env::var_os("CI").is_none();
    let run = move || run(peer.ok_or("a required program or package is missing")?);
    Trial::test(name, run).with_ignored_flag(ignored)
}
