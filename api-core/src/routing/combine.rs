//! Combinators of routes: alternatives, prefixes and hooks. On a miss they restore the context's position.

use std::marker::PhantomData;

use http::Response;

use crate::body::{Body, RequestBody};
use crate::context::{BodySlot, Context};
use crate::description::Description;

use super::composition::Composition;
use super::outcome::{Described, Miss, Routed, Routes};
use super::prefix::{Given, Prefix, is_prefix};

/// Two routes. The second is tried if the first does not answer.
#[derive(Debug)]
pub struct OrElse<A, B> {
    pub(super) first: A,
    pub(super) second: B,
}

impl<B: RequestBody, F: Routes<B>, S: Routes<B>> Routes<B> for OrElse<F, S> {
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        let position = context.fork();
        match self.first.route(context, body).await {
            Routed::Miss(miss) => {
                miss.record(context);
                context.restore(position);
                self.second.route(context, body).await
            }
            answered @ Routed::Response(_) => answered,
        }
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        self.first.reaches(context) || self.second.reaches(context)
    }
}

impl<F: Described, S: Described> Described for OrElse<F, S> {
    const COMPOSITION: Composition = Composition::Alternatives(&[F::COMPOSITION, S::COMPOSITION]);

    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        self.first.describe(prefix, found);
        self.second.describe(prefix, found);
    }
}

/// Routes below literal path segments. `P` says whether the compiler knows them.
#[derive(Debug)]
pub struct Nested<R, P = Given> {
    prefix: &'static str,
    segments: Vec<&'static str>,
    routes: R,
    known: PhantomData<P>,
}

impl<R, P> Nested<R, P> {
    pub(super) fn below(prefix: &'static str, routes: R) -> Self {
        assert!(
            is_prefix(prefix),
            "a prefix has the form `/a/b`, with a slash before each segment and no trailing slash: `{prefix}` has not"
        );
        Self { prefix, segments: prefix.split('/').skip(1).collect(), routes, known: PhantomData }
    }

    fn enter(&self, context: &mut Context<'_>) -> bool {
        self.segments.iter().all(|expected| context.pop_segment().is_some_and(|segment| segment.is(expected)))
    }
}

impl<B: RequestBody, R: Routes<B>, P: Prefix> Routes<B> for Nested<R, P> {
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        let position = context.fork();
        let routed =
            if self.enter(context) { self.routes.route(context, body).await } else { Routed::Miss(Miss::NotFound) };
        if matches!(routed, Routed::Miss(_)) {
            context.restore(position);
        }
        routed
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        let position = context.fork();
        let reached = self.enter(context) && self.routes.reaches(context);
        context.restore(position);
        reached
    }
}

impl<R: Described, P: Prefix> Described for Nested<R, P> {
    const COMPOSITION: Composition = match P::KNOWN {
        Some(prefix) => Composition::Nested(prefix, &R::COMPOSITION),
        None => Composition::Unknown,
    };

    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        self.routes.describe(&format!("{prefix}{}", self.prefix), found);
    }
}

/// Routes with a hook that changes each response.
#[derive(Debug)]
pub struct OnResponse<R, F> {
    pub(super) routes: R,
    pub(super) change: F,
}

impl<B, R, F> Routes<B> for OnResponse<R, F>
where
    B: RequestBody,
    R: Routes<B>,
    F: Fn(&Context<'_>, &mut Response<Body>) + Send + Sync + 'static,
{
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        let mut routed = self.routes.route(context, body).await;
        if let Routed::Response(response) = &mut routed {
            (self.change)(context, response);
        }
        routed
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        self.routes.reaches(context)
    }
}

impl<R: Described, F> Described for OnResponse<R, F> {
    const COMPOSITION: Composition = R::COMPOSITION;

    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        self.routes.describe(prefix, found);
    }
}
