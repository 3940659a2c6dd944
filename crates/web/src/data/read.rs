//! What one of our own pages says, read from its HTML: title, and part for part words, facts, tables and links.

use serde_json::{Map, Value, json};

/// Elements without an end.
const VOID: &[&str] =
    &["input", "br", "hr", "img", "meta", "link", "col", "path", "rect", "use", "circle", "line"];
/// Elements whose content is for eyes and hands only.
const LEFT_OUT: &[&str] = &["svg", "select", "textarea", "script", "template", "kbd", "button", "datalist"];
/// Elements after which other words begin.
const BLOCKS: &[&str] = &[
    "p", "li", "div", "section", "header", "ul", "ol", "dl", "summary", "details", "form", "fieldset",
    "legend", "label", "figure", "article", "aside", "nav", "caption", "pre", "table",
];

/// A piece of HTML.
enum Piece<'a> {
    Open(&'a str, &'a str),
    Close(&'a str),
    Text(&'a str),
}

/// Returns what a page says: its title, and its parts in order.
#[must_use]
pub fn page_data(html: &str) -> Value {
    let main = html.split_once("<main").map_or(html, |(_, rest)| rest);
    let main = main.split_once('>').map_or(main, |(_, rest)| rest);
    let main = main.split_once("</main>").map_or(main, |(main, _)| main);
    let mut reader = Reader::default();
    for piece in pieces(main) {
        reader.take(&piece);
    }
    reader.end()
}

/// Splits HTML into pieces; what our pages write is well formed.
fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut all = Vec::new();
    let mut rest = html;
    while let Some(from) = rest.find('<') {
        if from > 0 {
            all.push(Piece::Text(&rest[..from]));
        }
        let Some(end) = rest[from..].find('>') else { return all };
        let inside = &rest[from + 1..from + end];
        rest = &rest[from + end + 1..];
        match inside.strip_prefix('/') {
            Some(name) => all.push(Piece::Close(name.trim())),
            None => {
                let (name, attributes) = inside.split_once(' ').unwrap_or((inside, ""));
                all.push(Piece::Open(name.trim_end_matches('/'), attributes));
            }
        }
    }
    all.push(Piece::Text(rest));
    all
}

/// A part of a page, as it grows.
#[derive(Default)]
struct Part {
    heading: String,
    words: Vec<String>,
    facts: Map<String, Value>,
    tables: Vec<Value>,
    links: Vec<Value>,
}

impl Part {
    fn is_empty(&self) -> bool {
        self.words.is_empty() && self.facts.is_empty() && self.tables.is_empty() && self.links.is_empty()
    }

    fn value(self) -> Value {
        let mut value = json!({ "heading": self.heading });
        for (name, list) in
            [("words", json!(self.words)), ("tables", json!(self.tables)), ("links", json!(self.links))]
        {
            if list.as_array().is_some_and(|list| !list.is_empty()) {
                value[name] = list;
            }
        }
        if !self.facts.is_empty() {
            value["facts"] = Value::Object(self.facts);
        }
        value
    }
}

/// A table, as it grows.
#[derive(Default)]
struct Rows {
    columns: Vec<String>,
    rows: Vec<Value>,
    row: Vec<String>,
    in_head: bool,
}

#[derive(Default)]
struct Reader {
    title: String,
    parts: Vec<Value>,
    part: Part,
    text: String,
    /// The name of the fact that is being read.
    fact: String,
    table: Option<Rows>,
    /// Where the link that is being read leads, and from which place in the text.
    link: Option<(String, usize)>,
    /// How deep in what is left out.
    left_out: usize,
}

