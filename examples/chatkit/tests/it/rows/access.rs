//! Who may do what in a public and in a private room (`PROTOCOL.md` §9): every endpoint of every version, for every
//! kind of caller.

use std::collections::BTreeSet;

use api_server::{Listener, serve};
use pusher_platform::error_types::{
    CANNOT_JOIN_PRIVATE_ROOM, INVALID_TOKEN_SUBJECT, MISSING_PERMISSION, MISSING_TOKEN, ROOM_MEMBERSHIP_REQUIRED,
};
use pusher_platform::token::Grant;
use serde_json::{Value, json};

use super::stage::Stage;
use super::table::{Row, rows};
use crate::transports::socket::Socket;
use crate::wire::{Caller, Wire};

/// The callers, one for each character of a rule.
const CALLERS: [Kind; 6] =
    [Kind::Superuser, Kind::Admin, Kind::Member, Kind::Stranger, Kind::Anonymous, Kind::Impostor];

/// Endpoints, and the outcome for each caller if the room is public and if it is private: `+` allowed, `-` no
/// request, because no user is in the address, otherwise the error type of [`kind_of`].
const RULES: &[(&str, &str, &str)] = &[
    ("create_user create_users users rooms edit_message delete_message wipe", "+pppt-", "+pppt-"),
    ("delete_user", "+ppptp", "+ppptp"),
    ("users_by_ids follow_user create_room", "++++t-", "++++t-"),
    ("user", "++++t+", "++++t+"),
    ("update_user rooms_of_user joinable_rooms", "++++ts", "++++ts"),
    ("join_room", "++++ts", "+j+jts"),
    ("leave_room", "++++ts", "+m+mts"),
    ("room messages message add_users remove_users", "++++t-", "+m+mt-"),
    ("update_room delete_room", "++ppt-", "+mppt-"),
    ("send_message start_typing follow_room follow_memberships", "+m+mt-", "+m+mt-"),
    ("announce_attachment attachment file", "++++t-", "+m+mt-"),
    ("upload_file", "++++ts", "+m+mts"),
    ("set_cursor", "++++ts", "+m+mts"),
    ("cursor", "++++t+", "+m+mt+"),
    ("cursors_of_room follow_room_cursors", "++++t-", "+m+mt-"),
    ("cursors_of_user follow_user_cursors", "++++ts", "++++ts"),
    ("register follow_notifications beams_token", "++++ts", "++++ts"),
    ("follow_presence", "++++t+", "++++t+"),
    ("roles create_role delete_role permissions update_permissions", "+pppt-", "+pppt-"),
    ("roles_of_user assign_role remove_role", "+ppptp", "+ppptp"),
    ("schedule_room_deletion job", "+pppt-", "+pppt-"),
    ("schedule_user_deletion", "+ppptp", "+ppptp"),
    // An address with a pass is a permission in itself. The test token provider is for tests only.
    ("upload download", "+++++-", "+++++-"),
    ("test_token", "++++++", "++++++"),
];

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    /// A superuser, for `carol`, who is not a member.
    Superuser,
    /// `dora`, who has the global role `admin` and is not a member.
    Admin,
    /// `bob`, who has the default role.
    Member,
    /// `carol`, who has the default role.
    Stranger,
    Anonymous,
    /// `bob`, with `alice` in the address.
    Impostor,
}

impl Kind {
    fn user(self) -> &'static str {
        match self {
            Self::Superuser | Self::Stranger => "carol",
            Self::Admin => "dora",
            Self::Member | Self::Impostor => "bob",
            Self::Anonymous => "alice",
        }
    }

    /// Returns the user in the address.
    fn named(self) -> &'static str {
        if self == Self::Impostor { "alice" } else { self.user() }
    }

    fn caller(self, wire: &Wire) -> Caller<'_> {
        match self {
            Self::Superuser => wire.su_as(self.user()),
            Self::Admin | Self::Member | Self::Stranger | Self::Impostor => wire.user(self.user()),
            Self::Anonymous => wire.anonymous(),
        }
    }

    /// Returns the `Authorization` field, as a header of the shared WebSocket.
    fn authorization(self, wire: &Wire) -> Value {
        let bearer = |grant: Grant| json!({ "Authorization": format!("Bearer {}", wire.token(&grant)) });
        match self {
            Self::Superuser => bearer(Grant::superuser_as(self.user())),
            Self::Admin | Self::Member | Self::Stranger | Self::Impostor => bearer(Grant::user(self.user())),
            Self::Anonymous => json!({}),
        }
    }
}

/// Returns the error type that a rule's character stands for, or `None` if the caller is allowed.
fn kind_of(outcome: char) -> Option<&'static str> {
    match outcome {
        '+' => None,
        't' => Some(MISSING_TOKEN),
        'p' => Some(MISSING_PERMISSION),
        's' => Some(INVALID_TOKEN_SUBJECT),
        'm' => Some(ROOM_MEMBERSHIP_REQUIRED),
        'j' => Some(CANNOT_JOIN_PRIVATE_ROOM),
        other => panic!("{other} is not an outcome"),
    }
}

/// Whether a user is in the address of a row.
fn names_user(row: &Row) -> bool {
    ["users/alice", "users/bob", "user_id=alice"].into_iter().any(|user| row.path.contains(user))
}

