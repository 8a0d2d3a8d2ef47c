//! The commands `check`, `bless`, `diff` and `explain`, which any program can mount below its own.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use api_core::contract::{Direction, Level, Party, Rule, ValueRule};
use api_core::description::Description;
use jiff::Zoned;

use crate::bless::{self, LockError, with_sources};
use crate::comparison::{Comparison, Verdict};
use crate::place::read_contract;
use crate::render::Form;

/// An API of a program, and the file of its lock.
#[derive(Debug, Clone, Copy)]
pub struct Locked {
    /// The API.
    pub description: &'static Description,
    /// The file, absolute or relative to where the program runs. [`locked!`](crate::locked) names one of the package.
    pub file: &'static str,
}

/// Names an API of a program and the file of its lock, relative to the folder of the package.
///
/// ```
/// use api_core::{Error, api};
///
/// #[api]
/// trait Rooms {
///     #[get("/rooms")]
///     async fn rooms(&self) -> Result<Vec<String>, Error>;
/// }
///
/// const LOCKS: [api_contract::Locked; 1] = [api_contract::locked!(RoomsApi, "rooms.contract")];
/// assert!(LOCKS[0].file.ends_with("/rooms.contract"));
/// ```
#[macro_export]
macro_rules! locked {
    ($api:ty, $file:literal) => {
        $crate::Locked {
            description: <$api>::DESCRIPTION,
            file: ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", $file),
        }
    };
}

/// Keeps the contracts of an API.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum ContractCommand {
    /// Compares the code with its locks. Exit code 0: the same, 1: compatible, the lock is behind, 2: breaking
    Check {
        /// The form of the output
        #[arg(long, value_enum, default_value_t)]
        form: Form,
    },
    /// Writes the locks anew. Set the variable `API_CONTRACT=bless` if the code does not compile because of them
    Bless {
        /// Why clients may break. Without it a breaking change is refused
        #[arg(long)]
        because: Option<String>,
        /// Only the lock of this file, by the end of its path
        #[arg(long)]
        file: Option<PathBuf>,
    },
    /// Compares two contracts: locks or OpenAPI documents, as files or as revisions of git, REVISION:FILE. Exit codes
    /// as
    /// those of check
    Diff {
        /// The old one
        old: String,
        /// The new one
        new: String,
        /// The form of the output
        #[arg(long, value_enum, default_value_t)]
        form: Form,
        /// The old one is what a consumer uses, the new one the contract of the provider
        #[arg(long)]
        consumer: bool,
    },
    /// Says what a rule is about, or lists all rules
    Explain {
        /// The rule, for example response.field-removed
        rule: Option<String>,
    },
}

/// What a command has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Same,
    /// Exit code 1.
    Compatible,
    /// Exit code 2.
    Breaking,
    /// The command failed. Exit code 3.
    Failed,
}

impl ContractCommand {
    /// Runs the command, and writes to standard output and standard error.
    pub fn run(&self, apis: &[Locked]) -> Outcome {
        let outcome = match self {
            Self::Check { form } => check(apis, *form),
            Self::Bless { because, file } => bless_all(apis, because.as_deref(), file.as_deref()),
            Self::Diff { old, new, form, consumer } => {
                let party = if *consumer { Party::Consumer } else { Party::Provider };
                diff(old, new, *form, party)
            }
            Self::Explain { rule } => Ok(explain(rule.as_deref())),
        };
        outcome.unwrap_or_else(|message| {
            eprintln!("error: {message}");
            Outcome::Failed
        })
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Same => 0,
            Outcome::Compatible => 1,
            Outcome::Breaking => 2,
            Outcome::Failed => 3,
        })
    }
}

impl From<Verdict> for Outcome {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Same => Self::Same,
            Verdict::Compatible => Self::Compatible,
            Verdict::Breaking => Self::Breaking,
        }
    }
}

fn check(apis: &[Locked], form: Form) -> Result<Outcome, String> {
    let mut worst = Verdict::Same;
    for Locked { description, file } in apis {
        let comparison = bless::check(Path::new(file), description).map_err(|error| with_sources(&error))?;
        match form {
            Form::Text => print!("{}: {}", shown(file), comparison.render(form)),
            Form::Json | Form::Markdown => print!("{}", comparison.render(form)),
        }
        worst = worst.max(comparison.verdict());
    }
    Ok(worst.into())
}

