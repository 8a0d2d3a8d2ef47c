//! Shapes of options and smart pointers. Serde writes a pointer as its target.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use crate::model::{Measure, Model, Shape, Violations};

macro_rules! pointers {
    ($([$($parameters:tt)*] $pointer:ty, $target:ident;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($parameters)*> Model for $pointer {
            const SHAPE: &'static Shape = $target::SHAPE;
            const NAME: Option<&'static str> = $target::NAME;
            const CONSTRAINED: bool = $target::CONSTRAINED;

            fn validate(&self, violations: &mut Violations<'_>) {
                (**self).validate(violations);
            }

            fn measure(&self) -> Measure<'_> {
                (**self).measure()
            }
        }
    )*};
}

pointers! {
    [T: Model + ?Sized] &T, T;
    [T: Model + ?Sized] Box<T>, T;
    [T: Model + ?Sized] Rc<T>, T;
    [T: Model + ?Sized] Arc<T>, T;
    [T: Model + ToOwned + ?Sized] Cow<'_, T>, T;
}

#[diagnostic::do_not_recommend]
impl<T: Model> Model for Option<T> {
    const SHAPE: &'static Shape = &Shape::Option(T::SHAPE);
    const CONSTRAINED: bool = T::CONSTRAINED;

    fn validate(&self, violations: &mut Violations<'_>) {
        if let Some(value) = self {
            value.validate(violations);
        }
    }

    fn measure(&self) -> Measure<'_> {
        self.as_ref().map_or(Measure::Nothing, Model::measure)
    }
}
