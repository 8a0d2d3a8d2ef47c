//! Changes of a contract, each of one kind and at a random place.

use api_lock::{
    Access, Content, Definition, Encoding, ErrorCase, Exchange, Field, Item, Limit, Location, Lock, Output, Parameter,
    Reading, Shape, Style, Tagging, Variant, Writing,
};
use fastrand::Rng;

/// A kind of change. It returns whether the contract has a place for it.
pub(crate) type Mutation = fn(&mut Lock, &mut Rng) -> bool;

/// The kinds, with the name that the table of differences knows them by.
pub(crate) const MUTATIONS: [(&str, Mutation); 44] = [
    ("operation removed", |lock, random| {
        let is_one_of_several = lock.operations.len() > 1;
        is_one_of_several && remove(&mut lock.operations, random)
    }),
    ("operation renamed", |lock, random| operation(lock, random, |one| rename(&mut one.name))),
    ("path changed", |lock, random| operation(lock, random, |one| rename(&mut one.path))),
    ("deprecated", |lock, random| {
        operation(lock, random, |one| one.deprecated.replace("use another".to_owned()).is_none())
    }),
    ("permission added", |lock, random| {
        operation(lock, random, |one| {
            one.requires.push("more".to_owned());
            true
        })
    }),
    ("security removed", |lock, _| lock.security.take().is_some()),
    ("query key added", |lock, random| add_parameter(lock, random, Location::Query, text())),
    ("optional query key added", |lock, random| add_parameter(lock, random, Location::Query, optional(text()))),
    ("header field added", |lock, random| add_parameter(lock, random, Location::Header, text())),
    ("parameter removed", |lock, random| {
        operation(lock, random, |one| {
            let index = one.parameters.iter().position(|one| one.location != Location::Path);
            index.map(|index| one.parameters.remove(index)).is_some()
        })
    }),
    ("parameter of another type", |lock, random| {
        parameter(lock, random, |shape| {
            let is_text = matches!(shape, Shape::Text(_));
            replace(shape, if is_text { byte() } else { text() })
        })
    }),
    ("parameter wider", |lock, random| {
        parameter(lock, random, |shape| match shape {
            Shape::Integer { maximum, .. } => {
                *maximum += 1000;
                true
            }
            Shape::Text(format) => format.take().is_some(),
            _ => false,
        })
    }),
    ("body limit set", |lock, random| body(lock, random, |one| replace(&mut one.limit, Some(100)))),
    ("content type not checked", |lock, random| body(lock, random, |one| replace(&mut one.any_content_type, true))),
    ("body of another encoding", |lock, random| {
        body(lock, random, |one| match one.encoding {
            Encoding::Json => replace(&mut one.encoding, Encoding::Form),
            Encoding::Text => replace(&mut one.encoding, Encoding::Json),
            _ => false,
        })
    }),
    ("body removed", |lock, random| operation(lock, random, |one| one.body.take().is_some())),
    ("status changed", |lock, random| output(lock, random, |one| one.status != 101 && replace(&mut one.status, 202))),
    ("status added", |lock, random| {
        unary(lock, random, |one| {
            let other = Output { status: 203, ..one.outputs[0].clone() };
            one.outputs.push(other);
            true
        })
    }),
    ("media type changed", |lock, random| {
        unary(lock, random, |one| {
            let media_type = one.outputs.iter_mut().find_map(|output| output.media_type.as_mut());
            media_type.is_some_and(|name| replace(name, "application/vnd.other+json".to_owned()))
        })
    }),
    ("response field removed", |lock, random| output(lock, random, |one| one.headers.pop().is_some())),
    ("error removed", |lock, random| remove(errors(lock, random), random)),
    ("error of another status", |lock, random| {
        let errors = errors(lock, random);
        pick(errors, random).is_some_and(|one| replace(&mut one.status, 418))
    }),
    ("error without details", |lock, random| {
        errors(lock, random).iter_mut().any(|one| one.attributes.take().is_some())
    }),
    ("resume removed", |lock, random| {
        operation(lock, random, |one| match &mut one.exchange {
            Exchange::Events { resumable, .. } => replace(resumable, false),
            _ => false,
        })
    }),
    ("subprotocol removed", |lock, random| {
        operation(lock, random, |one| match &mut one.exchange {
            Exchange::Duplex { terms, .. } | Exchange::Socket(terms) => terms.subprotocols.pop().is_some(),
            _ => false,
        })
    }),
    ("required field added", |lock, random| add_field(lock, random, Reading::Required, Writing::Always, byte())),
    ("optional field added", |lock, random| {
        add_field(lock, random, Reading::Required, Writing::Sometimes, optional(byte()))
    }),
    ("field with a default added", |lock, random| add_field(lock, random, Reading::Defaulted, Writing::Always, byte())),
    ("field renamed", |lock, random| field(lock, random, |one| rename(&mut one.name))),
    ("field of another type", |lock, random| {
        field(lock, random, |one| {
            let other = if matches!(one.item.shape, Shape::Text(_)) { Shape::Boolean } else { text() };
            one.item.constraints = api_lock::Constraints::default();
            !one.flattened && replace(&mut one.item.shape, other)
        })
    }),
    ("field may be null", |lock, random| {
        field(lock, random, |one| {
            let is_nullable =
                matches!(one.item.shape, Shape::Option(_) | Shape::Patch(_) | Shape::Any) || one.flattened;
            let inner = one.item.shape.clone();
            !is_nullable && one.reading == Reading::Required && replace(&mut one.item.shape, optional(inner))
        })
    }),
    ("field gets a default", |lock, random| {
        field(lock, random, |one| {
            !matches!(one.item.shape, Shape::Option(_))
                && !one.flattened
                && replace(&mut one.reading, Reading::Defaulted)
        })
    }),
    ("field not always sent", |lock, random| {
        field(lock, random, |one| {
            one.writing == Writing::Always && !one.flattened && replace(&mut one.writing, Writing::Sometimes)
        })
    }),
    ("integer wider", |lock, random| {
        field(lock, random, |one| match &mut one.item.shape {
            Shape::Integer { maximum, .. } => {
                *maximum += 1000;
                true
            }
            _ => false,
        })
    }),
    ("limit set", |lock, random| {
        field(lock, random, |one| match &one.item.shape {
            Shape::Integer { .. } => replace(&mut one.item.constraints.max, Some(Limit::Integer(9))),
            Shape::Text(_) => replace(&mut one.item.constraints.max_length, Some(3)),
            _ => false,
        })
    }),
    ("pattern set", |lock, random| {
        field(lock, random, |one| {
            matches!(one.item.shape, Shape::Text(_))
                && replace(&mut one.item.constraints.pattern, Some("^a".to_owned()))
        })
    }),
    ("list of one value each", |lock, random| {
        field(lock, random, |one| match &mut one.item.shape {
            Shape::List { unique, .. } => replace(unique, true),
            _ => false,
        })
    }),
    ("object closed", |lock, random| {
        definition(lock, random, |one| match one {
            Definition::Struct { closed, fields } => {
                fields.iter().all(|field| !field.flattened) && replace(closed, true)
            }
            _ => false,
        })
    }),
    ("variant removed", |lock, random| variants(lock, random, |all, random| all.len() > 1 && remove(all, random))),
    ("variant renamed", |lock, random| {
        variants(lock, random, |all, random| pick(all, random).is_some_and(|one| rename(&mut one.name)))
    }),
    ("variant for unknown names added", |lock, random| {
        variants(lock, random, |all, _| {
            let is_open = all.iter().any(|one| one.other);
            all.push(Variant {
                name: "unknown".to_owned(),
                aliases: Vec::new(),
                content: Content::Unit,
                read: true,
                written: true,
                other: true,
            });
            !is_open
        })
    }),
    ("variant not sent", |lock, random| {
        variants(lock, random, |all, random| {
            all.len() > 1 && pick(all, random).is_some_and(|one| replace(&mut one.written, false))
        })
    }),
    ("enum tagged in another way", |lock, random| {
        definition(lock, random, |one| match one {
            Definition::Enum { tagging, variants, .. } => {
                let is_unit = variants.iter().all(|one| matches!(one.content, Content::Unit));
                !is_unit && replace(tagging, Tagging::Adjacent("kind".to_owned(), "value".to_owned()))
            }
            _ => false,
        })
    }),
    ("newtype of another type", |lock, random| {
        definition(lock, random, |one| match one {
            Definition::Newtype { item, .. } => {
                let other = if matches!(item.shape, Shape::Text(_)) { byte() } else { text() };
                replace(item, Item::plain(other))
            }
            _ => false,
        })
    }),
];

