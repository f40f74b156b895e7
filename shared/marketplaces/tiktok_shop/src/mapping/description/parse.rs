//! HTML as the lines that a buyer reads, each with the places of its characters.

use super::{BLOCKS, end_of_tag};

/// The longest name of an entity, `&CounterClockwiseContourIntegral;`, in bytes.
const LONGEST_ENTITY: usize = 33;

/// A character as it is read, and its place in the HTML.
#[derive(Debug, Clone, Copy)]
pub(super) struct Char {
    pub is: char,
    pub start: usize,
    pub end: usize,
}

/// One line of the text.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub chars: Vec<Char>,
    /// A list point: its text begins with a dash that is not in the HTML.
    pub is_item: bool,
    pub blank_before: bool,
    /// The innermost block around it.
    pub block: Option<usize>,
    /// Where it ends: before the tag that broke it.
    pub end: usize,
    /// The `<br>` between it and the line before or after it.
    pub break_before: Option<(usize, usize)>,
    pub break_behind: Option<(usize, usize)>,
}

impl Line {
    pub fn text(&self) -> String {
        let words: String = self.chars.iter().map(|char| char.is).collect();
        if self.is_item { format!("- {words}").trim_end().to_owned() } else { words }
    }
}

/// A paragraph, a list, a list point, and the like.
#[derive(Debug)]
pub(super) struct Block {
    name: String,
    parent: Option<usize>,
    pub open: (usize, usize),
    pub close: Option<(usize, usize)>,
    /// How many lines are in it, at any depth.
    pub lines: usize,
}

/// A description, taken apart.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub lines: Vec<Line>,
    pub blocks: Vec<Block>,
    tags: Vec<(usize, usize)>,
    open: Vec<usize>,
    line: Line,
    /// Line ends since the last word.
    breaks: usize,
    last_break: Option<(usize, usize)>,
}

impl Parsed {
    pub fn of(html: &str) -> Self {
        let mut parsed = Self::default();
        let mut at = 0;
        while let Some(start) = html[at..].find('<').map(|found| at + found) {
            parsed.words(html, at, start);
            let rest = &html[start..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                at = comment.find("-->").map_or(html.len(), |end| start + 4 + end + 3);
                parsed.tags.push((start, at));
                continue;
            }
            // An unfinished tag is read as words.
            let Some(end) = end_of_tag(rest) else {
                at = start;
                break;
            };
            let (name, closing) = name_of(&rest[1..end]);
            at = start + end + 1;
            parsed.tag(&name, closing, (start, at));
            if !closing && matches!(name.as_str(), "script" | "style") {
                let close = html[at..].to_ascii_lowercase().find(&format!("</{name}"));
                let hidden = at;
                at = close.map_or(html.len(), |close| at + close);
                parsed.tags.push((hidden, at));
            }
        }
        parsed.words(html, at, html.len());
        parsed.end_line(html.len());
        parsed
    }

    /// The tags that lie within a part of the HTML.
    pub fn tags_within(&self, start: usize, end: usize) -> impl Iterator<Item = (usize, usize)> {
        self.tags.iter().copied().filter(move |(from, to)| *from >= start && *to <= end)
    }

    /// Where the list point of `line` ends.
    pub fn item_close(&self, line: &Line) -> Option<usize> {
        let block = &self.blocks[line.block?];
        block.close.filter(|_| block.name == "li").map(|(_, end)| end)
    }

    /// The end of the outermost block around `line`.
    pub fn behind(&self, line: &Line) -> usize {
        let mut block = line.block;
        while let Some(parent) = block.and_then(|at| self.blocks[at].parent) {
            block = Some(parent);
        }
        block.and_then(|at| self.blocks[at].close).map_or(line.end, |(_, end)| end)
    }

    fn words(&mut self, html: &str, from: usize, to: usize) {
        let mut at = from;
        while at < to {
            let rest = &html[at..to];
            let Some(first) = rest.chars().next() else { return };
            let decoded = if first == '&' { entity(rest) } else { None };
            let (is, length) = decoded.unwrap_or((first, first.len_utf8()));
            let is = if is.is_whitespace() { ' ' } else { is };
            self.push(Char { is, start: at, end: at + length });
            at += length;
        }
    }

