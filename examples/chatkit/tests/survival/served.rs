//! The program serving a database, until it is killed.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use api_client::ResumePolicy;
use api_core::Client;
use chatkit::api::PresignedFilesApi;
use chatkit::client::ChatkitClient;
use pusher_platform::PlatformEnvironment;
use pusher_platform::token::Grant;

const INSTANCE: &str = "v1:us1:survival";
const KEY: &str = "id:secret";

/// A serving process.
pub(crate) struct Served {
    child: Mutex<Child>,
    /// Kept open, or else the program could not print.
    told: BufReader<ChildStdout>,
    /// What it said that it loaded.
    pub(crate) loaded: String,
    url: String,
}

impl Served {
    pub(crate) fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_chatkit"))
            .args(["serve", "--listen", "127.0.0.1:0", "--instance", INSTANCE, "--key", KEY, "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let told = BufReader::new(child.stdout.take().unwrap());
        // From here on whatever happens ends the process.
        let mut served = Self { child: Mutex::new(child), told, loaded: String::new(), url: String::new() };
        while served.url.is_empty() {
            let mut line = String::new();
            assert!(served.told.read_line(&mut line).unwrap() > 0, "the server ended before it listened");
            if line.starts_with("data ") {
                line.trim_end().clone_into(&mut served.loaded);
            }
            if let Some(url) = line.trim_end().strip_prefix("listening on ") {
                url.clone_into(&mut served.url);
            }
        }
        served
    }

    pub(crate) fn client(&self, grant: Grant) -> ChatkitClient {
        ChatkitClient::connect(&self.environment().signing(&KEY.parse().unwrap(), grant)).unwrap()
    }

    pub(crate) fn files(&self) -> Client<PresignedFilesApi, api_client::Connection> {
        self.environment().connect().unwrap()
    }

    /// SIGKILL: the process gets no chance to do anything more.
    pub(crate) fn kill(&self) {
        let mut child = self.child.lock().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    fn environment(&self) -> PlatformEnvironment {
        PlatformEnvironment::new(INSTANCE.parse().unwrap()).at(&self.url).resume(ResumePolicy::off())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It was killed already, unless the test failed.
        let child = self.child.get_mut().unwrap_or_else(PoisonError::into_inner);
        let _ = child.kill();
        let _ = child.wait();
    }
}
