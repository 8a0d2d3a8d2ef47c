//! An API as text, one line an endpoint: for people, snapshots and "why this route".

use std::fmt;

use super::{Description, Endpoint, Exchange, Location};

impl Description {
    /// A printable table of the endpoints.
    ///
    /// ```
    /// # use api_core::description::{Description, Path};
    /// # const API: Description =
    /// #     Description { name: "Rooms", docs: "", base: Path::ROOT, security: None, endpoints: &[], errors: &[] };
    /// assert_eq!(API.layout().to_string(), "Rooms at /\n");
    /// ```
    pub fn layout(&self) -> Layout<'_> {
        Layout(self)
    }
}

/// Prints a [`Description`].
#[derive(Debug)]
pub struct Layout<'a>(&'a Description);

impl fmt::Display for Layout<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{} at {}", self.0.name, self.0.base)?;
        let width = self.0.endpoints.iter().map(|endpoint| endpoint.path.to_string().len()).max().unwrap_or(0);
        self.0.endpoints.iter().try_for_each(|endpoint| line(formatter, endpoint, width))
    }
}

fn line(formatter: &mut fmt::Formatter<'_>, endpoint: &Endpoint, width: usize) -> fmt::Result {
    let path = endpoint.path.to_string();
    write!(formatter, "  {:<9} {path:<width$}  {}", endpoint.verb.as_str(), endpoint.name)?;
    for (location, mark) in [(Location::Query, '?'), (Location::Header, '@')] {
        for parameter in endpoint.parameters_in(location) {
            write!(formatter, " {mark}{}", parameter.name)?;
        }
    }
    if let Some(body) = &endpoint.body {
        write!(formatter, " <{:?}", body.encoding)?;
    }
    if let Exchange::Subscription(streaming) = endpoint.exchange {
        formatter.write_str(if streaming.resumable { " ~resumable" } else { " ~" })?;
    }
    for output in endpoint.outputs {
        write!(formatter, " -> {}", output.status)?;
    }
    writeln!(formatter)
}
