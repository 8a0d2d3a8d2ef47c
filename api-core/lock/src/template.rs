//! Path templates: `/rooms/{room}/files/{*name}`.

/// One segment of a path template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment<'t> {
    /// A segment that equals this text.
    Literal(&'t str),
    /// Any segment, under this name.
    Capture(&'t str),
    /// The rest of the path, under this name.
    Wildcard(&'t str),
}

/// Returns the segments of a template. `None` if it does not begin with `/`.
///
/// ```
/// use api_lock::{Segment, segments};
///
/// let found: Vec<Segment<'_>> = segments("/rooms/{room}/{*rest}").unwrap().collect();
/// assert_eq!(found, [Segment::Literal("rooms"), Segment::Capture("room"), Segment::Wildcard("rest")]);
/// assert_eq!(segments("/rooms/").unwrap().last(), Some(Segment::Literal("")));
/// assert!(segments("rooms").is_none());
/// ```
pub fn segments(template: &str) -> Option<impl Iterator<Item = Segment<'_>>> {
    let rest = template.strip_prefix('/')?;
    // What follows a slash at the end is an empty segment. The root has none.
    let pieces = (!rest.is_empty()).then(|| rest.split('/')).into_iter().flatten();
    Some(pieces.map(|segment| {
        let Some(name) = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
            return Segment::Literal(segment);
        };
        name.strip_prefix('*').map_or(Segment::Capture(name), Segment::Wildcard)
    }))
}
