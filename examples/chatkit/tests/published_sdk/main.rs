//! Both published Pusher SDKs drive `chatkit serve`, each over TLS with a certificate authority of its own and over plain HTTP.
//!
//! They need node and npm. Where these are missing the tests say so and count as ignored, but under `CI` that is a failure.

mod authority;
mod packages;
mod program;
mod scenario;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

use scenario::{SCENARIOS, Scheme};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let packages = if arguments.list { None } else { packages::installed() };
    // Under CI a test that cannot run is not ignored: it runs, and fails.
    let ignored = packages.is_none() && std::env::var_os("CI").is_none();
    let schemes = [Scheme::Tls, Scheme::Plain];
    let cases = SCENARIOS.iter().flat_map(|scenario| schemes.map(|scheme| (scenario, scheme)));
    let trials = cases
        .map(|(scenario, scheme)| {
            let run = move || scenario.run(packages, scheme);
            Trial::test(scenario.name(scheme), run).with_ignored_flag(ignored)
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}