fn text() -> Shape {
    Shape::Text(None)
}

fn byte() -> Shape {
    Shape::Integer { minimum: 0, maximum: 255 }
}

fn optional(shape: Shape) -> Shape {
    Shape::Option(Box::new(shape))
}

fn replace<T: PartialEq>(place: &mut T, value: T) -> bool {
    let differs = *place != value;
    *place = value;
    differs
}

fn rename(name: &mut String) -> bool {
    name.push_str("_changed");
    true
}

fn remove<T>(all: &mut Vec<T>, random: &mut Rng) -> bool {
    if all.is_empty() {
        return false;
    }
    all.remove(random.usize(..all.len()));
    true
}

fn pick<'a, T>(all: &'a mut [T], random: &mut Rng) -> Option<&'a mut T> {
    if all.is_empty() { None } else { all.get_mut(random.usize(..all.len())) }
}

/// Changes the first place that can be changed, in a random order.
fn first<T>(all: &mut [T], random: &mut Rng, mut change: impl FnMut(&mut T) -> bool) -> bool {
    let mut order: Vec<usize> = (0..all.len()).collect();
    random.shuffle(&mut order);
    order.into_iter().any(|index| change(&mut all[index]))
}

fn operation(lock: &mut Lock, random: &mut Rng, change: impl FnMut(&mut api_lock::Operation) -> bool) -> bool {
    first(&mut lock.operations, random, change)
}

