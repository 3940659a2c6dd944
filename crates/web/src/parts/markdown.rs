//! Markdown as HTML: the part of it that documents need. What is typed is escaped; nothing of it becomes more than words.

use maud::{Markup, html};

use super::link::outside;

/// How deep lists and quotes lie in each other, and emphasis in emphasis; what lies deeper is shown as it was typed.
const DEPTH_MAX: usize = 6;
/// How far apart the two ends of emphasis, code or a link may be, in bytes.
const SPAN_MAX: usize = 2_000;
/// How many columns a table has.
const COLUMNS_MAX: usize = 20;

/// Returns a text in Markdown as HTML; its headings begin at the third level.
pub fn markdown(text: &str) -> Markup {
    let least =
        text.lines().filter_map(|line| heading(line.trim())).map(|(level, _)| level).min().unwrap_or(1);
    let mut is_code = false;
    let risen = |line| {
        let text: &str = str::trim(line);
        is_code ^= text.starts_with("```");
        // A text that begins with small headings skips no level.
        if !is_code && heading(text).is_some_and(|(level, _)| level >= least) {
            &text[least - 1..]
        } else {
            line
        }
    };
    let lines: Vec<&str> = text.lines().map(risen).collect();
    html! { div.markdown { (blocks(&lines, 0)) } }
}

fn blocks(lines: &[&str], depth: usize) -> Markup {
    let mut shown = Vec::new();
    let mut rest = lines;
    while let Some(first) = rest.first() {
        if first.trim().is_empty() {
            rest = &rest[1..];
            continue;
        }
        let (block, taken) = block(rest, depth);
        shown.push(block);
        rest = &rest[taken.clamp(1, rest.len())..];
    }
    html! { @for one in &shown { (one) } }
}

/// Returns the block that begins with the first line, and how many lines it has.
fn block(lines: &[&str], depth: usize) -> (Markup, usize) {
    let first = lines[0].trim();
    if first.starts_with("```") {
        let end = lines[1..].iter().position(|line| line.trim().starts_with("```"));
        let code = &lines[1..end.map_or(lines.len(), |end| end + 1)];
        return (html! { pre { code { (code.join("\n")) } } }, code.len() + 2);
    }
    if let Some((level, words)) = heading(first) {
        let words = inline(words, 0);
        let shown = match level {
            1 => html! { h3 { (words) } },
            2 => html! { h4 { (words) } },
            3 => html! { h5 { (words) } },
            _ => html! { h6 { (words) } },
        };
        return (shown, 1);
    }
    if is_rule(first) {
        return (html! { hr; }, 1);
    }
    if depth < DEPTH_MAX && first.starts_with('>') {
        let quoted: Vec<&str> = lines.iter().map_while(|line| line.trim_start().strip_prefix('>')).collect();
        let inner: Vec<&str> = quoted.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        return (html! { blockquote { (blocks(&inner, depth + 1)) } }, quoted.len());
    }
    if let Some(marker) = marker(lines[0]).filter(|_| depth < DEPTH_MAX) {
        return list(lines, &marker, depth);
    }
    if let Some((head, _)) = table_head(lines) {
        return table(lines, &head);
    }
    let more = lines[1..].iter().enumerate().take_while(|(at, line)| {
        !line.trim().is_empty() && (depth >= DEPTH_MAX || !begins_block(&lines[at + 1..]))
    });
    let taken = 1 + more.count();
    (html! { p { (joined(&lines[..taken])) } }, taken)
}

/// Says whether a block other than a paragraph begins here.
fn begins_block(lines: &[&str]) -> bool {
    let line = lines[0].trim();
    line.starts_with("```")
        || line.starts_with('>')
        || heading(line).is_some()
        || is_rule(line)
        || marker(lines[0]).is_some()
        || table_head(lines).is_some()
}

/// Returns lines with their breaks.
fn joined(lines: &[&str]) -> Markup {
    html! { @for (at, line) in lines.iter().enumerate() { @if at > 0 { br; } (inline(line.trim(), 0)) } }
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let words = line[level..].strip_prefix(' ')?;
    (1..=6).contains(&level).then(|| (level, words.trim().trim_end_matches('#').trim_end()))
}

