//! The column "requires" of `PROTOCOL.md` §7 and the order of checks (§9), for every row of the table.

use http::Method;
use pusher_platform::error_types::{
    INVALID_TOKEN_SUBJECT, MESSAGE_NOT_FOUND, MISSING_PERMISSION, MISSING_TOKEN, ROOM_MEMBERSHIP_REQUIRED,
    ROOM_NOT_FOUND, USER_NOT_FOUND,
};
use serde_json::json;

use super::stage::Stage;
use super::table::{Row, rows};
use crate::wire::{Answer, Caller};

/// All permissions of `PROTOCOL.md` §9.
const PERMISSIONS: [&str; 18] = [
    "message:create",
    "room:join",
    "room:leave",
    "room:members:add",
    "room:members:remove",
    "room:get",
    "room:create",
    "room:update",
    "room:delete",
    "room:messages:get",
    "room:typing_indicator:create",
    "presence:subscribe",
    "user:get",
    "user:rooms:get",
    "cursors:read:get",
    "cursors:read:set",
    "file:get",
    "file:create",
];

/// Returns the rows that reject a caller with this error type.
///
/// The requests have malformed bodies, so that allowed ones fail later and change little.
async fn refused(
    kind: &str,
    prepare: impl AsyncFn(&Stage),
    caller: impl Fn(&Stage) -> Caller<'_>,
    among: impl Fn(&Row) -> bool,
) -> Vec<String> {
    let mut found = Vec::new();
    let mut stage = Stage::new().await;
    prepare(&stage).await;
    for row in rows().filter(|row| !row.needs.is_empty() && among(row)) {
        let answer = stage.ask_with(&row, &caller(&stage), if row.body.is_empty() { "" } else { "{" }).await;
        if is(&answer, kind) {
            found.push(name(&row));
            continue;
        }
        assert_eq!(answer.status >= 300, !row.body.is_empty(), "{}: {}", name(&row), answer.shown());
        assert!(answer.status == 400 || answer.status < 300, "{}: {}", name(&row), answer.shown());
        if answer.status < 300 && !matches!(row.method, "GET" | "SUBSCRIBE") {
            stage = Stage::new().await;
            prepare(&stage).await;
        }
    }
    found
}

fn is(answer: &Answer, kind: &str) -> bool {
    answer.status == 401 && answer.error()["error"] == kind
}

fn name(row: &Row) -> String {
    format!("{}::{}", row.api, row.endpoint)
}

fn names(wanted: impl Fn(&Row) -> bool) -> Vec<String> {
    rows().filter(|row| !row.needs.is_empty() && wanted(row)).map(|row| name(&row)).collect()
}

async fn make_admin(stage: &Stage, user: &str) {
    let path = format!("chatkit_authorizer/v2/users/{user}/roles");
    stage.wire.su().put(&path, &json!({"name": "admin"})).await.empty(201);
}

#[tokio::test]
async fn every_row_with_requirements_rejects_requests_without_a_token() {
    let stage = Stage::new().await;
    for row in rows() {
        let answer = stage.ask_with(&row, &stage.wire.anonymous(), "{").await;
        if row.needs.is_empty() {
            assert_ne!(answer.status, 401, "{}", name(&row));
        } else {
            answer.refused(401, MISSING_TOKEN);
        }
    }
}

#[tokio::test]
async fn su_rejects_every_user_whatever_the_role() {
    let found = refused(
        MISSING_PERMISSION,
        async |stage| make_admin(stage, "alice").await,
        |stage| stage.wire.user("alice"),
        |_| true,
    );
    assert_eq!(found.await, names(|row| row.needs("su")));
}

#[tokio::test]
async fn self_rejects_every_other_user_whatever_the_role() {
    // Bob is a member and has all permissions, so no other requirement rejects him.
    let found = refused(
        INVALID_TOKEN_SUBJECT,
        async |stage| make_admin(stage, "bob").await,
        |stage| stage.wire.user("bob"),
        |row| !row.needs("su") && row.endpoint != "beams_token",
    );
    assert_eq!(found.await, names(|row| row.needs("self")));
}

#[tokio::test]
async fn member_rejects_every_other_user_whatever_the_role() {
    let found = refused(
        ROOM_MEMBERSHIP_REQUIRED,
        async |stage| make_admin(stage, "carol").await,
        |stage| stage.wire.user("carol"),
        |row| !row.needs("su") && !row.needs("self") && row.endpoint != "beams_token",
    );
    assert_eq!(found.await, names(|row| row.needs("member")));
}

#[tokio::test]
async fn subject_rejects_a_superuser_without_a_subject() {
    let found =
        refused(INVALID_TOKEN_SUBJECT, async |_| (), |stage| stage.wire.su(), |row| row.endpoint != "create_room");
    assert_eq!(found.await, names(|row| row.needs("subject")));
}

#[tokio::test]
async fn removing_a_permission_affects_exactly_the_rows_that_require_it() {
    for permission in PERMISSIONS {
        let changes = json!({"remove_permissions": [permission]});
        let take = async |stage: &Stage| stage.wire.change_default(&changes).await;
        let found = refused(MISSING_PERMISSION, take, |stage| stage.wire.user("alice"), |row| !row.needs("su"));
        let needed = names(|row| row.needs(permission));
        assert!(!needed.is_empty(), "no row requires {permission}");
        assert_eq!(found.await, needed, "{permission}");
    }
}

/// The subject of the superuser token, `alice`, has no permissions.
#[tokio::test]
async fn a_superuser_needs_no_permission() {
    let changes = json!({"remove_permissions": PERMISSIONS});
    for row in rows().filter(|row| !row.needs.is_empty()) {
        let stage = Stage::new().await;
        stage.wire.change_default(&changes).await;
        let answer = stage.ask(&row, &stage.wire.su_as("alice")).await;
        assert_eq!(answer.status, row.status, "{}: {}", name(&row), answer.shown());
        // The subject need not be a member either.
        let answer = if row.needs("member") { stage.ask(&row, &stage.wire.su_as("carol")).await } else { answer };
        assert_eq!(answer.status, row.status, "{}: {}", name(&row), answer.shown());
    }
}

/// A caller without the permission does not learn what exists.
#[tokio::test]
async fn permissions_are_checked_before_existence_and_body() {
    for row in rows().filter(|row| row.needs.contains(':')) {
        let stage = Stage::new().await;
        stage.wire.change_default(&json!({"remove_permissions": PERMISSIONS})).await;
        let path = format!("{}{}", row.service, row.path.replace("lobby", "nowhere").replace("bob", "nobody"));
        let method: Method = row.method.parse().unwrap();
        let answer = stage.wire.user("alice").send(method, &path, "{").await;
        answer.refused(401, MISSING_PERMISSION);
    }
}

#[tokio::test]
async fn existence_is_checked_before_the_body() {
    for row in rows().filter(|row| row.body.starts_with('{') && row.api != "ChatkitCursors") {
        let stage = Stage::new().await;
        let caller = stage.wire.su_as("alice");
        for (there, gone, kind) in [
            ("lobby", "nowhere", ROOM_NOT_FOUND),
            ("users/alice", "users/nobody", USER_NOT_FOUND),
            ("messages/1", "messages/7", MESSAGE_NOT_FOUND),
        ] {
            if row.path.contains(there) {
                let path = format!("{}{}", row.service, row.path.replace(there, gone));
                caller.send(row.method.parse().unwrap(), &path, "{").await.refused(404, kind);
            }
        }
    }
}
