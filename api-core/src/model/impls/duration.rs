//! The shape of `std::time::Duration`.

use std::time::Duration;

use crate::model::{Constraints, Declaration, Field, Limit, Model, Shape, Struct, UnknownFields};

/// Written by serde as an object of seconds and nanoseconds. `jiff::SignedDuration` is ISO 8601 text instead.
impl Model for Duration {
    const SHAPE: &'static Shape = &Shape::Struct(Struct {
        declaration: Declaration {
            name: "Duration",
            arguments: &[],
            docs: "A span of time, as whole seconds and the nanoseconds beyond them.",
        },
        fields: &[
            Field::plain("secs", "Whole seconds.", u64::SHAPE),
            Field {
                constraints: Constraints {
                    max: Some(Limit::Integer(NANOSECONDS_OF_A_SECOND - 1)),
                    ..Constraints::NONE
                },
                ..Field::plain("nanos", "Nanoseconds beyond the whole seconds.", u32::SHAPE)
            },
        ],
        unknown_fields: UnknownFields::Refused,
    });
    const NAME: Option<&'static str> = Some("Duration");
}

const NANOSECONDS_OF_A_SECOND: i128 = 1_000_000_000;