fn unary(lock: &mut Lock, random: &mut Rng, mut change: impl FnMut(&mut api_lock::Operation) -> bool) -> bool {
    operation(lock, random, |one| one.exchange == Exchange::Unary && !one.outputs.is_empty() && change(one))
}

fn body(lock: &mut Lock, random: &mut Rng, mut change: impl FnMut(&mut api_lock::Body) -> bool) -> bool {
    operation(lock, random, |one| one.body.as_mut().is_some_and(&mut change))
}

fn output(lock: &mut Lock, random: &mut Rng, mut change: impl FnMut(&mut Output) -> bool) -> bool {
    unary(lock, random, |one| one.outputs.iter_mut().any(&mut change))
}

fn parameter(lock: &mut Lock, random: &mut Rng, mut change: impl FnMut(&mut Shape) -> bool) -> bool {
    operation(lock, random, |one| {
        one.parameters.iter_mut().any(|parameter| match &mut parameter.shape {
            Shape::Option(inner) => change(inner),
            Shape::Named(_) | Shape::List { .. } => false,
            shape => change(shape),
        })
    })
}

fn add_parameter(lock: &mut Lock, random: &mut Rng, location: Location, shape: Shape) -> bool {
    let added = Parameter::new(location, "added", shape);
    operation(lock, random, |one| {
        one.parameters.push(added.clone());
        true
    })
}

/// Returns the errors of an operation, or of the API if it has none of its own.
fn errors<'l>(lock: &'l mut Lock, random: &mut Rng) -> &'l mut Vec<ErrorCase> {
    if !lock.errors.is_empty() || lock.operations.is_empty() {
        return &mut lock.errors;
    }
    let index = random.usize(..lock.operations.len());
    &mut lock.operations[index].errors
}

fn definition(lock: &mut Lock, random: &mut Rng, mut change: impl FnMut(&mut Definition) -> bool) -> bool {
    first(&mut lock.types, random, |one| change(&mut one.definition))
}

fn fields(lock: &mut Lock, random: &mut Rng, mut change: impl FnMut(&mut Vec<Field>) -> bool) -> bool {
    definition(lock, random, |one| match one {
        Definition::Struct { fields, .. } => change(fields),
        Definition::Enum { variants, .. } => variants.iter_mut().any(|variant| match &mut variant.content {
            Content::Struct(fields) => change(fields),
            _ => false,
        }),
        _ => false,
    })
}

fn field(lock: &mut Lock, random: &mut Rng, mut change: impl FnMut(&mut Field) -> bool) -> bool {
    let mut order = random.fork();
    fields(lock, random, |all| first(all, &mut order, &mut change))
}

fn add_field(lock: &mut Lock, random: &mut Rng, reading: Reading, writing: Writing, shape: Shape) -> bool {
    let added = Field {
        name: "added".to_owned(),
        aliases: Vec::new(),
        item: Item::plain(shape),
        reading,
        writing,
        flattened: false,
        style: Style::Repeated,
        access: Access::Both,
        default: None,
    };
    fields(lock, random, |all| {
        all.push(added.clone());
        true
    })
}

fn variants(lock: &mut Lock, random: &mut Rng, mut change: impl FnMut(&mut Vec<Variant>, &mut Rng) -> bool) -> bool {
    let mut own = random.fork();
    definition(lock, random, |one| match one {
        Definition::Enum { variants, .. } => change(variants, &mut own),
        _ => false,
    })
}
