//! Issues, labels and pull requests: numbers or texts, optional bodies, errors with their own bodies.

use api_core::call::{HeaderFields, WithHeaders};
use api_core::{Model, Patch, Reply, api};
use serde::{Deserialize, Serialize};

use super::errors::GitHubError;
use super::pages::{Order, PageQuery, Paged};

/// Issues, labels and pull requests.
#[api(errors = GitHubError, security = bearer)]
pub trait Issues {
    /// Lists issues. `labels` is a list with commas.
    #[get("/repos/{owner}/{repo}/issues")]
    async fn issues(
        &self,
        owner: String,
        repo: String,
        #[query(comma)] labels: Vec<String>,
        #[query(default = "open")] state: State,
        #[query] direction: Option<Order>,
        #[query] page: PageQuery,
    ) -> Result<Paged<Issue>, GitHubError>;

    /// Creates an issue, whose title is a text or a number.
    #[post("/repos/{owner}/{repo}/issues", status = 201)]
    async fn create(
        &self,
        owner: String,
        repo: String,
        #[body] issue: NewIssue,
    ) -> Result<WithHeaders<Issue, Created>, GitHubError>;

    /// Returns an issue. One that was moved is a redirection.
    #[get("/repos/{owner}/{repo}/issues/{issue_number}")]
    async fn issue(&self, owner: String, repo: String, issue_number: u64) -> Result<IssueAnswer, GitHubError>;

    /// Changes an issue. `null` removes the milestone or the body.
    #[patch("/repos/{owner}/{repo}/issues/{issue_number}")]
    async fn edit(
        &self,
        owner: String,
        repo: String,
        issue_number: u64,
        #[body] changes: EditIssue,
    ) -> Result<Issue, GitHubError>;

    /// Locks a conversation. The body may be missing.
    #[put("/repos/{owner}/{repo}/issues/{issue_number}/lock", status = 204)]
    async fn lock(
        &self,
        owner: String,
        repo: String,
        issue_number: u64,
        #[body] reason: Option<LockReason>,
    ) -> Result<(), GitHubError>;

    /// Adds labels: an object or a list.
    #[post("/repos/{owner}/{repo}/issues/{issue_number}/labels")]
    async fn add_labels(
        &self,
        owner: String,
        repo: String,
        issue_number: u64,
        #[body] labels: Option<AddLabels>,
    ) -> Result<Vec<Label>, GitHubError>;

    /// Removes a label, whose name may contain anything.
    #[delete("/repos/{owner}/{repo}/issues/{issue_number}/labels/{name}", status = 200)]
    async fn remove_label(
        &self,
        owner: String,
        repo: String,
        issue_number: u64,
        name: String,
    ) -> Result<Vec<Label>, GitHubError>;

    /// Creates a label.
    #[post("/repos/{owner}/{repo}/labels", status = 201)]
    async fn create_label(
        &self,
        owner: String,
        repo: String,
        #[body] label: Label,
    ) -> Result<WithHeaders<Label, Created>, GitHubError>;

    /// Returns whether a pull request was merged: 204 or 404.
    #[get("/repos/{owner}/{repo}/pulls/{pull_number}/merge")]
    async fn is_merged(&self, owner: String, repo: String, pull_number: u64) -> Result<(), GitHubError>;

    /// Merges a pull request.
    #[put("/repos/{owner}/{repo}/pulls/{pull_number}/merge")]
    async fn merge(
        &self,
        owner: String,
        repo: String,
        pull_number: u64,
        #[body] how: Option<Merge>,
    ) -> Result<Merged, GitHubError>;
}

/// The address of what was created.
#[derive(Debug, Clone, Default, PartialEq, Eq, HeaderFields)]
pub struct Created {
    /// The address.
    pub location: Option<String>,
}

/// The state of issues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Open.
    Open,
    /// Closed.
    Closed,
    /// Either.
    All,
}

/// An issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Issue {
    /// Its number.
    pub number: u64,
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: Option<String>,
    /// Its labels, which are texts or objects.
    pub labels: Vec<AnyLabel>,
}

/// A label of an issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(untagged)]
pub enum AnyLabel {
    /// Its name.
    Name(String),
    /// All of it.
    Label(Label),
}

/// A label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Label {
    /// Its name.
    pub name: String,
    /// Its colour, six hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
}

/// A new issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct NewIssue {
    /// Its title.
    pub title: TextOrNumber,
    /// Its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The number of its milestone, which may be `null`.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub milestone: Patch<u32>,
}

/// A text or a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(untagged)]
pub enum TextOrNumber {
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
}

/// An issue, or the statement that the client has it.
#[derive(Debug, Clone, PartialEq, Eq, Reply)]
pub enum IssueAnswer {
    /// The issue.
    #[reply(status = 200)]
    Issue(Issue),
    /// The client has it.
    #[reply(status = 304)]
    Unchanged,
}

/// A change of an issue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct EditIssue {
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its text.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub body: Patch<String>,
    /// The number of its milestone.
    #[serde(default, skip_serializing_if = "Patch::is_absent")]
    pub milestone: Patch<u32>,
}

/// Why a conversation is locked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct LockReason {
    /// The reason.
    pub lock_reason: Reason,
}

/// The reasons of locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
pub enum Reason {
    /// It is about something else.
    #[serde(rename = "off-topic")]
    OffTopic,
    /// It is heated.
    #[serde(rename = "too heated")]
    TooHeated,
    /// It is resolved.
    #[serde(rename = "resolved")]
    Resolved,
    /// It is spam.
    #[serde(rename = "spam")]
    Spam,
}

/// Labels to add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(untagged)]
pub enum AddLabels {
    /// Their names.
    Names(Vec<String>),
    /// Their names, in an object.
    Object {
        /// Their names.
        labels: Vec<String>,
    },
    /// One name.
    Name(String),
}

/// How to merge.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Merge {
    /// The hash that the head must have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha: Option<String>,
    /// The method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge_method: Option<MergeMethod>,
}

/// The methods of merging.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "lowercase")]
pub enum MergeMethod {
    /// A merge commit.
    Merge,
    /// One commit.
    Squash,
    /// All commits.
    Rebase,
}

/// What was merged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Merged {
    /// The hash of the commit.
    pub sha: String,
    /// Whether it was merged.
    pub merged: bool,
    /// A text for people.
    pub message: String,
}
