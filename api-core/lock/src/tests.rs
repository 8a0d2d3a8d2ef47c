//! Every lock is read as it was written, and no text makes the reader panic.

use proptest::prelude::*;

use crate::*;

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z_]{1,8}",
        1 => prop::sample::select(vec!["text", "struct", "closed", "default", "u8", "", "list", "->"]).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
        1 => prop::sample::select(vec!["a\nb", "\"##", "\\", "Page<A, B>", "x:y", "\u{7f}\r\t"]).prop_map(str::to_owned),
    ]
}

fn path() -> impl Strategy<Value = String> {
    prop_oneof![Just("/".to_owned()), "(/([a-z]{1,4}|\\{[a-z]{1,3}\\}|\\{\\*r\\})){1,3}", "/[a-z \"]{1,4}"]
}

fn shape() -> impl Strategy<Value = Shape> {
    let leaf = prop_oneof![
        Just(Shape::Null),
        Just(Shape::Boolean),
        Just(Shape::Number),
        Just(Shape::Any),
        Just(Shape::Integer { minimum: 0, maximum: 255 }),
        (any::<i64>(), any::<i64>())
            .prop_map(|(minimum, maximum)| Shape::Integer { minimum: minimum.into(), maximum: maximum.into() }),
        prop::option::of(name()).prop_map(Shape::Text),
        name().prop_map(Shape::Named),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|shape| Shape::Option(Box::new(shape))),
            inner.clone().prop_map(|shape| Shape::Patch(Box::new(shape))),
            (inner.clone(), prop::option::of(0..9u64), any::<bool>()).prop_map(|(item, length, unique)| Shape::List {
                item: Box::new(item),
                length,
                unique
            }),
            (inner.clone(), inner.clone()).prop_map(|(key, value)| Shape::Map(Box::new(key), Box::new(value))),
            prop::collection::vec((inner, constraints()), 0..3).prop_map(|items| Shape::Tuple(
                items.into_iter().map(|(shape, constraints)| of(shape, constraints)).collect()
            )),
        ]
    })
}

fn constraints() -> impl Strategy<Value = Constraints> {
    let limit = || {
        prop::option::of(prop_oneof![
            any::<i64>().prop_map(|number| Limit::Integer(number.into())),
            (-1e300..1e300).prop_map(Limit::Number),
            (-9i32..9).prop_map(|number| Limit::Number(number.into())),
        ])
    };
    let length = || prop::option::of(0..99u64);
    let divisor = prop::option::of((1..99_999u64, 0..9u32));
    let divisor = divisor.prop_map(|found| found.map(|(digits, places)| format!("{digits}e-{places}")));
    (limit(), limit(), divisor, length(), length(), prop::option::of(name()), prop::option::of(name())).prop_map(
        |(min, max, divisor, min_length, max_length, pattern, format)| Constraints {
            min,
            max,
            multiple_of: divisor.map(|text| Divisor::parse(&text).unwrap()),
            min_length,
            max_length,
            pattern,
            format,
        },
    )
}

/// Returns an item whose divisor is one of integers if its values are.
fn of(shape: Shape, mut constraints: Constraints) -> Item {
    if shape.is_integer() {
        constraints.multiple_of = constraints.multiple_of.map(Divisor::of_integers);
    }
    Item { shape, constraints }
}

fn item() -> impl Strategy<Value = Item> {
    (shape(), constraints()).prop_map(|(shape, constraints)| of(shape, constraints))
}

fn names() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(name(), 0..3)
}

fn field() -> impl Strategy<Value = Field> {
    let reading =
        prop::sample::select(vec![Reading::Required, Reading::Insisted, Reading::Defaulted, Reading::Ignored]);
    let writing = prop::sample::select(vec![Writing::Always, Writing::Sometimes, Writing::Conditional, Writing::Never]);
    let access = prop::sample::select(vec![Access::Both, Access::ReadOnly, Access::WriteOnly]);
    (name(), names(), item(), reading, writing, any::<bool>(), access, prop::option::of(name())).prop_map(
        |(name, aliases, item, reading, writing, flattened, access, default)| {
            let style = if flattened { Style::Repeated } else { Style::Comma };
            Field { name, aliases, item, reading, writing, flattened, style, access, default }
        },
    )
}

