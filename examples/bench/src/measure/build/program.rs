//! The sources of the programs: those of the measured servers, with a `main`, in each framework's usual features for a
//! server of HTTP/1.1 alone.

use clap::ValueEnum;

/// A program that is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Program {
    /// hyper with a hand-written `match`: the baseline.
    Hyper,
    /// This framework.
    Framework,
    /// axum.
    Axum,
    /// poem-openapi.
    PoemOpenapi,
    /// actix-web.
    ActixWeb,
    /// dropshot.
    Dropshot,
    /// ntex.
    Ntex,
    /// A `main` that does nothing, without a dependency.
    Empty,
}

const MODEL: &str = include_str!("../../model.rs");
const ROUTES: &str = include_str!("../../routes.rs");

/// The expression of a handler that is edited.
const EDITED: &str = "model::user(";

impl Program {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hyper => "hyper by hand",
            Self::Framework => "this framework",
            Self::Axum => "axum",
            Self::PoemOpenapi => "poem-openapi",
            Self::ActixWeb => "actix-web",
            Self::Dropshot => "dropshot",
            Self::Ntex => "ntex",
            Self::Empty => "an empty `main`",
        }
    }

    /// Returns the name of the package's directory.
    pub(super) fn directory(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Returns the source files, by their paths below `src`.
    pub(crate) fn files(self) -> Vec<(&'static str, String)> {
        let (path, source) = self.server();
        if self == Self::Empty {
            return vec![(path, source.to_owned())];
        }
        let mut files = vec![
            ("main.rs", self.main()),
            ("model.rs", self.model()),
            ("routes.rs", ROUTES.to_owned()),
            (path, source.to_owned()),
        ];
        if self == Self::Hyper {
            files.push(("by_hand/mod.rs", "mod answer;\npub(crate) mod http1;\n".to_owned()));
            files.push(("by_hand/http1.rs", include_str!("../../peers/by_hand/http1.rs").to_owned()));
        }
        files
    }

    /// Returns the file with the handlers, one of them changed, each number to another text than the number before.
    pub(super) fn edited(self, number: usize) -> (&'static str, String) {
        let (path, source) = self.server();
        let edited = format!("{EDITED}String::from(\"{number}\") + &");
        match self {
            Self::Empty => (path, format!("fn main() {{\n    let _ = {number};\n}}\n")),
            _ => (path, source.replacen(EDITED, &edited, 1)),
        }
    }

    /// Returns the lines of the manifest.
    pub(crate) fn dependencies(self) -> String {
        let common = match self {
            Self::Empty => "",
            _ => {
                "serde = { version = \"1\", features = [\"derive\"] }\ntokio = { version = \"1\", features = [\"macros\", \"net\", \"rt-multi-thread\"] }\n"
            }
        };
        let own = match self {
            Self::Hyper => {
                "bytes = \"1\"\nhttp = \"1\"\nhttp-body-util = \"0.1\"\nhyper = { version = \"1\", features = [\"http1\", \"server\"] }\nhyper-util = { version = \"0.1\", features = [\"tokio\"] }\npercent-encoding = \"2\"\nserde_json = \"1\"\n".to_owned()
            }
            Self::Framework => ["api-core", "api-server"]
                .map(|name| format!("{name} = {{ path = \"WORKSPACE/{name}\", default-features = false }}\n"))
                .concat(),
            Self::Axum => "axum = \"0.8\"\n".to_owned(),
            Self::PoemOpenapi => "poem = \"3\"\npoem-openapi = \"5\"\n".to_owned(),
            Self::ActixWeb => {
                "actix-web = { version = \"4\", default-features = false, features = [\"macros\", \"unicode\"] }\n".to_owned()
            }
            Self::Dropshot => "dropshot = \"0.18\"\nhttp = \"1\"\nschemars = \"0.8\"\n".to_owned(),
            Self::Ntex => {
                "ntex = { version = \"3\", default-features = false, features = [\"tokio\"] }\n".to_owned()
            }
            Self::Empty => String::new(),
        };
        format!("{common}{own}")
    }

    /// Returns the path and the text of the file with the handlers.
    fn server(self) -> (&'static str, &'static str) {
        match self {
            Self::Hyper => ("by_hand/answer.rs", include_str!("../../peers/by_hand/answer.rs")),
            Self::Framework => ("framework.rs", include_str!("../../peers/framework.rs")),
            Self::Axum => ("with_axum.rs", include_str!("../../peers/with_axum.rs")),
            Self::PoemOpenapi => ("with_poem.rs", include_str!("../../peers/with_poem.rs")),
            Self::ActixWeb => ("with_actix.rs", include_str!("../../peers/with_actix.rs")),
            Self::Dropshot => ("with_dropshot.rs", include_str!("../../peers/with_dropshot.rs")),
            Self::Ntex => ("with_ntex.rs", include_str!("../../peers/with_ntex.rs")),
            Self::Empty => ("main.rs", "fn main() {}\n"),
        }
    }

    fn main(self) -> String {
        let serve = if self == Self::Hyper { "by_hand::http1" } else { self.module() };
        MAIN.replace("mod server;", &format!("mod {};", self.module())).replace("server::", &format!("{serve}::"))
    }

    /// Returns the name of the module that serves.
    fn module(self) -> &'static str {
        match self {
            Self::Hyper => "by_hand",
            Self::Framework => "framework",
            Self::Axum => "with_axum",
            Self::PoemOpenapi => "with_poem",
            Self::ActixWeb => "with_actix",
            Self::Dropshot => "with_dropshot",
            Self::Ntex => "with_ntex",
            Self::Empty => "",
        }
    }

    /// Returns the models with the derives that this program uses.
    fn model(self) -> String {
        const OBJECT: &str = "#[cfg_attr(feature = \"peers\", derive(poem_openapi::Object))]\n";
        const SCHEMA: &str = "#[cfg_attr(feature = \"peers\", derive(schemars::JsonSchema))]\n";
        let model = match self {
            Self::Framework => MODEL.to_owned(),
            _ => MODEL.replace("use api_core::Model;\n", "").replace(", Model)]", ")]"),
        };
        let object = if self == Self::PoemOpenapi { "#[derive(poem_openapi::Object)]\n" } else { "" };
        let schema = if self == Self::Dropshot { "#[derive(schemars::JsonSchema)]\n" } else { "" };
        model.replace(OBJECT, object).replace(SCHEMA, schema)
    }
}

/// Prints the port. `server` stands for the module that serves.
const MAIN: &str = "\
#![allow(dead_code)]

mod model;
mod routes;
mod server;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind(\"127.0.0.1:0\").await?;
    println!(\"{}\", listener.local_addr()?.port());
    server::serve(listener).await
}
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_edit_changes_one_handler() {
        for program in Program::value_variants() {
            let (path, before) = program.server();
            let edits = [0, 1].map(|number| program.edited(number));
            assert!(edits.iter().all(|(edited, text)| *edited == path && text != before), "{program:?}");
            assert_ne!(edits[0].1, edits[1].1, "{program:?}");
        }
    }

    #[test]
    fn only_the_derives_of_the_own_framework_are_left() {
        for (program, (ours, poem)) in [
            (Program::Framework, (true, false)),
            (Program::Axum, (false, false)),
            (Program::PoemOpenapi, (false, true)),
        ] {
            let model = program.model();
            assert_eq!(model.contains("api_core"), ours, "{program:?}");
            assert_eq!(model.contains("poem_openapi"), poem, "{program:?}");
            assert!(!model.contains("feature"), "{program:?}");
        }
    }
}