fn is_rule(line: &str) -> bool {
    line.len() >= 3
        && ["-", "*", "_"].iter().any(|sign| line.split(' ').all(|part| part.replace(sign, "").is_empty()))
}

/// What begins an item of a list.
struct Marker {
    /// How far it stands in.
    indent: usize,
    /// How many bytes it has, with the blank after it.
    width: usize,
    /// The number that it says; nothing for a bullet.
    number: Option<u32>,
}

fn marker(line: &str) -> Option<Marker> {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    if ["- ", "* ", "+ "].iter().any(|bullet| text.starts_with(bullet)) {
        return Some(Marker { indent, width: 2, number: None });
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = text[digits..].strip_prefix(". ").or_else(|| text[digits..].strip_prefix(") "));
    let number = text[..digits].parse().ok().filter(|_| after.is_some() && digits <= 6)?;
    Some(Marker { indent, width: digits + 2, number: Some(number) })
}

/// Returns the list that begins with the first line, and how many lines it has.
fn list(lines: &[&str], first: &Marker, depth: usize) -> (Markup, usize) {
    let mut items: Vec<Vec<&str>> = Vec::new();
    let mut taken = 0;
    let mut ahead = Ahead { lines, at: 0 };
    for (at, line) in lines.iter().enumerate() {
        let begins = marker(line).filter(|one| one.indent <= first.indent + 1);
        let indent = line.len() - line.trim_start().len();
        if let Some(one) = begins {
            if one.number.is_some() != first.number.is_some() || one.indent + 1 < first.indent {
                break;
            }
            items.push(vec![&line[one.indent + one.width..]]);
        } else if line.trim().is_empty() {
            // A blank line ends the list, unless it goes on after it.
            let goes_on = ahead.from(at + 1).is_some_and(|next| {
                let within = next.len() - next.trim_start().len() > first.indent + 1;
                within || marker(next).is_some_and(|one| one.number.is_some() == first.number.is_some())
            });
            if !goes_on {
                break;
            }
            push(&mut items, "");
        } else if indent > first.indent + 1 {
            push(&mut items, line.get((first.indent + 2).min(indent)..).unwrap_or(line));
        } else {
            break;
        }
        taken = at + 1;
    }
    let shown = html! { @for item in &items { li { (list_item(item, depth)) } } };
    let list = match first.number {
        None => html! { ul { (shown) } },
        Some(1) => html! { ol { (shown) } },
        Some(number) => html! { ol start=(number) { (shown) } },
    };
    (list, taken)
}

fn push<'a>(items: &mut [Vec<&'a str>], line: &'a str) {
    if let Some(item) = items.last_mut() {
        item.push(line);
    }
}

/// Returns what stands in an item: its first words in the line, and what lies under them.
fn list_item(lines: &[&str], depth: usize) -> Markup {
    let words =
        lines.iter().position(|line| line.trim().is_empty() || marker(line).is_some()).unwrap_or(lines.len());
    let (first, rest) = lines.split_at(words);
    html! { (joined(first)) (blocks(rest, depth + 1)) }
}

fn table_head(lines: &[&str]) -> Option<(Vec<String>, usize)> {
    let head = lines[0].trim();
    let line = lines.get(1)?.trim();
    let is_line = line.contains('-') && line.contains('|') && line.chars().all(|sign| "|-: ".contains(sign));
    let cells = row(head);
    (head.contains('|') && is_line && row(line).len() == cells.len()).then_some((cells, 2))
}

fn row(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    line.split('|').take(COLUMNS_MAX).map(|cell| cell.trim().to_owned()).collect()
}