/// Returns the outcomes for the callers that can send the request, in the order of [`CALLERS`].
fn rule(row: &Row, private: bool) -> impl Iterator<Item = (Kind, Option<&'static str>)> {
    let endpoint = row.endpoint;
    let line = RULES.iter().find(|(endpoints, ..)| endpoints.split(' ').any(|name| name == endpoint));
    let (_, open, closed) = line.unwrap_or_else(|| panic!("RULES has no line for the endpoint {endpoint}"));
    let outcomes = if private { closed } else { open };
    assert_eq!(outcomes.len(), CALLERS.len(), "{endpoint}");
    assert_eq!(outcomes.ends_with('-'), !names_user(row), "{endpoint}: `-` stands for no user in {}", row.path);
    let sent = CALLERS.into_iter().zip(outcomes.chars()).filter(|(_, outcome)| *outcome != '-');
    sent.map(|(kind, outcome)| (kind, kind_of(outcome)))
}

/// Returns the paths of a row for this caller, under each version that its trait serves. The user in the path is the
/// caller, or `alice` for an impostor, the room the lobby.
fn rows_for(row: &Row, kind: Kind) -> Vec<Row> {
    let versions: &[&'static str] = match row.service {
        "chatkit/v2/" => &["chatkit/v2/", "chatkit/v1/"],
        "chatkit/v6/" => &["chatkit/v6/", "chatkit/v5/", "chatkit/v4/", "chatkit/v3/"],
        "chatkit_authorizer/v2/" => &["chatkit_authorizer/v2/", "chatkit_authorizer/v1/"],
        other => &[other],
    };
    let named = row.path.replace("users/alice", &format!("users/{}", kind.named()));
    let mut path = named.replace("user_id=alice", &format!("user_id={}", kind.named())).replace("park", "lobby");
    if kind == Kind::Impostor {
        path = path.replace("users/bob", "users/alice");
    }
    let path: &'static str = path.leak();
    versions.iter().map(|service| Row { service, path, ..*row }).collect()
}

async fn stage(private: bool) -> Stage {
    let stage = Stage::new().await;
    let wire = &stage.wire;
    wire.change_default(&json!({"remove_permissions": ["room:update", "room:delete"]})).await;
    wire.create_user("dora").await;
    wire.su().put("chatkit_authorizer/v2/users/dora/roles", &json!({"name": "admin"})).await.empty(201);
    wire.su().put("chatkit/v6/rooms/lobby", &json!({"private": private})).await.empty(204);
    stage
}

#[test]
fn every_endpoint_has_one_rule() {
    let ruled: Vec<&str> = RULES.iter().flat_map(|(endpoints, ..)| endpoints.split(' ')).collect();
    let endpoints: BTreeSet<&str> = rows().map(|row| row.endpoint).collect();
    assert_eq!(ruled.iter().copied().collect::<BTreeSet<_>>(), endpoints);
    assert_eq!(ruled.len(), endpoints.len(), "an endpoint has two rules");
}

async fn every_caller_has_the_outcome_of_the_rule(private: bool) {
    let mut current = stage(private).await;
    for row in rows() {
        for (kind, refusal) in rule(&row, private) {
            for row in rows_for(&row, kind) {
                let answer = current.ask(&row, &kind.caller(&current.wire)).await;
                let name = format!("{kind:?} {} {}{}: {}", row.method, row.service, row.path, answer.shown());
                match refusal {
                    Some(error) => {
                        assert_eq!((answer.status, answer.error()["error"].as_str()), (401, Some(error)), "{name}");
                    }
                    None => assert_eq!(answer.status, row.status, "{name}"),
                }
                if answer.status < 300 && !matches!(row.method, "GET" | "SUBSCRIBE") {
                    current = stage(private).await;
                }
            }
        }
    }
}

#[tokio::test]
async fn in_a_public_room_every_caller_has_the_outcome_of_the_rule() {
    every_caller_has_the_outcome_of_the_rule(false).await;
}

#[tokio::test]
async fn in_a_private_room_every_caller_has_the_outcome_of_the_rule() {
    every_caller_has_the_outcome_of_the_rule(true).await;
}

#[tokio::test]
async fn the_shared_websocket_has_the_same_rules() {
    for private in [false, true] {
        let stage = stage(private).await;
        let served = serve(Listener::bind("127.0.0.1:0").await.unwrap(), stage.wire.backend.server());
        let address = served.local_addr();
        tokio::spawn(async move { served.await });
        let mut socket = Socket::connect(address).await;
        let mut id = 0;
        for row in rows().filter(Row::is_subscription) {
            for (kind, refusal) in rule(&row, private) {
                for row in rows_for(&row, kind) {
                    let (service, path) = (row.service.trim_end_matches('/'), row.path);
                    let headers = kind.authorization(&stage.wire);
                    socket.send(&json!([100, id, format!("/services/{service}/test/{path}"), headers])).await;
                    let name = format!("{kind:?} {service}/{path}, private: {private}");
                    // Events of earlier subscriptions may come in between.
                    let answer = loop {
                        let message = socket.next().await;
                        if message[1] == id && message[0] != 102 {
                            break message;
                        }
                    };
                    match refusal {
                        None => assert_eq!(answer[0], 101, "{name}: {answer}"),
                        Some(error) => {
                            assert_eq!((&answer[0], &answer[2]), (&json!(199), &json!(401)), "{name}: {answer}");
                            assert_eq!(answer[4]["error"], error, "{name}");
                        }
                    }
                    socket.send(&json!([198, id, null, null])).await;
                    id += 1;
                }
            }
        }
    }
}
