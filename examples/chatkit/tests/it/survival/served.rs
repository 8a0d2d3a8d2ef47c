//! A `chatkit serve` process with a database, which a test can kill.

use std::path::Path;
use std::process::Command;
use std::sync::Mutex;

use api_client::ResumePolicy;
use api_core::Client;
use chatkit::api::PresignedFilesApi;
use chatkit::client::ChatkitClient;
use peers::Program;
use pusher_platform::PlatformEnvironment;
use pusher_platform::token::Grant;

const INSTANCE: &str = "v1:us1:survival";
const KEY: &str = "id:secret";

/// A running `chatkit serve`.
pub(crate) struct Served {
    program: Mutex<Program>,
    /// The line in which the program reports the loaded data.
    pub(crate) loaded: String,
    url: String,
}

impl Served {
    pub(crate) fn start(data: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chatkit"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--instance", INSTANCE, "--key", KEY, "--data"]).arg(data);
        let program = Program::start(&mut command).unwrap();
        let loaded =
            program.startup_output().iter().find(|line| line.starts_with("data ")).cloned().unwrap_or_default();
        Self { loaded, url: program.address().to_owned(), program: Mutex::new(program) }
    }

    pub(crate) fn client(&self, grant: Grant) -> ChatkitClient {
        ChatkitClient::connect(&self.environment().signing(&KEY.parse().unwrap(), grant)).unwrap()
    }

    pub(crate) fn files(&self) -> Client<PresignedFilesApi, api_client::LayeredTransport> {
        self.environment().connect().unwrap()
    }

    /// Kills the process by SIGKILL, which it cannot handle.
    pub(crate) fn kill(&self) {
        self.program.lock().unwrap().kill().unwrap();
    }

    fn environment(&self) -> PlatformEnvironment {
        PlatformEnvironment::new(INSTANCE.parse().unwrap()).at(&self.url).resume(ResumePolicy::off())
    }
}
