//! The known error types, as values of [`PlatformError::error`](crate::PlatformError::error).

/// The user does not exist.
pub const USER_NOT_FOUND: &str = "services/chatkit/not_found/user_not_found";
/// The room does not exist.
pub const ROOM_NOT_FOUND: &str = "services/chatkit/not_found/room_not_found";
/// The message does not exist in this room.
pub const MESSAGE_NOT_FOUND: &str = "services/chatkit/not_found/message_not_found";
/// The attachment does not exist, or its file has not been uploaded yet.
pub const ATTACHMENT_NOT_FOUND: &str = "services/chatkit/not_found/attachment_not_found";
/// The role does not exist.
pub const ROLE_NOT_FOUND: &str = "services/chatkit_authorizer/not_found/role_not_found";
/// The job does not exist.
pub const JOB_NOT_FOUND: &str = "services/chatkit_scheduler/not_found/job_not_found";
/// A role of this name and scope exists already.
pub const ROLE_ALREADY_EXISTS: &str = "services/chatkit_authorizer/bad_request/role_already_exists";
/// The name or a permission of a role is invalid.
pub const ROLE_INVALID: &str = "services/chatkit_authorizer/unprocessable_entity/validation_failed";
/// A file is too large, or its length differs from the announced one.
pub const FILE_SIZE_LIMIT_EXCEEDED: &str = "services/chatkit_files/unprocessable_entity/file_size_limit_exceeded";
/// A user with this id exists already.
pub const USER_ALREADY_EXISTS: &str = "services/chatkit/user_already_exists";
/// A room with this id exists already.
pub const DUPLICATE_ROOM_ID: &str = "services/chatkit/bad_request/duplicate_room_id";
/// Some of the users named in the body do not exist.
pub const USERS_NOT_FOUND: &str = "services/chatkit/bad_request/users_not_found";
/// A request creates a room with, adds or removes too many users at once.
pub const TOO_MANY_ROOM_USERS: &str = "services/chatkit/limits/room_add_remove_users_limit_exceeded";
/// A parameter is invalid, or the request contradicts itself.
pub const BAD_REQUEST_VALIDATION_FAILED: &str = "services/chatkit/bad_request/validation_failed";
/// A value in a well-formed body is invalid.
pub const UNPROCESSABLE_VALIDATION_FAILED: &str = "services/chatkit/unprocessable_entity/validation_failed";
/// A message exceeds the size limit.
pub const MESSAGE_SIZE_LIMIT_EXCEEDED: &str = "services/chatkit/unprocessable_entity/message_size_limit_exceeded";
/// The user's roles do not include the required permission.
pub const MISSING_PERMISSION: &str = "services/chatkit_authorizer/authorization/missing_permission";
/// The user is not a member of the room.
pub const ROOM_MEMBERSHIP_REQUIRED: &str = "services/chatkit_authorizer/authorization/room_membership_required";
/// The room is private: its members add users to it.
pub const CANNOT_JOIN_PRIVATE_ROOM: &str = "services/chatkit/authorization/cannot_join_private_room";
/// The token's subject is missing or differs from the user in the path.
pub const INVALID_TOKEN_SUBJECT: &str = "services/chatkit_authorizer/authorization/invalid_token_subject";
/// A path parameter cannot be parsed.
pub const URL_PARAM_PARSING_FAILED: &str = "services/chatkit_authorizer/authorization/url_param_parsing_failed";
/// No service of Chatkit has the path.
pub const UNKNOWN_REQUEST_PATH: &str = "services/chatkit_authorizer/authorization/unknown_request_path";
/// The access token has expired. A new token helps.
pub const TOKEN_EXPIRED: &str = "authentication/expired";
/// The request carries no access token.
pub const MISSING_TOKEN: &str = "authentication/missing_token";
/// The access token is invalid. Repeating the request with it does not help.
pub const INVALID_TOKEN: &str = "authentication/jwt/invalid";
/// The access token expires more than 24 h from now. The clock of its issuer may be wrong.
pub const EXPIRY_TOO_FAR_AHEAD: &str = "authentication/jwt/expiry_too_far_ahead";
/// The grant type of a token request is not supported.
pub const INVALID_GRANT_TYPE: &str = "token_provider/invalid_grant_type";
/// A refresh token is invalid.
pub const INVALID_REFRESH_TOKEN: &str = "token_provider/invalid_refresh_token";

/// A message about a subscription of the shared WebSocket is malformed, or its path or headers are invalid in a
/// request.
pub const MALFORMED_MESSAGE: &str = "services/platform/bad_request/malformed_message";
/// A subscription uses the id of an open one.
pub const SUBSCRIPTION_ID_IN_USE: &str = "services/platform/bad_request/subscription_id_in_use";
/// A connection has reached its maximum number of subscriptions.
pub const TOO_MANY_SUBSCRIPTIONS: &str = "services/platform/too_many_requests/too_many_subscriptions";
/// A service's response cannot be relayed as a subscription message.
pub const UNREADABLE_ANSWER: &str = "services/platform/unreadable_answer";
/// A service did not answer.
pub const NO_ANSWER: &str = "services/platform/no_answer";
/// A service failed.
pub const INTERNAL: &str = "internal_server_error";
/// The server is shutting down. The client should reconnect soon.
pub const SHUTTING_DOWN: &str = "services/platform/shutting_down";

/// Returns the error type for an unknown path of `service`, which is none of Chatkit's.
pub fn path_not_found(service: &str) -> String {
    format!("services/{service}/not_found/path_not_found")
}

/// Returns the error type for a body of `service` that is not valid JSON.
pub fn malformed_json(service: &str) -> String {
    format!("services/{service}/bad_request/malformed_json")
}
