//! Tables of results, with ratios to the first row.

/// Prints one row per server: a value for each column, and its ratio to the first row.
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
