//! The options that name the database, of every command.

use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{ArgMatches, Args};
use secrecy::{ExposeSecret as _, SecretString};
use tokio_postgres::Config;

use crate::store::{Location, PostgresLocation, StoreError};

/// The name of the database in a data directory.
const FILE: &str = "pandapush.sqlite";

/// The options about the database. Options given on the command line decide before variables, and among them the first:
/// `--database`, `--database-engine postgres`,
/// `--database-path`, `--data`.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Database")]
pub struct DatabaseOptions {
    /// The directory of an embedded database, created if it does not exist. Used if nothing else names a database.
    #[arg(long, env = "PANDAPUSH_DATA", global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// The database: `postgres://USER:PASSWORD@HOST:PORT/NAME`, or `sqlite:FILE`. Takes precedence over all others.
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true, value_name = "URL")]
    pub database: Option<SecretString>,
    /// `postgres` for a server that the following options describe.
    #[arg(long, env = "DATABASE", global = true, value_name = "ENGINE")]
    pub database_engine: Option<String>,
    /// The host of the server of PostgreSQL.
    #[arg(long, env = "DATABASE_ADDRESS", global = true, value_name = "HOST")]
    pub database_address: Option<String>,
    /// The port of the server of PostgreSQL. Default: 5432.
    #[arg(long, env = "DATABASE_PORT", global = true, value_name = "PORT")]
    pub database_port: Option<u16>,
    /// The user at the server of PostgreSQL.
    #[arg(long, env = "DATABASE_USERNAME", global = true, value_name = "USER")]
    pub database_username: Option<String>,
    /// The password at the server of PostgreSQL. As an option it is visible to other users of the machine.
    #[arg(long, env = "DATABASE_PASSWORD", global = true, hide_env_values = true, value_name = "PASSWORD")]
    pub database_password: Option<SecretString>,
    /// The name of the database on the server of PostgreSQL. Default: `pandapush`.
    #[arg(long, env = "DATABASE_NAME", global = true, value_name = "NAME")]
    pub database_name: Option<String>,
    /// A PEM file with the certificate authorities of the server of PostgreSQL. It requires TLS. With `sslmode=require`
    /// in a URL instead, those of this machine are trusted.
    #[arg(long, env = "DATABASE_CA", global = true, value_name = "FILE")]
    pub database_ca: Option<PathBuf>,
    /// The file of an embedded database.
    #[arg(long, env = "DATABASE_PATH", global = true, value_name = "FILE")]
    pub database_path: Option<PathBuf>,
    /// Which of the options that name a database were given as such. If any was, variables do not count.
    #[arg(skip)]
    pub given: Vec<String>,
}

/// The options of which one names a database.
const NAMING: [&str; 4] = ["database", "database_engine", "database_path", "data"];

/// The error of options that do not name a database.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct DatabaseOptionsError(String);

impl DatabaseOptions {
    /// Returns where the database is.
    ///
    /// # Errors
    /// Returns an error if no option names a database, or if one is malformed.
    pub fn location(&self) -> Result<Location, DatabaseOptionsError> {
        let counts = |name: &str| self.given.is_empty() || self.given.iter().any(|given| given == name);
        if let Some(url) = self.database.as_ref().filter(|url| counts("database") && !url.expose_secret().is_empty()) {
            return self.of_url(url.expose_secret());
        }
        match self.database_engine.as_deref().filter(|_| counts("database_engine")) {
            Some("postgres" | "postgresql") => return self.postgres(),
            // The original takes every other word for SQLite.
            Some("" | "sqlite" | "sqlite3") | None => {}
            Some(other) => {
                return Err(DatabaseOptionsError(format!("DATABASE is `{other}`; write `postgres` or `sqlite`")));
            }
        }
        let in_folder = self.data.as_ref().filter(|_| counts("data")).map(|folder| folder.join(FILE));
        self.database_path.clone().filter(|_| counts("database_path")).or(in_folder).map(Location::Sqlite).ok_or_else(
            || {
                DatabaseOptionsError(
                    "no database is named: give a directory with `--data DIR`, or a server with `--database \
                 postgres://USER:PASSWORD@HOST/NAME`"
                        .to_owned(),
                )
            },
        )
    }

    /// Notes which options were given as such, so that no variable is used instead: `DATABASE_URL` is often set for
    /// another program.
    pub fn note_given(&mut self, matches: &ArgMatches) {
        let is_given = |name: &&str| {
            matches!(matches.try_contains_id(name), Ok(true))
                && matches.value_source(name) == Some(ValueSource::CommandLine)
        };
        self.given.extend(NAMING.into_iter().filter(is_given).map(str::to_owned));
        if let Some((_, below)) = matches.subcommand() {
            self.note_given(below);
        }
    }

