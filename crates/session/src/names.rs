//! Names of topics and groups, found by a few of their letters.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};
use serde::{Deserialize, Serialize};
use specta::Type;

/// Characters of a search that count: no name is longer than 249.
const LETTERS: usize = 249;

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum NameKind {
    /// A topic.
    Topic,
    /// A consumer group.
    Group,
}

/// A name that a search found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NameHit {
    /// What it names.
    pub kind: NameKind,
    /// The connection's id.
    pub connection: String,
    /// The name.
    pub name: String,
    /// The UTF-16 units of the name that the search matches, ascending.
    pub positions: Vec<u32>,
}

/// Names of one kind on one cluster, laid out to be searched: for each 32 bytes beside its own.
pub struct Names {
    kind: NameKind,
    connection: String,
    entries: Vec<Name>,
}

struct Name {
    text: Utf32String,
    letters: Letters,
}

/// How good a name is, its length, and whose it is.
type Found<'a> = (Reverse<u32>, usize, &'a Name, &'a Names);

/// Which letters and digits a text has, as one bit each: most names are ruled out by these alone.
#[derive(Clone, Copy)]
struct Letters(u64);

impl Names {
    /// Lays out names.
    pub fn new<'a>(
        kind: NameKind,
        connection: &str,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        Self {
            kind,
            connection: connection.to_owned(),
            entries: names
                .into_iter()
                .map(|name| Name {
                    text: name.into(),
                    letters: Letters::of_name(name),
                })
                .collect(),
        }
    }

    pub(crate) fn kind(&self) -> NameKind {
        self.kind
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = String> {
        self.entries.iter().map(|name| name.text.to_string())
    }

    /// Finds the names that have the letters of `text` in their order, in any case; of several words each. The best come
    /// first, `limit` of them: letters in a row and at the start of a word count more, then shorter names.
    pub fn search(lists: &[impl AsRef<Self>], text: &str, limit: usize) -> Vec<NameHit> {
        let text: String = text.chars().take(LETTERS).collect();
        if text.trim().is_empty() || limit == 0 {
            return Vec::new();
        }
        let pattern = Pattern::new(
            &text,
            CaseMatching::Ignore,
            Normalization::Smart,
            AtomKind::Fuzzy,
        );
        let mut matcher = Matcher::new(Config::DEFAULT);
        let wanted = Letters::of_search(&text);
        let mut found = Vec::new();
        for list in lists.iter().map(AsRef::as_ref) {
            for name in list.entries.iter().filter(|name| name.letters.has(wanted)) {
                if let Some(score) = pattern.score(name.text.slice(..), &mut matcher) {
                    found.push((Reverse(score), name.text.len(), name, list));
                }
            }
        }
        let better = |one: &Found<'_>, other: &Found<'_>| {
            (one.0, one.1, &one.2.text, &one.3.connection).cmp(&(
                other.0,
                other.1,
                &other.2.text,
                &other.3.connection,
            ))
        };
        // Only what is shown is put in order.
        if found.len() > limit {
            found.select_nth_unstable_by(limit - 1, better);
            found.truncate(limit);
        }
        found.sort_unstable_by(better);
        found
            .into_iter()
            .map(|(_, _, name, list)| NameHit {
                kind: list.kind,
                connection: list.connection.clone(),
                name: name.text.to_string(),
                positions: name.positions(&pattern, &mut matcher),
            })
            .collect()
    }
}

impl Name {
    fn positions(&self, pattern: &Pattern, matcher: &mut Matcher) -> Vec<u32> {
        let mut chars = Vec::new();
        pattern.indices(self.text.slice(..), matcher, &mut chars);
        chars.sort_unstable();
        chars.dedup();
        let (mut units, mut next) = (
            Vec::with_capacity(chars.len()),
            chars.into_iter().peekable(),
        );
        let mut unit = 0;
        for (place, char) in self.text.slice(..).chars().enumerate() {
            let size = char.len_utf16() as u32;
            if next.next_if_eq(&(place as u32)).is_some() {
                units.extend(unit..unit + size);
            }
            unit += size;
        }
        units
    }
}

impl Letters {
    /// A letter beyond ASCII may stand for one without its accent: such a name is ruled out by none.
    fn of_name(text: &str) -> Self {
        if text.is_ascii() {
            Self::of_search(text)
        } else {
            Self(u64::MAX)
        }
    }

