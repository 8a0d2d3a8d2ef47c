//! The developer console of `chatkit serve` in a real Chromium.

use libtest_mimic::Trial;
use peers::Chromium;

pub(crate) fn trial(chromium: Option<Chromium>) -> Trial {
    peers::trial("the_console_works_in_a_browser", chromium, |chromium| {
        chromium.script("chatkit-console/console.mjs").env("CHATKIT", env!("CARGO_BIN_EXE_chatkit")).run()
    })
}
