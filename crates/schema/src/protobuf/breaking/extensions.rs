use super::change::Found;
use super::reserved::{Ranges, shown_range};
use super::rule;
use super::view::View;

/// The rule on the numbers that messages leave to extensions.
pub(super) fn check(old: &View<'_>, new: &View<'_>, found: &mut Found<'_, '_>) {
    for was in &old.messages {
        let Some(is) = new.message(&was.full) else {
            continue;
        };
        let left = is.message.extensions.iter().flat_map(|one| &one.ranges);
        let left = Ranges::of(left.copied());
        for range in was.message.extensions.iter().flat_map(|one| &one.ranges) {
            if !left.hold(*range) {
                let message = format!(
                    "`{}` left {} to extensions, and does not any more.",
                    is.nested,
                    shown_range(*range)
                );
                let rule = rule::EXTENSION_MESSAGE_NO_DELETE;
                found.at(rule, is.file, is.message.at, message);
            }
        }
    }
}
