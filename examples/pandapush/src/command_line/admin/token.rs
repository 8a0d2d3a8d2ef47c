//! `pandapush admin token`: prints a token that is signed with a key.

use std::error::Error;

use clap::Args;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::expiry::{self, Expiry};
use super::missing::no_key;
use super::output::Form;
use crate::admin::{DEFAULT_LIFE, Grants, issue};
use crate::channel::is_name_or_pattern;
use crate::store::Store;

/// The options of `token`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The id of the application.
    app: String,
    /// The id of the key that signs the token.
    key: String,
    /// The channel, or a pattern of channels: `/APP/private/room`, `/APP/private/**`.
    channel: String,
    /// Allows publishing.
    #[arg(long = "pub")]
    publish: bool,
    /// Allows subscribing.
    #[arg(long = "sub")]
    subscribe: bool,
    /// The user, for presence channels: a JSON object with an `id`.
    #[arg(long, value_parser = presence, value_name = "JSON")]
    presence: Option<Map<String, Value>>,
    /// When the token stops working: a duration from now, or a time. Default: in one hour.
    #[arg(long, value_parser = expiry::read, value_name = "DURATION")]
    expires: Option<Expiry>,
    #[command(flatten)]
    form: Form,
}

/// Prints the token.
pub(super) async fn run(store: &Store, options: &Options) -> Result<(), Box<dyn Error>> {
    let (app, channel) = (&options.app, &options.channel);
    let within = channel.strip_prefix('/').and_then(|rest| rest.strip_prefix(app.as_str()));
    if !within.is_some_and(|rest| rest.starts_with('/')) || !is_name_or_pattern(channel) {
        let problem = format!(
            "the channel must be a name or a pattern that begins with /{app}/, for example /{app}/private/room"
        );
        return Err(problem.into());
    }
    let now = Timestamp::now();
    let Some(key) = store.key(app, &options.key).await? else {
        return Err(no_key(store, app, &options.key).await);
    };
    if key.is_revoked() || key.is_expired(now) {
        let state = if key.is_revoked() { "was revoked" } else { "has expired" };
        return Err(format!("the key {} {state}: no server accepts a token that it signs", key.id).into());
    }
    let default = Expiry::At(now.checked_add(DEFAULT_LIFE)?);
    let grants = Grants {
        channel: Some(channel.clone()),
        publish: options.publish.then_some(true),
        subscribe: options.subscribe.then_some(true),
        presence: options.presence.clone(),
    };
    let token = issue(&key, &grants, options.expires.unwrap_or(default).from(now)?)?;
    options.form.print(&json!({ "token": token }), || token.clone())
}

fn presence(text: &str) -> Result<Map<String, Value>, String> {
    let problem = || "write a JSON object with an id, for example {\"id\":\"alice\",\"name\":\"Alice\"}".to_owned();
    let object: Map<String, Value> = serde_json::from_str(text).map_err(|_| problem())?;
    if object.contains_key("id") { Ok(object) } else { Err(problem()) }
}
