//! The law of alternatives: `or_else` is associative, `NotFound` is its identity, and a miss changes nothing but the
//! evidence.

use tower_service::Service as _;

use super::case::{Case, all_samples};
use super::comparison::Read;
use super::now::now;
use super::{Laws, Manner, Mock, Sample, connected, mutation};
use api_core::Dispatch;
use api_core::body::Body;
use api_core::body::RequestBody;
use api_core::client::Client;
use api_core::context::{BodySlot, Context, RawSegment};
use api_core::description::Description;
use api_core::routing::{Compose, Described, InProcess, Miss, NotFound, Routed, Routes};

const LAW: &str = "or_else is associative, NotFound is its identity, and a miss changes nothing but the evidence";

/// Checks how alternatives of routes combine, for valid and mutated requests.
///
/// # Panics
/// Panics if `or_else` is not associative, if `NotFound` is not its identity, or if a miss changes more than evidence.
pub fn alternatives<A: Dispatch<Client<A, Mock<A>>>>(laws: &Laws) {
    all_samples::<A>(LAW, laws, |case, mut sample, random| {
        if random.once_in(4) {
            sample.path.insert(0, "elsewhere".to_owned());
        }
        check::<A>(case, &sample);
        mutation::mutate_head(&mut sample, random);
        check::<A>(case, &sample);
    });
}

fn check<A: Dispatch<Client<A, Mock<A>>>>(case: Case, sample: &Sample) {
    // Two servers of one API match the same requests and answer them differently. The third one has a prefix, so it
    // matches other requests.
    let one = || api_core::routing::serve::<A, _>(connected(&Mock::<A>::new(case.seed, Manner::Answers))).overriding();
    let other = || api_core::routing::serve::<A, _>(connected(&Mock::<A>::new(case.seed + 1, Manner::Refuses)));
    let apart = || {
        api_core::routing::serve::<A, _>(connected(&Mock::<A>::new(case.seed + 2, Manner::Answers))).nest("/elsewhere")
    };
    let below = sample.path.first().is_some_and(|segment| RawSegment(segment).is("elsewhere"));

    let alone = answer(sample, one());
    let same = |name: &str, left: &Option<Read>, right: &Option<Read>| {
        let shown = |read: &Option<Read>| read.as_ref().map(Read::shown).unwrap_or_default();
        case.holds(left == right, sample, || format!("{name}\n--- left\n{}\n--- right\n{}", shown(left), shown(right)));
    };
    same("NotFound | a == a", &answer(sample, NotFound.or_else(one())), &alone);
    same("a | NotFound == a", &answer(sample, one().or_else(NotFound)), &alone);
    same(
        "(a | b) | c == a | (b | c)",
        &answer(sample, apart().or_else(one()).or_else(other())),
        &answer(sample, apart().or_else(one().or_else(other()))),
    );
    if !below {
        same("a | apart == a", &answer(sample, one().or_else(apart())), &alone);
        same("apart | a == a", &answer(sample, apart().or_else(one())), &alone);
    }
    same("a | a == a", &answer(sample, one().or_else(one())), &alone);
    same("greedy | a == a", &answer(sample, Greedy.or_else(Growing(one()))), &alone);
}

fn answer(sample: &Sample, routes: impl Routes<Body>) -> Option<Read> {
    let request = sample.request()?;
    let Ok(response) = now(InProcess::new(routes).call(request));
    Some(Read::of(response))
}

/// Routes that capture the whole path and then miss, without restoring the position.
struct Greedy;

impl Described for Greedy {}

impl<B: RequestBody> Routes<B> for Greedy {
    async fn route(&self, context: &mut Context<'_>, _: &mut BodySlot<B>) -> Routed {
        while context.capture_segment().is_some() {}
        context.pop_all_segments();
        Routed::Miss(Miss::NotFound)
    }

    fn reaches(&self, _: &mut Context<'_>) -> bool {
        false
    }
}

/// Routes that assert that evidence only grows, and that a miss leaves position and body unchanged.
struct Growing<R>(R);

impl<B: RequestBody, R: Routes<B>> Routes<B> for Growing<R> {
    async fn route(&self, context: &mut Context<'_>, body: &mut BodySlot<B>) -> Routed {
        let position = context.fork();
        let headers: Vec<String> = context.evidence().headers().iter().map(str::to_owned).collect();
        let (queries, allowed) = (context.evidence().queries().len(), context.evidence().allowed());
        let routed = self.0.route(context, body).await;
        let after = context.evidence();
        assert!(
            headers.iter().all(|name| after.headers().contains(name)),
            "{LAW}: a header field was removed from the evidence"
        );
        assert!(after.queries().len() >= queries, "{LAW}: a query key was removed from the evidence");
        assert!(
            allowed.iter().all(|verb| after.allowed().contains(verb)),
            "{LAW}: a verb was removed from the evidence"
        );
        if matches!(routed, Routed::Miss(_)) {
            assert!(context.fork() == position && !body.is_cut(), "{LAW}: a miss moved the context or took the body");
        }
        routed
    }

    fn reaches(&self, context: &mut Context<'_>) -> bool {
        self.0.reaches(context)
    }
}

impl<R: Described> Described for Growing<R> {
    fn describe(&self, prefix: &str, found: &mut Vec<(String, &'static Description)>) {
        self.0.describe(prefix, found);
    }
}
