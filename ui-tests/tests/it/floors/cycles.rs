//! Cycles of a graph of modules: its strongly connected components of more than one module.

use std::collections::BTreeMap;

use super::modules::Modules;

/// Returns the cycles, each with its modules in order.
pub(crate) fn cycles(modules: &Modules) -> Vec<Vec<String>> {
    let mut targets: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for arrow in modules.arrows() {
        targets.entry(&arrow.from).or_default().push(&arrow.to);
    }
    let mut search = Search { targets: &targets, seen: BTreeMap::new(), stack: Vec::new(), found: Vec::new() };
    for module in targets.keys() {
        if !search.seen.contains_key(module) {
            search.visit(module);
        }
    }
    search.found
}

/// Tarjan's algorithm.
struct Search<'m> {
    targets: &'m BTreeMap<&'m str, Vec<&'m str>>,
    /// The order of the first visit, and the lowest order reachable from there. `None` once the component is complete.
    seen: BTreeMap<&'m str, (usize, Option<usize>)>,
    stack: Vec<&'m str>,
    found: Vec<Vec<String>>,
}

impl<'m> Search<'m> {
    fn visit(&mut self, module: &'m str) -> usize {
        let order = self.seen.len();
        self.seen.insert(module, (order, Some(order)));
        self.stack.push(module);
        let mut lowest = order;
        for target in self.targets.get(module).into_iter().flatten() {
            match self.seen.get(target) {
                None => lowest = lowest.min(self.visit(target)),
                Some((order, Some(_))) => lowest = lowest.min(*order),
                Some((_, None)) => {}
            }
        }
        if lowest == order {
            let start = self.stack.iter().position(|known| *known == module).unwrap_or_default();
            let mut component: Vec<String> = self.stack.drain(start..).map(ToOwned::to_owned).collect();
            for member in &component {
                if let Some((_, lowest)) = self.seen.get_mut(&**member) {
                    *lowest = None;
                }
            }
            component.sort();
            if component.len() > 1 {
                self.found.push(component);
            }
        }
        lowest
    }
}
