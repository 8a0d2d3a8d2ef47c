//! The admin API as a trait.

use api_core::call::Text;
use api_core::{Subscription, api};

use super::error::AdminError;
use super::json::Json;
use super::live::{LiveClient, LiveEvent};
use super::model::{
    ApplicationAnswer, ApplicationRow, ChangedApplication, ChangedId, CreatedApplication, CreatedKeyAnswer, Info,
    NewApplication, NewKeyRequest, Nothing, Publication, RevokedKey, TokenAnswer, TokenRequest,
};

/// Applications and their keys, for administrators.
#[api(base = "/admin/api", errors = AdminError, security = basic, contract = "../../contracts/admin.contract")]
pub trait Admin {
    /// Returns who is signed in where.
    #[get("/info")]
    async fn info(&self) -> Result<Info, AdminError>;

    /// Lists the applications that the user may see.
    #[get("/applications")]
    async fn applications(&self) -> Result<Vec<ApplicationRow>, AdminError>;

    /// Creates an application. The user becomes its administrator.
    #[post("/applications", status = 201)]
    async fn create_application(&self, #[body] new: NewApplication) -> Result<CreatedApplication, AdminError>;

    /// Returns an application with its keys and administrators.
    #[get("/application/{id}")]
    async fn application(&self, id: String) -> Result<ApplicationAnswer, AdminError>;

    /// Replaces the name and the administrators of an application.
    #[post("/application/{id}")]
    async fn update_application(&self, id: String, #[body] change: ChangedApplication)
    -> Result<ChangedId, AdminError>;

    /// Deletes an application with its keys.
    #[delete("/application/{id}")]
    async fn delete_application(&self, id: String) -> Result<Text, AdminError>;

    /// Creates a key. Its secret is shown this once.
    #[post("/application/{id}/keys")]
    async fn create_key(&self, id: String, #[body] new: NewKeyRequest) -> Result<CreatedKeyAnswer, AdminError>;

    /// Revokes a key. It stops working at once.
    #[post("/application/{id}/keys/{key}/revoke")]
    async fn revoke_key(&self, id: String, key: String) -> Result<RevokedKey, AdminError>;

    /// Issues a token, signed with a key for the admin pages.
    #[post("/application/{id}/token")]
    async fn create_token(&self, id: String, #[body] wanted: TokenRequest) -> Result<TokenAnswer, AdminError>;

    /// Issues a token, signed with this key.
    #[post("/application/{id}/keys/{key}/token")]
    async fn create_token_with(
        &self,
        id: String,
        key: String,
        #[body] wanted: TokenRequest,
    ) -> Result<TokenAnswer, AdminError>;

    /// Lists the connected clients.
    #[get("/application/{id}/clients")]
    async fn clients(&self, id: String) -> Result<Vec<LiveClient>, AdminError>;

    /// Lists who is present on a channel, by id, or on all channels, by channel and id.
    #[get("/application/{id}/presence")]
    async fn presence(&self, id: String, #[query] channel: Option<String>) -> Result<Json, AdminError>;

    /// Publishes an event.
    #[post("/application/{id}/publish")]
    async fn publish(&self, id: String, #[body] publication: Publication) -> Result<Nothing, AdminError>;

    /// Follows messages and statistics as they come. Ends when the session ends.
    #[subscribe("/application/{id}/live")]
    async fn live(&self, id: String) -> Result<Subscription<LiveEvent>, AdminError>;
}
