//! Figures beside each other, with the ratio to the first.

/// Prints one line a contestant: a figure for each scenario, and its ratio to the first contestant's.
pub(crate) fn print(unit: &str, columns: &[&str], rows: &[(&str, Vec<f64>)]) {
    println!("| {unit} | {} |", columns.join(" | "));
    println!("|---|{}", "---:|".repeat(columns.len()));
    let Some((_, base)) = rows.first() else { return };
    for (name, figures) in rows {
        let cells: Vec<String> =
            figures.iter().zip(base).map(|(figure, base)| format!("{figure:.0} ({:.2})", figure / base)).collect();
        println!("| {name} | {} |", cells.join(" | "));
    }
}
