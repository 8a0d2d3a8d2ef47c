//! Repositories: contents, comparisons, archives, releases with their files.

use api_core::call::{ByteStream, Text, WithHeaders};
use api_core::{Model, Reply, api};
use serde::{Deserialize, Serialize};

use super::errors::{GitHubError, Moved};
use super::pages::{Found, Order, PageQuery, Paged};

/// Repositories.
#[api(errors = GitHubError, security = bearer)]
pub trait Repositories {
    /// Returns a repository. One that was renamed is a redirection.
    #[get("/repos/{owner}/{repo}")]
    async fn repository(&self, owner: String, repo: String) -> Result<Repository, GitHubError>;

    /// Changes a repository. What is absent stays.
    #[patch("/repos/{owner}/{repo}")]
    async fn edit(
        &self,
        owner: String,
        repo: String,
        #[body] changes: EditRepository,
    ) -> Result<Repository, GitHubError>;

    /// Deletes a repository.
    #[delete("/repos/{owner}/{repo}")]
    async fn delete(&self, owner: String, repo: String) -> Result<(), GitHubError>;

    /// Lists the repositories of an organization.
    #[get("/orgs/{org}/repos")]
    async fn of_organization(
        &self,
        org: String,
        #[query("type")] kind: Option<String>,
        #[query] direction: Option<Order>,
        #[query] page: PageQuery,
    ) -> Result<Paged<Repository>, GitHubError>;

    /// Returns a file, or the entries of a folder.
    #[get("/repos/{owner}/{repo}/contents/{*path}")]
    async fn content(
        &self,
        owner: String,
        repo: String,
        path: String,
        #[query("ref")] reference: Option<String>,
    ) -> Result<Content, GitHubError>;

    /// Creates a file, or changes it.
    #[put("/repos/{owner}/{repo}/contents/{*path}")]
    async fn write_content(
        &self,
        owner: String,
        repo: String,
        path: String,
        #[body] change: WriteContent,
    ) -> Result<Written, GitHubError>;

    /// Deletes a file. The request has a body.
    #[delete("/repos/{owner}/{repo}/contents/{*path}", status = 200)]
    async fn delete_content(
        &self,
        owner: String,
        repo: String,
        path: String,
        #[body] change: DeleteContent,
    ) -> Result<Commit, GitHubError>;

    /// Compares two commits, whose names may contain slashes.
    #[get("/repos/{owner}/{repo}/compare/{base}...{head}")]
    async fn compare(
        &self,
        owner: String,
        repo: String,
        base: String,
        head: String,
        #[query] page: PageQuery,
    ) -> Result<Comparison, GitHubError>;

