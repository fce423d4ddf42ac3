//! Many small runs whose results are printed as a table, one failure not
//! hiding the others.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread;

/// Runs that go on at the same time. The programs under test wait for servers
/// most of the time, so more than there are cores.
const LANES: usize = 6;

/// One cell: where it stands, and what it runs. What it returns is printed; a
/// panic in it is its failure.
pub(crate) struct Cell<'a> {
    row: String,
    column: String,
    run: Box<dyn Fn() -> String + Send + Sync + 'a>,
}

/// Cells that are run together and shown as a table.
#[derive(Default)]
pub(crate) struct Table<'a> {
    rows: Vec<String>,
    columns: Vec<String>,
    cells: Vec<Cell<'a>>,
}

impl<'a> Table<'a> {
    /// Adds a cell. Rows and columns stand in the order of their first cells.
    pub(crate) fn cell(
        &mut self,
        row: &impl ToString,
        column: &str,
        run: impl Fn() -> String + Send + Sync + 'a,
    ) {
        let (row, column) = (row.to_string(), column.to_owned());
        for (names, name) in [(&mut self.rows, &row), (&mut self.columns, &column)] {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        let run = Box::new(run);
        self.cells.push(Cell { row, column, run });
    }

    /// Runs every cell, prints the table, and fails if any cell did.
    #[track_caller]
    pub(crate) fn run(self, title: &str) {
        let results = Mutex::new(BTreeMap::new());
        let next = Mutex::new(self.cells.iter());
        thread::scope(|scope| {
            for _ in 0..LANES {
                scope.spawn(|| {
                    while let Some(cell) = { next.lock().unwrap().next() } {
                        let result = catch_unwind(AssertUnwindSafe(&cell.run));
                        let key = (cell.row.as_str(), cell.column.as_str());
                        results.lock().unwrap().insert(key, result.map_err(said));
                    }
                });
            }
        });
        let results = results.into_inner().unwrap();
        println!("\n{title}\n{}", self.shown(&results));
        let failures: Vec<String> = results
            .iter()
            .filter_map(|((row, column), result)| {
                let why = result.as_ref().err()?;
                Some(format!("=== {row}, {column}: {why}"))
            })
            .collect();
        assert!(
            failures.is_empty(),
            "{} of {} cells failed\n{}",
            failures.len(),
            results.len(),
            failures.join("\n")
        );
    }

    fn shown(&self, results: &BTreeMap<(&str, &str), Result<String, String>>) -> String {
        let text = |row: &str, column: &str| match results.get(&(row, column)) {
            Some(Ok(shown)) => shown.clone(),
            Some(Err(_)) => "FAILED".to_owned(),
            None => String::new(),
        };
        let longest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
        let first = longest(&mut self.rows.iter().map(String::len));
        let widths: Vec<usize> = self
            .columns
            .iter()
            .map(|column| {
                let mut cells = self.rows.iter().map(|row| text(row, column).len());
                longest(&mut cells).max(column.len())
            })
            .collect();
        let mut out = String::new();
        let mut line = |name: &str, cells: &mut dyn Iterator<Item = String>| {
            let _ = write!(out, "{name:first$}");
            for (cell, width) in cells.zip(&widths) {
                let _ = write!(out, " | {cell:width$}");
            }
            out.truncate(out.trim_end().len());
            out.push('\n');
        };
        line("", &mut self.columns.iter().cloned());
        for row in &self.rows {
            let mut cells = self.columns.iter().map(|column| text(row, column));
            line(row, &mut cells);
        }
        out
    }
}

/// The message of a panic.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the payload of a panic comes as a box"
)]
fn said(payload: Box<dyn std::any::Any + Send>) -> String {
    let text = payload.downcast_ref::<String>().cloned();
    let text = text.or_else(|| payload.downcast_ref::<&str>().map(ToString::to_string));
    text.unwrap_or_else(|| "panicked without a message".to_owned())
}
