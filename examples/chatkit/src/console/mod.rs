//! The web console: a page that uses the public API with tokens of its own, like any client.
//!
//! ```text
//! page    `GET /`, one style and the scripts, all in the program: nothing is fetched from elsewhere
//! asset   a page, style or script as an answer, and what a browser may do with it
//! web     what is served
//! ```
//!
//! Nothing of it is secret and nothing of it needs a token. The key comes from the fragment of the link that opens the console, which
//! a browser keeps to itself, or from whoever types it in.

mod asset;

use api_core::{Model, api};
use serde::{Deserialize, Serialize};

pub use asset::{Asset, Html, JavaScript, Media, StyleSheet};

use crate::api::ChatkitError;

/// The console's page and what it is made of.
#[api(errors = ChatkitError)]
pub trait Console {
    /// The page.
    #[get("/")]
    async fn page(&self) -> Result<Asset<Html>, ChatkitError>;

    /// What the page looks like.
    #[get("/console/style.css")]
    async fn style(&self) -> Result<Asset<StyleSheet>, ChatkitError>;

    /// What the page does: a module of JavaScript.
    #[get("/console/scripts/{script}")]
    async fn script(&self, script: Script) -> Result<Asset<JavaScript>, ChatkitError>;
}

/// The console as it is built into the program.
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

/// Declares the scripts once: how each is called in the program, in an address, and where its text is.
macro_rules! scripts {
    ($($(#[$docs:meta])* $variant:ident = $name:literal;)*) => {
        /// A module of the page.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Model)]
        pub enum Script {
            $($(#[$docs])* #[serde(rename = $name)] $variant,)*
        }

        impl Script {
            /// Every module.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name in an address.
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
    /// Joins the others.
    Main = "main.js";
    /// The instance and the key, and where they come from.
    Session = "session.js";
    /// Access tokens.
    Token = "token.js";
    /// Requests.
    Api = "api.js";
    /// Subscriptions.
    Socket = "socket.js";
    /// Elements made of data.
    Element = "element.js";
    /// Forms whose errors stay beside them.
    Form = "form.js";
    /// The list of users.
    Users = "users.js";
    /// The list of rooms.
    Rooms = "rooms.js";
    /// One room.
    Conversation = "conversation.js";
    /// One message.
    Message = "message.js";
    /// What to copy into a program.
    Snippets = "snippets.js";
}

#[cfg(test)]
mod tests {
    use api_core::routing::InProcess;

    use super::{BuiltIn, Console, ConsoleApi, Script};

    #[tokio::test]
    async fn page_style_and_scripts_are_served_as_they_are() {
        let console = ConsoleApi::connect(InProcess::new(ConsoleApi::serve(BuiltIn)));
        assert_eq!(console.page().await.unwrap(), BuiltIn.page().await.unwrap());
        assert_eq!(console.style().await.unwrap(), BuiltIn.style().await.unwrap());
        for script in Script::ALL {
            assert_eq!(console.script(*script).await.unwrap().text(), script.text(), "{script:?}");
        }
    }

    #[test]
    fn every_script_is_there_that_another_imports() {
        let imports = |text: &'static str| text.split("from \"./").skip(1).filter_map(|rest| rest.split('"').next());
        let imported: Vec<&str> = Script::ALL.iter().flat_map(|script| imports(script.text())).collect();
        assert!(imported.contains(&"socket.js"), "{imported:?}");
        for name in imported {
            assert!(Script::ALL.iter().any(|script| script.name() == name), "{name}");
        }
    }
}