fn fields() -> impl Strategy<Value = Vec<Field>> {
    prop::collection::vec(field(), 0..3)
}

fn variant() -> impl Strategy<Value = Variant> {
    let content = prop_oneof![
        Just(Content::Unit),
        item().prop_map(Content::Newtype),
        prop::collection::vec(item(), 0..3).prop_map(Content::Tuple),
        fields().prop_map(Content::Struct),
    ];
    (name(), names(), content, any::<[bool; 3]>()).prop_map(|(name, aliases, content, [read, written, other])| {
        Variant { name, aliases, content, read, written, other }
    })
}

fn declared() -> impl Strategy<Value = Type> {
    let tagging = prop_oneof![
        Just(Tagging::External),
        name().prop_map(Tagging::Internal),
        (name(), name()).prop_map(|(tag, content)| Tagging::Adjacent(tag, content)),
        Just(Tagging::Untagged),
        Just(Tagging::Integer),
    ];
    let definition = prop_oneof![
        (fields(), any::<bool>()).prop_map(|(fields, closed)| Definition::Struct { fields, closed }),
        (tagging, prop::collection::vec(variant(), 0..3), any::<bool>())
            .prop_map(|(tagging, variants, closed)| Definition::Enum { tagging, variants, closed }),
        (item(), any::<bool>()).prop_map(|(item, transparent)| Definition::Newtype { item, transparent }),
        prop::collection::vec(item(), 0..3).prop_map(Definition::Tuple),
    ];
    (name(), definition).prop_map(|(name, definition)| Type { name, definition })
}

fn security() -> impl Strategy<Value = Option<Security>> {
    prop_oneof![
        Just(None),
        Just(Some(Security::Bearer)),
        Just(Some(Security::Basic)),
        name().prop_map(|name| Some(Security::ApiKey(name))),
    ]
}

fn header_fields() -> impl Strategy<Value = Vec<HeaderField>> {
    let field = (name(), shape(), any::<bool>(), any::<bool>()).prop_map(|(name, shape, cookie, structured)| {
        let style = if structured && !cookie { Style::Structured } else { Style::Repeated };
        HeaderField { name, shape, cookie, style }
    });
    prop::collection::vec(field, 0..3)
}

fn error() -> impl Strategy<Value = ErrorCase> {
    (400..600u16, name(), prop::option::of(shape()), header_fields())
        .prop_map(|(status, kind, attributes, headers)| ErrorCase { status, kind, attributes, headers })
}

fn exchange() -> impl Strategy<Value = Exchange> {
    let terms = || {
        (names(), prop::option::of(0..9u64), prop::option::of(0..9u64))
            .prop_map(|(subprotocols, max_message, max_frame)| Terms { subprotocols, max_message, max_frame })
    };
    prop_oneof![
        Just(Exchange::Unary),
        (any::<bool>(), prop::option::of(name()), event_form())
            .prop_map(|(resumable, resume_query, form)| Exchange::Events { resumable, resume_query, form }),
        (any::<bool>(), shape(), terms()).prop_map(|(binary, input, terms)| Exchange::Duplex { binary, input, terms }),
        terms().prop_map(Exchange::Socket),
    ]
}

fn event_form() -> impl Strategy<Value = EventForm> {
    let end = prop_oneof![Just(Ending::Event), name().prop_map(Ending::Marker), Just(Ending::Close)];
    let names = prop::option::of((name(), prop::option::of(name())));
    (end, prop::option::of(name()), names).prop_map(|(end, heartbeat, names)| EventForm { end, heartbeat, names })
}

