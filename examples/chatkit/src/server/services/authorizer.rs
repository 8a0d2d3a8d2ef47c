//! The implementation of the authorizer service.

use crate::api::{ChatkitAuthorizer, ChatkitError};
use crate::model::{AssignRole, AssignedRole, Role, RoleOf, Scope, UpdatePermissions, UserId};
use crate::server::Session;

impl ChatkitAuthorizer for Session {
    async fn roles(&self) -> Result<Vec<Role>, ChatkitError> {
        self.read(|instance| Ok(instance.roles()))
    }

    async fn create_role(&self, role: Role) -> Result<(), ChatkitError> {
        self.change_without_events(|instance| instance.create_role(role))
    }

    async fn delete_role(&self, name: String, scope: Scope) -> Result<(), ChatkitError> {
        self.change_rights(|instance| instance.delete_role(scope, &name))
    }

    async fn permissions(&self, name: String, scope: Scope) -> Result<Vec<String>, ChatkitError> {
        self.read(|instance| instance.permissions(scope, &name))
    }

    async fn update_permissions(
        &self,
        name: String,
        scope: Scope,
        changes: UpdatePermissions,
    ) -> Result<(), ChatkitError> {
        self.change_rights(|instance| instance.update_permissions(scope, &name, &changes))
    }

    async fn roles_of_user(&self, user: UserId) -> Result<Vec<AssignedRole>, ChatkitError> {
        self.read(|instance| instance.roles_of_user(&user))
    }

    async fn assign_role(&self, user: UserId, role: AssignRole) -> Result<(), ChatkitError> {
        self.change_rights(|instance| instance.assign_role(&user, role))
    }

    async fn remove_role(&self, user: UserId, of: RoleOf) -> Result<(), ChatkitError> {
        self.change_rights(|instance| instance.remove_role(&user, of.room_id.as_ref()))
    }
}
