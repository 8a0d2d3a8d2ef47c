//! The steps of routing as text: which alternatives were tried, and why each did not match.

use std::fmt::Write as _;

use super::evidence::{Evidence, RoutingStep};

impl Evidence {
    /// Returns the steps of routing, a line for each: the APIs that were tried, and why none or which of their
    /// endpoints was reached. Empty unless [`RoutingSettings::trace`](super::RoutingSettings) is on.
    ///
    /// With a trace, the descriptions of 404 and 405 contain it.
    ///
    /// ```
    /// use api_core::context::{Context, RoutingSettings, RoutingStep};
    /// use api_core::description::{Verb, VerbSet};
    ///
    /// let (head, ()) = http::Request::post("/rooms").body(()).unwrap().into_parts();
    /// let mut context = Context::new(&head, RoutingSettings::default().trace(true));
    /// context.evidence_mut().step(|| RoutingStep::Tried { api: "Users", depth: 0 });
    /// context.evidence_mut().step(|| RoutingStep::Tried { api: "Rooms", depth: 0 });
    /// context.evidence_mut().step(|| RoutingStep::WrongMethod(VerbSet::EMPTY.with(Verb::Get)));
    /// let story = "Users: no path matches\nRooms: the path allows GET, HEAD, OPTIONS";
    /// assert_eq!(context.evidence().story(), story);
    /// ```
    pub fn story(&self) -> String {
        if self.trace().is_empty() {
            return String::new();
        }
        let mut lines: Vec<String> = Vec::new();
        let mut steps = self.trace().iter().peekable();
        let mut api = "";
        while let Some(step) = steps.next() {
            let mut line = String::new();
            // Writing to a string cannot fail.
            let _ = match step {
                RoutingStep::Tried { api: tried, .. } => {
                    api = tried;
                    if steps.peek().is_some_and(|next| !matches!(next, RoutingStep::Tried { .. })) {
                        continue;
                    }
                    write!(line, "{api}: no path matches")
                }
                RoutingStep::WrongMethod(verbs) => write!(line, "{api}: the path allows {}", verbs.allow()),
                RoutingStep::Unreadable(endpoint) => {
                    write!(line, "{api}: a segment is no value of the type that `{endpoint}` has there")
                }
                RoutingStep::Reached(endpoint) => write!(line, "{api}: reached `{endpoint}`"),
            };
            lines.push(line);
        }
        lines.join("\n")
    }
}
