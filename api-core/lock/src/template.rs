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
    let path = template.split(['?', '#']).next().unwrap_or_default();
    let rest = path.strip_prefix('/')?;
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

/// What a request must have beside its path and method to reach an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition<'t> {
    /// Whether it is a header field and not a key of the query.
    pub is_header: bool,
    /// The name of the key or the field.
    pub name: &'t str,
    /// The value. `None`: any.
    pub value: Option<&'t str>,
}

/// Returns the conditions after a path: `?key=value` for keys of the query, `#name=value` for header fields.
///
/// ```
/// use api_lock::conditions;
///
/// let found: Vec<_> = conditions("/{bucket}?cors&v=2#x-target=List").collect();
/// assert_eq!(found.len(), 3);
/// assert_eq!((found[0].name, found[1].value, found[2].is_header), ("cors", Some("2"), true));
/// ```
pub fn conditions(route: &str) -> impl Iterator<Item = Condition<'_>> {
    let (before, fields) = route.split_once('#').unwrap_or((route, ""));
    let keys = before.split_once('?').map_or("", |(_, keys)| keys);
    let all = keys.split('&').map(|key| (false, key)).chain(fields.split('&').map(|field| (true, field)));
    all.filter(|(_, text)| !text.is_empty()).map(|(is_header, text)| {
        let (name, value) = text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
        Condition { is_header, name, value }
    })
}
