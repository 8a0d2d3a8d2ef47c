//! The implementation of what everyone may ask a node.

use std::sync::Arc;

use api_core::error::Attributes;

use super::asset::{MetricsText, Page, Script};
use super::health::{Health, Part};
use super::metadata::{Metadata, Version};
use super::metadata_error::MetadataError;
use crate::hub::Hub;
use crate::store::Keys;
use crate::web::client;

/// A node: its sessions, and the keys it works with.
#[derive(Debug, Clone)]
pub struct Node {
    hub: Hub,
    keys: Arc<Keys>,
    revision: String,
}

impl Node {
    /// Makes a node. `revision` is the commit that is deployed, or an empty text.
    pub fn new(hub: Hub, keys: Arc<Keys>, revision: String) -> Self {
        Self { hub, keys, revision }
    }

    fn database(&self) -> Part {
        let health = self.keys.health().borrow().clone();
        // The reason is in the log. It may name servers and users.
        Part { ok: health.ok, error: (!health.ok).then(|| "not reachable".to_owned()) }
    }

    fn redis(&self) -> Option<Part> {
        let problems = self.hub.is_shared().then(|| self.hub.problems())?;
        Some(Part { ok: problems.is_empty(), error: (!problems.is_empty()).then(|| "not reachable".to_owned()) })
    }
}

impl Metadata for Node {
    async fn root(&self) -> Result<Page, MetadataError> {
        Ok(Page("<!DOCTYPE html><html lang=\"en\"><title>Pandapush</title></html>"))
    }

    async fn health_check(&self) -> Result<Version, MetadataError> {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Ok(Version { version, rev: self.revision.clone(), built: String::new() })
    }

    async fn health(&self) -> Result<Health, MetadataError> {
        let (database, redis) = (self.database(), self.redis());
        let is_whole = database.ok && redis.as_ref().is_none_or(|part| part.ok);
        let status = match (self.hub.is_leaving(), is_whole) {
            (true, _) => "closing",
            (false, true) => "ok",
            (false, false) => "degraded",
        };
        let health = Health { status: status.to_owned(), node: self.hub.settings().node.clone(), database, redis };
        if status == "ok" { Ok(health) } else { Err(MetadataError::Degraded(Attributes(health))) }
    }

    async fn metrics(&self) -> Result<MetricsText, MetadataError> {
        self.hub.metrics().parts(self.database().ok, self.redis().is_none_or(|part| part.ok));
        Ok(MetricsText(self.hub.metrics().text()))
    }

    async fn client(&self, known: Option<String>) -> Result<Script, MetadataError> {
        Ok(Script::new(client::CLIENT, known.as_deref()))
    }

    async fn client_module(&self, known: Option<String>) -> Result<Script, MetadataError> {
        Ok(Script::new(client::CLIENT_MODULE, known.as_deref()))
    }

    async fn client_types(&self, known: Option<String>) -> Result<Script, MetadataError> {
        Ok(Script::new(client::CLIENT_TYPES, known.as_deref()))
    }

    async fn client_module_types(&self, known: Option<String>) -> Result<Script, MetadataError> {
        Ok(Script::new(client::CLIENT_MODULE_TYPES, known.as_deref()))
    }

    async fn faye(&self, known: Option<String>) -> Result<Script, MetadataError> {
        Ok(Script::new(client::FAYE, known.as_deref()))
    }

    async fn faye_below(&self, known: Option<String>) -> Result<Script, MetadataError> {
        Ok(Script::new(client::FAYE, known.as_deref()))
    }
}
