//! Shapes of the JSON values of `serde_json`.

use serde_json::value::RawValue;

use crate::model::{Map, Measure, Model, Shape};

impl Model for serde_json::Value {
    const SHAPE: &'static Shape = &Shape::Any;
}

impl Model for RawValue {
    const SHAPE: &'static Shape = &Shape::Any;
}

impl Model for serde_json::Number {
    const SHAPE: &'static Shape = &Shape::Number;
}

impl Model for serde_json::Map<String, serde_json::Value> {
    const SHAPE: &'static Shape = &Shape::Map(Map { key: String::SHAPE, value: &Shape::Any });

    fn measure(&self) -> Measure<'_> {
        Measure::Length(self.len())
    }
}
