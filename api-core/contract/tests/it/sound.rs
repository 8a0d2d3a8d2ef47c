//! Verdicts against values: what a writer may send, and whether a reader takes it, both decided naively.

use api_contract::Comparison;
use api_core::contract::Party;
use api_lock::{
    Access, Constraints, Content, Definition, Divisor, Field, Item, Level, Limit, Lock, Reading, Shape, Style, Tagging,
    Type, Variant, Writing,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Map, Value, json};

/// How many values are tried for each pair.
const VALUES: usize = 300;

// What a writer may send.

fn sent(lock: &Lock, shape: &Shape, constraints: &Constraints, random: &mut TestRng) -> Value {
    let below = |random: &mut TestRng, bound: u64| random.next_u64() % bound;
    match shape {
        Shape::Null => Value::Null,
        Shape::Boolean => json!(below(random, 2) == 0),
        Shape::Integer { minimum, maximum } => {
            let limit = |limit: Option<Limit>| match limit {
                Some(Limit::Integer(limit)) => Some(limit),
                _ => None,
            };
            let (least, most) = (
                limit(constraints.min).unwrap_or(*minimum).max(*minimum),
                limit(constraints.max).unwrap_or(*maximum).min(*maximum),
            );
            // The ends are where ranges differ.
            let number = match below(random, 3) {
                0 => least,
                1 => most,
                _ => least + i128::from(random.next_u64()) % (most - least + 1).max(1),
            };
            // The divisor is less than the range, and 0 or its double is within all of them.
            let number = match constraints.multiple_of {
                Some(divisor) => {
                    let digits = i128::from(divisor.digits());
                    let multiple = number.div_euclid(digits) * digits;
                    if multiple < least { multiple + digits } else { multiple }
                }
                None => number,
            };
            serde_json::from_str(&number.to_string()).unwrap()
        }
        Shape::Number => json!(0.5),
        Shape::Text(format) => {
            if format.is_some() {
                return json!("formatted");
            }
            let (least, most) = (constraints.min_length.unwrap_or(0), constraints.max_length.unwrap_or(9));
            let length = [least, most][usize::from(below(random, 2) == 0)];
            json!("x".repeat(usize::try_from(length).unwrap()))
        }
        Shape::Any => [json!(null), json!("text"), json!(7), json!({"a": 1}), json!([true])]
            [usize::try_from(below(random, 5)).unwrap()]
        .clone(),
        Shape::Option(inner) if below(random, 2) == 0 => {
            let _ = inner;
            Value::Null
        }
        Shape::Option(inner) => sent(lock, inner, constraints, random),
        Shape::List { item, .. } => {
            let (least, most) = (constraints.min_length.unwrap_or(0), constraints.max_length.unwrap_or(3));
            let length = [least, most][usize::from(below(random, 2) == 0)];
            (0..length).map(|_| sent(lock, item, &Constraints::default(), random)).collect()
        }
        Shape::Named(name) => match definition(lock, name) {
            Definition::Struct { fields, .. } => Value::Object(sent_fields(lock, fields, random)),
            Definition::Newtype { item, .. } => sent(lock, &item.shape, &item.constraints, random),
            Definition::Enum { tagging, variants, .. } => {
                let variant = &variants[usize::try_from(below(random, variants.len() as u64)).unwrap()];
                sent_variant(lock, tagging, variant, random)
            }
            Definition::Tuple(_) => unreachable!("not generated"),
        },
        other => unreachable!("{other:?} is not generated"),
    }
}

fn sent_fields(lock: &Lock, fields: &[Field], random: &mut TestRng) -> Map<String, Value> {
    let mut members = Map::new();
    for field in fields {
        let value = sent(lock, &field.item.shape, &field.item.constraints, random);
        // A condition leaves out at least what is null.
        let is_left_out =
            field.writing == Writing::Sometimes && (value.is_null() || random.next_u64().is_multiple_of(2));
        if !is_left_out {
            members.insert(field.name.clone(), value);
        }
    }
    members
}

