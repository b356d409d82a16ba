//! For Protobuf: what to reserve, what to put back.

use crate::fix::layout::append;
use crate::fix::protobuf::{as_it_was, block, field_back};
use crate::fix::{Edit, Proposal};
use crate::position::Span;
use crate::protobuf::Schema as Proto;

pub(super) fn proposals(new: &Proto, old: &Proto) -> Vec<Proposal> {
    let mut all = Vec::new();
    for gap in new.gaps(old) {
        let number = gap.number.map(|number| number.to_string());
        let name = gap.name.map(|name| format!("\"{name}\""));
        let values: Vec<String> = number.into_iter().chain(name).collect();
        let title = format!(
            "Reserve {}, so that nothing uses it again",
            values.join(" and ")
        );
        all.push(reserve(new, title, gap.within, &values));
    }
    for dropped in new.dropped_reservations(old) {
        let title = format!("Keep {} reserved", dropped.values.join(", "));
        all.push(reserve(new, title, dropped.within, &dropped.values));
    }
    for path in old.field_paths() {
        let Some(was) = old.placed(&path) else {
            continue;
        };
        match new.placed(&path) {
            Some(is) => all.push(as_it_was(new, old, &is, &was)),
            None => all.extend(field_back(new, old, &was)),
        }
    }
    for (title, within, text) in new.missing_members(old) {
        let edit = match within {
            Some(within) => append(new.text(), block(new.text(), within), &text, ""),
            None => at_end(new.text(), &text),
        };
        all.push(Proposal::new(title, [edit]));
    }
    if let (Some(is), Some(was)) = (new.syntax_place(), old.syntax_place()) {
        let text = old.text()[was.start..was.end].to_owned();
        all.push(Proposal::new(
            "Put the syntax back",
            [Edit { at: is, text }],
        ));
    }
    all
}

fn reserve(new: &Proto, title: String, within: Span, values: &[String]) -> Proposal {
    // Numbers and names stand in statements of their own.
    let statements: Vec<String> = values
        .iter()
        .map(|value| format!("reserved {value};"))
        .collect();
    let place = block(new.text(), within);
    let edit = append(new.text(), place, &statements.join(" "), "");
    Proposal::new(title, [edit])
}

fn at_end(text: &str, item: &str) -> Edit {
    let end = text.trim_end().len();
    Edit {
        at: Span { start: end, end },
        text: format!("\n{item}"),
    }
}
