//! A trial that needs a peer.

use libtest_mimic::{Failed, Trial};

/// Makes a trial that runs with the peer it needs.
///
/// Without the peer it is ignored. Under `CI` it is not: it runs, and fails.
pub fn trial<P: Send + 'static>(
    name: impl Into<String>,
    peer: Option<P>,
    run: impl FnOnce(P) -> Result<(), Failed> + Send + 'static,
) -> Trial {
    let ignored = peer.is_none() && std::env::var_os("CI").is_none();
    let run = move || run(peer.ok_or("a program or a package that this test needs is missing, and CI must have it")?);
    Trial::test(name, run).with_ignored_flag(ignored)
}