fn sent_variant(lock: &Lock, tagging: &Tagging, variant: &Variant, random: &mut TestRng) -> Value {
    let content = match &variant.content {
        Content::Unit => None,
        Content::Newtype(item) => Some(sent(lock, &item.shape, &item.constraints, random)),
        Content::Struct(fields) => Some(Value::Object(sent_fields(lock, fields, random))),
        Content::Tuple(_) => unreachable!("not generated"),
    };
    match (tagging, content) {
        (Tagging::External, None) => json!(variant.name),
        (Tagging::External, Some(content)) => json!({ &variant.name: content }),
        (Tagging::Internal(tag), content) => {
            let mut members = content.and_then(|content| content.as_object().cloned()).unwrap_or_default();
            members.insert(tag.clone(), json!(variant.name));
            Value::Object(members)
        }
        (Tagging::Integer, None) => serde_json::from_str(&variant.name).unwrap(),
        _ => unreachable!("not generated"),
    }
}

// Whether a reader takes it.

fn takes(lock: &Lock, shape: &Shape, constraints: &Constraints, value: &Value) -> bool {
    match (shape, value) {
        (Shape::Any, _)
        | (Shape::Option(_) | Shape::Null, Value::Null)
        | (Shape::Boolean, Value::Bool(_))
        | (Shape::Number, Value::Number(_)) => true,
        (Shape::Option(inner), value) => takes(lock, inner, constraints, value),
        (Shape::Integer { minimum, maximum }, Value::Number(number)) => {
            number.to_string().parse::<i128>().is_ok_and(|number| {
                (*minimum..=*maximum).contains(&number)
                    && !matches!(constraints.min, Some(Limit::Integer(limit)) if number < limit)
                    && !matches!(constraints.max, Some(Limit::Integer(limit)) if number > limit)
                    && constraints.multiple_of.is_none_or(|divisor| number % i128::from(divisor.digits()) == 0)
            })
        }
        (Shape::Text(format), Value::String(text)) => {
            (format.is_none() || text == "formatted") && is_within(constraints, text.len())
        }
        (Shape::List { item, .. }, Value::Array(items)) => {
            is_within(constraints, items.len())
                && items.iter().all(|value| takes(lock, item, &Constraints::default(), value))
        }
        (Shape::Named(name), value) => match (definition(lock, name), value) {
            (Definition::Struct { fields, closed }, Value::Object(members)) => {
                takes_fields(lock, fields, *closed, members)
            }
            (Definition::Newtype { item, .. }, value) => takes(lock, &item.shape, &item.constraints, value),
            (Definition::Enum { tagging, variants, .. }, value) => takes_variant(lock, tagging, variants, value),
            _ => false,
        },
        _ => false,
    }
}

fn takes_fields(lock: &Lock, fields: &[Field], closed: bool, members: &Map<String, Value>) -> bool {
    let known = |key: &String| fields.iter().any(|field| field.name == *key);
    let takes_one = |field: &Field| match members.get(&field.name) {
        Some(value) => takes(lock, &field.item.shape, &field.item.constraints, value),
        None => field.reading == Reading::Defaulted || accepts_absence(lock, &field.item.shape),
    };
    fields.iter().all(takes_one) && (!closed || members.keys().all(known))
}

fn accepts_absence(lock: &Lock, shape: &Shape) -> bool {
    match shape {
        Shape::Option(_) => true,
        Shape::Named(name) => match definition(lock, name) {
            Definition::Newtype { item, transparent: true } => accepts_absence(lock, &item.shape),
            _ => false,
        },
        _ => false,
    }
}

fn takes_variant(lock: &Lock, tagging: &Tagging, variants: &[Variant], value: &Value) -> bool {
    let (name, content) = match (tagging, value) {
        (Tagging::External, Value::String(name)) => (Some(name.clone()), None),
        (Tagging::External, Value::Object(members)) => {
            let first = members.iter().next().filter(|_| members.len() == 1);
            (first.map(|(name, _)| name.clone()), first.map(|(_, content)| content.clone()))
        }
        (Tagging::Internal(tag), Value::Object(members)) => {
            let mut rest = members.clone();
            let name = rest.remove(tag).and_then(|name| name.as_str().map(str::to_owned));
            (name, Some(Value::Object(rest)))
        }
        // A catch-all takes what every integer type of Rust holds.
        (Tagging::Integer, Value::Number(number)) => {
            let is_small = number.as_i64().is_some_and(|number| (0..128).contains(&number));
            (Some(number.to_string()).filter(|name| is_small || variants.iter().any(|one| one.name == *name)), None)
        }
        _ => return false,
    };
    let named = variants.iter().find(|variant| name.as_ref() == Some(&variant.name));
    let Some(variant) = named.or_else(|| variants.iter().find(|variant| variant.other && name.is_some())) else {
        return false;
    };
    let is_internal = matches!(tagging, Tagging::Internal(_));
    match (&variant.content, content) {
        (Content::Unit, content) => content.is_none() || is_internal,
        (Content::Newtype(item), Some(content)) => takes(lock, &item.shape, &item.constraints, &content),
        (Content::Struct(fields), Some(Value::Object(members))) => takes_fields(lock, fields, false, &members),
        _ => false,
    }
}

