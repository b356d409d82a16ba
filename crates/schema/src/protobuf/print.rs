mod element;
mod normal;

use super::Schema;
use super::tree::{Declared, File, ImportKind};
use element::Lines;

/// The text that a registry stores of a schema: printed anew, without comments, parts of a message in a fixed order.
pub fn stored(schema: &Schema) -> String {
    printed(schema.main())
}

/// The text that a registry stores with `normalize=true`: type names made absolute, fields, constants and options
/// sorted, `syntax = "proto2"` left out.
pub fn normalized(schema: &Schema) -> String {
    printed(&normal::normal(schema))
}

fn printed(file: &File) -> String {
    let mut lines = Lines::default();
    if let Some(syntax) = &file.syntax {
        lines.line(0, &format!("syntax = \"{}\";", syntax.text));
    }
    if let Some(package) = &file.package {
        lines.line(0, &format!("package {};", package.text));
    }
    if !file.imports.is_empty() {
        lines.blank(0);
    }
    for (kind, keyword) in [
        (ImportKind::Plain, ""),
        (ImportKind::Public, "public "),
        (ImportKind::Weak, "weak "),
    ] {
        for import in file.imports.iter().filter(|import| import.kind == kind) {
            lines.line(0, &format!("import {keyword}\"{}\";", import.path.text));
        }
    }
    if !file.options.is_empty() {
        lines.blank(0);
        lines.options(0, &file.options);
    }
    if !file.types.is_empty() {
        lines.blank(0);
        types(&mut lines, file);
    }
    if !file.extends.is_empty() {
        lines.blank(0);
        for extend in &file.extends {
            lines.extend(0, extend);
        }
    }
    if !file.services.is_empty() {
        lines.blank(0);
        for service in &file.services {
            lines.service(service);
        }
    }
    lines.text
}

/// A message whose nested types are being printed.
struct Open {
    message: usize,
    types: std::vec::IntoIter<Declared>,
}

/// The registry prints messages before enums.
fn sorted(types: &[Declared]) -> std::vec::IntoIter<Declared> {
    let mut types = types.to_vec();
    types.sort_by_key(|declared| matches!(declared, Declared::Enum(_)));
    types.into_iter()
}

fn types(lines: &mut Lines, file: &File) {
    let mut open: Vec<Open> = Vec::new();
    let mut top = sorted(&file.types);
    loop {
        let depth = open.len();
        let next = open
            .last_mut()
            .map_or_else(|| top.next(), |inner| inner.types.next());
        match next {
            Some(Declared::Enum(id)) => lines.enumeration(depth, &file.enums[id]),
            Some(Declared::Message(id)) => {
                let message = &file.messages[id];
                let empty = lines.begin_message(depth, message);
                if message.types.is_empty() {
                    lines.end_message(depth, message, empty);
                } else {
                    lines.section(depth, !empty);
                    let types = sorted(&message.types);
                    open.push(Open { message: id, types });
                }
            }
            None => match open.pop() {
                Some(inner) => lines.end_message(open.len(), &file.messages[inner.message], false),
                None => return,
            },
        }
    }
}