    /// Returns the address of an archive. The reference may contain slashes.
    #[get("/repos/{owner}/{repo}/tarball/{*ref}", status = 302)]
    async fn tarball(&self, owner: String, repo: String, r#ref: String) -> Result<WithHeaders<(), Moved>, GitHubError>;

    /// Returns what a reference points to.
    #[get("/repos/{owner}/{repo}/git/ref/{*ref}")]
    async fn reference(&self, owner: String, repo: String, r#ref: String) -> Result<Reference, GitHubError>;

    /// Returns the topics.
    #[get("/repos/{owner}/{repo}/topics")]
    async fn topics(&self, owner: String, repo: String, #[query] page: PageQuery) -> Result<Topics, GitHubError>;

    /// Replaces the topics.
    #[put("/repos/{owner}/{repo}/topics")]
    async fn replace_topics(&self, owner: String, repo: String, #[body] topics: Topics) -> Result<Topics, GitHubError>;

    /// Sends an event to workflows.
    #[post("/repos/{owner}/{repo}/dispatches", status = 204)]
    async fn dispatch(&self, owner: String, repo: String, #[body] event: Dispatch) -> Result<(), GitHubError>;

    /// Lists the files of a release.
    #[get("/repos/{owner}/{repo}/releases/{release_id}/assets")]
    async fn assets(
        &self,
        owner: String,
        repo: String,
        release_id: u64,
        #[query] page: PageQuery,
    ) -> Result<Paged<Asset>, GitHubError>;

    /// Adds a file to a release. It is sent piece by piece, with its own media type.
    #[post("/repos/{owner}/{repo}/releases/{release_id}/assets", status = 201)]
    async fn upload(
        &self,
        owner: String,
        repo: String,
        release_id: u64,
        #[query] named: AssetName,
        #[header("content-type")] media_type: String,
        #[body(stream)] file: ByteStream,
    ) -> Result<Asset, GitHubError>;

    /// Returns a file of a release, or where it is.
    #[get("/repos/{owner}/{repo}/releases/assets/{asset_id}")]
    async fn asset(&self, owner: String, repo: String, asset_id: u64) -> Result<AssetContent, GitHubError>;

    /// Searches code.
    #[get("/search/code")]
    async fn search(
        &self,
        #[query] q: String,
        #[query] sort: Option<String>,
        #[query(default = "desc")] order: Order,
        #[query] page: PageQuery,
    ) -> Result<Found<CodeMatch>, GitHubError>;

    /// Returns a thought, as text.
    #[get("/zen")]
    async fn zen(&self) -> Result<Text, GitHubError>;
}

/// A repository.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Repository {
    /// Its number.
    #[model(read_only)]
    #[serde(default)]
    pub id: Option<u64>,
    /// Its name.
    pub name: String,
    /// Its name, with that of its owner.
    pub full_name: String,
    /// What it is, for people.
    pub description: Option<String>,
    /// Whether few may see it.
    pub private: bool,
}

/// A change of a repository.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct EditRepository {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is. `null` removes it.
    #[serde(default, skip_serializing_if = "api_core::Patch::is_absent")]
    pub description: api_core::Patch<String>,
    /// The methods of merging that are allowed, each with its own field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allow_squash_merge: Option<bool>,
}

/// A file, or the entries of a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(untagged)]
pub enum Content {
    /// The entries of a folder.
    Folder(Vec<Entry>),
    /// A file, or what is like one.
    File(File),
}

/// An entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Entry {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: EntryKind,
    /// Its name.
    pub name: String,
    /// Its path.
    pub path: String,
    /// The hash of its content.
    pub sha: String,
}

/// The kinds of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "lowercase")]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Dir,
    /// A reference to another repository.
    Submodule,
    /// A symbolic link.
    Symlink,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct File {
    /// Its path.
    pub path: String,
    /// The hash of its content.
    pub sha: String,
    /// Its size in bytes.
    pub size: u64,
    /// How the content is written.
    pub encoding: String,
    /// The content.
    pub content: String,
}

/// A new version of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct WriteContent {
    /// Why.
    pub message: String,
    /// The content in base64.
    pub content: String,
    /// The hash of the version that is replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha: Option<String>,
    /// The branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<String>,
}

/// The end of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct DeleteContent {
    /// Why.
    pub message: String,
    /// The hash of the version that is deleted.
    pub sha: String,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Reply)]
pub enum Written {
    /// It was changed.
    #[reply(status = 200)]
    Changed(Commit),
    /// It is new.
    #[reply(status = 201)]
    Created(Commit),
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Commit {
    /// Its hash.
    pub sha: String,
    /// Why it was made.
    pub message: String,
}

/// The difference of two commits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Comparison {
    /// Where the second is.
    pub status: Relation,
    /// The commits that only the second has.
    pub ahead_by: u32,
    /// The commits that only the first has.
    pub behind_by: u32,
}

/// Where a commit is, seen from another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// Each has commits of its own.
    Diverged,
    /// After it.
    Ahead,
    /// Before it.
    Behind,
    /// They are the same.
    Identical,
}

/// A reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Reference {
    /// Its name, `refs/heads/main`.
    #[serde(rename = "ref")]
    pub name: String,
    /// The address of the object.
    pub url: String,
}

/// Topics.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Topics {
    /// Their names.
    pub names: Vec<String>,
}

/// An event for workflows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct Dispatch {
    /// Its name.
    #[model(min_length = 1, max_length = 100)]
    pub event_type: String,
    /// What a workflow gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_payload: Option<serde_json::Value>,
}

/// The names of a new file of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct AssetName {
    /// The name of the file.
    pub name: String,
    /// The name that people see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// A file of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Asset {
    /// Its number.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its state.
    pub state: AssetState,
}

/// The state of a file of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "lowercase")]
pub enum AssetState {
    /// It is complete.
    Uploaded,
    /// It is on its way.
    Open,
}

/// The content of a file of a release.
#[derive(Debug, Clone, PartialEq, Reply)]
pub enum AssetContent {
    /// The bytes.
    #[reply(status = 200)]
    Here(ByteStream),
    /// Where it is.
    #[reply(status = 302)]
    Elsewhere(WithHeaders<(), Moved>),
}

/// A match of a search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
pub struct CodeMatch {
    /// The name of the file.
    pub name: String,
    /// Its path.
    pub path: String,
    /// How well it matches.
    pub score: f64,
}
