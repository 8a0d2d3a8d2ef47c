//! An API in the style of Google's: resources with custom verbs, `:publish`, beside a capture.

use api_core::error::{Answer, ByStatus, Failure};
use api_core::{ApiError, Model, api};
use serde::{Deserialize, Serialize};

/// Topics and subscriptions.
#[api(base = "/v1", errors = TopicsError, security = bearer)]
pub trait Topics {
    /// Creates a topic.
    #[put("/projects/{project}/topics/{topic}")]
    async fn create(&self, project: String, topic: String, #[body] new: Topic) -> Result<Topic, TopicsError>;

    /// Returns a topic.
    #[get("/projects/{project}/topics/{topic}")]
    async fn topic(&self, project: String, topic: String) -> Result<Topic, TopicsError>;

    /// Publishes messages.
    #[post("/projects/{project}/topics/{topic}:publish")]
    async fn publish(
        &self,
        project: String,
        topic: String,
        #[body] messages: Published,
    ) -> Result<MessageIds, TopicsError>;

    /// Returns messages of a subscription.
    #[post("/projects/{project}/subscriptions/{subscription}:pull")]
    async fn pull(&self, project: String, subscription: String, #[body] most: Pull) -> Result<Pulled, TopicsError>;

    /// Says that messages arrived.
    #[post("/projects/{project}/subscriptions/{subscription}:acknowledge")]
    async fn acknowledge(
        &self,
        project: String,
        subscription: String,
        #[body] arrived: Acknowledged,
    ) -> Result<Nothing, TopicsError>;

    /// Returns who may do what with a topic.
    #[get("/projects/{project}/topics/{topic}:getIamPolicy")]
    async fn policy(
        &self,
        project: String,
        topic: String,
        #[query("options.requestedPolicyVersion")] version: Option<u32>,
    ) -> Result<Policy, TopicsError>;

    /// Says who may do what with a topic.
    #[post("/projects/{project}/topics/{topic}:setIamPolicy")]
    async fn set_policy(&self, project: String, topic: String, #[body] policy: Policy) -> Result<Policy, TopicsError>;

    /// Returns a batch of operations at once. The verb stands beside a literal.
    #[post("/projects:search")]
    async fn search(&self, #[body] query: Search) -> Result<Projects, TopicsError>;
}

/// A topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "camelCase")]
pub struct Topic {
    /// Its name, with that of its project.
    pub name: String,
    /// How long messages are kept, as `600s`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_retention_duration: Option<String>,
}

/// Messages to publish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Published {
    /// The messages.
    pub messages: Vec<Message>,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// The content in base64.
    pub data: String,
    /// Its identifier, which the server gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[model(read_only)]
    pub message_id: Option<String>,
}

/// The identifiers of messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "camelCase")]
pub struct MessageIds {
    /// The identifiers, in the order of the messages.
    pub message_ids: Vec<String>,
}

/// How many messages to return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "camelCase")]
pub struct Pull {
    /// The number.
    pub max_messages: u32,
}

/// Messages that were pulled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "camelCase")]
pub struct Pulled {
    /// The messages.
    pub received_messages: Vec<Received>,
}

/// A message that was pulled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "camelCase")]
pub struct Received {
    /// What acknowledges it.
    pub ack_id: String,
    /// The message.
    pub message: Message,
}

/// Messages that arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
#[serde(rename_all = "camelCase")]
pub struct Acknowledged {
    /// What acknowledges them.
    pub ack_ids: Vec<String>,
}

/// An empty object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Nothing {}

/// Who may do what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Policy {
    /// The version of the form.
    #[serde(default)]
    pub version: u32,
    /// The roles and who has them.
    #[serde(default)]
    pub bindings: Vec<Binding>,
}

/// Who has a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Binding {
    /// The role.
    pub role: String,
    /// Who has it.
    pub members: Vec<String>,
}

/// What to search for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Search {
    /// The text.
    pub query: String,
}

/// Projects that were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Projects {
    /// Their names.
    pub projects: Vec<String>,
}

/// What goes wrong.
#[derive(Debug, ApiError)]
#[api_error(format = ByStatus)]
pub enum TopicsError {
    /// There is no such resource.
    #[error(status = 404)]
    NotFound,
    /// It exists already.
    #[error(status = 409)]
    AlreadyExists,
    /// An error that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// A failure of connection, protocol or codec.
    #[error(failure)]
    Failed(Failure),
}