fn is_within(constraints: &Constraints, length: usize) -> bool {
    let length = length as u64;
    constraints.min_length.is_none_or(|least| length >= least)
        && constraints.max_length.is_none_or(|most| length <= most)
}

fn definition<'l>(lock: &'l Lock, name: &str) -> &'l Definition {
    &lock.types.iter().find(|one| one.name == name).unwrap().definition
}

// Pairs of contracts.

fn leaf() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Boolean),
        Just(Shape::Integer { minimum: 0, maximum: 255 }),
        Just(Shape::Integer { minimum: 0, maximum: 65_535 }),
        Just(Shape::Integer { minimum: -128, maximum: 127 }),
        Just(Shape::Text(None)),
        Just(Shape::Text(Some("uuid".to_owned()))),
        Just(Shape::Number),
        Just(Shape::Any),
        Just(Shape::Named("E".to_owned())),
        Just(Shape::Named("Id".to_owned())),
    ]
}

fn shape() -> impl Strategy<Value = Shape> {
    prop_oneof![
        4 => leaf(),
        2 => leaf().prop_map(|shape| Shape::Option(Box::new(shape))),
        1 => leaf().prop_map(|shape| Shape::List { item: Box::new(shape), length: None, unique: false }),
        1 => Just(Shape::List { item: Box::new(Shape::Named("S".to_owned())), length: None, unique: false }),
    ]
}

/// A value with constraints that apply to it.
fn item() -> impl Strategy<Value = Item> {
    (shape(), 0..6u8).prop_map(|(shape, number)| {
        let inner = match &shape {
            Shape::Option(inner) => inner,
            shape => shape,
        };
        let divisor = |text: &str| Divisor::parse(text).ok();
        let number_limit = |limit: i128| Some(Limit::Integer(limit));
        let constraints = match (inner, number) {
            (Shape::Integer { .. }, 1) => Constraints { max: number_limit(100), ..Constraints::default() },
            (Shape::Integer { .. }, 2) => {
                Constraints { min: number_limit(1), max: number_limit(50), ..Constraints::default() }
            }
            (Shape::Integer { .. }, 4) => Constraints { multiple_of: divisor("5"), ..Constraints::default() },
            (Shape::Integer { .. }, 5) => {
                Constraints { max: number_limit(100), multiple_of: divisor("10"), ..Constraints::default() }
            }
            (Shape::Text(None) | Shape::List { .. }, 1) => {
                Constraints { max_length: Some(2), ..Constraints::default() }
            }
            (Shape::Text(None), 2) => Constraints { min_length: Some(1), ..Constraints::default() },
            _ => Constraints::default(),
        };
        Item { shape, constraints }
    })
}

fn field(name: &'static str) -> impl Strategy<Value = Option<Field>> {
    let reading = prop::sample::select(vec![Reading::Required, Reading::Defaulted]);
    let writing = prop::sample::select(vec![Writing::Always, Writing::Always, Writing::Sometimes]);
    let field = (item(), reading, writing).prop_map(move |(item, reading, writing)| Field {
        name: name.to_owned(),
        aliases: Vec::new(),
        item,
        reading,
        writing,
        flattened: false,
        style: Style::Repeated,
        access: Access::Both,
        default: None,
    });
    prop::option::weighted(0.8, field)
}

fn fields() -> impl Strategy<Value = Vec<Field>> {
    (field("a"), field("b"), field("c")).prop_map(|(a, b, c)| [a, b, c].into_iter().flatten().collect())
}

