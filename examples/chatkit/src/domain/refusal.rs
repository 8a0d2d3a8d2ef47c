//! The error of a rejected operation.

use pusher_platform::error_types;

use super::permission::Permission;
use crate::model::{AttachmentId, MessageId, RoomId, UserId};

/// The reason why an operation was rejected. The state is unchanged.
///
/// [`kind`](Self::kind) is the machine-readable type, `Display` the description. Descriptions that are known of the
/// service are repeated, because apps show them to people (`PROTOCOL.md` §3).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// `services/chatkit_authorizer/authorization/missing_permission`: no role of the user includes the permission.
    #[error("User does not have access to requested resource")]
    MissingPermission(Permission),
    /// `services/chatkit_authorizer/authorization/missing_permission`: only the application's server may do this.
    #[error("User does not have access to requested resource")]
    SuperuserRequired,
    /// `services/chatkit_authorizer/authorization/room_membership_required`: only members of the room may do this.
    #[error("Room membership required")]
    RoomMembershipRequired,
    /// `services/chatkit/authorization/cannot_join_private_room`: members add users to a private room, nobody joins it.
    #[error("Unable to join a private room. Users must be added to a private room by a member of the room")]
    CannotJoinPrivateRoom,
    /// `services/chatkit_authorizer/authorization/invalid_token_subject`: the token has no subject.
    #[error("Missing token subject")]
    MissingTokenSubject,
    /// `services/chatkit_authorizer/authorization/invalid_token_subject`: the token has another subject.
    #[error("The token's subject is not the user whom the request concerns.")]
    InvalidTokenSubject,
    /// `services/chatkit/not_found/user_not_found`.
    #[error("The requested user does not exist")]
    UserNotFound(UserId),
    /// `services/chatkit/not_found/room_not_found`.
    #[error("The room {0} does not exist.")]
    RoomNotFound(RoomId),
    /// `services/chatkit/not_found/message_not_found`: the message does not exist in this room.
    #[error("The message {0} does not exist.")]
    MessageNotFound(MessageId),
    /// `services/chatkit/not_found/attachment_not_found`: unknown, not uploaded yet, or of another room.
    #[error("The file {0} does not exist.")]
    AttachmentNotFound(AttachmentId),
    /// `services/chatkit_authorizer/not_found/role_not_found`.
    #[error("The role {0} does not exist in this scope.")]
    RoleNotFound(String),
    /// `services/chatkit_scheduler/not_found/job_not_found`.
    #[error("The job {0} does not exist.")]
    JobNotFound(String),
    /// `services/chatkit_authorizer/bad_request/role_already_exists`.
    #[error("A role with the name {0} exists already in this scope.")]
    RoleAlreadyExists(String),
    /// `services/chatkit_authorizer/unprocessable_entity/validation_failed`.
    #[error("The role is invalid: {0}.")]
    RoleInvalid(String),
    /// `services/chatkit_files/unprocessable_entity/file_size_limit_exceeded`.
    #[error("The file has {size} bytes, but at most {limit} are allowed.")]
    FileTooLarge {
        /// The size of the file.
        size: u64,
        /// The maximum size.
        limit: u64,
    },
    /// `services/chatkit/user_already_exists`.
    #[error("User with given id already exists")]
    UserAlreadyExists(UserId),
    /// `services/chatkit/bad_request/duplicate_room_id`.
    #[error("A room with the id {0} exists already.")]
    DuplicateRoomId(RoomId),
    /// `services/chatkit/bad_request/users_not_found`.
    #[error("{missing} out of {requested} users{} could not be found", creator_note(*with_creator))]
    UsersNotFound {
        /// The number of users who do not exist.
        missing: usize,
        /// The number of requested users.
        requested: usize,
        /// Whether the requested users include the creator of a room.
        with_creator: bool,
    },
    /// `services/chatkit/limits/room_add_remove_users_limit_exceeded`.
    #[error("Field user_ids exceeds allowed length of {limit}")]
    TooManyRoomUsers {
        /// The maximum number of users.
        limit: usize,
    },
    /// `services/chatkit/bad_request/validation_failed`: the body contradicts the token.
    #[error("The field created_by_id is not the subject of the token.")]
    CreatorMismatch,
    /// `services/chatkit/unprocessable_entity/validation_failed`: a value of the body is invalid.
    #[error("Field `{field}` is invalid{}{reason}", if reason.is_empty() { "" } else { ": " })]
    ValidationFailed {
        /// The field.
        field: &'static str,
        /// The reason. Empty where the service is known to give none.
        reason: String,
    },
    /// `services/chatkit/unprocessable_entity/message_size_limit_exceeded`.
    #[error("The message has {size} bytes, but at most {limit} are allowed.")]
    MessageSizeLimitExceeded {
        /// The size of the message.
        size: usize,
        /// The maximum size.
        limit: usize,
    },
}

impl Refusal {
    /// Returns the machine-readable type.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::MissingPermission(_) | Self::SuperuserRequired => error_types::MISSING_PERMISSION,
            Self::RoomMembershipRequired => error_types::ROOM_MEMBERSHIP_REQUIRED,
            Self::CannotJoinPrivateRoom => error_types::CANNOT_JOIN_PRIVATE_ROOM,
            Self::MissingTokenSubject | Self::InvalidTokenSubject => error_types::INVALID_TOKEN_SUBJECT,
            Self::UserNotFound(_) => error_types::USER_NOT_FOUND,
            Self::RoomNotFound(_) => error_types::ROOM_NOT_FOUND,
            Self::MessageNotFound(_) => error_types::MESSAGE_NOT_FOUND,
            Self::AttachmentNotFound(_) => error_types::ATTACHMENT_NOT_FOUND,
            Self::RoleNotFound(_) => error_types::ROLE_NOT_FOUND,
            Self::JobNotFound(_) => error_types::JOB_NOT_FOUND,
            Self::RoleAlreadyExists(_) => error_types::ROLE_ALREADY_EXISTS,
            Self::RoleInvalid(_) => error_types::ROLE_INVALID,
            Self::FileTooLarge { .. } => error_types::FILE_SIZE_LIMIT_EXCEEDED,
            Self::UserAlreadyExists(_) => error_types::USER_ALREADY_EXISTS,
            Self::DuplicateRoomId(_) => error_types::DUPLICATE_ROOM_ID,
            Self::UsersNotFound { .. } => error_types::USERS_NOT_FOUND,
            Self::TooManyRoomUsers { .. } => error_types::TOO_MANY_ROOM_USERS,
            Self::CreatorMismatch => error_types::BAD_REQUEST_VALIDATION_FAILED,
            Self::ValidationFailed { .. } => error_types::UNPROCESSABLE_VALIDATION_FAILED,
            Self::MessageSizeLimitExceeded { .. } => error_types::MESSAGE_SIZE_LIMIT_EXCEEDED,
        }
    }

    /// Creates the error of an invalid value in the body.
    pub(super) fn invalid(field: &'static str, reason: impl Into<String>) -> Self {
        Self::ValidationFailed { field, reason: reason.into() }
    }
}

fn creator_note(with_creator: bool) -> &'static str {
    if with_creator { " (including the room creator)" } else { "" }
}
