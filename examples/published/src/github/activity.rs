//! Events, notifications and stars: polling with entity tags, and answers that are a status alone.

use api_core::call::{HeaderFields, WithHeaders};
use api_core::{Model, Reply, api};
use serde::{Deserialize, Serialize};

use super::errors::GitHubError;
use super::pages::{Caller, Links, PageQuery};

/// Events, notifications and stars.
#[api(errors = GitHubError, security = bearer)]
pub trait Activity {
    /// Lists public events, unless the client has them.
    #[get("/events")]
    async fn events(&self, #[headers] caller: Caller, #[query] page: PageQuery) -> Result<Polled, GitHubError>;

    /// Lists the events of a repository, unless the client has them.
    #[get("/repos/{owner}/{repo}/events")]
    async fn of_repository(
        &self,
        owner: String,
        repo: String,
        #[headers] caller: Caller,
        #[query] page: PageQuery,
    ) -> Result<Polled, GitHubError>;

    /// Lists notifications, unless the client has them.
    #[get("/notifications")]
    async fn notifications(
        &self,
        #[headers] caller: Caller,
        #[query(default = false)] all: bool,
        #[query] since: Option<String>,
        #[query] page: PageQuery,
    ) -> Result<Notified, GitHubError>;

    /// Marks notifications as read, now or later. The body may be missing.
    #[put("/notifications")]
    async fn read_all(&self, #[body] until: Option<ReadUntil>) -> Result<Marked, GitHubError>;

    /// Marks a thread as read.
    #[patch("/notifications/threads/{thread_id}", status = 205)]
    async fn read_thread(&self, thread_id: u64) -> Result<(), GitHubError>;

    /// Returns whether the caller has starred a repository: 204 or 404.
    #[get("/user/starred/{owner}/{repo}")]
    async fn starred(&self, owner: String, repo: String) -> Result<(), GitHubError>;

    /// Stars a repository.
    #[put("/user/starred/{owner}/{repo}", status = 204)]
    async fn star(&self, owner: String, repo: String) -> Result<(), GitHubError>;

    /// Removes the star of a repository.
    #[delete("/user/starred/{owner}/{repo}")]
    async fn unstar(&self, owner: String, repo: String) -> Result<(), GitHubError>;
}

/// Events, or the statement that there are no others.
#[derive(Debug, Clone, PartialEq, Reply)]
pub enum Polled {
    /// The events.
    #[reply(status = 200)]
    Changed(WithHeaders<Vec<Event>, Polling>),
    /// The client has them.
    #[reply(status = 304)]
    Unchanged(WithHeaders<(), Polling>),
}

/// When and how to ask again.
#[derive(Debug, Clone, Default, PartialEq, Eq, HeaderFields)]
pub struct Polling {
    /// The entity tag.
    pub etag: Option<String>,
    /// The time between two requests, in seconds.
    #[header("x-poll-interval")]
    pub interval: Option<u32>,
    /// The links to other pages.
    pub link: Option<String>,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Event {
    /// Its identifier.
    pub id: String,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// What belongs to it.
    pub payload: serde_json::Value,
}

/// Notifications, or the statement that there are no others.
#[derive(Debug, Clone, PartialEq, Reply)]
pub enum Notified {
    /// The notifications.
    #[reply(status = 200)]
    Changed(WithHeaders<Vec<Thread>, Links>),
    /// The client has them.
    #[reply(status = 304)]
    Unchanged,
}

/// A notification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Thread {
    /// Its identifier.
    pub id: String,
    /// Whether it was not read.
    pub unread: bool,
    /// Why the caller has it.
    pub reason: String,
}

/// Until when notifications were read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct ReadUntil {
    /// The time, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_read_at: Option<String>,
    /// Whether they were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<bool>,
}

/// Whether notifications were marked.
#[derive(Debug, Clone, PartialEq, Eq, Reply)]
pub enum Marked {
    /// They will be.
    #[reply(status = 202)]
    Later(Message),
    /// They were.
    #[reply(status = 205)]
    Done,
}

/// A text for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Message {
    /// The text.
    pub message: String,
}
