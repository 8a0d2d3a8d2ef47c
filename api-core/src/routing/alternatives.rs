//! Tuples of routes: each element is an alternative.

use crate::body::RequestBody;
use crate::context::{BodySlot, Context};
use crate::description::Description;

use super::composition::Composition;
use super::conflicts::assert_apart;
use super::outcome::{Described, Miss, Routed, Routes};

// Equivalent to a chain of `or_else`. The type of such a chain nests once per route, and sixteen levels exceed rustc's
// recursion limit.
macro_rules! alternatives {
    ($($route:ident $index:tt),+) => {
        impl<$($route: Described),+> Described for ($($route,)+) {
            const COMPOSITION: Composition = Composition::Alternatives(&[$($route::COMPOSITION),+]);

            fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
                $(self.$index.describe(prefix, found);)+
            }
        }

        impl<B: RequestBody, $($route: Routes<B>),+> Routes<B> for ($($route,)+) {
            async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
                const { assert_apart(&[$($route::COMPOSITION),+]) };
                let position = context.fork();
                let mut missed = Miss::NotFound;
                $(
                    std::mem::replace(&mut missed, Miss::NotFound).record(context);
                    context.restore(position);
                    match self.$index.route(context, body).await {
                        Routed::Miss(miss) => missed = miss,
                        answered @ Routed::Response(_) => return answered,
                    }
                )+
                Routed::Miss(missed)
            }

            fn reaches(&self, context: &mut Context<'_>) -> bool {
                $(self.$index.reaches(context))||+
            }
        }
    };
}

alternatives!(A 0);
alternatives!(A 0, C 1);
alternatives!(A 0, C 1, D 2);
alternatives!(A 0, C 1, D 2, E 3);
alternatives!(A 0, C 1, D 2, E 3, F 4);
alternatives!(A 0, C 1, D 2, E 3, F 4, G 5);
alternatives!(A 0, C 1, D 2, E 3, F 4, G 5, H 6);
alternatives!(A 0, C 1, D 2, E 3, F 4, G 5, H 6, I 7);
alternatives!(A 0, C 1, D 2, E 3, F 4, G 5, H 6, I 7, J 8);
alternatives!(A 0, C 1, D 2, E 3, F 4, G 5, H 6, I 7, J 8, K 9);
alternatives!(A 0, C 1, D 2, E 3, F 4, G 5, H 6, I 7, J 8, K 9, L 10);
alternatives!(A 0, C 1, D 2, E 3, F 4, G 5, H 6, I 7, J 8, K 9, L 10, M 11);
