//! The tables of `PROTOCOL.md` §7 and §8, one row per line: the request, the response, and the requirements.
//!
//! The requests are sent on the [stage](super::stage) by `alice`, or by a superuser, and succeed there.

/// One row: a request, its response and its requirements.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// The name of the trait.
    pub(crate) api: &'static str,
    /// The name of its method.
    pub(crate) endpoint: &'static str,
    pub(crate) method: &'static str,
    /// The prefix of `path`: service and version.
    pub(crate) service: &'static str,
    /// The path. The stage replaces names in braces.
    pub(crate) path: &'static str,
    pub(crate) body: &'static str,
    pub(crate) status: u16,
    /// The members of the response object.
    ///
    /// Members marked `?` may be absent. A leading `[` denotes an array of such objects. `event:` precedes the name of
    /// the first event of a subscription. Empty if there is no body.
    pub(crate) answer: &'static str,
    /// `su`, `self`, `subject`, `member` and permissions. Empty if no token is required.
    pub(crate) needs: &'static str,
}

/// Endpoint, method, path, body, status, answer, needs.
type Line = (&'static str, &'static str, &'static str, &'static str, u16, &'static str, &'static str);

/// The table of one version of one service.
type Table = (&'static str, &'static str, &'static [&'static [Line]]);

const USER: &str = "id name avatar_url? custom_data? created_at updated_at";
const USERS_LIST: &str = "[id name avatar_url? custom_data? created_at updated_at";
const ROOM: &str = "id name created_by_id private custom_data? push_notification_title_override? member_user_ids created_at \
    updated_at";
const ROOM_READ: &str = "id name created_by_id private custom_data? push_notification_title_override? member_user_ids \
    unread_count last_message_at? created_at updated_at";
const ROOMS_MINE: &str = "[id name created_by_id private custom_data? push_notification_title_override? member_user_ids \
    created_at updated_at";
const ROOMS_MINE_READ: &str = "[id name created_by_id private custom_data? push_notification_title_override? \
    member_user_ids unread_count last_message_at? created_at updated_at";
const ROOMS_ALL: &str = "[id name created_by_id private custom_data? push_notification_title_override? member_user_ids \
    created_at updated_at";
const ROOMS_ALL_V7: &str =
    "[id name created_by_id private custom_data? push_notification_title_override? created_at updated_at";
const ROOMS_V7: &str = "[id name created_by_id private custom_data? push_notification_title_override? last_message_at? \
    created_at updated_at";
const ROOM_V7: &str = "id name created_by_id private custom_data? push_notification_title_override? last_message_at? \
    created_at updated_at";
const NEW_ROOM: &str = r#"{"id": "den", "name": "Den", "private": true, "user_ids": ["bob"]}"#;
const TEXT: &str = r#"{"text": "hello"}"#;
const PARTS: &str = r#"{"parts": [{"type": "text/plain", "content": "hello"}]}"#;

