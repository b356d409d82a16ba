use super::Scene;

/// What becomes of a keyword that bounds values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    /// Only the reader has it.
    Added,
    /// Only the writer has it.
    Removed,
    /// The reader's takes less.
    Tighter,
    /// The reader's takes more.
    Wider,
    /// Neither of them takes all that the other does.
    Other,
}

/// Upper and lower bounds, and what is either there or not.
const UPPER: [&str; 6] = [
    "MAX_LENGTH",
    "MAXIMUM",
    "EXCLUSIVE_MAXIMUM",
    "MAX_PROPERTIES",
    "MAX_ITEMS",
    "MAX_CONTAINS",
];
const LOWER: [&str; 6] = [
    "MIN_LENGTH",
    "MINIMUM",
    "EXCLUSIVE_MINIMUM",
    "MIN_PROPERTIES",
    "MIN_ITEMS",
    "MIN_CONTAINS",
];
const OTHER: [&str; 3] = ["PATTERN", "MULTIPLE_OF", "UNIQUE_ITEMS"];

/// The end of the sentence for a keyword that bounds values; `None` for other kinds.
pub(super) fn tail(scene: &Scene<'_>, field: &str) -> Option<String> {
    let change = change(scene.difference.kind)?;
    let [r, w] = scene.names;
    let [reads, writes] = scene.excerpts().map(|text| {
        // Beside `contains`, a `minContains` that is not written is 1.
        if text.starts_with("`{") {
            "one (the default)".to_owned()
        } else {
            text
        }
    });
    Some(match change {
        Change::Added => format!("may refuse {field}: {r} asks for {reads}, {w} does not."),
        Change::Removed => format!("takes {field} as it is: {w} asks for {writes}, {r} does not."),
        Change::Tighter => format!(
            "may refuse {field}: {w} asks for {writes}, {r} for {reads}, which is less than {w} allows."
        ),
        Change::Wider => format!(
            "takes {field} as it is: {w} asks for {writes}, {r} for {reads}, which is more than {w} allows."
        ),
        Change::Other => {
            format!("may refuse {field}: {w} asks for {writes}, {r} for {reads}.")
        }
    })
}

fn change(kind: &str) -> Option<Change> {
    let (keyword, change) = kind.rsplit_once('_')?;
    let upper = UPPER.contains(&keyword);
    if !upper && !LOWER.contains(&keyword) && !OTHER.contains(&keyword) {
        return None;
    }
    Some(match change {
        "ADDED" => Change::Added,
        "REMOVED" => Change::Removed,
        "INCREASED" if upper => Change::Wider,
        "DECREASED" if upper => Change::Tighter,
        "INCREASED" | "EXPANDED" => Change::Tighter,
        "DECREASED" | "REDUCED" => Change::Wider,
        _ => Change::Other,
    })
}
