//! The conversion of domain errors and authentication errors to API errors.

use pusher_platform::AuthenticationError;
use pusher_platform::token::VerifyError;

use crate::api::ChatkitError;
use crate::domain::Refusal;

impl From<Refusal> for ChatkitError {
    fn from(refusal: Refusal) -> Self {
        let description = refusal.to_string();
        match refusal {
            Refusal::MissingPermission(_) | Refusal::SuperuserRequired => Self::MissingPermission(description),
            Refusal::RoomMembershipRequired => Self::RoomMembershipRequired(description),
            Refusal::CannotJoinPrivateRoom => Self::CannotJoinPrivateRoom(description),
            Refusal::MissingTokenSubject | Refusal::InvalidTokenSubject => Self::InvalidTokenSubject(description),
            Refusal::UserNotFound(_) => Self::UserNotFound(description),
            Refusal::RoomNotFound(_) => Self::RoomNotFound(description),
            Refusal::MessageNotFound(_) => Self::MessageNotFound(description),
            Refusal::AttachmentNotFound(_) => Self::AttachmentNotFound(description),
            Refusal::RoleNotFound(_) => Self::RoleNotFound(description),
            Refusal::JobNotFound(_) => Self::JobNotFound(description),
            Refusal::RoleAlreadyExists(_) => Self::RoleAlreadyExists(description),
            Refusal::RoleInvalid(_) => Self::RoleInvalid(description),
            Refusal::FileTooLarge { .. } => Self::FileSizeLimitExceeded(description),
            Refusal::UserAlreadyExists(_) => Self::UserAlreadyExists(description),
            Refusal::DuplicateRoomId(_) => Self::DuplicateRoomId(description),
            Refusal::UsersNotFound { .. } => Self::UsersNotFound(description),
            Refusal::TooManyRoomUsers { .. } => Self::TooManyRoomUsers(description),
            Refusal::CreatorMismatch => Self::BadRequest(description),
            Refusal::ValidationFailed { .. } => Self::ValidationFailed(description),
            Refusal::MessageSizeLimitExceeded { .. } => Self::MessageSizeLimitExceeded(description),
        }
    }
}

impl From<AuthenticationError> for ChatkitError {
    fn from(error: AuthenticationError) -> Self {
        let description = error.to_string();
        match error {
            AuthenticationError::OtherInstance(_) => Self::InstanceNotFound(description),
            AuthenticationError::MissingToken => Self::MissingToken(description),
            AuthenticationError::Token(VerifyError::Expired) => Self::TokenExpired(description),
            AuthenticationError::Token(VerifyError::ExpiryTooFarAhead) => Self::ExpiryTooFarAhead(description),
            _ => Self::InvalidToken(description),
        }
    }
}

#[cfg(test)]
mod tests {
    use api_core::ApiError as _;

    use crate::api::ChatkitError;
    use crate::domain::{Permission, Refusal};

    #[test]
    fn the_response_to_a_refusal_has_its_type() {
        let refusals = [
            Refusal::MissingPermission(Permission::ALL[0]),
            Refusal::SuperuserRequired,
            Refusal::RoomMembershipRequired,
            Refusal::CannotJoinPrivateRoom,
            Refusal::MissingTokenSubject,
            Refusal::InvalidTokenSubject,
            Refusal::UserNotFound("alice".into()),
            Refusal::RoomNotFound("lobby".into()),
            Refusal::MessageNotFound(crate::model::MessageId::new(1)),
            Refusal::AttachmentNotFound(crate::model::AttachmentId::new("x")),
            Refusal::RoleNotFound("boss".to_owned()),
            Refusal::JobNotFound("x".to_owned()),
            Refusal::RoleAlreadyExists("boss".to_owned()),
            Refusal::RoleInvalid("x".to_owned()),
            Refusal::FileTooLarge { size: 2, limit: 1 },
            Refusal::UserAlreadyExists("alice".into()),
            Refusal::DuplicateRoomId("lobby".into()),
            Refusal::UsersNotFound { missing: 1, requested: 2, with_creator: true },
            Refusal::TooManyRoomUsers { limit: 10 },
            Refusal::CreatorMismatch,
            Refusal::ValidationFailed { field: "name", reason: "it is empty".to_owned() },
            Refusal::MessageSizeLimitExceeded { size: 6000, limit: 5120 },
        ];
        for refusal in refusals {
            let kind = refusal.kind();
            assert_eq!(ChatkitError::from(refusal).document().kind, kind);
        }
    }
}
