//! Many small runs whose results are printed as a table, one failure not
//! hiding the others.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

/// Runs that go on at the same time. The programs under test wait for servers
/// most of the time, so more than there are cores.
const LANES: usize = 6;

/// One cell: where it stands, and what it runs. What it returns is printed; a
/// panic in it is its failure.
pub(crate) struct Cell<'a> {
    row: String,
    column: String,
    run: Box<dyn Fn() -> Shown + Send + Sync + 'a>,
}

/// What a cell shows.
pub(crate) struct Shown {
    /// In what the tests print.
    pub(crate) printed: String,
    /// On a page: what of it is the same in every run, on whatever machine.
    pub(crate) lasting: String,
}

impl From<String> for Shown {
    fn from(text: String) -> Self {
        Self {
            printed: text.clone(),
            lasting: text,
        }
    }
}

impl Shown {
    /// Behind how long it took, which is for those who read what is printed.
    pub(crate) fn after(mut self, took: Duration) -> Self {
        self.printed = format!("{} ms {}", took.as_millis(), self.printed);
        self
    }

    /// Behind the code that the program ended with.
    pub(crate) fn with_code(self, code: i32) -> Self {
        Self {
            printed: format!("{code}: {}", self.printed),
            lasting: format!("{code}: {}", self.lasting),
        }
    }
}

type Results<'a> = BTreeMap<(&'a str, &'a str), Result<Shown, String>>;

/// Cells that are run together and shown as a table.
#[derive(Default)]
pub(crate) struct Table<'a> {
    rows: Vec<String>,
    columns: Vec<String>,
    cells: Vec<Cell<'a>>,
    not_yet: Vec<NotYet>,
    not_always: Vec<NotYet>,
}

/// A cell that is known to fail: its row, its column, and why.
pub(crate) type NotYet = (&'static str, &'static str, &'static str);

impl<'a> Table<'a> {
    /// Adds a cell. Rows and columns stand in the order of their first cells.
    pub(crate) fn cell<T: Into<Shown>>(
        &mut self,
        row: &impl ToString,
        column: &str,
        run: impl Fn() -> T + Send + Sync + 'a,
    ) {
        let (row, column) = (row.to_string(), column.to_owned());
        for (names, name) in [(&mut self.rows, &row), (&mut self.columns, &column)] {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        let run = Box::new(move || run().into());
        self.cells.push(Cell { row, column, run });
    }

    /// Cells that are known to fail: they have to, so that one that does not
    /// any more is taken off the list.
    pub(crate) fn not_yet(&mut self, cells: &[NotYet]) {
        self.not_yet.extend_from_slice(cells);
    }

    /// Cells that are known to fail now and then, by what the clock makes of
    /// them. They are shown, and decide nothing.
    pub(crate) fn not_always(&mut self, cells: &[NotYet]) {
        self.not_always.extend_from_slice(cells);
    }

    fn is_not_always(&self, row: &str, column: &str) -> bool {
        let here = |(r, c, _): &NotYet| *r == row && *c == column;
        self.not_always.iter().any(here)
    }

    fn is_not_yet(&self, row: &str, column: &str) -> bool {
        let here = |(r, c, _): &NotYet| *r == row && *c == column;
        self.not_yet.iter().any(here)
    }

    /// What is wrong with a cell of this outcome, if anything is.
    fn complaint(&self, row: &str, column: &str, result: &Result<Shown, String>) -> Option<String> {
        if self.is_not_always(row, column) {
            return None;
        }
        match (result, self.is_not_yet(row, column)) {
            (Ok(_), false) | (Err(_), true) => None,
            (Ok(_), true) => Some("is right now: take it off the list".to_owned()),
            (Err(why), false) => Some(why.clone()),
        }
    }

    /// Listed cells that there are none of.
    fn strays(&self) -> Vec<String> {
        let is_cell = |row: &str, column: &str| {
            let mut cells = self.cells.iter();
            cells.any(|cell| cell.row == row && cell.column == column)
        };
        let listed = self.not_yet.iter().chain(&self.not_always);
        listed
            .filter(|(row, column, _)| !is_cell(row, column))
            .map(|(row, column, _)| format!("=== {row}, {column}: no such cell"))
            .collect()
    }

    /// Runs every cell, prints the table, and fails if any cell did that was
    /// not known to, or did not that was. What the table is on a page.
    #[track_caller]
    pub(crate) fn run(self, title: &str) -> String {
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
        let mut failures = self.strays();
        failures.extend(results.iter().filter_map(|((row, column), result)| {
            let why = self.complaint(row, column, result)?;
            Some(format!("=== {row}, {column}: {why}"))
        }));
        self.write_notes(title, &results);
        assert!(
            failures.is_empty(),
            "{} of {} cells failed\n{}",
            failures.len(),
            results.len(),
            failures.join("\n")
        );
        self.page(&results)
    }

    /// In Markdown.
    fn page(&self, results: &Results<'_>) -> String {
        let columns = self.columns.join(" | ");
        let rule = " --- |".repeat(self.columns.len());
        let mut page = format!("| server | {columns} |\n| --- |{rule}\n");
        for row in &self.rows {
            let cells = self.columns.iter().map(|column| {
                let result = results.get(&(row.as_str(), column.as_str()));
                result.map_or("", |result| match result {
                    Ok(shown) => &shown.lasting,
                    Err(_) if self.is_not_yet(row, column) => "not yet",
                    Err(_) => "not always",
                })
            });
            let cells: Vec<&str> = cells.collect();
            let cells = cells.join(" | ");
            page.extend(["| ", row, " | ", &cells, " |\n"]);
        }
        page
    }

    /// Says of each cell that is known to fail how it did.
    fn write_notes(&self, title: &str, results: &Results<'_>) {
        for (row, column, why) in self.not_yet.iter().chain(&self.not_always) {
            if let Some(Err(how)) = results.get(&(*row, *column)) {
                let first = how.lines().next().unwrap_or_default();
                println!("not yet: {title}: {row}, {column}: {why} ({first})");
            }
        }
    }

    fn shown(&self, results: &Results<'_>) -> String {
        let text = |row: &str, column: &str| match results.get(&(row, column)) {
            Some(Ok(shown)) => shown.printed.clone(),
            Some(Err(_)) if self.is_not_yet(row, column) => "not yet".to_owned(),
            Some(Err(_)) if self.is_not_always(row, column) => "not always".to_owned(),
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
