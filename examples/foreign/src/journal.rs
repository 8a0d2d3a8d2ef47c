//! An API with the types that generators read in different ways: times, dates, ids, unions, `null`, large integers.

use api_core::{ApiError, Model, api};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use api_core::error::{Answer, Failure};

/// A journal.
#[api(base = "/journal", errors = JournalError)]
pub trait Journal {
    /// Returns an entry.
    #[get("/entries/{id}")]
    async fn entry(&self, id: Uuid) -> Result<Entry, JournalError>;

    /// Returns entries of some moods since a time.
    #[get("/entries")]
    async fn entries(
        &self,
        #[query] since: Option<Timestamp>,
        #[query] mood: Vec<Mood>,
    ) -> Result<Vec<Entry>, JournalError>;

    /// Writes an entry.
    #[post("/entries", status = 201)]
    async fn write(&self, #[body] entry: NewEntry) -> Result<Entry, JournalError>;

    /// Replaces the happenings of an entry.
    #[put("/entries/{id}/happenings")]
    async fn tell(&self, id: Uuid, #[body] happenings: Vec<Happening>) -> Result<Vec<Happening>, JournalError>;
}

/// What is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct NewEntry {
    /// The day that the entry is about.
    pub day: Date,
    /// The mood of the day.
    pub mood: Mood,
    /// A text, or `null`.
    pub note: Option<String>,
    /// What happened.
    #[serde(default)]
    pub happenings: Vec<Happening>,
    /// A number or a text.
    pub weather: Weather,
}

/// An entry as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Entry {
    /// The id of the entry.
    pub id: Uuid,
    /// When it was written.
    pub written: Timestamp,
    /// The number of steps, which can be beyond 2^53.
    pub steps: u64,
    /// What was written.
    pub entry: NewEntry,
}

/// A mood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    /// A good one.
    Good,
    /// One that is not good.
    NotGood,
}

/// Something that happened: a union by a member.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Happening {
    /// A walk.
    Walked {
        /// The distance.
        metres: u32,
    },
    /// A meeting.
    Met {
        /// With whom.
        name: String,
        /// Until when, or `null`.
        until: Option<Timestamp>,
    },
}

/// The weather, a union without a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
#[serde(untagged)]
pub enum Weather {
    /// The temperature in degrees Celsius.
    Degrees(f64),
    /// A description.
    Words(String),
}

/// The errors of a journal.
#[derive(Debug, ApiError)]
pub enum JournalError {
    /// There is no such entry.
    #[error(status = 404)]
    NoSuchEntry(String),
    /// An error response of an undeclared kind.
    #[error(unknown)]
    Unknown(Answer),
    /// A call without a usable response.
    #[error(failure)]
    Failed(Failure),
}

/// A journal whose answers depend on the arguments alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pages;

impl Journal for Pages {
    async fn entry(&self, id: Uuid) -> Result<Entry, JournalError> {
        if id.is_nil() { Err(JournalError::NoSuchEntry(format!("no entry {id}"))) } else { Ok(kept(id, page())) }
    }

    async fn entries(&self, since: Option<Timestamp>, mood: Vec<Mood>) -> Result<Vec<Entry>, JournalError> {
        let of = |mood: Mood| Entry {
            written: since.unwrap_or(Timestamp::UNIX_EPOCH),
            ..kept(Uuid::from_u128(mood as u128 + 1), NewEntry { mood, ..page() })
        };
        Ok(mood.into_iter().map(of).collect())
    }

    async fn write(&self, entry: NewEntry) -> Result<Entry, JournalError> {
        Ok(kept(Uuid::from_u128(7), entry))
    }

    async fn tell(&self, _: Uuid, mut happenings: Vec<Happening>) -> Result<Vec<Happening>, JournalError> {
        happenings.reverse();
        Ok(happenings)
    }
}

fn kept(id: Uuid, entry: NewEntry) -> Entry {
    let written = Timestamp::from_second(1_700_000_000).unwrap_or(Timestamp::UNIX_EPOCH);
    Entry { id, written, steps: (1 << 53) + 1, entry }
}

fn page() -> NewEntry {
    NewEntry {
        day: Date::constant(2024, 2, 29),
        mood: Mood::NotGood,
        note: None,
        happenings: vec![
            Happening::Walked { metres: 1200 },
            Happening::Met { name: "Ada".to_owned(), until: Some(Timestamp::UNIX_EPOCH) },
        ],
        weather: Weather::Degrees(-1.5),
    }
}
