//! The 47 routes of the API that are not measured.
//!
//! All servers use this list. A line contains the method, the method as text, the name, the path, the path in poem's
//! notation, the pattern of its segments, and its captures.

/// Passes the list to another macro.
macro_rules! for_each_route {
    ($declare:ident) => {
        $declare! {
            get "get" list_users "/users" "/users" ["users"] ();
            post "post" create_user "/users" "/users" ["users"] ();
            post "post" create_users "/batch_users" "/batch_users" ["batch_users"] ();
            get "get" users_by_ids "/users_by_ids" "/users_by_ids" ["users_by_ids"] ();
            put "put" update_user "/users/{user}" "/users/:user" ["users", user] (user);
            delete "delete" delete_user "/users/{user}" "/users/:user" ["users", user] (user);
            get "get" rooms_of_user "/users/{user}/rooms" "/users/:user/rooms" ["users", user, "rooms"] (user);
            post "post" join_room "/users/{user}/rooms/{room}/join" "/users/:user/rooms/:room/join" ["users", user, "rooms", room, "join"] (user, room);
            post "post" leave_room "/users/{user}/rooms/{room}/leave" "/users/:user/rooms/:room/leave" ["users", user, "rooms", room, "leave"] (user, room);
            get "get" joinable_rooms "/users/{user}/joinable_rooms" "/users/:user/joinable_rooms" ["users", user, "joinable_rooms"] (user);
            get "get" list_rooms "/rooms" "/rooms" ["rooms"] ();
            post "post" create_room "/rooms" "/rooms" ["rooms"] ();
            get "get" room "/rooms/{room}" "/rooms/:room" ["rooms", room] (room);
            put "put" update_room "/rooms/{room}" "/rooms/:room" ["rooms", room] (room);
            delete "delete" delete_room "/rooms/{room}" "/rooms/:room" ["rooms", room] (room);
            put "put" add_users "/rooms/{room}/users/add" "/rooms/:room/users/add" ["rooms", room, "users", "add"] (room);
            put "put" remove_users "/rooms/{room}/users/remove" "/rooms/:room/users/remove" ["rooms", room, "users", "remove"] (room);
            post "post" start_typing "/rooms/{room}/typing_indicators" "/rooms/:room/typing_indicators" ["rooms", room, "typing_indicators"] (room);
            get "get" message "/rooms/{room}/messages/{message}" "/rooms/:room/messages/:message" ["rooms", room, "messages", message] (room, message);
            put "put" edit_message "/rooms/{room}/messages/{message}" "/rooms/:room/messages/:message" ["rooms", room, "messages", message] (room, message);
            delete "delete" delete_message "/rooms/{room}/messages/{message}" "/rooms/:room/messages/:message" ["rooms", room, "messages", message] (room, message);
            post "post" create_attachment "/rooms/{room}/attachments" "/rooms/:room/attachments" ["rooms", room, "attachments"] (room);
            get "get" attachment "/rooms/{room}/attachments/{attachment}" "/rooms/:room/attachments/:attachment" ["rooms", room, "attachments", attachment] (room, attachment);
            get "get" roles "/roles" "/roles" ["roles"] ();
            post "post" create_role "/roles" "/roles" ["roles"] ();
            delete "delete" delete_role "/roles/{role}/scope/{scope}" "/roles/:role/scope/:scope" ["roles", role, "scope", scope] (role, scope);
            get "get" permissions "/roles/{role}/scope/{scope}/permissions" "/roles/:role/scope/:scope/permissions" ["roles", role, "scope", scope, "permissions"] (role, scope);
            put "put" update_permissions "/roles/{role}/scope/{scope}/permissions" "/roles/:role/scope/:scope/permissions" ["roles", role, "scope", scope, "permissions"] (role, scope);
            get "get" roles_of_user "/users/{user}/roles" "/users/:user/roles" ["users", user, "roles"] (user);
            put "put" assign_role "/users/{user}/roles" "/users/:user/roles" ["users", user, "roles"] (user);
            delete "delete" remove_role "/users/{user}/roles" "/users/:user/roles" ["users", user, "roles"] (user);
            put "put" set_cursor "/cursors/rooms/{room}/users/{user}" "/cursors/rooms/:room/users/:user" ["cursors", "rooms", room, "users", user] (room, user);
            get "get" cursor "/cursors/rooms/{room}/users/{user}" "/cursors/rooms/:room/users/:user" ["cursors", "rooms", room, "users", user] (room, user);
            get "get" cursors_of_user "/cursors/users/{user}" "/cursors/users/:user" ["cursors", "users", user] (user);
            get "get" cursors_of_room "/cursors/rooms/{room}" "/cursors/rooms/:room" ["cursors", "rooms", room] (room);
            put "put" schedule_room_deletion "/schedule/rooms/{room}" "/schedule/rooms/:room" ["schedule", "rooms", room] (room);
            put "put" schedule_user_deletion "/schedule/users/{user}" "/schedule/users/:user" ["schedule", "users", user] (user);
            get "get" job "/schedule/status/{job}" "/schedule/status/:job" ["schedule", "status", job] (job);
            post "post" create_file "/rooms/{room}/users/{user}/files/{file}" "/rooms/:room/users/:user/files/:file" ["rooms", room, "users", user, "files", file] (room, user, file);
            get "get" file "/rooms/{room}/files/{file}" "/rooms/:room/files/:file" ["rooms", room, "files", file] (room, file);
            delete "delete" delete_file "/rooms/{room}/files/{file}" "/rooms/:room/files/:file" ["rooms", room, "files", file] (room, file);
            get "get" presence "/presence/users/{user}" "/presence/users/:user" ["presence", "users", user] (user);
            get "get" devices "/users/{user}/devices" "/users/:user/devices" ["users", user, "devices"] (user);
            post "post" add_device "/users/{user}/devices" "/users/:user/devices" ["users", user, "devices"] (user);
            delete "delete" remove_device "/users/{user}/devices/{device}" "/users/:user/devices/:device" ["users", user, "devices", device] (user, device);
            get "get" limits "/limits" "/limits" ["limits"] ();
            delete "delete" wipe "/resources" "/resources" ["resources"] ();
        }
    };
}

pub(crate) use for_each_route;
