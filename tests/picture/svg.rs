//! A terminal's screen as an SVG.

use std::fmt::Write as _;

use vt100::{Cell, Color, Screen};

/// A cell's width: that of the fonts below at their size, 0.6 of it. Where a
/// font has another, `textLength` keeps the columns.
const WIDTH: f64 = 8.4;
/// A row's height.
const HEIGHT: f64 = 18.0;
/// From a row's top to its base line.
const BASE: f64 = 13.5;
/// Around the text.
const PADDING: f64 = 14.0;
/// The window's title bar.
const BAR: f64 = 30.0;

/// The colours are readable on their own dark ground, and its edge is seen on
/// white pages and on black ones. No font is fetched: whatever the reader's
/// system uses for code.
const STYLE: &str = "\
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;\
fill:#d5dbe3}
.bold{font-weight:700}
.dim{opacity:.6}
.underline{text-decoration:underline}
.red{fill:#ff8080}
.green{fill:#7fdc8f}
.yellow{fill:#e8cc72}
.blue{fill:#84b4ff}
.magenta{fill:#dd9cf2}
.cyan{fill:#6fd6dd}
.inverse{fill:#161b22}
";

/// Cells of one row, side by side, that look the same.
struct Run {
    column: u16,
    /// How many columns it takes.
    width: u16,
    text: String,
    /// Its classes in [`STYLE`].
    look: String,
}

impl Run {
    /// The column after it.
    fn end(&self) -> u16 {
        self.column + self.width
    }
}

/// Draws what the screen shows down to the cursor, in a window with this title
/// and this description.
pub(super) fn draw(title: &str, description: &str, screen: &Screen) -> String {
    let (_, columns) = screen.size();
    let (row, column) = screen.cursor_position();
    let width = f64::from(columns.get()) * WIDTH + 2.0 * PADDING;
    let height = top(row + 1) + PADDING;
    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">
<title>{title}</title>
<desc>{description}</desc>
<style>
{STYLE}</style>
<rect x=".5" y=".5" width="{}" height="{}" rx="8" fill="#161b22" stroke="#4a525d"/>
<g fill="#4a525d"><circle cx="18" cy="16" r="5"/><circle cx="36" cy="16" r="5"/><circle cx="54" cy="16" r="5"/></g>
<text class="dim" x="{}" y="21" text-anchor="middle">{title}</text>
"##,
        width - 1.0,
        height - 1.0,
        width / 2.0,
    );
    let _ = writeln!(
        svg,
        r##"<rect x="{:.1}" y="{:.1}" width="{WIDTH}" height="{HEIGHT}" fill="#5d6672"/>"##,
        left(column),
        top(row),
    );
    for row in 0..=row {
        for run in runs(screen, row) {
            write_run(&mut svg, row, &run);
        }
    }
    svg + "</svg>\n"
}

fn left(column: u16) -> f64 {
    PADDING + f64::from(column) * WIDTH
}

fn top(row: u16) -> f64 {
    BAR + f64::from(row) * HEIGHT
}

/// The text of a row. Where more than one blank is, a new run begins, so that
/// no font's blanks move what comes after them.
fn runs(screen: &Screen, row: u16) -> Vec<Run> {
    let (_, columns) = screen.size();
    let mut runs: Vec<Run> = Vec::new();
    for column in 0..columns.get() {
        let cell = screen.cell(row, column);
        let Some(cell) = cell.filter(|cell| !cell.contents().trim().is_empty()) else {
            continue;
        };
        let look = look(cell);
        let end = column + if cell.is_wide() { 2 } else { 1 };
        match runs.last_mut() {
            Some(run) if run.look == look && column - run.end() <= 1 => {
                if column > run.end() {
                    run.text.push(' ');
                }
                run.text.push_str(cell.contents());
                run.width = end - run.column;
            }
            _ => runs.push(Run {
                column,
                width: end - column,
                text: cell.contents().to_owned(),
                look,
            }),
        }
    }
    runs
}

/// The classes of a cell. What they cannot say must not be left out in silence.
fn look(cell: &Cell) -> String {
    assert!(
        !cell.italic() && cell.bgcolor() == Color::Default,
        "not drawn yet: {cell:?}"
    );
    let color = match cell.fgcolor() {
        Color::Default => "",
        Color::Idx(1) => "red",
        Color::Idx(2) => "green",
        Color::Idx(3) => "yellow",
        Color::Idx(4) => "blue",
        Color::Idx(5) => "magenta",
        Color::Idx(6) => "cyan",
        other => panic!("not drawn yet: {other:?}"),
    };
    [
        (true, color),
        (cell.bold(), "bold"),
        (cell.dim(), "dim"),
        (cell.underline(), "underline"),
        (cell.inverse(), "inverse"),
    ]
    .into_iter()
    .filter(|(has, class)| *has && !class.is_empty())
    .map(|(_, class)| class)
    .collect::<Vec<_>>()
    .join(" ")
}

fn write_run(svg: &mut String, row: u16, run: &Run) {
    let class = if run.look.is_empty() {
        String::new()
    } else {
        format!(" class=\"{}\"", run.look)
    };
    if run.look.ends_with("inverse") {
        let _ = writeln!(
            svg,
            r##"<rect x="{:.1}" y="{:.1}" width="{:.1}" height="{HEIGHT}" fill="#d5dbe3"/>"##,
            left(run.column),
            top(row),
            f64::from(run.width) * WIDTH,
        );
    }
    let text = run.text.replace('&', "&amp;").replace('<', "&lt;");
    let _ = writeln!(
        svg,
        r#"<text{class} x="{:.1}" y="{:.1}" textLength="{:.1}">{text}</text>"#,
        left(run.column),
        top(row) + BASE,
        f64::from(run.width) * WIDTH,
    );
}
