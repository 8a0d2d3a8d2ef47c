//! Path templates: `/rooms/{room}/files/{*name}`.

/// One segment of a path template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment<'t> {
    /// A segment that equals this text.
    Literal(&'t str),
    /// Any segment, under this name.
    Capture(&'t str),
    /// Text beside captures, which [`parts`] divides.
    Mixed(&'t str),
    /// The rest of the path, under this name.
    Wildcard(&'t str),
}

/// A part of a segment that has text beside captures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'t> {
    /// This text.
    Text(&'t str),
    /// Some text, under this name.
    Capture(&'t str),
}

/// Returns the segments of a template. `None` if it does not begin with `/`.
///
/// ```
/// use api_lock::{Segment, segments};
///
/// let found: Vec<Segment<'_>> = segments("/rooms/{room}/{*rest}").unwrap().collect();
/// assert_eq!(found, [Segment::Literal("rooms"), Segment::Capture("room"), Segment::Wildcard("rest")]);
/// assert_eq!(segments("/rooms/").unwrap().last(), Some(Segment::Literal("")));
/// assert_eq!(segments("/{room}:close").unwrap().last(), Some(Segment::Mixed("{room}:close")));
/// assert!(segments("rooms").is_none());
/// ```
pub fn segments(template: &str) -> Option<impl Iterator<Item = Segment<'_>>> {
    let rest = template.strip_prefix('/')?;
    // What follows a slash at the end is an empty segment. The root has none.
    let pieces = (!rest.is_empty()).then(|| rest.split('/')).into_iter().flatten();
    Some(pieces.map(|segment| {
        let mut parts = parts(segment);
        match (parts.next(), parts.next()) {
            (Some(Part::Capture(name)), None) => {
                name.strip_prefix('*').map_or(Segment::Capture(name), Segment::Wildcard)
            }
            (None | Some(Part::Text(_)), None) => Segment::Literal(segment),
            _ => Segment::Mixed(segment),
        }
    }))
}

/// Returns the parts of a segment. Text with a brace that has no partner is text.
///
/// ```
/// use api_lock::{Part, parts};
///
/// let found: Vec<Part<'_>> = parts("{base}...{head}").collect();
/// assert_eq!(found, [Part::Capture("base"), Part::Text("..."), Part::Capture("head")]);
/// ```
pub fn parts(segment: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = segment;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let opened = rest.find('{').filter(|at| rest.get(*at..).is_some_and(|after| after.contains('}')));
        let (text, after) = opened.and_then(|at| rest.split_at_checked(at)).unwrap_or((rest, ""));
        if !text.is_empty() {
            rest = after;
            return Some(Part::Text(text));
        }
        let (name, after) = after.get(1..).and_then(|inside| inside.split_once('}')).unwrap_or((after, ""));
        rest = after;
        Some(Part::Capture(name))
    })
}
