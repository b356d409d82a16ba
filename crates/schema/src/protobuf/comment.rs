//! The comments before a declaration, which are its documentation.

/// The comments that end right before a byte, without their marks. A line that is empty parts them from it.
pub(super) fn before(text: &str, at: usize) -> String {
    let mut lines = Vec::new();
    let mut rest = &text[..at];
    loop {
        let trimmed = rest.trim_end_matches([' ', '\t']);
        let Some(above) = trimmed.strip_suffix('\n') else {
            break;
        };
        let above = above.trim_end();
        let gap = trimmed.len() - above.len();
        // More than the end of one line lies between.
        if trimmed[trimmed.len() - gap..].matches('\n').count() > 1 {
            break;
        }
        let start = above.rfind('\n').map_or(0, |at| at + 1);
        let line = above[start..].trim();
        if let Some(comment) = line.strip_prefix("//") {
            lines.push(comment.trim().to_owned());
            rest = &text[..start];
            continue;
        }
        if let Some(inside) = above.strip_suffix("*/")
            && let Some(open) = inside.rfind("/*")
            && text[..open].trim_end_matches([' ', '\t']).ends_with(['\n'])
        {
            let block = inside[open + 2..].lines().rev();
            lines.extend(block.map(|line| line.trim_matches([' ', '\t', '*']).to_owned()));
            rest = &text[..open];
            continue;
        }
        break;
    }
    lines.reverse();
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::before;

    #[test]
    fn the_comments_right_above_are_the_documentation() {
        let text = "// not this\n\n// Of an order,\n/* in\n * parts. */\n  message A {} // other\nmessage B {}";
        let at = |what: &str| text.find(what).unwrap();
        assert_eq!(before(text, at("message A")), "Of an order,\nin\nparts.");
        assert_eq!(before(text, at("message B")), "");
        assert_eq!(before("message", 0), "");
    }
}
