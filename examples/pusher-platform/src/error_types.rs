//! The error types known from the services, as they stand in [`PlatformError::error`](crate::PlatformError::error).

/// No such user.
pub const USER_NOT_FOUND: &str = "services/chatkit/not_found/user_not_found";
/// No such room.
pub const ROOM_NOT_FOUND: &str = "services/chatkit/not_found/room_not_found";
/// No such message in that room.
pub const MESSAGE_NOT_FOUND: &str = "services/chatkit/not_found/message_not_found";
/// No such file, or nothing was uploaded yet.
pub const ATTACHMENT_NOT_FOUND: &str = "services/chatkit/not_found/attachment_not_found";
/// No such role.
pub const ROLE_NOT_FOUND: &str = "services/chatkit_authorizer/not_found/role_not_found";
/// No such job.
pub const JOB_NOT_FOUND: &str = "services/chatkit_scheduler/not_found/job_not_found";
/// The name of a new role is taken.
pub const ROLE_ALREADY_EXISTS: &str = "services/chatkit_authorizer/bad_request/role_already_exists";
/// A role, or what it allows, is not acceptable.
pub const ROLE_INVALID: &str = "services/chatkit_authorizer/unprocessable_entity/validation_failed";
/// A file is too large, or not of the length that was announced.
pub const FILE_SIZE_LIMIT_EXCEEDED: &str = "services/chatkit_files/unprocessable_entity/file_size_limit_exceeded";
/// The id of a new user is taken.
pub const USER_ALREADY_EXISTS: &str = "services/chatkit/user_already_exists";
/// The id of a new room is taken.
pub const DUPLICATE_ROOM_ID: &str = "services/chatkit/bad_request/duplicate_room_id";
/// Some of the users a body refers to do not exist.
pub const USERS_NOT_FOUND: &str = "services/chatkit/bad_request/users_not_found";
/// A request contradicts itself.
pub const BAD_REQUEST_VALIDATION_FAILED: &str = "services/chatkit/bad_request/validation_failed";
/// A well-formed body has a wrong value.
pub const UNPROCESSABLE_VALIDATION_FAILED: &str = "services/chatkit/unprocessable_entity/validation_failed";
/// A message is too large.
pub const MESSAGE_SIZE_LIMIT_EXCEEDED: &str = "services/chatkit/unprocessable_entity/message_size_limit_exceeded";
/// The user's roles do not hold the permission.
pub const MISSING_PERMISSION: &str = "services/chatkit_authorizer/authorization/missing_permission";
/// The token's subject is not the user the request is about, or is missing.
pub const INVALID_TOKEN_SUBJECT: &str = "services/chatkit_authorizer/authorization/invalid_token_subject";
/// The path cannot be read.
pub const URL_PARAM_PARSING_FAILED: &str = "services/chatkit_authorizer/authorization/url_param_parsing_failed";
/// The access token has run out; a new one will do.
pub const TOKEN_EXPIRED: &str = "authentication/expired";
/// The request carries no access token.
pub const MISSING_TOKEN: &str = "authentication/missing_token";
/// The access token is not acceptable, and will not become so.
pub const INVALID_TOKEN: &str = "authentication/invalid_token";
/// A token endpoint was asked in a way it does not know.
pub const INVALID_GRANT_TYPE: &str = "token_provider/invalid_grant_type";
/// A token endpoint was shown a refresh token it does not accept.
pub const INVALID_REFRESH_TOKEN: &str = "token_provider/invalid_refresh_token";

/// A message about a subscription of the shared websocket cannot be read, or asks for what no request could ask.
pub const MALFORMED_MESSAGE: &str = "services/platform/bad_request/malformed_message";
/// A subscription is asked for under the id of one that is open.
pub const SUBSCRIPTION_ID_IN_USE: &str = "services/platform/bad_request/subscription_id_in_use";
/// A connection has as many subscriptions as it may have.
pub const TOO_MANY_SUBSCRIPTIONS: &str = "services/platform/too_many_requests/too_many_subscriptions";
/// A service answered with something that cannot be passed on.
pub const UNREADABLE_ANSWER: &str = "services/platform/unreadable_answer";
/// A service did not answer.
pub const NO_ANSWER: &str = "services/platform/no_answer";
/// A service failed.
pub const INTERNAL: &str = "services/platform/internal";
/// The server is going away; another, or this one again, will be there soon.
pub const SHUTTING_DOWN: &str = "services/platform/shutting_down";

/// The type of "no such path" of a service.
pub fn path_not_found(service: &str) -> String {
    format!("services/{service}/not_found/path_not_found")
}

/// The type of "the body is not JSON of the expected form" of a service.
pub fn malformed_json(service: &str) -> String {
    format!("services/{service}/bad_request/malformed_json")
}