fn operation() -> impl Strategy<Value = Operation> {
    let location = prop::sample::select(vec![Location::Path, Location::Query, Location::Header, Location::Cookie]);
    let style = prop::sample::select(vec![
        Style::Repeated,
        Style::Comma,
        Style::Space,
        Style::Pipe,
        Style::Brackets,
        Style::Structured,
    ]);
    let parameter = (location, name(), shape(), style, prop::option::of(name()), any::<bool>()).prop_map(
        |(location, name, shape, style, default, allow_reserved)| Parameter {
            location,
            name,
            shape,
            style,
            default,
            allow_reserved,
        },
    );
    let encoding =
        vec![Encoding::Json, Encoding::Form, Encoding::Text, Encoding::Bytes, Encoding::Stream, Encoding::Multipart];
    let body =
        (prop::sample::select(encoding), prop::option::of(name()), any::<bool>(), prop::option::of(0..9u64), shape());
    let body = body.prop_map(|(encoding, media_type, any_content_type, limit, shape)| Body {
        encoding,
        media_type,
        any_content_type,
        limit,
        shape,
    });
    let media_type =
        prop::sample::select(vec!["application/json", "text/plain; charset=utf-8"]).prop_map(str::to_owned);
    let output = (
        prop_oneof![Just(Output::ANY_SUCCESS), 200..309u16],
        prop::option::of(media_type),
        prop::option::of(shape()),
        header_fields(),
        any::<bool>(),
    )
        .prop_map(|(status, media_type, shape, headers, streamed)| Output {
            status,
            media_type,
            shape,
            headers,
            streamed,
        });
    let date = (1..9999u16, 1..13u8, 1..29u8)
        .prop_map(|(year, month, day)| Date::parse(&format!("{year:04}-{month:02}-{day:02}")));
    let end = (prop::option::of(name()), date, any::<bool>())
        .prop_map(|(deprecated, date, ends)| (deprecated, date.filter(|_| ends)));
    let head = ("[A-Z]{1,5}", path(), name(), end, security(), names());
    let rest = (
        prop::collection::vec(parameter, 0..3),
        prop::collection::vec(body, 0..3),
        exchange(),
        prop::collection::vec(output, 0..3),
        prop::collection::vec(error(), 0..3),
        prop::collection::vec((name(), name()).prop_map(|(api, url)| Callback { api, url }), 0..2),
    );
    (head, rest).prop_map(
        |(
            (verb, path, name, (deprecated, sunset), security, requires),
            (parameters, bodies, exchange, outputs, errors, callbacks),
        )| {
            let mut bodies = bodies.into_iter();
            Operation {
                verb,
                path,
                name,
                deprecated,
                sunset,
                security,
                requires,
                parameters,
                body: bodies.next(),
                other_bodies: bodies.collect(),
                exchange,
                outputs,
                errors,
                callbacks,
            }
        },
    )
}

fn called() -> impl Strategy<Value = Called> {
    let lists = (prop::collection::vec(error(), 0..2), prop::collection::vec(operation(), 0..2));
    (name(), path(), security(), lists).prop_map(|(name, base, security, (errors, operations))| Called {
        name,
        base,
        security,
        errors,
        operations,
    })
}

fn lock() -> impl Strategy<Value = Lock> {
    let level = prop::sample::select(vec![Level::Error, Level::Warning, Level::Info]);
    let severity = ("[a-z.-]{3,9}", level, name()).prop_map(|(rule, level, reason)| Severity { rule, level, reason });
    let one = ("[a-z.-]{3,9}", name(), name()).prop_map(|(rule, subject, reason)| Break {
        date: "2026-11-29".to_owned(),
        rule,
        subject,
        reason,
    });
    let lists = (
        prop::collection::vec(severity, 0..2),
        prop::collection::vec(one, 0..2),
        prop::collection::vec(error(), 0..2),
        prop::collection::vec(operation(), 0..3),
        prop::collection::vec(called(), 0..2),
        prop::collection::vec(declared(), 0..3),
    );
    (name(), path(), security(), lists).prop_map(
        |(name, base, security, (severities, breaks, errors, operations, called, types))| Lock {
            name,
            base,
            security,
            severities,
            breaks,
            errors,
            operations,
            called,
            types,
        },
    )
}