impl Reader {
    fn take(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Open(name, _) if VOID.contains(name) => self.text.push(' '),
            Piece::Open(name, _) if self.left_out > 0 || LEFT_OUT.contains(name) => self.left_out += 1,
            Piece::Close(_) if self.left_out > 0 => self.left_out -= 1,
            Piece::Text(_) if self.left_out > 0 => {}
            Piece::Text(text) => self.text.push_str(text),
            Piece::Open(name, attributes) => self.open(name, attributes),
            Piece::Close(name) => self.close(name),
        }
    }

    fn open(&mut self, name: &str, attributes: &str) {
        match name {
            "a" => {
                let href = attributes.split("href=\"").nth(1).and_then(|rest| rest.split('"').next());
                self.link = href.map(|href| (plain(href), self.text.len()));
            }
            "h1" | "h2" | "h3" | "h4" | "dt" | "dd" => self.flush(),
            "table" if self.table.is_none() => {
                self.flush();
                self.table = Some(Rows::default());
            }
            "thead" => {
                if let Some(table) = &mut self.table {
                    table.in_head = true;
                }
            }
            "th" | "td" if self.table.is_some() => self.text.clear(),
            name if BLOCKS.contains(&name) => self.space(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "a" => self.end_link(),
            "h1" => self.title = self.taken(),
            "h2" | "h3" | "h4" => {
                let heading = self.taken();
                self.end_part();
                self.part.heading = heading;
            }
            "dt" => self.fact = self.taken(),
            "dd" => {
                let value = self.taken();
                let name = std::mem::take(&mut self.fact);
                self.part.facts.insert(name, json!(value));
            }
            "th" | "td" => {
                let text = self.taken();
                if let Some(table) = &mut self.table {
                    table.row.push(text);
                }
            }
            "thead" => {
                if let Some(table) = &mut self.table {
                    table.in_head = false;
                }
            }
            "tr" => self.end_row(),
            "table" => {
                if let Some(table) = self.table.take() {
                    self.part.tables.push(json!({ "columns": table.columns, "rows": table.rows }));
                }
            }
            name if BLOCKS.contains(&name) => self.space(),
            _ => {}
        }
    }

    /// Begins other words: within a cell or a fact on the same line, else as words of their own.
    fn space(&mut self) {
        if self.table.is_some() || !self.fact.is_empty() { self.text.push(' ') } else { self.flush() }
    }

    fn end_link(&mut self) {
        let Some((href, from)) = self.link.take() else { return };
        let words = clean(self.text.get(from..).unwrap_or_default());
        if href.starts_with('/') || href.starts_with("http") {
            self.part.links.push(json!({ "words": words, "href": href }));
        }
    }

    fn end_row(&mut self) {
        let Some(table) = &mut self.table else { return };
        let cells = std::mem::take(&mut table.row);
        if table.in_head {
            table.columns = cells;
            return;
        }
        let mut row = Map::new();
        for (place, cell) in cells.into_iter().enumerate() {
            let named = table.columns.get(place).filter(|name| !name.is_empty() && !row.contains_key(*name));
            row.insert(named.cloned().unwrap_or_else(|| format!("column {}", place + 1)), json!(cell));
        }
        table.rows.push(Value::Object(row));
    }

    fn flush(&mut self) {
        let text = self.taken();
        if !text.is_empty() {
            self.part.words.push(text);
        }
    }

    fn taken(&mut self) -> String {
        if let Some((_, from)) = &mut self.link {
            *from = 0;
        }
        clean(&std::mem::take(&mut self.text))
    }

    fn end_part(&mut self) {
        let part = std::mem::take(&mut self.part);
        if !part.is_empty() || !part.heading.is_empty() {
            self.parts.push(part.value());
        }
    }

    fn end(mut self) -> Value {
        self.flush();
        self.end_part();
        json!({ "title": self.title, "parts": self.parts })
    }
}

/// Returns words in one line, with the signs that HTML writes otherwise.
fn clean(text: &str) -> String {
    plain(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_told_part_for_part() {
        let told = page_data(
            "<head><title>x</title></head><main id=\"main\"><header><h1>Readiness</h1><p>Lead &amp; more</p></header>\
             <form><select><option>left out</option></select><button>Go</button></form>\
             <section><h2>Rules <span>2</span></h2><dl><div><dt>Owner</dt><dd>Jana <a href=\"/o/a/people/PER-1\">PER-1</a></dd></div></dl>\
             <table><thead><tr><th>Id</th><th></th></tr></thead><tbody><tr><th><a href=\"/x\">R-1</a></th><td>a &lt;b&gt;<div>c</div></td></tr></tbody></table>\
             <ul><li>one</li><li>two<br>lines</li></ul></section></main>",
        );
        assert_eq!(
            told,
            json!({ "title": "Readiness", "parts": [
                { "heading": "", "words": ["Lead & more"] },
                { "heading": "Rules 2", "words": ["one", "two lines"], "facts": { "Owner": "Jana PER-1" },
                  "tables": [{ "columns": ["Id", ""], "rows": [{ "Id": "R-1", "column 2": "a <b> c" }] }],
                  "links": [{ "words": "PER-1", "href": "/o/a/people/PER-1" }, { "words": "R-1", "href": "/x" }] },
            ]})
        );
    }

    #[test]
    fn what_is_no_page_says_nothing_and_nothing_breaks() {
        for html in ["", "<", "<main", "<main><a href=\"", "</td></tr></table>", "<svg>", "a < b"] {
            assert!(page_data(html)["parts"].is_array(), "{html}");
        }
    }
}
