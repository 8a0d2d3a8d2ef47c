//! The files of the pages, compiled into the program, and header fields that restrict what a browser does with them.

use api_core::call::{Binary, Reply, ReplyForm};
use api_core::description::{HeaderField, Output};
use api_core::model::Shape;
use api_core::{Body, Failure, Model};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response};
use serde::{Deserialize, Serialize};

/// The page that is the admin.
pub(super) const INDEX: AssetName = AssetName(&FILES[0]);

/// The sign-in page.
pub(super) const LOGIN: AssetName = AssetName(&FILES[1]);

/// Pages may load from, and send requests to, their own server only. Text of users cannot become script or markup.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

const PROTECTION: [(&str, &str); 6] = [
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    // Another version of the program has other files with the same names. The page itself depends on who has signed in.
    ("cache-control", "no-store"),
];

const PROTECTION_FIELDS: [HeaderField; PROTECTION.len()] = {
    let mut fields = [HeaderField::text(""); PROTECTION.len()];
    let mut index = 0;
    while index < fields.len() {
        fields[index].name = PROTECTION[index].0;
        index += 1;
    }
    fields
};

/// A file with its content.
#[derive(Debug, PartialEq, Eq)]
struct File {
    name: &'static str,
    content: &'static [u8],
}

macro_rules! files {
    ($($name:literal)*) => {
        /// Every file, in the order of their names after the two pages.
        const FILES: &[File] = &[$(
            File { name: $name, content: include_bytes!(concat!("../web/admin/", $name)) },
        )*];
    };
}

files! {
    "index.html"
    "login.html"
    "admin.css"
    "api.js"
    "application.js"
    "applications.js"
    "channel.js"
    "clients.js"
    "console.js"
    "copy.js"
    "delete-application.js"
    "dialog.js"
    "element.js"
    "environments.js"
    "form.js"
    "icon.svg"
    "info.js"
    "json-problem.js"
    "json.js"
    "kept-messages.js"
    "keys.js"
    "live.js"
    "login.js"
    "main.js"
    "messages.js"
    "new-key.js"
    "new-token.js"
    "notice.js"
    "plot.js"
    "poll.js"
    "presence.js"
    "publish.js"
    "rates.js"
    "router.js"
    "sign-in-again.js"
    "snippets.js"
    "stream-state.js"
    "theme.css"
    "time.js"
}

/// The name of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct AssetName(&'static File);

/// A file as a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asset {
    content: Bytes,
    media_type: &'static str,
}

impl Asset {
    /// Returns a file.
    pub(super) fn of(name: AssetName) -> Self {
        Self { content: Bytes::from_static(name.0.content), media_type: media_type(name.0.name) }
    }
}

impl Model for AssetName {
    const SHAPE: &'static Shape = &Shape::Text { format: None };
}

impl TryFrom<String> for AssetName {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        FILES.iter().find(|file| file.name == name).map(Self).ok_or("no file has this name")
    }
}

impl From<AssetName> for String {
    fn from(name: AssetName) -> Self {
        name.0.name.to_owned()
    }
}

impl Reply for Asset {
    const OUTPUTS: &'static [Output] = &[Output::new(200, "text/html", None).headers(&PROTECTION_FIELDS)];

    fn encode(self, form: &ReplyForm) -> Result<Response<Body>, Failure> {
        let mut response = Binary(self.content).encode(form)?;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        for (name, value) in PROTECTION {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        Ok(response)
    }

    async fn decode(response: Response<Body>, form: &ReplyForm) -> Result<Self, Failure> {
        let found = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let known = FILES.iter().map(|file| media_type(file.name)).find(|known| *known == found);
        let media_type = known.unwrap_or("application/octet-stream");
        Ok(Self { content: Binary::decode(response, form).await?.0, media_type })
    }
}

const fn media_type(name: &str) -> &'static str {
    let bytes = name.as_bytes();
    match bytes[bytes.len() - 1] {
        b'l' => "text/html; charset=utf-8",
        b'g' => "image/svg+xml",
        _ if bytes[bytes.len() - 2] == b's' => "text/css; charset=utf-8",
        _ => "text/javascript; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_file_of_the_folder_is_served_with_its_media_type() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/admin");
        let names = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
        let served: BTreeSet<String> = FILES.iter().map(|file| file.name.to_owned()).collect();
        assert_eq!(served, names.collect(), "add new files to `files!`");
        for file in FILES {
            let expected = match file.name.rsplit_once('.').unwrap().1 {
                "html" => "text/html; charset=utf-8",
                "svg" => "image/svg+xml",
                "css" => "text/css; charset=utf-8",
                "js" => "text/javascript; charset=utf-8",
                other => panic!("{other} has no media type"),
            };
            assert_eq!(media_type(file.name), expected, "{}", file.name);
        }
        assert_eq!((INDEX.0.name, LOGIN.0.name), ("index.html", "login.html"));
    }

    #[test]
    fn every_file_that_a_page_or_script_names_is_served() {
        for file in FILES {
            let text = std::str::from_utf8(file.content).unwrap();
            let imported = text.split("from \"./").skip(1).filter_map(|rest| rest.split('"').next());
            let linked = text.split("/admin/assets/").skip(1).filter_map(|rest| rest.split('"').next());
            for name in imported.chain(linked) {
                assert!(AssetName::try_from(name.to_owned()).is_ok(), "{} names {name}", file.name);
            }
        }
    }
}