/// Endpoints that all versions have in common.
const COMMON: &[Line] = &[
    ("create_user", "POST", "users", r#"{"id": "dave", "name": "Dave"}"#, 201, USER, "su"),
    ("create_users", "POST", "batch_users", r#"{"users": [{"id": "dave", "name": "D"}]}"#, 201, USERS_LIST, "su"),
    ("users", "GET", "users", "", 200, USERS_LIST, "su"),
    ("users_by_ids", "GET", "users_by_ids?id=bob&id=carol", "", 200, USERS_LIST, "user:get"),
    ("user", "GET", "users/bob", "", 200, USER, "user:get"),
    ("update_user", "PUT", "users/alice", r#"{"name": "A"}"#, 204, "", "self"),
    ("delete_user", "DELETE", "users/alice", "", 204, "", "su"),
    ("leave_room", "POST", "users/alice/rooms/lobby/leave", "", 204, "", "self room:leave"),
    ("update_room", "PUT", "rooms/lobby", r#"{"name": "Hall"}"#, 204, "", "room:update"),
    ("delete_room", "DELETE", "rooms/lobby", "", 204, "", "room:delete"),
    ("add_users", "PUT", "rooms/lobby/users/add", r#"{"user_ids": ["carol"]}"#, 204, "", "room:members:add"),
    ("remove_users", "PUT", "rooms/lobby/users/remove", r#"{"user_ids": ["bob"]}"#, 204, "", "room:members:remove"),
    (
        "start_typing",
        "POST",
        "rooms/lobby/typing_indicators",
        "",
        204,
        "",
        "subject room:typing_indicator:create member",
    ),
    ("wipe", "DELETE", "resources", "", 204, "", "su"),
    ("follow_user", "SUBSCRIBE", "users", "", 200, "event:initial_state", "subject"),
    ("follow_room", "SUBSCRIBE", "rooms/lobby?message_limit=1", "", 200, "event:new_message", "member"),
];

/// Endpoints up to version 6 that differ in version 7.
const UP_TO_V6: &[Line] = &[
    ("rooms", "GET", "rooms", "", 200, ROOMS_ALL, "su"),
    ("room", "GET", "rooms/lobby", "", 200, ROOM, "room:get"),
    ("follow_memberships", "SUBSCRIBE", "rooms/lobby/memberships", "", 200, "event:initial_state", "member"),
];

/// Version 2: messages with text, and rooms without unread counts, which version 4 introduced.
const V2: &[Line] = &[
    ("rooms_of_user", "GET", "users/alice/rooms", "", 200, ROOMS_MINE, "self user:rooms:get"),
    ("join_room", "POST", "users/alice/rooms/park/join", "", 200, ROOM, "self room:join"),
    ("create_room", "POST", "rooms", NEW_ROOM, 201, ROOM, "room:create"),
    ("send_message", "POST", "rooms/lobby/messages", TEXT, 201, "message_id", "subject message:create member"),
    (
        "messages",
        "GET",
        "rooms/lobby/messages",
        "",
        200,
        "[id user_id room_id text attachment? created_at updated_at",
        "room:messages:get",
    ),
    ("edit_message", "PUT", "rooms/lobby/messages/1", TEXT, 204, "", "su subject"),
    ("delete_message", "DELETE", "messages/1", "", 204, "", "su"),
];

const V6: &[Line] = &[
    ("rooms_of_user", "GET", "users/alice/rooms", "", 200, ROOMS_MINE_READ, "self user:rooms:get"),
    ("join_room", "POST", "users/alice/rooms/park/join", "", 200, ROOM_READ, "self room:join"),
    ("create_room", "POST", "rooms", NEW_ROOM, 201, ROOM_READ, "room:create"),
];

/// Messages with parts, and their attachments.
const FROM_V3: &[Line] = &[
    ("send_message", "POST", "rooms/lobby/messages", PARTS, 201, "message_id", "subject message:create member"),
    (
        "messages",
        "GET",
        "rooms/lobby/messages",
        "",
        200,
        "[id user_id room_id parts created_at updated_at",
        "room:messages:get",
    ),
    (
        "message",
        "GET",
        "rooms/lobby/messages/1",
        "",
        200,
        "id user_id room_id parts created_at updated_at",
        "room:messages:get",
    ),
    ("edit_message", "PUT", "rooms/lobby/messages/1", PARTS, 204, "", "su subject"),
    ("delete_message", "DELETE", "rooms/lobby/messages/1", "", 204, "", "su"),
    (
        "announce_attachment",
        "POST",
        "rooms/lobby/attachments",
        r#"{"content_type": "image/png", "content_length": 5}"#,
        200,
        "attachment_id upload_url",
        "file:create",
    ),
    (
        "attachment",
        "GET",
        "rooms/lobby/attachments/{uploaded}",
        "",
        200,
        "id download_url refresh_url expiration name custom_data? size",
        "file:get",
    ),
];

const V7: &[Line] = &[
    ("rooms", "GET", "rooms", "", 200, ROOMS_ALL_V7, "su"),
    ("rooms_of_user", "GET", "users/alice/rooms", "", 200, ROOMS_V7, "self user:rooms:get"),
    ("joinable_rooms", "GET", "users/alice/joinable_rooms", "", 200, "rooms memberships", "self user:rooms:get"),
    ("join_room", "POST", "users/alice/rooms/park/join", "", 200, "room membership", "self room:join"),
    ("create_room", "POST", "rooms", NEW_ROOM, 201, "room membership", "room:create"),
    ("room", "GET", "rooms/lobby", "", 200, ROOM_V7, "room:get"),
];

const CURSOR: &str = "cursor_type room_id user_id position updated_at";
const CURSORS_LIST: &str = "[cursor_type room_id user_id position updated_at";

const CURSORS: &[Line] = &[
    ("set_cursor", "PUT", "cursors/0/rooms/lobby/users/alice", r#"{"position": 1}"#, 201, " ", "self cursors:read:set"),
    ("cursor", "GET", "cursors/0/rooms/lobby/users/bob", "", 200, CURSOR, "cursors:read:get"),
    ("cursors_of_user", "GET", "cursors/0/users/alice", "", 200, CURSORS_LIST, "self cursors:read:get"),
    ("cursors_of_room", "GET", "cursors/0/rooms/lobby", "", 200, CURSORS_LIST, "cursors:read:get"),
    ("follow_room_cursors", "SUBSCRIBE", "cursors/0/rooms/lobby", "", 200, "event:initial_state", "cursors:read:get"),
    ("follow_user_cursors", "SUBSCRIBE", "cursors/0/users/alice", "", 200, "event:initial_state", "self"),
];

const PRESENCE: &[Line] = &[
    ("register", "SUBSCRIBE", "users/alice/register", "", 200, "event:", "self"),
    ("follow_presence", "SUBSCRIBE", "users/bob", "", 200, "event:presence_state", "presence:subscribe"),
];

const AUTHORIZER: &[Line] = &[
    ("roles", "GET", "roles", "", 200, "[name scope permissions", "su"),
    (
        "create_role",
        "POST",
        "roles",
        r#"{"name": "boss", "scope": "room", "permissions": ["room:update"]}"#,
        201,
        "",
        "su",
    ),
    ("delete_role", "DELETE", "roles/guard/scope/room", "", 204, "", "su"),
    ("permissions", "GET", "roles/guard/scope/room/permissions", "", 200, "[", "su"),
    (
        "update_permissions",
        "PUT",
        "roles/guard/scope/room/permissions",
        r#"{"add_permissions": ["room:get"]}"#,
        204,
        "",
        "su",
    ),
    ("roles_of_user", "GET", "users/alice/roles", "", 200, "[role_name scope permissions room_id?", "su"),
    ("assign_role", "PUT", "users/alice/roles", r#"{"name": "admin"}"#, 201, "", "su"),
    ("remove_role", "DELETE", "users/alice/roles", "", 204, "", "su"),
];

const SCHEDULER: &[Line] = &[
    ("schedule_room_deletion", "PUT", "rooms/lobby", "", 202, "id status", "su"),
    ("schedule_user_deletion", "PUT", "users/alice", "", 202, "id status", "su"),
    ("job", "GET", "status/{job}", "", 200, "id status", "su"),
];

const FILES: &[Line] = &[
    (
        "upload_file",
        "POST",
        "rooms/lobby/users/alice/files/dog.png",
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"d\"\r\n\r\nhello\r\n--x--\r\n",
        200,
        "resource_link type",
        "self file:create",
    ),
    ("file", "GET", "rooms/lobby/files/cat.png", "", 200, "file resource_link ttl", "file:get"),
];

const NOTIFICATIONS: &[Line] = &[("follow_notifications", "SUBSCRIBE", "users/alice", "", 200, "event:", "self")];

const BEAMS: &[Line] = &[("beams_token", "GET", "beams-tokens?user_id=alice", "", 200, "token", "subject")];

const TEST_TOKENS: &[Line] =
    &[("test_token", "POST", "token?user_id=alice", "", 200, "access_token token_type expires_in user_id", "")];

const PRESIGNED: &[Line] =
    &[("upload", "PUT", "{upload}", "hello", 200, "", ""), ("download", "GET", "{download}", "", 200, "bytes", "")];

const TABLES: &[Table] = &[
    ("ChatkitV2", "chatkit/v2/", &[COMMON, UP_TO_V6, V2]),
    ("Chatkit", "chatkit/v6/", &[COMMON, UP_TO_V6, V6, FROM_V3]),
    ("ChatkitV7", "chatkit/v7/", &[COMMON, V7, FROM_V3]),
    ("ChatkitCursors", "chatkit_cursors/v2/", &[CURSORS]),
    ("ChatkitPresence", "chatkit_presence/v2/", &[PRESENCE]),
    ("ChatkitAuthorizer", "chatkit_authorizer/v2/", &[AUTHORIZER]),
    ("ChatkitScheduler", "chatkit_scheduler/v1/", &[SCHEDULER]),
    ("ChatkitFiles", "chatkit_files/v1/", &[FILES]),
    ("ChatkitPushNotifications", "chatkit_push_notifications/v1/", &[NOTIFICATIONS]),
    ("ChatkitBeamsTokenProvider", "chatkit_beams_token_provider/v1/", &[BEAMS]),
    ("ChatkitTokenProvider", "chatkit_token_provider/v1/", &[TEST_TOKENS]),
    ("PresignedFiles", "", &[PRESIGNED]),
];

/// Returns the rows of all services and versions.
pub(crate) fn rows() -> impl Iterator<Item = Row> {
    TABLES.iter().flat_map(|(api, service, tables)| {
        let lines = tables.iter().flat_map(|table| table.iter());
        lines.map(move |&(endpoint, method, path, body, status, answer, needs)| Row {
            api,
            endpoint,
            method,
            service,
            path,
            body,
            status,
            answer,
            needs,
        })
    })
}

impl Row {
    pub(crate) fn needs(&self, need: &str) -> bool {
        self.needs.split(' ').any(|needed| needed == need)
    }

    pub(crate) fn is_subscription(&self) -> bool {
        self.method == "SUBSCRIBE"
    }
}