    fn push(&mut self, char: Char) {
        let after_space = self.line.chars.last().is_none_or(|last| last.is == ' ');
        if char.is == ' ' && after_space {
            return;
        }
        if self.line.chars.is_empty() {
            self.begin();
        }
        self.line.chars.push(char);
    }

    fn begin(&mut self) {
        if !self.line.is_item || self.breaks > 0 {
            self.line.blank_before = self.breaks > 1 && !self.lines.is_empty();
        }
        self.line.break_before = self.last_break.take();
        self.line.block = self.open.last().copied();
        self.breaks = 0;
    }

    fn tag(&mut self, name: &str, closing: bool, place: (usize, usize)) {
        let is_block = BLOCKS.contains(&name);
        let is_item = name == "li";
        match name {
            "br" => self.line_break(1, place, true),
            "tr" if closing => self.line_break(1, place, false),
            "td" | "th" => self.space(place.0),
            _ if is_block => self.line_break(2, place, false),
            _ if is_item && !closing => self.line_break(1, place, false),
            // The end of a list point does not end the line; what follows it belongs to the same line.
            _ => {}
        }
        self.tags.push(place);
        if is_block || is_item {
            if closing {
                self.close(name, place);
            } else {
                let (parent, name) = (self.open.last().copied(), name.to_owned());
                self.blocks.push(Block { name, parent, open: place, close: None, lines: 0 });
                self.open.push(self.blocks.len() - 1);
            }
        }
        if is_item && !closing {
            self.line.is_item = true;
            self.begin();
        }
    }

    /// A space between two cells.
    fn space(&mut self, at: usize) {
        if !self.line.chars.is_empty() {
            self.push(Char { is: ' ', start: at, end: at });
        }
    }

    fn close(&mut self, name: &str, place: (usize, usize)) {
        let Some(depth) = self.open.iter().rposition(|at| self.blocks[*at].name == name) else { return };
        self.blocks[self.open[depth]].close = Some(place);
        self.open.truncate(depth);
    }

    fn line_break(&mut self, count: usize, place: (usize, usize), is_br: bool) {
        self.end_line(place.0);
        self.breaks += count;
        if is_br {
            if self.breaks == 1
                && let Some(line) = self.lines.last_mut()
            {
                line.break_behind = Some(place);
            }
            self.last_break = Some(place);
        } else {
            self.last_break = None;
        }
    }

    fn end_line(&mut self, at: usize) {
        let mut line = std::mem::take(&mut self.line);
        while line.chars.last().is_some_and(|last| last.is == ' ') {
            line.chars.pop();
        }
        if line.chars.is_empty() && !line.is_item {
            return;
        }
        line.end = at;
        let mut block = line.block;
        while let Some(at) = block {
            self.blocks[at].lines += 1;
            block = self.blocks[at].parent;
        }
        self.lines.push(line);
    }
}

/// The character that the entity at the start of `text` means, and the entity's length in bytes.
fn entity(text: &str) -> Option<(char, usize)> {
    let length = text.find(';').filter(|end| *end < LONGEST_ENTITY)? + 1;
    let decoded = html_escape::decode_html_entities(text.get(..length)?);
    let mut chars = decoded.chars();
    Some((chars.next()?, length)).filter(|_| chars.next().is_none())
}

fn name_of(tag: &str) -> (String, bool) {
    let closing = tag.starts_with('/');
    let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    (name.to_ascii_lowercase(), closing)
}

/// The names of the tags that open, in order, each with its text.
pub(super) fn opened(html: &str) -> impl Iterator<Item = (String, &str)> {
    let mut rest = html;
    std::iter::from_fn(move || {
        loop {
            rest = &rest[rest.find('<')?..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
                continue;
            }
            let end = end_of_tag(rest)?;
            let whole = &rest[..=end];
            let (name, closing) = name_of(&rest[1..end]);
            rest = &rest[end + 1..];
            if !closing {
                return Some((name, whole));
            }
        }
    })
}

/// The tags of the pictures.
pub(super) fn pictures(html: &str) -> impl Iterator<Item = &str> {
    opened(html).filter(|(name, _)| name == "img").map(|(_, whole)| whole)
}
