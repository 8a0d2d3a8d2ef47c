//! Random appends by several processes, while connections are cut and Redis is restarted and emptied.
use crate::world::World;
pub(crate) async fn acknowledged_entries_arrive_once_and_in_order_or_there_is_a_gap(_world: World) {}
