//! What the service answers when it does not do what was asked.

use api_core::ApiError;
use api_core::error::{Answer, Failure};
use pusher_platform::PlatformErrors;

/// An error of any Chatkit service, or a failure on the way to it.
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
    /// The instance does not exist.
    #[error(status = 404, kind = "services/chatkit/not_found/instance_not_found")]
    InstanceNotFound(String),
    /// There is a user with this id already.
    #[error(status = 400, kind = "services/chatkit/user_already_exists")]
    UserAlreadyExists(String),
    /// There is a room with this id already.
    #[error(status = 400, kind = "services/chatkit/bad_request/duplicate_room_id")]
    DuplicateRoomId(String),
    /// Users that the body names do not exist.
    #[error(status = 400, kind = "services/chatkit/bad_request/users_not_found")]
    UsersNotFound(String),
    /// The request contradicts itself or its token.
    #[error(status = 400, kind = "services/chatkit/bad_request/validation_failed")]
    BadRequest(String),
    /// A value of the body is not acceptable.
    #[error(status = 422, kind = "services/chatkit/unprocessable_entity/validation_failed")]
    ValidationFailed(String),
    /// The message is too large.
    #[error(status = 413, kind = "services/chatkit/unprocessable_entity/message_size_limit_exceeded")]
    MessageSizeLimitExceeded(String),
    /// No role of the user allows this.
    #[error(status = 401, kind = "services/chatkit_authorizer/authorization/missing_permission")]
    MissingPermission(String),
    /// The token's subject is not the user this is about.
    #[error(status = 401, kind = "services/chatkit_authorizer/authorization/invalid_token_subject")]
    InvalidTokenSubject(String),
    /// The token has expired: fetch another.
    #[error(status = 401, kind = "authentication/expired")]
    TokenExpired(String),
    /// The request carries no token.
    #[error(status = 401, kind = "authentication/missing_token")]
    MissingToken(String),
    /// The token is not one of this instance.
    #[error(status = 401, kind = "authentication/invalid_token")]
    InvalidToken(String),
    /// An answer that this version does not know.
    #[error(unknown)]
    Unknown(Answer),
    /// Connection, protocol, codec or caller broke.
    #[error(failure)]
    Failed(Failure),
}

#[cfg(test)]
mod tests {
    use api_core::ApiError as _;
    use pusher_platform::error_types;

    use super::ChatkitError;

    #[test]
    fn types_are_those_of_the_platform() {
        let types = [
            error_types::USER_NOT_FOUND,
            error_types::ROOM_NOT_FOUND,
            error_types::MESSAGE_NOT_FOUND,
            error_types::USER_ALREADY_EXISTS,
            error_types::DUPLICATE_ROOM_ID,
            error_types::USERS_NOT_FOUND,
            error_types::BAD_REQUEST_VALIDATION_FAILED,
            error_types::UNPROCESSABLE_VALIDATION_FAILED,
            error_types::MESSAGE_SIZE_LIMIT_EXCEEDED,
            error_types::MISSING_PERMISSION,
            error_types::INVALID_TOKEN_SUBJECT,
            error_types::TOKEN_EXPIRED,
            error_types::MISSING_TOKEN,
            error_types::INVALID_TOKEN,
        ];
        for kind in types {
            assert!(ChatkitError::CASES.iter().any(|case| case.kind == kind), "{kind}");
        }
    }
}
