use std::collections::HashSet;

use super::faults::Faults;
use super::model::{Schema, Shape};

/// No union lies in a union, and its branches have different names.
pub(super) fn check(schema: &Schema, faults: &mut Faults<'_>) {
    for one in &schema.types {
        let Shape::Union(links) = &one.shape else {
            continue;
        };
        let mut seen = HashSet::new();
        for link in links {
            let shape = &schema.get(link.to).shape;
            if matches!(shape, Shape::Union(_)) {
                faults.push(link.place, "a union cannot lie in a union");
            } else if !seen.insert(shape.full_name()) {
                faults.push(
                    link.place,
                    format!("the union has a `{}` already", shape.full_name()),
                );
            }
        }
    }
}
