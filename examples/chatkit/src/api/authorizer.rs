//! Service `chatkit_authorizer`, version 2: roles, their permissions and their assignment.

use api_core::api;

use super::ChatkitError;
use crate::model::{AssignRole, AssignedRole, Role, RoleOf, Scope, UpdatePermissions, UserId};

/// Roles and permissions.
#[api(
    base = "/services/chatkit_authorizer/v2/{instance}",
    errors = ChatkitError,
    security = bearer,
    requires = "su",
    content_type = any,
    contract = "../../contracts/authorizer.contract"
)]
pub trait ChatkitAuthorizer {
    /// Lists all roles.
    #[get("/roles")]
    async fn roles(&self) -> Result<Vec<Role>, ChatkitError>;

    /// Creates a role.
    #[post("/roles", status = 201)]
    async fn create_role(&self, #[body] role: Role) -> Result<(), ChatkitError>;

    /// Deletes a role. Users to whom it was assigned return to the default role.
    #[delete("/roles/{name}/scope/{scope}")]
    async fn delete_role(&self, name: String, scope: Scope) -> Result<(), ChatkitError>;

    /// Lists the permissions of a role.
    #[get("/roles/{name}/scope/{scope}/permissions")]
    async fn permissions(&self, name: String, scope: Scope) -> Result<Vec<String>, ChatkitError>;

    /// Changes the permissions of a role.
    #[put("/roles/{name}/scope/{scope}/permissions", status = 204)]
    async fn update_permissions(
        &self,
        name: String,
        scope: Scope,
        #[body] changes: UpdatePermissions,
    ) -> Result<(), ChatkitError>;

    /// Lists the roles assigned to a user.
    #[get("/users/{user}/roles")]
    async fn roles_of_user(&self, user: UserId) -> Result<Vec<AssignedRole>, ChatkitError>;

    /// Assigns a role to a user. It replaces the user's role of the same scope.
    #[put("/users/{user}/roles", status = 201)]
    async fn assign_role(&self, user: UserId, #[body] role: AssignRole) -> Result<(), ChatkitError>;

    /// Removes a role from a user.
    #[delete("/users/{user}/roles")]
    async fn remove_role(&self, user: UserId, #[query] of: RoleOf) -> Result<(), ChatkitError>;
}
