//! Shapes of tuples of up to twelve elements.

use crate::model::{Item, Model, Shape, Tuple, Violations};

macro_rules! tuples {
    ($(($($part:ident $index:tt),*))*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($part: Model),*> Model for ($($part,)*) {
            const SHAPE: &'static Shape =
                &Shape::Tuple(Tuple { declaration: None, items: &[$(Item::plain($part::SHAPE)),*] });
            const CONSTRAINED: bool = $($part::CONSTRAINED)||*;

            fn validate(&self, violations: &mut Violations<'_>) {
                $(violations.item($index, &self.$index);)*
            }
        }
    )*};
}

tuples! {
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11)
}
