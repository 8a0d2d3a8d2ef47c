//! The browser clients: `client.js` with the global `Pandapush`, and `push.js` with the global `Faye`.
//!
//! Both are one script made of the files of this folder. Each file is a script of its own, in one function.

/// Joins the files of the Bayeux client and an entry file to one script, inside a function.
macro_rules! script {
    ($entry:literal) => {
        concat!(
            "(function (root) {\n\"use strict\";\n\n",
            include_str!("outcome.js"),
            include_str!("hooks.js"),
            include_str!("channels.js"),
            include_str!("scheduler.js"),
            include_str!("polling.js"),
            include_str!("callback_polling.js"),
            include_str!("event_source.js"),
            include_str!("websocket.js"),
            include_str!("dispatcher.js"),
            include_str!("subscription.js"),
            include_str!("bayeux_client.js"),
            include_str!("pandapush_client.js"),
            include_str!($entry),
            "})(typeof globalThis === \"object\" ? globalThis : self);\n",
        )
    };
}

/// The Pandapush client, for `/client.js`.
pub const CLIENT: &str = script!("client_entry.js");

/// The Pandapush client as an ECMAScript module that imports `./client.js`, for `/client.mjs`.
pub const CLIENT_MODULE: &str = include_str!("client.mjs");

/// The TypeScript declarations of the Pandapush client, for `/client.d.ts`.
pub const CLIENT_TYPES: &str = include_str!("client.d.ts");

/// The TypeScript declarations of the ECMAScript module, for `/client.d.mts`.
pub const CLIENT_MODULE_TYPES: &str = include_str!("client.d.mts");

/// The Bayeux client with the names of the `faye` package, for `/push.js` and `/push/client.js`.
pub const FAYE: &str = script!("push_entry.js");
