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
    exchange(formatter, &endpoint.exchange)?;
    for output in endpoint.outputs {
        write!(formatter, " -> {}", output.status)?;
    }
    if !endpoint.requires.is_empty() {
        write!(formatter, " requires {}", endpoint.requires.join(", "))?;
    }
    writeln!(formatter)
}

/// What happens between request and answer: `~` for events, `<>` for a WebSocket, with the encoding where the framework reads its
/// messages and the subprotocols in brackets.
fn exchange(formatter: &mut fmt::Formatter<'_>, exchange: &Exchange) -> fmt::Result {
    match exchange {
        Exchange::Unary => {}
        Exchange::Subscription(streaming) => {
            formatter.write_str(if streaming.resumable { " ~resumable" } else { " ~" })?;
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
    fn a_websocket_shows_what_it_is_opened_with_and_what_it_takes_to_be_allowed() {
        let expected = "Talk at /\n  GET       /echo  echo <>\n  GET       /live  live <>Binary[v2, v1] requires room:join, self\n";
        assert_eq!(API.layout().to_string(), expected);
    }
}