fn types() -> impl Strategy<Value = Vec<Type>> {
    let inner = prop::option::of(item().prop_filter("no recursion", |item| !mentions_struct(&item.shape)));
    let tagging = prop::sample::select(vec![Tagging::External, Tagging::Internal("type".to_owned()), Tagging::Integer]);
    let flags = (any::<[bool; 2]>(), prop::bool::weighted(0.2), prop::bool::weighted(0.3));
    (fields(), inner, tagging, flags).prop_map(|(fields, inner, tagging, ([one, two], closed, other))| {
        let variant = |name: &str, content| Variant {
            name: name.to_owned(),
            aliases: Vec::new(),
            content,
            read: true,
            written: true,
            other: false,
        };
        let mut variants = vec![variant("x", Content::Unit)];
        if one {
            variants.push(variant("y", Content::Unit));
        }
        if two {
            let item = Item::plain(Shape::Boolean);
            let field = Field {
                name: "f".to_owned(),
                aliases: Vec::new(),
                item,
                reading: Reading::Required,
                writing: Writing::Always,
                flattened: false,
                style: Style::Repeated,
                access: Access::Both,
                default: None,
            };
            variants.push(variant("z", Content::Struct(vec![field])));
        }
        if other {
            variants.push(Variant { other: true, ..variant("rest", Content::Unit) });
        }
        if tagging == Tagging::Integer {
            for (variant, number) in variants.iter_mut().zip(["1", "300", "0", "-2"]) {
                (variant.name, variant.content) = (number.to_owned(), Content::Unit);
            }
        }
        let id = inner
            .filter(|item| !matches!(&item.shape, Shape::Named(_)) && !format!("{:?}", item.shape).contains("Named"));
        let id = id.unwrap_or_else(|| Item::plain(Shape::Text(None)));
        vec![
            Type { name: "E".to_owned(), definition: Definition::Enum { tagging, variants, closed: false } },
            Type { name: "Id".to_owned(), definition: Definition::Newtype { item: id, transparent: true } },
            Type { name: "Root".to_owned(), definition: Definition::Struct { fields: fields.clone(), closed } },
            Type {
                name: "S".to_owned(),
                definition: Definition::Struct {
                    fields: fields.into_iter().filter(|field| !mentions_struct(&field.item.shape)).collect(),
                    closed: false,
                },
            },
        ]
    })
}

fn mentions_struct(shape: &Shape) -> bool {
    format!("{shape:?}").contains("Named(\"S\")")
}

/// A contract with the type in a request, or in an answer.
fn contract(types: Vec<Type>, in_request: bool) -> Lock {
    let part = if in_request { "  body json: Root\n  -> 204" } else { "  -> 200 application/json: Root" };
    Lock { types, ..Lock::parse_inner(&format!("format 1\napi A /\nPOST /a send\n{part}\n")).unwrap() }
}

#[test]
fn what_is_compatible_is_read_and_what_is_breaking_is_refused_for_some_value() {
    // Strategies and their values take more of the stack than a test has.
    let test = std::thread::Builder::new().stack_size(64 << 20).spawn(verdicts).unwrap();
    test.join().unwrap();
}

fn verdicts() {
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let mut random = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let strategy = (types(), types(), any::<[bool; 4]>(), any::<bool>());
    let (mut compatible, mut breaking, mut refused) = (0, 0, 0);
    for _ in 0..4000 {
        let (before, other, replaced, in_request) = strategy.new_tree(&mut runner).unwrap().current();
        // Some types are replaced, the others stay.
        let after: Vec<Type> = before
            .iter()
            .zip(other)
            .zip(replaced)
            .map(|((one, other), is_replaced)| if is_replaced { other } else { one.clone() })
            .collect();
        let (old, new) = (contract(before, in_request), contract(after, in_request));
        let comparison = Comparison::of(&old, &new, Party::Provider).unwrap();
        let is_breaking = comparison.findings().iter().any(|finding| finding.level == Level::Error);
        let (writer, reader) = if in_request { (&old, &new) } else { (&new, &old) };
        let root = Shape::Named("Root".to_owned());
        let none = Constraints::default();
        let mut values = (0..VALUES).map(|_| sent(writer, &root, &none, &mut random));
        let failing = values.find(|value| !takes(reader, &root, &none, value));
        match (is_breaking, failing) {
            (false, None) => compatible += 1,
            (false, Some(value)) => panic!("called compatible, but {value} is refused\n{old}\n{new}"),
            (true, None) => breaking += 1,
            (true, Some(_)) => (breaking, refused) = (breaking + 1, refused + 1),
        }
    }
    println!(
        "{compatible} compatible pairs; {breaking} breaking pairs, of which {refused} refuse a value that was found"
    );
    assert!(compatible > 300 && breaking > 300, "{compatible} and {breaking}");
    // Of the others a value is rare, or the reader is only known to promise less.
    assert!(refused * 10 >= breaking * 9, "{refused} of {breaking}");
}
