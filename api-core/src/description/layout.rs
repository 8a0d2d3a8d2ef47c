//! A description as text, one line per endpoint, for terminals and snapshots.

use std::fmt;

use super::{Description, Endpoint, Exchange, Location, Output};
use crate::dialect::Ending;

impl Description {
    /// Returns a printable table of the endpoints.
    ///
    /// A line holds method, path and name, then `?key` for query keys, `@field` for header fields, `<Encoding` for the
    /// body, `~` for events, `<>` for a WebSocket, `-> status` for each response, and `calls` for each callback.
    ///
    /// ```
    /// use api_core::{Error, api};
    ///
    /// #[api(base = "/v1")]
    /// trait Rooms {
    ///     #[get("/rooms/{id}")]
    ///     async fn room(&self, id: u32, #[query] verbose: Option<bool>) -> Result<String, Error>;
    ///     #[delete("/rooms/{id}")]
    ///     async fn delete_room(&self, id: u32) -> Result<(), Error>;
    /// }
    ///
    /// let layout = RoomsApi::DESCRIPTION.layout().to_string();
    /// let lines: Vec<&str> = layout.lines().collect();
    /// assert_eq!(lines[0], "Rooms at /v1");
    /// assert_eq!(lines[1], "  GET       /rooms/{id}  room ?verbose -> 200");
    /// assert_eq!(lines[2], "  DELETE    /rooms/{id}  delete_room -> 204");
    /// ```
    pub fn layout(&self) -> Layout<'_> {
        Layout(self)
    }
}

/// The printable form of a [`Description`], one line per endpoint.
#[derive(Debug)]
pub struct Layout<'a>(&'a Description);

impl fmt::Display for Layout<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{} at {}", self.0.name, self.0.base)?;
        let width = self.0.endpoints.iter().map(|endpoint| endpoint.route().len()).max().unwrap_or(0);
        self.0.endpoints.iter().try_for_each(|endpoint| line(formatter, endpoint, width))
    }
}

fn line(formatter: &mut fmt::Formatter<'_>, endpoint: &Endpoint, width: usize) -> fmt::Result {
    let path = endpoint.route();
    write!(formatter, "  {:<9} {path:<width$}  {}", endpoint.verb.as_str(), endpoint.name)?;
    for (location, mark) in [(Location::Query, '?'), (Location::Header, '@')] {
        for parameter in endpoint.parameters_in(location) {
            write!(formatter, " {mark}{}", parameter.name)?;
        }
    }
    if let Some(body) = &endpoint.body {
        write!(formatter, " <{:?}", body.encoding)?;
    }
    exchange(formatter, &endpoint.exchange)?;
    for output in endpoint.outputs {
        match output.status {
            Output::ANY_SUCCESS => formatter.write_str(" -> 2XX")?,
            status => write!(formatter, " -> {status}")?,
        }
    }
    for callback in endpoint.callbacks {
        write!(formatter, " calls {} at {}", callback.api.name, callback.url)?;
    }
    if !endpoint.requires.is_empty() {
        write!(formatter, " requires {}", endpoint.requires.join(", "))?;
    }
    writeln!(formatter)
}

/// Writes the kind of answer: `~` for events, `<>` for a WebSocket, with the encoding of typed messages and the
/// subprotocols in brackets.
fn exchange(formatter: &mut fmt::Formatter<'_>, exchange: &Exchange) -> fmt::Result {
    match exchange {
        Exchange::Unary => {}
        Exchange::Subscription(streaming) => {
            formatter.write_str(if streaming.resumable { " ~resumable" } else { " ~" })?;
            if let Some(key) = streaming.resume_query {
                write!(formatter, "({key})")?;
            }
            match streaming.form.end {
                Ending::Event => {}
                Ending::Marker(text) => write!(formatter, " until {text}")?,
                Ending::Close => formatter.write_str(" until closed")?,
            }
            streaming.form.names.iter().try_for_each(|names| write!(formatter, " named by {}", names.tag))?;
        }
        Exchange::Duplex(duplex) => write!(formatter, " <>{:?}", duplex.encoding)?,
        Exchange::Handover(_) => formatter.write_str(" <>")?,
    }
    match exchange.terms() {
        Some(terms) if !terms.subprotocols.is_empty() => write!(formatter, "[{}]", terms.subprotocols.join(", ")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::description::{
        Description, Duplex, Endpoint, Exchange, MessageEncoding, Path, Segment, SocketTerms, Verb,
    };
    use crate::model::Shape;

    const TERMS: SocketTerms = SocketTerms { subprotocols: &["v2", "v1"], max_message: None, max_frame: None };

    const ECHO: Endpoint = Endpoint::new("echo", Verb::Get, Path(&[Segment::Literal("echo")]))
        .exchange(Exchange::Handover(SocketTerms { subprotocols: &[], ..TERMS }));

    const LIVE: Endpoint = Endpoint::new("live", Verb::Get, Path(&[Segment::Literal("live")]))
        .exchange(Exchange::Duplex(Duplex { input: &Shape::Boolean, encoding: MessageEncoding::Binary, terms: TERMS }))
        .requires(&["room:join", "self"]);

    const API: Description = Description {
        name: "Talk",
        docs: "",
        base: Path::ROOT,
        security: None,
        endpoints: &[&ECHO, &LIVE],
        errors: &[],
    };

    #[test]
    fn a_line_shows_encoding_subprotocols_and_permissions() {
        let echo = "  GET       /echo  echo <>\n";
        let live = "  GET       /live  live <>Binary[v2, v1] requires room:join, self\n";
        assert_eq!(API.layout().to_string(), format!("Talk at /\n{echo}{live}"));
    }
}