fn bless_all(apis: &[Locked], because: Option<&str>, only: Option<&Path>) -> Result<Outcome, String> {
    let date = Zoned::now().date().to_string();
    let chosen = |locked: &&Locked| only.is_none_or(|only| Path::new(locked.file).ends_with(only));
    if let Some(only) = only
        && !apis.iter().any(|locked| chosen(&locked))
    {
        let files: Vec<&str> = apis.iter().map(|locked| locked.file).collect();
        return Err(format!("`{}` is no lock of this program: {}", only.display(), files.join(", ")));
    }
    for Locked { description, file } in apis.iter().filter(chosen) {
        match bless::bless(Path::new(file), description, because, &date) {
            Ok(comparison) => print!("{}: {}", shown(file), comparison.render(Form::Text)),
            Err(error @ LockError::NoReason { .. }) => {
                eprintln!("error: {}: {error}", shown(file));
                return Ok(Outcome::Breaking);
            }
            Err(error) => return Err(with_sources(&error)),
        }
    }
    Ok(Outcome::Same)
}

/// Returns a path for messages: relative to where the program runs, if it is below.
fn shown(file: &str) -> String {
    let folder = std::env::current_dir().ok();
    let relative = folder.and_then(|folder| Path::new(file).strip_prefix(folder).ok().map(Path::to_owned));
    relative.map_or_else(|| file.to_owned(), |relative| relative.display().to_string())
}

fn diff(old: &str, new: &str, form: Form, party: Party) -> Result<Outcome, String> {
    let lock_at = |place| read_contract(place).map(|import| import.lock).map_err(|error| error.to_string());
    let (before, after) = (lock_at(old)?, lock_at(new)?);
    let comparison = Comparison::of(&before, &after, party).map_err(|error| with_sources(&error))?;
    print!("{}", comparison.render(form));
    Ok(comparison.verdict().into())
}

fn explain(rule: Option<&str>) -> Outcome {
    let rules = all_rules();
    let chosen: Vec<&Rule> = rules.iter().filter(|one| rule.is_none_or(|rule| rule == one.name())).collect();
    if chosen.is_empty() {
        eprintln!("error: there is no rule `{}`. All rules: `explain` without a name", rule.unwrap_or_default());
        return Outcome::Failed;
    }
    for rule in chosen {
        let level = match rule.usual_level() {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Info => "info",
        };
        println!("{:<28} {level:<8} a client of the old contract: {}", rule.name(), rule.consequence());
    }
    Outcome::Same
}

fn all_rules() -> Vec<Rule> {
    let values = [
        ValueRule::Missing,
        ValueRule::Absent,
        ValueRule::Optional,
        ValueRule::Unexpected,
        ValueRule::Ignored,
        ValueRule::Type,
        ValueRule::Null,
        ValueRule::Variant,
        ValueRule::Limit,
        ValueRule::Format,
    ];
    let mut rules = vec![
        Rule::BaseChanged,
        Rule::OperationRemoved,
        Rule::SunsetOperationRemoved,
        Rule::DeprecatedWithoutSunset,
        Rule::SunsetAdvanced,
        Rule::OperationMoved,
        Rule::PathTaken,
        Rule::ListedPathTaken,
        Rule::OperationRenamed,
        Rule::ExchangeChanged,
        Rule::SecurityAdded,
        Rule::SecurityRemoved,
        Rule::PermissionAdded,
        Rule::ParameterRequired,
        Rule::ParameterRemoved,
        Rule::BodyRequired,
        Rule::BodyRemoved,
        Rule::MediaTypeChanged,
        Rule::StatusRemoved,
        Rule::StatusAdded,
        Rule::HeaderRemoved,
        Rule::ErrorAdded,
        Rule::ErrorStatusChanged,
        Rule::ResumeRemoved,
        Rule::EventFormChanged,
        Rule::SubprotocolRemoved,
        Rule::SizeLimited,
        Rule::StyleChanged,
        Rule::DefaultChanged,
        Rule::CallbackRemoved,
        Rule::CallbackAdded,
        Rule::CallbackMoved,
        Rule::CallRemoved,
        Rule::CallAdded,
    ];
    for direction in [Direction::Request, Direction::Response] {
        rules.extend(values.map(|rule| Rule::Value(direction, rule)));
    }
    rules
}
