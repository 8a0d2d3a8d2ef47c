//! `pandapush admin create-app`, `list-apps`, `show`, `delete-app`, `add-admin`.

use std::error::Error;

use clap::Args;
use serde_json::json;

use super::missing::no_application;
use super::output::{Form, columns, creator, or_dash, printable, time_or};
use crate::admin::{ApplicationAnswer, ApplicationRow};
use crate::store::{KeyRecord, Store};

/// The options of `create-app`.
#[derive(Debug, Args)]
pub(super) struct Create {
    /// The name of the application.
    name: String,
    /// The user who creates it, and becomes its administrator.
    #[arg(long, env = "ADMIN_USERNAME", default_value = "admin", value_name = "USER")]
    user: String,
    #[command(flatten)]
    form: Form,
}

/// The options of `list-apps`.
#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    form: Form,
}

/// The options of `show`.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// The id of the application.
    app: String,
    #[command(flatten)]
    form: Form,
}

/// The options of `delete-app`.
#[derive(Debug, Args)]
pub(super) struct Delete {
    /// The id of the application.
    app: String,
    #[command(flatten)]
    form: Form,
}

/// The options of `add-admin`.
#[derive(Debug, Args)]
pub(super) struct AddAdmin {
    /// The id of the application.
    app: String,
    /// The name of the user.
    user: String,
    #[command(flatten)]
    form: Form,
}

pub(super) async fn create(store: &Store, options: &Create) -> Result<(), Box<dyn Error>> {
    let created = store.create_application(Some(&options.name), creator(&options.user)).await?;
    options.form.print(&json!({ "id": created.id, "name": created.name }), || created.id.clone())
}

pub(super) async fn list(store: &Store, options: &List) -> Result<(), Box<dyn Error>> {
    let found = store.applications(None).await?;
    let rows: Vec<ApplicationRow> = found.iter().cloned().map(ApplicationRow::from).collect();
    options.form.print(&rows, || {
        let rows = found.iter().map(|application| {
            let created = time_or(application.created_at, "-");
            [
                application.id.clone(),
                created,
                or_dash(application.created_by.as_deref()),
                or_dash(application.name.as_deref()),
            ]
        });
        let head = ["ID", "CREATED", "BY", "NAME"].map(str::to_owned);
        columns(&std::iter::once(head).chain(rows).collect::<Vec<_>>())
    })
}

pub(super) async fn show(store: &Store, options: &Show) -> Result<(), Box<dyn Error>> {
    let found = store.application(&options.app).await?.ok_or_else(|| no_application(&options.app))?;
    options.form.print(&ApplicationAnswer::from(found.clone()), || {
        let application = &found.application;
        let admins: Vec<String> = found.admins.iter().map(|admin| printable(admin)).collect();
        let facts = columns(&[
            ["id".to_owned(), application.id.clone()],
            ["name".to_owned(), or_dash(application.name.as_deref())],
            ["created".to_owned(), time_or(application.created_at, "-")],
            ["by".to_owned(), or_dash(application.created_by.as_deref())],
            ["administrators".to_owned(), admins.join(", ")],
        ]);
        let head = ["KEY", "STATE", "EXPIRES", "USES", "LAST USED", "PURPOSE"].map(str::to_owned);
        let keys: Vec<_> = std::iter::once(head).chain(found.keys.iter().map(key_row)).collect();
        format!("{facts}\n\n{}", columns(&keys))
    })
}

pub(super) async fn delete(store: &Store, options: &Delete) -> Result<(), Box<dyn Error>> {
    if !store.delete_application(&options.app).await? {
        return Err(no_application(&options.app));
    }
    options.form.print(&json!({ "id": options.app, "deleted": true }), || format!("deleted {}", options.app))
}

pub(super) async fn add_admin(store: &Store, options: &AddAdmin) -> Result<(), Box<dyn Error>> {
    if !store.add_admin(&options.app, &options.user).await? {
        return Err(no_application(&options.app));
    }
    let answer = json!({ "id": options.app, "user": options.user });
    options.form.print(&answer, || format!("{} is an administrator of {}", printable(&options.user), options.app))
}

fn key_row(key: &KeyRecord) -> [String; 6] {
    let expired = key.expires.is_some_and(|expires| expires <= jiff::Timestamp::now());
    let state = if key.revoked_at.is_some() {
        "revoked"
    } else if expired {
        "expired"
    } else {
        "valid"
    };
    [
        key.id.clone(),
        state.to_owned(),
        time_or(key.expires, "never"),
        key.use_count.to_string(),
        time_or(key.last_used, "never"),
        or_dash(key.purpose.as_deref()),
    ]
}
