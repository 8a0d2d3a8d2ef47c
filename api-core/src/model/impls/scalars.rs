//! Shapes of booleans, numbers and text.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroIsize, NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64,
    NonZeroUsize,
};
use std::path::{Path, PathBuf};

use crate::model::{Integers, Measure, Model, Shape};

macro_rules! integers {
    ($($integer:ident)*) => {$(
        impl Model for $integer {
            const SHAPE: &'static Shape =
                &Shape::Integer(Integers { minimum: $integer::MIN as i128, maximum: $integer::MAX as i128 });

            #[allow(clippy::allow_attributes, clippy::cast_lossless, reason = "usize and isize have no From for i128")]
            fn measure(&self) -> Measure<'_> {
                Measure::Integer(*self as i128)
            }
        }
    )*};
}

integers!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize);

// The range of a signed one contains zero, which readers refuse: a range has no gap.
macro_rules! nonzero_integers {
    ($($integer:ident)*) => {$(
        impl Model for $integer {
            const SHAPE: &'static Shape = &Shape::Integer(Integers {
                minimum: $integer::MIN.get() as i128,
                maximum: $integer::MAX.get() as i128,
            });

            #[allow(clippy::allow_attributes, clippy::cast_lossless, reason = "usize and isize have no From for i128")]
            fn measure(&self) -> Measure<'_> {
                Measure::Integer(self.get() as i128)
            }
        }
    )*};
}

nonzero_integers!(
    NonZeroU8 NonZeroU16 NonZeroU32 NonZeroU64 NonZeroUsize NonZeroI8 NonZeroI16 NonZeroI32 NonZeroI64 NonZeroIsize
);

macro_rules! numbers {
    ($($number:ident: $measure:ident),*) => {$(
        impl Model for $number {
            const SHAPE: &'static Shape = &Shape::Number;

            fn measure(&self) -> Measure<'_> {
                Measure::$measure(*self)
            }
        }
    )*};
}

numbers!(f32: Single, f64: Number);

macro_rules! texts {
    ($($text:ty: $format:expr),* $(,)?) => {$(
        impl Model for $text {
            const SHAPE: &'static Shape = &Shape::Text { format: $format };
        }
    )*};
}

texts!(
    char: Some("char"),
    IpAddr: Some("ip"),
    Ipv4Addr: Some("ipv4"),
    Ipv6Addr: Some("ipv6"),
    SocketAddr: Some("socket-address"),
    SocketAddrV4: Some("socket-address-v4"),
    SocketAddrV6: Some("socket-address-v6"),
);

impl Model for bool {
    const SHAPE: &'static Shape = &Shape::Boolean;
}

impl Model for str {
    const SHAPE: &'static Shape = &Shape::Text { format: None };

    fn measure(&self) -> Measure<'_> {
        Measure::Text(self)
    }
}

impl Model for String {
    const SHAPE: &'static Shape = str::SHAPE;

    fn measure(&self) -> Measure<'_> {
        Measure::Text(self)
    }
}

/// Written as text. Serde refuses to write a path that is not UTF-8.
impl Model for Path {
    const SHAPE: &'static Shape = str::SHAPE;

    fn measure(&self) -> Measure<'_> {
        self.to_str().map_or(Measure::Nothing, Measure::Text)
    }
}

impl Model for PathBuf {
    const SHAPE: &'static Shape = str::SHAPE;

    fn measure(&self) -> Measure<'_> {
        self.as_path().measure()
    }
}