    fn of_search(text: &str) -> Self {
        Self(text.bytes().fold(0, |bits, byte| match byte {
            b'a'..=b'z' => bits | 1 << (byte - b'a'),
            b'A'..=b'Z' => bits | 1 << (byte - b'A'),
            b'0'..=b'9' => bits | 1 << (26 + byte - b'0'),
            _ => bits,
        }))
    }

    fn has(self, wanted: Self) -> bool {
        wanted.0 & !self.0 == 0
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn found(names: &[&str], text: &str) -> Vec<(String, Vec<u32>)> {
        let list = Arc::new(Names::new(NameKind::Topic, "a", names.iter().copied()));
        Names::search(&[list], text, 10)
            .into_iter()
            .map(|hit| (hit.name, hit.positions))
            .collect()
    }

    fn names(names: &[&str], text: &str) -> Vec<String> {
        found(names, text).into_iter().map(|hit| hit.0).collect()
    }

    #[test]
    fn letters_in_their_order_find_a_name_and_the_best_comes_first() {
        let all = [
            "orders.dead-letter",
            "payments.transactions",
            "orders",
            "shop.orders.created",
            "__consumer_offsets",
        ];
        assert_eq!(
            names(&all, "orders"),
            ["orders", "orders.dead-letter", "shop.orders.created"]
        );
        assert_eq!(names(&all, "PAYTRA"), ["payments.transactions"]);
        assert_eq!(names(&all, "odl"), ["orders.dead-letter"]);
        assert_eq!(names(&all, "created shop"), ["shop.orders.created"]);
        assert_eq!(names(&all, "sredro"), Vec::<String>::new());
        assert_eq!(names(&all, ""), Vec::<String>::new());
        assert_eq!(names(&all, "  "), Vec::<String>::new());
    }

    #[test]
    fn the_places_that_match_are_utf_16_units() {
        assert_eq!(
            found(&["orders.dead-letter"], "odl"),
            [("orders.dead-letter".to_owned(), vec![0, 7, 12])]
        );
        assert_eq!(
            found(&["🦀-group"], "gr"),
            [("🦀-group".to_owned(), vec![3, 4])]
        );
        assert_eq!(found(&["é🦀x"], "🦀"), [("é🦀x".to_owned(), vec![1, 2])]);
        assert_eq!(
            found(&["café-crème"], "cafe"),
            [("café-crème".to_owned(), vec![0, 1, 2, 3])]
        );
    }

    #[test]
    fn no_more_come_than_are_asked_for_and_they_are_the_best() {
        let all: Vec<String> = (0..500).map(|number| format!("topic-{number}")).collect();
        let list = Arc::new(Names::new(
            NameKind::Group,
            "a",
            all.iter().map(String::as_str),
        ));
        let hits = Names::search(&[Arc::clone(&list)], "topic-7", 3);
        let names: Vec<&str> = hits.iter().map(|hit| hit.name.as_str()).collect();
        assert_eq!(names, ["topic-7", "topic-70", "topic-71"]);
        assert_eq!(
            (hits[0].kind, hits[0].connection.as_str()),
            (NameKind::Group, "a")
        );
        assert!(Names::search(&[list], "topic", 0).is_empty());
    }

    /// The bits that rule names out must rule out none that matches.
    #[test]
    fn what_is_ruled_out_does_not_match() {
        let pieces = ["a", "B", "7", "é", "-", ".", "ß", "İ", "Z9"];
        let texts: Vec<String> = pieces
            .iter()
            .flat_map(|first| pieces.map(|second| format!("{first}{second}")))
            .collect();
        let mut matcher = Matcher::new(Config::DEFAULT);
        for search in texts.iter().chain([&"e".to_owned(), &"i".to_owned()]) {
            let pattern = Pattern::new(
                search,
                CaseMatching::Ignore,
                Normalization::Smart,
                AtomKind::Fuzzy,
            );
            for name in &texts {
                let text: Utf32String = name.as_str().into();
                let matches = pattern.score(text.slice(..), &mut matcher).is_some();
                let kept = Letters::of_name(name).has(Letters::of_search(search));
                assert!(kept || !matches, "{search} in {name}");
            }
        }
    }
}
