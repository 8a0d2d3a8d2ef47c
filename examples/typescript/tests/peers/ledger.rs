//! An API with integers that JavaScript's numbers cannot hold, in all places where a value can have them.

use api_core::call::{HeaderFields, WithHeaders};
use api_core::prelude::Messages;
use api_core::{Error, Model, api};
use api_documents::Outline;
use libtest_mimic::Failed;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An API with large integers.
#[api]
trait Ledger {
    #[get("/accounts/{id}")]
    async fn account(&self, id: u64) -> Result<Account, Error>;

    #[post("/accounts")]
    async fn open(&self, #[body] account: Account) -> Result<u64, Error>;

    /// A name that no function of JavaScript can have, with header fields of almost one name.
    #[delete("/accounts/{id}")]
    async fn delete(&self, id: u64) -> Result<WithHeaders<(), Counts>, Error>;

    /// Messages in both directions.
    #[duplex("/send")]
    async fn send(&self, input: Messages<u64>) -> Result<Messages<u64>, Error>;

    /// A name and a type that the client uses itself.
    #[get("/events")]
    async fn events(&self) -> Result<Operation, Error>;
}

#[derive(Debug, Clone, PartialEq, HeaderFields)]
struct Counts {
    #[header("x-a")]
    hyphen: u32,
    #[header("x_a")]
    underscore: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Operation {
    #[serde(rename = "__proto__")]
    prototype: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Account {
    id: u64,
    balance: i64,
    small: u32,
    limit: Option<i64>,
    entries: Vec<Entry>,
    note: Note,
    any: Value,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "op", rename_all = "snake_case")]
enum Entry {
    Plus { amount: u64 },
    Negative { inner: Box<Entry> },
    Twice { inner: Box<Entry> },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(untagged)]
enum Note {
    Text(String),
    Of { reference: u64 },
}

/// Returns the client in TypeScript.
pub(crate) fn client() -> Result<String, Failed> {
    Ok(Outline::new("Ledger", "1.0.0").api::<LedgerApi>().check()?.typescript().write())
}
