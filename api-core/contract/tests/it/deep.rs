//! Types that nest deeply, compared by the compiler: its constant evaluation has few frames.

use api_core::contract::{Contract, Party, Report, report};
use api_core::prelude::*;
use serde::{Deserialize, Serialize};

/// Declares types each of which has the next one in a field.
macro_rules! nested {
    ($name:ident $($rest:ident)*) => {
        nested!(@one $name, $($rest)*);
    };
    (@one $name:ident,) => {
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
        struct $name {
            end: u8,
        }
    };
    (@one $name:ident, $next:ident $($rest:ident)*) => {
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
        struct $name {
            next: $next,
        }
        nested!(@one $next, $($rest)*);
    };
}

nested!(A0 A1 A2 A3 A4 A5 A6 A7 A8 A9 B0 B1 B2 B3 B4 B5 B6 B7 B8 B9 C0 C1 C2 C3 C4 C5 C6 C7 C8 C9 D0 D1 D2 D3 D4 D5);

/// Declares untagged enums each of which has the next one in two variants.
macro_rules! alternatives {
    ($name:ident $next:ident $($rest:ident)*) => {
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
        #[serde(untagged)]
        enum $name {
            One { next: Box<$next> },
            Two { next: Vec<$next> },
            Three(Box<$next>),
        }
        alternatives!($next $($rest)*);
    };
    ($name:ident) => {
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
        #[serde(untagged)]
        enum $name {
            Number(u8),
            Word(String),
        }
    };
}

alternatives!(U0 U1 U2 U3 U4 U5 U6);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Model)]
struct Tree<T> {
    value: T,
    children: Vec<Tree<T>>,
}

#[api]
trait Deep {
    #[post("/nested")]
    async fn nested(&self, #[body(json)] value: A0) -> Result<A0, Error>;

    #[post("/trees")]
    async fn trees(&self, #[body(json)] value: Tree<u8>) -> Result<Tree<Tree<u16>>, Error>;

    #[post("/alternatives")]
    async fn alternatives(&self, #[body(json)] value: U0) -> Result<(), Error>;
}

const REPORT: Report =
    report(Contract::of(DeepApi::DESCRIPTION), Contract::of(DeepApi::DESCRIPTION), Party::Provider, "deep.contract");

#[test]
fn the_compiler_compares_types_that_nest_deeply() {
    assert_eq!(REPORT.message(), "");
}
