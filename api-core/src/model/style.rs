//! The forms of lists and objects in a query.

/// The form of a list or an object in a query, what OpenAPI calls `style` and `explode`.
///
/// An object inside of a value has keys with brackets, whatever the style is: `filter[size][min]=5`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Style {
    /// A list repeats its key, as in `ids=1&ids=2`, and the fields of an object are keys of their own (`form`,
    /// exploded).
    #[default]
    Repeated,
    /// The items of a list are separated by commas, as in `ids=1,2` (`form`).
    Comma,
    /// The items of a list are separated by spaces, as in `ids=1%202` (`spaceDelimited`).
    Space,
    /// The items of a list are separated by vertical bars, as in `ids=1%7C2` (`pipeDelimited`).
    Pipe,
    /// Items and fields follow in brackets, as in `ids[]=1&ids[]=2` and `filter[status]=open` (`deepObject`).
    Brackets,
    /// A header field is structured (RFC 9651): an item, a list or a dictionary. Not for queries.
    Structured,
}

impl Style {
    /// Returns the separator of items.
    pub const fn separator(self) -> Option<char> {
        match self {
            Self::Comma => Some(','),
            Self::Space => Some(' '),
            Self::Pipe => Some('|'),
            Self::Repeated | Self::Brackets | Self::Structured => None,
        }
    }

    /// Returns the word for it in attributes and in contract locks. `Repeated` has none.
    pub const fn word(self) -> Option<&'static str> {
        match self {
            Self::Repeated => None,
            Self::Comma => Some("comma"),
            Self::Space => Some("space"),
            Self::Pipe => Some("pipe"),
            Self::Brackets => Some("brackets"),
            Self::Structured => Some("structured"),
        }
    }
}
