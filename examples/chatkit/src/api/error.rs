//! The errors of the Chatkit services.

use api_core::ApiError;
use api_core::error::{Answer, Failure};
use pusher_platform::PlatformErrors;

/// An error of any Chatkit service, or a failure of the request.
#[derive(Debug, ApiError)]
#[api_error(format = PlatformErrors)]
#[non_exhaustive]
pub enum ChatkitError {
    /// The user does not exist.
    #[error(status = 404, kind = "services/chatkit/not_found/user_not_found")]
    UserNotFound(String),
    /// The room does not exist.
    #[error(status = 404, kind = "services/chatkit/not_found/room_not_found")]
    RoomNotFound(String),
    /// The message does not exist.
    #[error(status = 404, kind = "services/chatkit/not_found/message_not_found")]
    MessageNotFound(String),
    /// The attachment does not exist, or its file has not been uploaded yet.
    #[error(status = 404, kind = "services/chatkit/not_found/attachment_not_found")]
    AttachmentNotFound(String),
    /// The role does not exist.
    #[error(status = 404, kind = "services/chatkit_authorizer/not_found/role_not_found")]
    RoleNotFound(String),
    /// The job does not exist, or was completed long ago.
    #[error(status = 404, kind = "services/chatkit_scheduler/not_found/job_not_found")]
    JobNotFound(String),
    /// The test token provider is switched off.
    #[error(status = 404, kind = "services/chatkit_token_provider/not_found/not_enabled")]
    TestTokensOff(String),
    /// The instance does not exist.
    #[error(status = 404, kind = "services/chatkit/not_found/instance_not_found")]
    InstanceNotFound(String),
    /// A user with this id exists already.
    #[error(status = 400, kind = "services/chatkit/user_already_exists")]
    UserAlreadyExists(String),
    /// A room with this id exists already.
    #[error(status = 400, kind = "services/chatkit/bad_request/duplicate_room_id")]
    DuplicateRoomId(String),
    /// A role of this name and scope exists already.
    #[error(status = 400, kind = "services/chatkit_authorizer/bad_request/role_already_exists")]
    RoleAlreadyExists(String),
    /// Users named in the body do not exist.
    #[error(status = 400, kind = "services/chatkit/bad_request/users_not_found")]
    UsersNotFound(String),
    /// The body creates a room with, adds or removes too many users at once.
    #[error(status = 400, kind = "services/chatkit/limits/room_add_remove_users_limit_exceeded")]
    TooManyRoomUsers(String),
    /// The request contradicts itself or its token.
    #[error(status = 400, kind = "services/chatkit/bad_request/validation_failed")]
    BadRequest(String),
    /// A value of the body is invalid.
    #[error(status = 422, kind = "services/chatkit/unprocessable_entity/validation_failed")]
    ValidationFailed(String),
    /// The name or a permission of a role is invalid.
    #[error(status = 422, kind = "services/chatkit_authorizer/unprocessable_entity/validation_failed")]
    RoleInvalid(String),
    /// The file is too large, or differs from the announcement.
    #[error(status = 413, kind = "services/chatkit_files/unprocessable_entity/file_size_limit_exceeded")]
    FileSizeLimitExceeded(String),
    /// The file is being uploaded by another request.
    #[error(status = 409, kind = "services/chatkit_files/conflict/upload_in_progress")]
    UploadInProgress(String),
    /// A presigned address was changed, or has expired.
    #[error(status = 403, kind = "services/chatkit_files/authorization/invalid_pass")]
    InvalidPass(String),
    /// The grant type is not supported.
    #[error(status = 422, kind = "token_provider/invalid_grant_type")]
    InvalidGrantType(String),
    /// The message exceeds the size limit.
    #[error(status = 413, kind = "services/chatkit/unprocessable_entity/message_size_limit_exceeded")]
    MessageSizeLimitExceeded(String),
    /// No role of the user includes the required permission.
    #[error(status = 401, kind = "services/chatkit_authorizer/authorization/missing_permission")]
    MissingPermission(String),
    /// The user is not a member of the room.
    #[error(status = 401, kind = "services/chatkit_authorizer/authorization/room_membership_required")]
    RoomMembershipRequired(String),
    /// The room is private: its members add users to it.
    #[error(status = 401, kind = "services/chatkit/authorization/cannot_join_private_room")]
    CannotJoinPrivateRoom(String),
    /// The token's subject is not the user whom the request concerns.
    #[error(status = 401, kind = "services/chatkit_authorizer/authorization/invalid_token_subject")]
    InvalidTokenSubject(String),
    /// The token has expired. A new token helps.
    #[error(status = 401, kind = "authentication/expired")]
    TokenExpired(String),
    /// The request carries no token.
    #[error(status = 401, kind = "authentication/missing_token")]
    MissingToken(String),
    /// The token is not valid for this instance.
    #[error(status = 401, kind = "authentication/jwt/invalid")]
    InvalidToken(String),
    /// The token expires more than 24 h from now. The clock of its issuer may be wrong.
    #[error(status = 401, kind = "authentication/jwt/expiry_too_far_ahead")]
    ExpiryTooFarAhead(String),
    /// The change could not be stored and was not made.
    #[error(status = 503, kind = "services/chatkit/unavailable/storage_failed")]
    StorageFailed(String),
    /// Too much waits to be sent to other clients.
    #[error(status = 503, kind = "services/chatkit/unavailable/overloaded")]
    Overloaded(String),
    /// A response that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// The connection, the protocol, the codec or the caller failed.
    #[error(failure)]
    Failed(Failure),
}

#[cfg(test)]
mod tests {
    use api_core::ApiError as _;
    use pusher_platform::error_types;

    use super::ChatkitError;

    #[test]
    fn error_types_are_those_of_the_platform() {
        let types = [
            error_types::USER_NOT_FOUND,
            error_types::ROOM_NOT_FOUND,
            error_types::MESSAGE_NOT_FOUND,
            error_types::USER_ALREADY_EXISTS,
            error_types::DUPLICATE_ROOM_ID,
            error_types::USERS_NOT_FOUND,
            error_types::TOO_MANY_ROOM_USERS,
            error_types::BAD_REQUEST_VALIDATION_FAILED,
            error_types::UNPROCESSABLE_VALIDATION_FAILED,
            error_types::MESSAGE_SIZE_LIMIT_EXCEEDED,
            error_types::MISSING_PERMISSION,
            error_types::ROOM_MEMBERSHIP_REQUIRED,
            error_types::CANNOT_JOIN_PRIVATE_ROOM,
            error_types::INVALID_TOKEN_SUBJECT,
            error_types::TOKEN_EXPIRED,
            error_types::MISSING_TOKEN,
            error_types::INVALID_TOKEN,
            error_types::EXPIRY_TOO_FAR_AHEAD,
        ];
        for kind in types {
            assert!(ChatkitError::CASES.iter().any(|case| case.kind == kind), "{kind}");
        }
    }
}
