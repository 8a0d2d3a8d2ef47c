//! The page of a room, with the client in TypeScript, in a real Chromium.

use libtest_mimic::Trial;
use peers::Chromium;

pub(crate) fn trial(chromium: Option<Chromium>) -> Trial {
    peers::trial("two_people_talk_in_a_page_with_the_typescript_client", chromium, |chromium| {
        let script = chromium.script("chatkit-room/room.mjs").env("CHATKIT", env!("CARGO_BIN_EXE_chatkit"));
        script.env("WEB", concat!(env!("CARGO_MANIFEST_DIR"), "/web")).run()
    })
}