    fn postgres(&self) -> Result<Location, DatabaseOptionsError> {
        let Some(address) = &self.database_address else {
            let problem = "DATABASE is `postgres`, but there is no host: set DATABASE_ADDRESS";
            return Err(DatabaseOptionsError(problem.to_owned()));
        };
        let mut config = Config::new();
        config.host(address).port(self.database_port.unwrap_or(5432));
        config.dbname(self.database_name.as_deref().unwrap_or("pandapush"));
        if let Some(user) = &self.database_username {
            config.user(user);
        }
        if let Some(password) = &self.database_password {
            config.password(password.expose_secret());
        }
        Ok(self.verified(config.into()))
    }

    fn of_url(&self, url: &str) -> Result<Location, DatabaseOptionsError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            // `sqlite:///var/lib/x` is an absolute path, as in URLs of other programs.
            return Ok(Location::Sqlite(path.strip_prefix("//").unwrap_or(path).into()));
        }
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            let problem = "the URL of the database begins neither with `postgres://` nor with `sqlite:`";
            return Err(DatabaseOptionsError(problem.to_owned()));
        }
        let location: PostgresLocation =
            url.parse().map_err(|error: StoreError| DatabaseOptionsError(error.to_string()))?;
        if location.config.get_hosts().is_empty() {
            return Err(DatabaseOptionsError("the URL of the database has no host".to_owned()));
        }
        Ok(self.verified(location))
    }

    fn verified(&self, location: PostgresLocation) -> Location {
        Location::Postgres(Box::new(PostgresLocation { certificate_authority: self.database_ca.clone(), ..location }))
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, FromArgMatches as _, Parser};

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        options: DatabaseOptions,
    }

    fn location(arguments: &[&str]) -> Result<Location, DatabaseOptionsError> {
        let matches = Line::command().try_get_matches_from([&["pandapush"], arguments].concat()).unwrap();
        let mut options = Line::from_arg_matches(&matches).unwrap().options;
        options.note_given(&matches);
        options.location()
    }

    #[test]
    fn the_first_named_database_is_used() {
        let postgres = |text: &str| Location::Postgres(Box::new(text.parse().unwrap()));
        let server = ["--database-engine", "postgres", "--database-address", "db", "--database-username", "u"];
        for (arguments, expected) in [
            (&["--data", "d"][..], Location::Sqlite("d/pandapush.sqlite".into())),
            (&["--data", "d", "--database-path", "f"], Location::Sqlite("f".into())),
            (&["--data", "d", "--database", "sqlite:///f"], Location::Sqlite("/f".into())),
            (&["--database", "sqlite:f"], Location::Sqlite("f".into())),
            (&["--data", "d", "--database", ""], Location::Sqlite("d/pandapush.sqlite".into())),
            (&server, postgres("postgres://u@db:5432/pandapush")),
            (
                &[&server[..], &["--database-port", "7", "--database-name", "n", "--database-password", "p"]].concat(),
                postgres("postgres://u:p@db:7/n"),
            ),
            (&["--data", "d", "--database", "postgresql://u:p@db/n"], postgres("postgres://u:p@db/n")),
            (&["--database", "postgres://db/n?sslmode=verify-full"], postgres("postgres://db/n?sslmode=require")),
        ] {
            assert_eq!(location(arguments).unwrap(), expected, "{arguments:?}");
        }
    }

    #[test]
    fn an_option_counts_before_every_variable() {
        let mut options = Line::try_parse_from(["pandapush", "--data", "d", "--database", "sqlite:f"]).unwrap().options;
        options.given = vec!["data".to_owned()];
        assert_eq!(options.location().unwrap(), Location::Sqlite("d/pandapush.sqlite".into()));
    }

    #[test]
    fn options_that_name_no_database_are_refused_with_words() {
        for (arguments, expected) in [
            (&[][..], "no database is named: give a directory with `--data DIR`"),
            (&["--database-engine", "mysql"], "DATABASE is `mysql`; write `postgres` or `sqlite`"),
            (&["--database-engine", "postgres"], "set DATABASE_ADDRESS"),
            (&["--database", "mysql://u:very-secret@db/n"], "begins neither with `postgres://` nor with `sqlite:`"),
            (&["--database", "postgres://u:very-secret@db:x/n"], "the URL of the database cannot be used"),
            (&["--database", "postgres:///n"], "the URL of the database has no host"),
        ] {
            let error = location(arguments).unwrap_err().to_string();
            assert!(error.contains(expected) && !error.contains("very-secret"), "{arguments:?}: {error}");
        }
    }

    #[test]
    fn no_debug_output_holds_a_password() {
        let arguments = ["--database", "postgres://u:very-secret@db/n", "--database-password", "very-secret"];
        let line = Line::try_parse_from([&["pandapush"], &arguments[..]].concat()).unwrap();
        let shown = format!("{line:?} {:?}", line.options.location().unwrap());
        assert!(!shown.contains("very-secret"), "{shown}");
    }
}
