//! The APIs that callers serve: an API for each callback of an operation. Callbacks that are the same are one.

use api_core::description::{Expression, next_expression};
use api_lock::{Callback, Called};

use crate::naming::pascal;
use crate::note::Effect;

use super::document::{Importer, Object};
use super::operation::{METHODS, Stop};

/// The maximum number of operations of callbacks that are read. References may repeat them without end.
const MAX_CALLS: usize = 10_000;

impl<'d> Importer<'d> {
    /// Reads the callbacks of an operation. `captures`: the names of its placeholders in the document and in the lock.
    pub(super) fn callbacks(
        &mut self,
        members: &'d Object,
        captures: &[(String, String)],
    ) -> Result<Vec<Callback>, Stop> {
        let mut found = Vec::new();
        for (name, callback) in self.member_object(members, "callbacks")?.into_iter().flatten() {
            let callback = self.object(self.resolved(callback)?, name)?;
            for (expression, item) in callback.iter().filter(|(key, _)| !key.starts_with("x-")) {
                let Some(url) = url_of(expression, captures) else {
                    self.part_left_out("the URL of a callback that is no expression", expression);
                    continue;
                };
                let item = self.object(self.resolved(item)?, expression)?;
                if let Some(api) = self.called(name, item)? {
                    found.push(Callback { api, url });
                }
            }
        }
        Ok(found)
    }

    /// Reads the API of a callback. Returns its name, or `None` if it has no operation.
    fn called(&mut self, name: &str, item: &'d Object) -> Result<Option<String>, Stop> {
        let subject = self.subject.clone();
        let mut called = Called { name: pascal(name), base: "/".to_owned(), ..Called::default() };
        let before = self.operation_names.clone();
        for (method, is_known) in METHODS {
            let Some(operation) = item.get(method) else { continue };
            self.calls += 1;
            if self.calls > MAX_CALLS {
                self.part_left_out("more operations of callbacks than are read", name);
                break;
            }
            self.subject = format!("{subject}, callback {name}");
            let operation = self.object(operation, method)?;
            if operation.contains_key("callbacks") {
                self.part_left_out("callbacks of a callback", "");
            }
            let read = if is_known {
                self.operation("/", method, item, operation, Some(name))
            } else {
                Err(Stop::left_out("the method TRACE", ""))
            };
            match read {
                Ok(operation) => called.operations.push(operation),
                Err(Stop::Error(error)) => return Err(Stop::Error(error)),
                Err(Stop::LeftOut(reason, detail)) => self.note(Effect::PartLeftOut, reason, detail),
            }
        }
        self.subject = subject;
        if called.operations.is_empty() {
            return Ok(None);
        }
        if let Some(known) = self.lock.called.iter().find(|known| is_same(known, &called)) {
            // Its operations have names already.
            self.operation_names = before;
            return Ok(Some(known.name.clone()));
        }
        called.name = self.called_names.take(called.name, "");
        let name = called.name.clone();
        self.lock.called.push(called);
        Ok(Some(name))
    }
}

/// Returns the URL with all expressions in braces, and placeholders by their names in the lock. `None` if it is none.
fn url_of(text: &str, captures: &[(String, String)]) -> Option<String> {
    let text = if text.starts_with('$') && !text.contains('{') { format!("{{{text}}}") } else { text.to_owned() };
    let (mut url, mut count, mut rest) = (text.clone(), 0, text.as_str());
    while let Some((expression, others)) = next_expression(rest) {
        if let Expression::Path(name) = Expression::read(expression)? {
            let (_, taken) = captures.iter().find(|(document, _)| document == name)?;
            url = url.replace(&format!("{{$request.path.{name}}}"), &format!("{{$request.path.{taken}}}"));
        }
        (rest, count) = (others, count + 1);
    }
    let braces = |character| url.matches(character).count();
    (count > 0 && braces('{') == count && braces('}') == count).then_some(url)
}

/// Returns whether two APIs differ in their own name and those of their operations alone.
fn is_same(one: &Called, other: &Called) -> bool {
    let is_same_name = one.name.trim_end_matches(|digit: char| digit.is_ascii_digit())
        == other.name.trim_end_matches(|digit: char| digit.is_ascii_digit());
    let unnamed = |called: &Called| {
        let mut called = called.clone();
        called.operations.iter_mut().for_each(|operation| operation.name.clear());
        called.operations
    };
    is_same_name && unnamed(one) == unnamed(other)
}