fn table(lines: &[&str], head: &[String]) -> (Markup, usize) {
    let rows: Vec<Vec<String>> = lines[2..]
        .iter()
        .take_while(|line| line.contains('|') && !line.trim().is_empty())
        .map(|line| row(line))
        .collect();
    let cell = |row: &[String], at: usize| inline(row.get(at).map_or("", String::as_str), 0);
    let shown = html! {
        div.table-region role="region" aria-label="table" tabindex="0" {
            table.table {
                thead { tr { @for cell in head { th scope="col" { (inline(cell, 0)) } } } }
                tbody { @for row in &rows { tr { @for at in 0..head.len() { td { (cell(row, at)) } } } } }
            }
        }
    };
    (shown, rows.len() + 2)
}

/// Returns words with their emphasis, code and links.
fn inline(text: &str, depth: usize) -> Markup {
    let mut shown = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while at < text.len() {
        let rest = &text[at..];
        let found = if depth < DEPTH_MAX { span(text, at, depth) } else { None };
        match found {
            Some((markup, taken)) => {
                shown.push(html! { (text[plain..at]) });
                shown.push(markup);
                at += taken;
                plain = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    html! { @for one in &shown { (one) } (text[plain..]) }
}

/// Returns what begins at a place and is more than words, and how many bytes it has.
fn span(text: &str, at: usize, depth: usize) -> Option<(Markup, usize)> {
    let rest = &text[at..];
    if rest.starts_with('`') {
        let inner = between(rest, "`")?;
        return Some((html! { code { (inner) } }, inner.len() + 2));
    }
    if rest.starts_with("**") {
        let inner = between(rest, "**")?;
        return Some((html! { strong { (inline(inner, depth + 1)) } }, inner.len() + 4));
    }
    let before = text[..at].chars().next_back();
    if rest.starts_with('*') || (rest.starts_with('_') && !before.is_some_and(char::is_alphanumeric)) {
        let inner = between(rest, &rest[..1])?;
        return Some((html! { em { (inline(inner, depth + 1)) } }, inner.len() + 2));
    }
    if rest.starts_with('[') {
        return link(rest);
    }
    None
}

/// Returns what stands between a sign at the beginning and the next such sign; nothing where it is empty or begins or ends blank.
fn between<'a>(text: &'a str, sign: &str) -> Option<&'a str> {
    let inner = &text[sign.len()..];
    let end = near(inner).find(sign)?;
    let inner = &inner[..end];
    (!inner.is_empty() && inner.trim() == inner).then_some(inner)
}

/// Returns the beginning of a text, so far as the end of something may be.
fn near(text: &str) -> &str {
    let mut end = text.len().min(SPAN_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Reads `[words](https://…)`; an address that no browser should follow stays words.
fn link(text: &str) -> Option<(Markup, usize)> {
    let (middle, end) = link_ends(near(text)).0?;
    let (words, href) = (&text[1..middle], text[middle + 2..end].trim());
    let is_one = !words.is_empty() && !href.is_empty();
    is_one.then(|| (outside(href, words), end + 1))
}

/// Returns where the words and the address of a link end, and how many bytes were looked at for that: never beyond the next
/// bracket that begins something, so that many brackets in a row are each looked at once or twice.
fn link_ends(text: &str) -> (Option<(usize, usize)>, usize) {
    let bytes = text.as_bytes();
    let mut middle = None;
    for (at, byte) in bytes.iter().enumerate().skip(1) {
        match (byte, middle) {
            (b'[', _) => return (None, at),
            (b']', None) if bytes.get(at + 1) == Some(&b'(') => middle = Some(at),
            (b')', Some(middle)) => return (Some((middle, at)), at),
            _ => {}
        }
    }
    (None, bytes.len())
}

/// Finds the next line that is not blank; a line is looked at once, however many are blank.
struct Ahead<'a> {
    lines: &'a [&'a str],
    at: usize,
}

impl<'a> Ahead<'a> {
    /// Returns the first line from a place on in which something stands.
    fn from(&mut self, place: usize) -> Option<&'a str> {
        self.at = self.at.max(place);
        while self.lines.get(self.at).is_some_and(|line| line.trim().is_empty()) {
            self.at += 1;
        }
        self.lines.get(self.at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let html = markdown(text).into_string();
        html.trim_start_matches("<div class=\"markdown\">").trim_end_matches("</div>").to_owned()
    }

    #[test]
    fn what_documents_need_is_shown() {
        assert_eq!(
            shown("# One\nwords **bold** and *thin*\nmore `x<y`"),
            "<h3>One</h3><p>words <strong>bold</strong> and <em>thin</em><br>more <code>x&lt;y</code></p>"
        );
        assert_eq!(
            shown("- a\n- b\n  - c\n\nafter"),
            "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><p>after</p>"
        );
        assert_eq!(shown("3. a\n4. b"), "<ol start=\"3\"><li>a</li><li>b</li></ol>");
        assert_eq!(shown("> said\n> so"), "<blockquote><p>said<br>so</p></blockquote>");
        assert_eq!(shown("```\n# no\n```\nx"), "<pre><code># no</code></pre><p>x</p>");
        assert_eq!(shown("---"), "<hr>");
        assert_eq!(shown("## One\n### Two"), "<h3>One</h3><h4>Two</h4>");
        let table = shown("| a | b |\n|---|---|\n| 1 | **2** |");
        assert!(
            table.contains("<th scope=\"col\">a</th>") && table.contains("<td><strong>2</strong></td>"),
            "{table}"
        );
    }

    #[test]
    fn many_brackets_are_each_looked_at_a_few_times_and_stay_as_they_were_typed() {
        for one in ["[", "]", "[a", "[a]", "[a](", "[](", "[[]](", "[a](b["] {
            let text = one.repeat(200_000 / one.len());
            let begun = text.bytes().enumerate().filter(|(_, byte)| *byte == b'[').map(|(at, _)| at);
            let looked: usize = begun.map(|at| link_ends(near(&text[at..])).1).sum();
            assert!(looked <= 2 * text.len() + SPAN_MAX, "{one}: {looked} bytes for {}", text.len());
        }
        let text = "[".repeat(200_000);
        assert_eq!(shown(&text), format!("<p>{text}</p>"));
        assert!(shown("[a]b](https://example.org/c)").contains("href=\"https://example.org/c\""));
    }

    #[test]
    fn blank_lines_within_a_list_are_each_looked_at_once() {
        let lines = vec![""; 1_000];
        let mut ahead = Ahead { lines: &lines, at: 0 };
        assert_eq!((0..1_000).map(|at| ahead.from(at)).filter(Option::is_some).count(), 0);
        assert_eq!(ahead.at, 1_000, "it goes on where it was and never back");
        assert_eq!(shown(&format!("- a{}- b", "\n".repeat(200_000))), "<ul><li>a</li><li>b</li></ul>");
    }

    #[test]
    fn signs_that_mean_nothing_stay_as_they_were_typed() {
        for text in ["2 * 3 * 4", "snake_case_name", "a [b] c", "#tag", "** no **", "1.5 m", "`open", "[](x)"]
        {
            assert_eq!(shown(text), format!("<p>{text}</p>"));
        }
    }

    #[test]
    fn nothing_typed_becomes_more_than_words() {
        let hostile = "<script>alert(1)</script> [x](javascript:alert(1)) [y](\"onmouseover=alert(1)) ![z](http://e/p.png)\n<img src=x onerror=alert(1)>";
        let html = shown(hostile);
        for bad in ["<script", "<img", "href=\"javascript", "href=\"\"", " onmouseover=alert"] {
            assert!(!html.contains(bad), "{bad} in {html}");
        }
    }

    #[test]
    fn any_text_is_shown_in_time_whatever_stands_in_it() {
        for sign in ["*", "[", "`", "_", "> ", "- ", "|", "#", "**a", "[a](", "  - x\n", "ž*", "\u{202e}"] {
            let html = markdown(&sign.repeat(20_000)).into_string();
            assert!(!html.is_empty());
        }
        let deep: String = (0..500).map(|at| format!("{}- x\n", "  ".repeat(at))).collect();
        assert!(markdown(&deep).into_string().contains("<li>"));
    }
}
