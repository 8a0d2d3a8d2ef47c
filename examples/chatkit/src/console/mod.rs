//! The web console: a page that uses the public API like any client, with tokens that it signs itself.
//!
//! ```text
//! page    `GET /`, a style sheet and the scripts, all compiled into the program
//! asset   a page, style sheet or script as a response, and its restrictions in the browser
//! web     the served files
//! ```
//!
//! The files are public and need no token. The page takes the key from the fragment of the link that opens it, which a
//! browser does not send, or prompts for it.

mod asset;

use api_core::{Model, api};
use serde::{Deserialize, Serialize};

pub use asset::{Asset, Html, JavaScript, Media, StyleSheet};

use crate::api::ChatkitError;

/// The page of the console and its files.
#[api(errors = ChatkitError)]
pub trait Console {
    /// The page.
    #[get("/")]
    async fn page(&self) -> Result<Asset<Html>, ChatkitError>;

    /// The style sheet.
    #[get("/console/style.css")]
    async fn style(&self) -> Result<Asset<StyleSheet>, ChatkitError>;

    /// A script: a JavaScript module.
    #[get("/console/scripts/{script}")]
    async fn script(&self, script: Script) -> Result<Asset<JavaScript>, ChatkitError>;
}

/// The console that is compiled into the program.
#[derive(Debug, Clone, Copy, Default)]
pub struct BuiltIn;

impl Console for BuiltIn {
    async fn page(&self) -> Result<Asset<Html>, ChatkitError> {
        Ok(Asset::new(include_str!("web/page.html")))
    }

    async fn style(&self) -> Result<Asset<StyleSheet>, ChatkitError> {
        Ok(Asset::new(include_str!("web/style.css")))
    }

    async fn script(&self, script: Script) -> Result<Asset<JavaScript>, ChatkitError> {
        Ok(Asset::new(script.text()))
    }
}

/// Declares each script with its variant, its file name and its text.
macro_rules! scripts {
    ($($(#[$docs:meta])* $variant:ident = $name:literal;)*) => {
        /// A script of the page.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
        pub enum Script {
            $($(#[$docs])* #[serde(rename = $name)] $variant,)*
        }

        impl Script {
            /// Every script.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Returns the file name in an address.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            const fn text(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("web/scripts/", $name)),)* }
            }
        }
    };
}

scripts! {
    /// The entry point, which connects the others.
    Main = "main.js";
    /// The instance and the key of this tab.
    Session = "session.js";
    /// Access tokens.
    Token = "token.js";
    /// Requests.
    Api = "api.js";
    /// Subscriptions.
    Socket = "socket.js";
    /// The creation of elements from data.
    Element = "element.js";
    /// Forms that show errors beside their fields.
    Form = "form.js";
    /// The list of users.
    Users = "users.js";
    /// The list of rooms.
    Rooms = "rooms.js";
    /// The open room.
    Conversation = "conversation.js";
    /// A message.
    Message = "message.js";
    /// Code examples to copy.
    Snippets = "snippets.js";
}

#[cfg(test)]
mod tests {
    use api_core::routing::InProcess;

    use super::{BuiltIn, Console, ConsoleApi, Script};

    #[tokio::test]
    async fn page_style_and_scripts_are_served_unchanged() {
        let console = ConsoleApi::connect(InProcess::new(ConsoleApi::serve(BuiltIn)));
        assert_eq!(console.page().await.unwrap(), BuiltIn.page().await.unwrap());
        assert_eq!(console.style().await.unwrap(), BuiltIn.style().await.unwrap());
        for script in Script::ALL {
            assert_eq!(console.script(*script).await.unwrap().text(), script.text(), "{script:?}");
        }
    }

    #[test]
    fn every_imported_script_exists() {
        let imports = |text: &'static str| text.split("from \"./").skip(1).filter_map(|rest| rest.split('"').next());
        let imported: Vec<&str> = Script::ALL.iter().flat_map(|script| imports(script.text())).collect();
        assert!(imported.contains(&"socket.js"), "{imported:?}");
        for name in imported {
            assert!(Script::ALL.iter().any(|script| script.name() == name), "{name}");
        }
    }
}
