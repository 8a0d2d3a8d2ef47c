//! What constraints are checked against.

/// The property of a value that limits and lengths are checked against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure<'a> {
    /// No property: no limit or length applies, or the value is absent.
    Nothing,
    /// An integer.
    Integer(i128),
    /// A floating-point number.
    Number(f64),
    /// A floating-point number of 32 bits, whose decimal text is shorter.
    Single(f32),
    /// Text. Its length is the number of characters.
    Text(&'a str),
    /// The number of items of a list, or of entries of a map.
    Length(usize),
}
