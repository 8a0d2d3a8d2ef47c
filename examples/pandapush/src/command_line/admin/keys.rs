//! `pandapush admin create-key`, `revoke-key`.

use std::error::Error;

use clap::Args;
use jiff::Timestamp;
use secrecy::ExposeSecret as _;
use serde_json::json;

use super::expiry::{self, Expiry};
use super::missing::{no_application, no_key};
use super::output::{Form, creator};
use crate::admin::Moment;
use crate::store::{NewKey, Store};

/// The options of `create-key`.
#[derive(Debug, Args)]
pub(super) struct Create {
    /// The id of the application.
    app: String,
    /// What the key will be used for.
    #[arg(long, value_name = "TEXT")]
    purpose: Option<String>,
    /// When the key stops working: a duration from now, `P1Y`, or a time. Default: never.
    #[arg(long, value_parser = expiry::read, value_name = "DURATION")]
    expires: Option<Expiry>,
    /// The user who creates it.
    #[arg(long, env = "ADMIN_USERNAME", default_value = "admin", value_name = "USER")]
    user: String,
    #[command(flatten)]
    form: Form,
}

/// The options of `revoke-key`.
#[derive(Debug, Args)]
pub(super) struct Revoke {
    /// The id of the application.
    app: String,
    /// The id of the key.
    key: String,
    #[command(flatten)]
    form: Form,
}

pub(super) async fn create(store: &Store, options: &Create) -> Result<(), Box<dyn Error>> {
    let expires = options.expires.map(|expiry| expiry.from(Timestamp::now())).transpose()?;
    let new = NewKey { created_by: creator(&options.user).to_owned(), expires, purpose: options.purpose.clone() };
    let created = store.create_key(&options.app, new).await?.ok_or_else(|| no_application(&options.app))?;
    let (id, secret) = (&created.key.id, created.key.secret.expose_secret());
    let answer = json!({ "id": id, "secret": secret, "application_id": created.key.application });
    options.form.print(&answer, || format!("key     {id}\nsecret  {secret}\n\nThe secret is not shown again."))
}

pub(super) async fn revoke(store: &Store, options: &Revoke) -> Result<(), Box<dyn Error>> {
    let Some(revoked_at) = store.revoke_key(&options.app, &options.key).await? else {
        return Err(no_key(store, &options.app, &options.key).await);
    };
    let answer = json!({ "id": options.key, "revoked_at": Moment(revoked_at) });
    options.form.print(&answer, || format!("revoked {}", options.key))
}
