//! What everyone may ask a node: its health, its counters, its scripts.

use api_core::{Model, api};
use serde::{Deserialize, Serialize};

use super::asset::{MetricsText, Page, Script};
use super::health::Health;
use super::metadata_error::MetadataError;

/// Endpoints without credentials.
#[api(errors = MetadataError, contract = "../../contracts/metadata.contract")]
pub trait Metadata {
    /// Returns an empty page.
    #[get("/")]
    async fn root(&self) -> Result<Page, MetadataError>;

    /// Returns the version, as the original does.
    #[get("/health_check.json")]
    async fn health_check(&self) -> Result<Version, MetadataError>;

    /// Returns whether everything that the node stands on is there. If not, the answer has the status 503.
    #[get("/health")]
    async fn health(&self) -> Result<Health, MetadataError>;

    /// Returns the counters in the format `OpenMetrics`, which Prometheus reads.
    #[get("/metrics")]
    async fn metrics(&self) -> Result<MetricsText, MetadataError>;

    /// Returns the Pandapush client.
    #[get("/client.js")]
    async fn client(&self, #[header("if-none-match")] known: Option<String>) -> Result<Script, MetadataError>;

    /// Returns the Pandapush client as a module.
    #[get("/client.mjs")]
    async fn client_module(&self, #[header("if-none-match")] known: Option<String>) -> Result<Script, MetadataError>;

    /// Returns the types of the Pandapush client.
    #[get("/client.d.ts")]
    async fn client_types(&self, #[header("if-none-match")] known: Option<String>) -> Result<Script, MetadataError>;

    /// Returns the types of the module.
    #[get("/client.d.mts")]
    async fn client_module_types(
        &self,
        #[header("if-none-match")] known: Option<String>,
    ) -> Result<Script, MetadataError>;

    /// Returns a client with the names of the package `faye`.
    #[get("/push.js")]
    async fn faye(&self, #[header("if-none-match")] known: Option<String>) -> Result<Script, MetadataError>;

    /// Returns the same client at the other address that pages use.
    #[get("/push/client.js")]
    async fn faye_below(&self, #[header("if-none-match")] known: Option<String>) -> Result<Script, MetadataError>;
}

/// The version of the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Model)]
pub struct Version {
    /// The version.
    pub version: String,
    /// The commit that is deployed, or an empty text.
    pub rev: String,
    /// When it was built, or an empty text.
    pub built: String,
}
