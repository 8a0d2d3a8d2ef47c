//! The first draft of a trait from a lock: Rust that compiles, to be edited by hand.
//!
//! ```text
//! comments     descriptions as doc comments
//! words        keywords, and identifiers of types
//! recursion    types that contain themselves
//! types        shapes as types of Rust
//! formats      texts of formats
//! casing       names on the wire that serde makes of those in Rust
//! models       named types
//! parts        types of bodies of several parts
//! errors       error enums, and their format
//! replies      successful responses
//! groups       which operations are one trait
//! methods      operations as methods
//! callbacks    the APIs that callers serve
//! templates    code that drafts hold as it is
//! ```

mod callbacks;
mod casing;
mod comments;
mod errors;
mod formats;
mod groups;
mod methods;
mod models;
mod parts;
mod recursion;
mod replies;
mod types;
mod words;

use api_lock::Lock;

use crate::naming::snake;
use crate::note::{Effect, Note};
use crate::texts::Texts;

use self::callbacks::Callbacks;
use self::errors::Errors;
use self::groups::Group;
use self::replies::Replies;
use self::types::Types;
use self::words::escaped;

/// The first draft of a trait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The file, formatted.
    pub code: String,
    /// The names of its traits.
    pub traits: Vec<String>,
    /// The number of operations in its traits.
    pub operations: usize,
    /// What the draft does not say although the lock does.
    pub notes: Vec<Note>,
}

/// What a draft says beside its lock. By default nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct DraftOptions<'a> {
    /// The descriptions, for doc comments.
    pub texts: Option<&'a Texts>,
    /// What the lock does not say. Operations among it are named in the first comment of the file.
    pub left_out: &'a [Note],
    /// The file of the lock, relative to the draft: `#[api(consumes = "…")]` then compares the traits with it whenever
    /// they are compiled.
    pub consumes: Option<&'a str>,
}

/// Writes the first draft of a trait, or of several where one would take long to compile or its routes would cross.
///
/// The file needs the crates `api-core`, `bytes`, `http`, `serde` with the feature `derive`,
/// and `serde_json`, and `serde_repr` if an enum is sent as numbers.
///
/// ```
/// use api_contract::draft::{DraftOptions, draft_trait};
/// use api_lock::Lock;
///
/// let lock = Lock::parse("lock! { r##\"
/// format 1
/// api Rooms /v1
///
/// GET /rooms/{id} room
///   path id: u32
///   -> 200 application/json: Room
///
/// struct Room
///   name: text
/// \"## }").unwrap();
/// let draft = draft_trait(&lock, &DraftOptions::default());
/// assert!(draft.code.contains(r#"
/// #[api_core::api(base = "/v1")]
/// pub trait Rooms {
///     #[get("/rooms/{id}")]
///     async fn room(&self, id: u32) -> Result<models::Room, api_core::Error>;
/// }
/// "#), "{}", draft.code);
/// ```
pub fn draft_trait(lock: &Lock, options: &DraftOptions<'_>) -> Draft {
    let none = Texts::default();
    let texts = options.texts.unwrap_or(&none);
    let types = Types::new(lock);
    let mut notes = Vec::new();
    let mut names = groups::taken_names();
    let called = groups::called(lock, &mut names, &mut notes);
    let groups = groups::groups(lock, texts, &mut names, &mut notes);
    let operations = groups.iter().map(|group| group.operations.len()).sum();
    let callbacks = Callbacks::new(lock, &called);
    let mut writer = Writer { lock, texts, types: &types, callbacks: &callbacks, replies: Replies::default() };
    let mut source: String =
        groups.iter().map(|group| writer.group(group, groups.len() == 1, options.consumes)).collect();
    source.extend(called.iter().map(|(_, group)| writer.group(group, false, None)));
    notes.extend(callbacks.notes());
    let Writer { replies, .. } = writer;
    source += &models::render(lock, texts, &types, &mut notes);
    source += &replies.render();
    let all: Vec<&Note> = options.left_out.iter().chain(&notes).collect();
    let head = head(lock, operations, groups.len(), types.need_look_around(), &all);
    let code = match syn::parse_file(&source) {
        Ok(file) => head + &prettyplease::unparse(&file),
        // A draft that cannot be formatted is still one that can be read and mended.
        Err(_) => head + &source,
    };
    let traits = groups.into_iter().map(|group| group.name).collect();
    Draft { code, traits, operations, notes }
}

/// What all traits of a draft share.
struct Writer<'a> {
    lock: &'a Lock,
    texts: &'a Texts,
    types: &'a Types<'a>,
    callbacks: &'a Callbacks<'a>,
    replies: Replies,
}

impl Writer<'_> {
    /// Returns the trait of a group, in a module of its own unless it is alone.
    fn group(&mut self, group: &Group<'_>, is_alone: bool, consumes: Option<&str>) -> String {
        let prefix = if is_alone { "" } else { "super::" };
        let errors = Errors::new(group, self.types, &mut self.replies, prefix);
        let mut around = String::new();
        let mut methods = String::new();
        for operation in &group.operations {
            let replies = &mut self.replies;
            let callbacks = self.callbacks.key(operation, prefix);
            methods +=
                &methods::render(operation, callbacks, self.texts, &errors, self.types, replies, &mut around, prefix);
        }
        let mut keys = Vec::new();
        if group.base != "/" {
            keys.push(format!("base = {:?}", group.base));
        }
        keys.extend(errors.name().map(|name| format!("errors = {name}")));
        keys.extend(group.security.map(methods::security));
        keys.extend(group.crosses.then(|| "crossing = literal_first".to_owned()));
        keys.extend(consumes.map(|file| format!("consumes = {file:?}")));
        let arguments = if keys.is_empty() { String::new() } else { format!("({})", keys.join(", ")) };
        let text = if is_alone { &self.texts.api } else { &group.title };
        let docs = comments::docs(text);
        let errors = errors.render();
        let name = &group.name;
        let body = format!("{docs}#[api_core::api{arguments}]\npub trait {name} {{\n{methods}}}\n{errors}{around}");
        if is_alone {
            return body;
        }
        let module = escaped(&snake(name));
        let docs = comments::docs(&format!("The operations of `{name}`."));
        let has_models = !self.lock.types.is_empty() || !formats::names(self.lock).is_empty();
        let models = if has_models && body.contains("models::") { "use super::models;\n" } else { "" };
        format!("{docs}pub mod {module} {{\n{models}{body}}}\n")
    }
}

/// Returns the first comment of the file.
fn head(lock: &Lock, operations: usize, traits: usize, needs_look_around: bool, notes: &[&Note]) -> String {
    let traits = if traits == 1 { "one trait".to_owned() } else { format!("{traits} traits") };
    let mut head = format!(
        "//! The first draft of `{}`: {operations} operations in {traits}, written from its contract and meant to be \
         edited.\n//!\n//! It needs the crates `api-core`, `bytes`, `http`, `serde` with the feature `derive`, and \
         `serde_json`, and `serde_repr` if an enum is sent as numbers.\n",
        lock.name
    );
    if needs_look_around {
        head += "//! Some patterns need the feature `look-around` of `api-core`.\n";
    }
    let left_out = notes.iter().filter(|note| note.effect == Effect::OperationLeftOut);
    let lines: Vec<String> = left_out.map(|note| format!("//! * {}\n", comments::line(&note.to_string()))).collect();
    if !lines.is_empty() {
        let (number, lines) = (lines.len().to_string(), lines.concat());
        head.extend(["//!\n//! Operations that are not in it: ", &number, "\n//!\n", &lines]);
    }
    head + "\n"
}