proptest! {
    #[test]
    fn a_lock_is_read_as_it_was_written(lock in lock()) {
        let text = lock.to_string();
        prop_assert_eq!(Lock::parse(&text), Ok(lock), "{}", text);
    }

    #[test]
    fn the_text_fits_into_a_raw_string_of_rust(lock in lock()) {
        let text = lock.to_string();
        prop_assert_eq!(text.matches("\"##").count(), 1, "at its end only");
    }

    #[test]
    fn no_text_makes_the_reader_panic(lines in prop::collection::vec("[a-zA-Z(){}:, \"\\\\=.0-9>-]{0,30}", 0..6)) {
        let _ = Lock::parse_inner(&format!("format 1\n{}", lines.join("\n")));
    }
}

#[test]
fn a_wrong_line_is_named_with_what_was_expected() {
    let table = [
        (
            "format 2\n",
            "line 2: the lock has format 2, and this version knows 1: update it, or write the lock again with `bless`",
        ),
        ("format 0\n", "line 2: there is no format 0: write the lock again with `bless`"),
        ("api X /\n", "line 2: the second line of a lock is its version: `format 1`"),
        ("format 1\nfields\n", "line 3: a lock has no line that begins with `fields`"),
        ("format 1\n   x\n", "line 3: a line begins after 0, 2 or 4 spaces, not after 3"),
        ("format 1\n  x: text\n", "line 3: a line with two spaces belongs to an operation or a type"),
        ("format 1\nstruct X\n  x text\n", "line 4: expected `:`, found `text`"),
        (
            "format 1\nstruct X\n  x: \n",
            "line 4: expected a shape such as `text` or the name of a type, found the end of the line",
        ),
        ("format 1\nstruct X\n  x: text maybe\n", "line 4: `maybe` is no property of a field"),
        (
            "format 1\nstruct X\n  x: text {size 1}\n",
            "line 4: `size` is no constraint: `min`, `max`, `multiple-of`, `min-length`, `max-length`, `pattern` and `format` are",
        ),
        ("format 1\nstruct X\n  x: integer 3\n", "line 4: `3` is no range such as `0..=9`"),
        ("format 1\nstruct X\n  x: number {min inf}\n", "line 4: expected a number, found `inf`"),
        (
            "format 1\nstruct X\n  x: integer 1..=4 {multiple-of 0.5}\n",
            "line 4: integers have no divisor `0.5`: write it without a decimal point, `1`",
        ),
        (
            "format 1\nstruct X\n  x: option u8 {max 9, multiple-of 2.5}\n",
            "line 4: integers have no divisor `2.5`: write it without a decimal point, `5`",
        ),
        ("format 1\nGET / x\n  -> ok\n", "line 4: expected a status, found `ok`"),
        (
            "format 1\nGET / x\n  body toml: text\n",
            "line 4: `toml` is no encoding: `json`, `form`, `text`, `bytes`, `stream`, `multipart`, `cbor`, `message-pack`, `xml` and \
             `yaml` are",
        ),
        ("format 1\nGET / x\n  error 404 \"x\n", "line 4: a quote is not closed"),
    ];
    for (text, expected) in table {
        let error = Lock::parse(&format!("lock! {{ r##\"\n{text}\"## }}\n")).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    let error = Lock::parse("format 1").unwrap_err();
    assert_eq!(
        error.to_string(),
        "line 1: a lock begins with the line `lock! { r##\"` and ends with the line `\"## }`"
    );
}

#[test]
fn a_shape_that_is_nested_without_end_is_refused() {
    let error =
        Lock::parse_inner(&format!("format 1\nstruct X\n  x: {}text\n", "option ".repeat(100_000))).unwrap_err();
    assert_eq!(error.to_string(), "line 3: a shape is nested more than 64 times");
}
