//! `$dynamicRef` and `$recursiveRef`: references that the schemas around them can redirect.

use std::collections::{HashMap, HashSet};

use super::{Place, Run};
use crate::json::Schema;
use crate::json_text::{Kind, Value};

/// What a schema says of such references.
#[derive(Debug)]
pub(super) struct Dynamic {
    /// Where they lead where nothing redirects them, by the schemas that have them.
    targets: HashMap<Place, Place>,
    /// The resource that each object of the documents is in: it begins at the document or at an `$id`.
    resources: HashMap<Place, Place>,
    /// What `$dynamicAnchor` names in a resource.
    anchors: HashMap<(Place, String), Place>,
    /// The resources with a `$recursiveAnchor`.
    recursive: HashSet<Place>,
}

impl Dynamic {
    /// `None` where there are none, as in most schemas.
    pub(super) fn of(schema: &Schema) -> Option<Self> {
        if schema.dynamic.is_empty() {
            return None;
        }
        let mut dynamic = Self {
            targets: schema.dynamic.clone(),
            resources: HashMap::new(),
            anchors: HashMap::new(),
            recursive: HashSet::new(),
        };
        for (number, document) in (0..).zip(&schema.documents) {
            let root = document.root();
            let mut open = vec![(root, (number, root.id()))];
            while let Some((value, outer)) = open.pop() {
                match value.kind() {
                    Kind::Object(members) => {
                        let resource = dynamic.object(value, number, outer);
                        open.extend(members.map(|member| (member.value, resource)));
                    }
                    Kind::Array(items) => open.extend(items.map(|item| (item, outer))),
                    _ => {}
                }
            }
        }
        Some(dynamic)
    }

    fn object(&mut self, value: Value<'_>, document: u32, outer: Place) -> Place {
        let place = (document, value.id());
        let named = value.get("$id").and_then(Value::as_str);
        let own = named.is_some_and(|id| !id.starts_with('#'));
        let resource = if own { place } else { outer };
        self.resources.insert(place, resource);
        if let Some(anchor) = value.get("$dynamicAnchor").and_then(Value::as_str) {
            let name = (resource, anchor.to_owned());
            self.anchors.entry(name).or_insert(place);
        }
        if value.get("$recursiveAnchor").and_then(Value::as_bool) == Some(true) {
            self.recursive.insert(place);
        }
        resource
    }
}

impl Run<'_> {
    /// Notes the resource that a schema is in; whether it is another one than that of the schema that led there.
    pub(super) fn enter(&self, schema: Place) -> bool {
        let Some(dynamic) = &self.validator.dynamic else {
            return false;
        };
        let Some(resource) = dynamic.resources.get(&schema) else {
            return false;
        };
        let mut scope = self.scope.borrow_mut();
        let other = scope.last() != Some(resource);
        if other {
            scope.push(*resource);
        }
        other
    }

    /// Where such a reference of a schema leads.
    pub(super) fn dynamic_target(&self, schema: Place) -> Option<Place> {
        let dynamic = self.validator.dynamic.as_ref()?;
        let target = *dynamic.targets.get(&schema)?;
        let value = |place: Place| self.validator.documents[place.0 as usize].value(place.1);
        let scope = self.scope.borrow();
        let redirected = match value(schema).get("$dynamicRef").and_then(Value::as_str) {
            Some(written) => {
                let name = written.rsplit_once('#').map_or("", |(_, name)| name);
                let anchor = value(target).get("$dynamicAnchor").and_then(Value::as_str);
                let mut named = scope
                    .iter()
                    .filter_map(|resource| dynamic.anchors.get(&(*resource, name.to_owned())));
                // Only what is a dynamic anchor itself can be redirected.
                named.next().filter(|_| anchor == Some(name)).copied()
            }
            None => {
                let mut anchored = scope.iter();
                let first = anchored.find(|resource| dynamic.recursive.contains(resource));
                first
                    .filter(|_| dynamic.recursive.contains(&target))
                    .copied()
            }
        };
        Some(redirected.unwrap_or(target))
    }
}
