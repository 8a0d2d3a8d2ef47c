//! The store on both databases: a file of SQLite, and a real server of PostgreSQL.
//!
//! ```text
//! fresh         a new database for each test
//! conformance   what every operation does, the same on both
//! adoption      databases of the original and of older and newer versions
//! concurrency   several processes on one database
//! command_line  `pandapush admin` and `pandapush migrate`
//! program       running servers on one database
//! failure       a database that is stopped and comes back
//! ```

mod adoption;
mod command_line;
mod concurrency;
mod conformance;
mod failure;
mod fresh;
mod program;

use std::process::ExitCode;

use fresh::{Engine, Server};
use libtest_mimic::{Arguments, Trial, run};
use peers::Postgres;

/// A test that runs on both databases.
type OnBoth = (&'static str, fn(&fresh::Fresh));

fn main() -> ExitCode {
    let server = Server::new(Postgres::find());
    let on_both =
        [conformance::TESTS, adoption::TESTS, concurrency::TESTS, command_line::TESTS, program::TESTS].concat();
    let mut trials: Vec<Trial> = Vec::new();
    for (name, test) in on_both {
        trials.push(Trial::test(format!("sqlite::{name}"), move || {
            test(&fresh::Fresh::new(&Engine::Sqlite));
            Ok(())
        }));
        let server = server.clone();
        trials.push(peers::trial(format!("postgres::{name}"), Postgres::find_quietly(), move |_| {
            test(&fresh::Fresh::new(&Engine::Postgres(server)));
            Ok(())
        }));
    }
    trials.extend(failure::trials());
    trials.extend(program::trials());
    let conclusion = run(&Arguments::from_args(), trials);
    server.stop();
    conclusion.exit_code()
}
