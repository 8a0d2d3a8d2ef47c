//! The commands of a program that prints documents of its APIs.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Subcommand;
use http::{HeaderName, HeaderValue, Method, Request, Uri};

use crate::openapi::Version;
use crate::{Checked, Flow, Outline};

/// Commands that print what a program's APIs are. A program has them as a subcommand, or among its own.
///
/// ```
/// use api_core::{Error, api};
/// use api_documents::{DocumentCommand, Outline};
/// use clap::Parser;
///
/// #[api]
/// trait Rooms {
///     #[get("/rooms")]
///     async fn rooms(&self) -> Result<Vec<String>, Error>;
/// }
///
/// #[derive(Parser)]
/// enum Command {
///     /// Serves the rooms
///     Serve,
///     #[command(flatten)]
///     Documents(DocumentCommand),
/// }
///
/// let outline = || Outline::new("Rooms", "1.0.0").api::<RoomsApi>();
/// match Command::parse_from(["rooms", "routes"]) {
///     Command::Serve => {}
///     Command::Documents(command) => {
///         assert!(command.text(outline()).unwrap().contains("GET       /rooms  rooms -> 200"));
///     }
/// }
/// ```
#[derive(Debug, Clone, Subcommand)]
#[non_exhaustive]
pub enum DocumentCommand {
    /// Prints the OpenAPI document
    Openapi {
        /// The version of OpenAPI: 3.0 or 3.1
        #[arg(long, value_name = "VERSION", default_value_t)]
        spec: Version,
        /// The URL of a server, for example `http://localhost:8080`. Default: none
        #[arg(long, value_name = "URL")]
        server: Vec<String>,
    },
    /// Prints the AsyncAPI document: subscriptions and WebSockets with their messages
    Asyncapi {
        /// The URL of a server, for example `http://localhost:8080`. Default: none
        #[arg(long, value_name = "URL")]
        server: Vec<String>,
    },
    /// Prints a client in TypeScript, a module without dependencies
    Typescript,
    /// Prints the reference in Markdown
    Markdown {
        /// The URL of a server, for example `http://localhost:8080`. Default: none
        #[arg(long, value_name = "URL")]
        server: Vec<String>,
    },
    /// Prints the JSON Schema of a type
    Schema {
        /// The name of the type, as documents have it
        name: String,
        /// The form that the type has in requests. Default: the one in answers
        #[arg(long)]
        request: bool,
    },
    /// Prints the methods and paths of all endpoints
    Routes,
    /// Prints what routing does with a request, and why
    Explain {
        /// The method
        method: Method,
        /// The path, with a query if it has one
        target: Uri,
        /// A header field, `name: value`
        #[arg(short = 'H', long = "header", value_name = "FIELD")]
        headers: Vec<String>,
    },
}

/// A document that cannot be printed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// The outline has mistakes.
    #[error(transparent)]
    Outline(#[from] crate::Mistakes),
    /// There is no type of this name.
    #[error("no API has a type `{name}`\nexpected: one of {known}")]
    NoType {
        /// The name.
        name: String,
        /// The names that there are, separated by commas.
        known: String,
    },
    /// A header field is not of the form `name: value`.
    #[error("`{0}` is no header field\nexpected: `name: value`, for example `accept: application/json`")]
    Header(String),
    /// The request target is not a path.
    #[error("`{0}` is no path\nexpected: a path that begins with a slash, for example `/rooms?limit=5`")]
    Target(Uri),
}

impl DocumentCommand {
    /// Runs the command and prints the text. A reader that has seen enough may close the pipe. The exit code is 1 if
    /// there is an error, which is printed.
    pub fn run(&self, outline: Outline) -> ExitCode {
        let printed = self.text(outline).map_err(|error| error.to_string()).and_then(|text| {
            match std::io::stdout().write_all(text.as_bytes()) {
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.to_string()),
                _ => Ok(()),
            }
        });
        match printed {
            Ok(()) => ExitCode::SUCCESS,
            Err(message) => {
                eprintln!("error: {message}");
                ExitCode::FAILURE
            }
        }
    }

    /// Returns the text that the command prints.
    ///
    /// # Errors
    /// Returns an error if the outline has mistakes, or an argument of the command does not fit it.
    pub fn text(&self, outline: Outline) -> Result<String, CommandError> {
        let with = |outline: Outline, servers: &[String]| {
            servers.iter().fold(outline, |outline, url| outline.server(url, "")).check()
        };
        Ok(match self {
            Self::Openapi { spec, server } => with(outline, server)?.openapi().write(*spec),
            Self::Asyncapi { server } => with(outline, server)?.asyncapi().write(),
            Self::Typescript => outline.check()?.typescript().write(),
            Self::Markdown { server } => with(outline, server)?.markdown(),
            Self::Schema { name, request } => {
                let flow = if *request { Flow::Request } else { Flow::Response };
                schema(&outline.check()?, name, flow)?
            }
            Self::Routes => outline.check()?.layout(),
            Self::Explain { method, target, headers } => {
                let head = head(method, target, headers)?;
                outline.check()?.explain(&head)
            }
        })
    }
}

fn schema(outline: &Checked, name: &str, flow: Flow) -> Result<String, CommandError> {
    outline.json_schema(name, flow).ok_or_else(|| {
        let known = outline.type_names().join(", ");
        CommandError::NoType { name: name.to_owned(), known }
    })
}

fn head(method: &Method, target: &Uri, headers: &[String]) -> Result<http::request::Parts, CommandError> {
    if !target.path().starts_with('/') || target.authority().is_some() {
        return Err(CommandError::Target(target.clone()));
    }
    let mut request = Request::new(());
    *request.method_mut() = method.clone();
    *request.uri_mut() = target.clone();
    for field in headers {
        let parts = field.split_once(':').and_then(|(name, value)| {
            let name = HeaderName::from_bytes(name.trim().as_bytes()).ok()?;
            Some((name, HeaderValue::from_str(value.trim()).ok()?))
        });
        let (name, value) = parts.ok_or_else(|| CommandError::Header(field.clone()))?;
        request.headers_mut().append(name, value);
    }
    Ok(request.into_parts().0)
}
