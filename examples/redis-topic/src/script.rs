//! The scripts that run in Redis.

use std::sync::{Arc, LazyLock};

use redis::Script;

/// The functions in Lua by which a script appends to logs: `log_open`, `log_append`, `log_repeated`, `log_close`.
///
/// [`AppendScript`] calls them for a script that appends to one log. A script that appends to several begins with this
/// text, and is responsible for the order of its repetitions.
pub const LOG_LUA: &str = include_str!("lua/log.lua");

/// How many processes may append to a log in turns before Redis forgets the last append of one of them, by which it
/// recognizes a repetition.
pub(crate) const WRITERS: usize = 32;

pub(crate) static APPEND: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[LOG_LUA, include_str!("lua/append.lua")].concat()));

pub(crate) static OPEN: LazyLock<Script> =
    LazyLock::new(|| Script::new(&[LOG_LUA, include_str!("lua/open.lua")].concat()));

pub(crate) static REGISTER: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/register.lua")));

/// A script that changes other keys and appends to a log, in one step.
///
/// Its text is the body of a function with the arguments `append`, `keys` and `args`. `append(payload)` appends an
/// entry and returns its position. If the outcome of a call was unknown and the call is repeated, the body does not run
/// again.
///
/// ```
/// use redis_topic::AppendScript;
///
/// // Adds a member, and announces it only if it was not there.
/// let join = AppendScript::new(
///     "local added = redis.call('HSET', keys[1], args[1], args[2])
///      if added == 1 then append('joined ' .. args[1]) end
///      return added",
/// );
/// ```
#[derive(Debug, Clone)]
pub struct AppendScript(pub(crate) Arc<Script>);

impl AppendScript {
    /// Creates a script from the body of its function.
    pub fn new(body: &str) -> Self {
        let text = [
            LOG_LUA,
            "local function body(append, keys, args)\n",
            body,
            "\nend\n",
            include_str!("lua/append_with.lua"),
        ];
        Self(Arc::new(Script::new(&text.concat())))
    }
}
