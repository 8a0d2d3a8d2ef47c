//! Logs and topics on a real Redis, which the tests start, kill and empty.
//!
//! Without Redis the tests count as ignored, or as failed if `CI` is set. The standard test harness cannot ignore a
//! test at run time; therefore this binary has another one.

mod access;
mod bounds;
mod logs;
mod loss;
mod proxy;
mod random;
mod topics;
#[allow(dead_code, reason = "its `main` is not used here")]
#[path = "../../examples/two_nodes.rs"]
mod two_nodes;
mod world;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};
use peers::Redis;

use crate::world::World;

/// Creates trials of async functions that take a [`World`]. A trial is named after its function.
macro_rules! trials {
    ($redis:expr, $($(#[$condition:meta])? $module:ident :: $name:ident),* $(,)?) => {
        vec![$($(#[$condition])? trial($redis, concat!(stringify!($module), "::", stringify!($name)), $module::$name)),*]
    };
}

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let redis = if arguments.list { None } else { Redis::find() };
    let trials = trials![
        redis,
        logs::entries_reach_followers_in_every_process_in_order,
        logs::what_one_process_appends_keeps_the_order_of_the_calls,
        logs::a_page_begins_after_a_position,
        logs::a_follower_begins_after_a_position,
        logs::one_subscription_serves_a_log_and_ends_with_its_last_follower,
        logs::a_script_changes_other_keys_and_appends_in_one_step,
        logs::ten_thousand_logs_are_followed_and_survive_a_cut,
        loss::a_cut_connection_loses_nothing,
        loss::an_append_whose_answer_was_lost_is_not_repeated,
        loss::a_script_whose_answer_was_lost_is_not_repeated,
        loss::a_late_attempt_of_an_earlier_call_is_refused,
        loss::an_emptied_redis_is_a_gap,
        loss::a_log_that_was_emptied_before_its_first_entry_is_a_gap,
        loss::a_restart_without_persistence_is_a_gap,
        loss::a_restart_of_a_durable_redis_is_no_gap,
        loss::a_restart_with_an_append_only_file_is_a_gap_if_it_may_lose,
        loss::a_position_before_a_restart_is_a_gap_for_a_new_process,
        loss::health_tells_of_a_lost_redis_and_its_return,
        loss::a_process_may_start_before_redis,
        bounds::a_slow_follower_reads_the_rest_from_the_log,
        bounds::a_follower_behind_a_trimmed_log_has_a_gap,
        bounds::a_log_keeps_its_length,
        bounds::an_entry_has_a_largest_size,
        bounds::appends_end_with_their_time_limit,
        bounds::unused_logs_expire_and_followed_ones_do_not,
        bounds::the_writers_of_a_log_are_bounded,
        access::the_rights_in_the_readme_suffice,
        access::a_refused_password_is_told_by_the_health,
        #[cfg(feature = "tls")]
        access::a_server_with_tls_is_reached_if_its_certificate_is_right,
        topics::events_reach_the_subscribers_in_every_process_with_the_same_ids,
        topics::a_subscription_resumes_in_another_process_while_events_are_published,
        topics::a_subscription_resumes_from_the_history_of_the_process,
        topics::lost_events_end_the_subscriptions_and_are_a_gap_afterwards,
        topics::an_id_of_which_nothing_is_known_is_a_gap,
        topics::an_event_that_cannot_be_read_is_a_gap_that_can_be_passed,
        topics::a_slow_subscriber_meets_the_policy_of_the_topic,
        topics::under_back_pressure_the_log_holds_what_a_subscriber_has_not_read,
        topics::a_topic_that_is_dropped_leaves_its_channel,
        topics::the_example_of_two_nodes_runs,
        random::acknowledged_entries_arrive_once_and_in_order_or_there_is_a_gap,
    ];
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trial<F, R>(redis: Option<Redis>, name: &'static str, test: F) -> Trial
where
    F: Fn(World) -> R + Send + 'static,
    R: Future<Output = ()>,
{
    peers::trial(name, redis, move |redis| {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        runtime.block_on(test(World::new(redis)));
        Ok(())
    })
}
