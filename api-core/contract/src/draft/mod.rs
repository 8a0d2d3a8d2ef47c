//! The first draft of a trait from a lock: Rust that compiles, to be edited by hand.
//!
//! ```text
//! comments     descriptions as doc comments
//! words        keywords, and identifiers of types
//! recursion    types that contain themselves
//! types        shapes as types of Rust
//! casing       names on the wire that serde makes of those in Rust
//! models       named types
//! errors       error enums, and their format
//! replies      successful responses
//! groups       which operations are one trait
//! methods      operations as methods
//! ```

mod casing;
mod comments;
mod errors;
mod groups;
mod methods;
mod models;
mod recursion;
mod replies;
mod types;
mod words;

use api_lock::Lock;

use crate::naming::snake;
use crate::note::{Effect, Note};
use crate::texts::Texts;

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

/// Writes the first draft of a trait, or of several where one would take long to compile or its routes would cross.
///
/// `texts` are the descriptions, and `left_out` is what the lock does not say: operations among it are named in the
/// first comment of the file. The file needs the crates `api-core`, `bytes`, `http`, `serde` with the feature `derive`,
/// and `serde_json`.
///
/// ```
/// use api_contract::{Texts, draft::draft_trait};
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
/// let draft = draft_trait(&lock, &Texts::default(), &[]);
/// assert!(draft.code.contains(r#"
/// #[api_core::api(base = "/v1")]
/// pub trait Rooms {
///     #[get("/rooms/{id}")]
///     async fn room(&self, id: u32) -> Result<models::Room, api_core::Error>;
/// }
/// "#), "{}", draft.code);
/// ```
pub fn draft_trait(lock: &Lock, texts: &Texts, left_out: &[Note]) -> Draft {
    let types = Types::new(lock);
    let mut notes = Vec::new();
    let groups = groups::groups(lock, texts, &mut notes);
    let operations = groups.iter().map(|group| group.operations.len()).sum();
    let mut replies = Replies::default();
    let mut bodies = String::new();
    let mut uses_status = false;
    for group in &groups {
        let errors = Errors::new(lock, group, &types);
        uses_status |= errors.by_status();
        bodies += &trait_source(lock, texts, group, &errors, &types, &mut replies, groups.len() == 1);
    }
    let mut source = bodies;
    source += &models::render(lock, texts, &types, &mut notes);
    source += &replies.render();
    if uses_status {
        source += errors::FORMAT;
    }
    let all: Vec<&Note> = left_out.iter().chain(&notes).collect();
    let head = head(lock, operations, groups.len(), &all);
    let code = match syn::parse_file(&source) {
        Ok(file) => head + &prettyplease::unparse(&file),
        // A draft that cannot be formatted is still one that can be read and mended.
        Err(_) => head + &source,
    };
    let traits = groups.into_iter().map(|group| group.name).collect();
    Draft { code, traits, operations, notes }
}

fn trait_source(
    lock: &Lock,
    texts: &Texts,
    group: &Group<'_>,
    errors: &Errors,
    types: &Types<'_>,
    replies: &mut Replies,
    is_alone: bool,
) -> String {
    let prefix = if is_alone { "" } else { "super::" };
    let mut around = String::new();
    let methods: Vec<String> = group
        .operations
        .iter()
        .map(|operation| methods::render(operation, texts, errors, types, replies, &mut around, prefix))
        .collect();
    let mut keys = Vec::new();
    if lock.base != "/" {
        keys.push(format!("base = {:?}", lock.base));
    }
    keys.extend(errors.name().map(|name| format!("errors = {name}")));
    keys.extend(group.security.map(methods::security));
    let arguments = if keys.is_empty() { String::new() } else { format!("({})", keys.join(", ")) };
    let text = if is_alone { texts.api.as_str() } else { group.title.as_str() };
    let docs = comments::docs(text);
    let errors = errors.render(prefix);
    let (name, methods) = (&group.name, methods.join("\n"));
    let body = format!("{docs}#[api_core::api{arguments}]\npub trait {name} {{\n{methods}}}\n{errors}{around}");
    if is_alone {
        return body;
    }
    let module = escaped(&snake(name));
    let docs = comments::docs(text);
    let models = if lock.types.is_empty() { "" } else { "use super::models;\n" };
    format!("{docs}pub mod {module} {{\n{models}{body}}}\n")
}

/// Returns the first comment of the file.
fn head(lock: &Lock, operations: usize, traits: usize, notes: &[&Note]) -> String {
    let traits = if traits == 1 { "one trait".to_owned() } else { format!("{traits} traits") };
    let mut head = format!(
        "//! The first draft of `{}`: {operations} operations in {traits}, written from its contract and meant to be \
         edited.\n//!\n//! It needs the crates `api-core`, `bytes`, `http`, `serde` with the feature `derive`, and \
         `serde_json`.\n",
        lock.name
    );
    let left_out = notes.iter().filter(|note| note.effect == Effect::OperationLeftOut);
    let lines: Vec<String> = left_out.map(|note| comments::line(&note.to_string())).collect();
    if !lines.is_empty() {
        head += &format!("//!\n//! {} operations are not in it:\n//!\n", lines.len());
        lines.iter().for_each(|line| head += &format!("//! * {line}\n"));
    }
    head + "\n"
}
