//! Many alternatives beside each other: a tuple of routes is routes.

use crate::body::RequestBody;
use crate::context::{BodySlot, Context};
use crate::description::Description;

use super::compose::Compose;
use super::outcome::{Miss, Routed, Routes};

// The same as a chain of `or_else`, whose type grows deeper with each route: one of sixteen is more than the compiler looks into.
macro_rules! alternatives {
    ($($route:ident $index:tt),+) => {
        impl<$($route),+> Compose for ($($route,)+) {}

        impl<B: RequestBody, $($route: Routes<B>),+> Routes<B> for ($($route,)+) {
            async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
                let position = context.fork();
                let mut missed = Miss::NotFound;
                $(
                    note(&mut missed, context);
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

            fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
                $(self.$index.describe(prefix, found);)+
            }
        }
    };
}

/// Keeps why an alternative did not answer, as evidence: another comes after it.
fn note(missed: &mut Miss, context: &mut Context<'_>) {
    if let Miss::Rejected(rejection) = std::mem::replace(missed, Miss::NotFound) {
        context.evidence_mut().reject(rejection);
    }
}

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
