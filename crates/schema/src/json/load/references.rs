//! Where a `$ref` leads: within the document, to an `$id` or anchor, or to a document that was given.

use super::super::draft::Draft;
use super::super::model::{NodeId, Place, Shape};
use super::super::uri;
use super::keywords::Keywords;
use crate::json_text::{self, Document, Kind, Value};
use std::collections::HashMap;
use std::rc::Rc;

/// What can be referred to by a URI.
pub(super) struct References<'d> {
    draft: Draft,
    documents: &'d [Document],
    /// The documents that were given, by the URI under which they were given.
    given: HashMap<String, u32>,
    /// What is named within each document that has been looked through.
    named: HashMap<u32, HashMap<String, Target>>,
    /// The members of large objects that pointers lead through.
    members: HashMap<(u32, json_text::NodeId), HashMap<&'d str, Value<'d>>>,
}

/// A schema's JSON, and the URI that its own `$id` is relative to.
#[derive(Debug, Clone)]
struct Target {
    document: u32,
    value: json_text::NodeId,
    base: Rc<str>,
}

impl Keywords<'_, '_> {
    /// The schema that `$ref` stands for.
    pub(super) fn reference(&mut self) -> Option<Shape> {
        let written = self.text("$ref")?;
        let to = match self.target(written, self.value.get("$ref")?) {
            Ok(to) => to,
            Err(why) => {
                self.report(self.value.get("$ref")?, &why);
                // Once is enough.
                let key = self.loader.references.key(&self.base, written);
                self.loader.targets.insert(key, NodeId(0));
                NodeId(0)
            }
        };
        Some(Shape::Reference {
            to,
            written: written.into(),
        })
    }

    /// The schema that `$dynamicRef` or `$recursiveRef` stands for where nothing around it says otherwise. The registry
    /// does not compare it, so that one that leads nowhere is no fault.
    pub(super) fn dynamic_reference(&mut self) {
        for keyword in ["$dynamicRef", "$recursiveRef"] {
            let value = self.value.get(keyword);
            let Some((value, written)) = value.and_then(|value| Some((value, value.as_str()?)))
            else {
                continue;
            };
            if let Ok(to) = self.target(written, value) {
                let place = self.loader.nodes[to.0 as usize].place;
                let from = (self.place.document, self.place.value);
                self.loader
                    .dynamic
                    .insert(from, (place.document, place.value));
            }
        }
    }

    /// Where a reference leads, which stands at a value.
    fn target(&mut self, written: &str, at: Value<'_>) -> Result<NodeId, String> {
        let key = self.loader.references.key(&self.base, written);
        if let Some(to) = self.loader.targets.get(&key) {
            return Ok(*to);
        }
        let references = &mut self.loader.references;
        let target = references.find(self.place.document, &self.base, written, &key)?;
        let via = (target.document != 0).then(|| self.place.via.unwrap_or(at.span()));
        let place = Place {
            document: target.document,
            value: target.value,
            name: None,
            via,
        };
        let to = self.loader.enqueue(place, &target.base);
        self.loader.targets.insert(key, to);
        Ok(to)
    }
}

impl<'d> References<'d> {
    pub(super) fn new(draft: Draft, documents: &'d [Document], uris: &[&str]) -> Self {
        let mut given = HashMap::new();
        let root = documents[0]
            .root()
            .get(draft.id_keyword())
            .and_then(Value::as_str);
        for (document, uri) in uris.iter().enumerate().skip(1) {
            given.entry((*uri).to_owned()).or_insert(document as u32);
            // A relative name of a reference is relative to the schema's own URI.
            given
                .entry(uri::resolve(root.unwrap_or_default(), uri))
                .or_insert(document as u32);
        }
        Self {
            draft,
            documents,
            given,
            named: HashMap::new(),
            members: HashMap::new(),
        }
    }

    /// The URI by which two references are the same.
    fn key(&self, base: &str, written: &str) -> String {
        if !self.draft.is_modern() {
            return uri::resolve(base, written);
        }
        let (document, fragment) = uri::split_fragment(written);
        let resolved = if !document.is_empty() && self.given.contains_key(document) {
            written.to_owned()
        } else if base.starts_with("urn:") || base.starts_with("tag:") {
            if written.starts_with('#') {
                format!("{}{written}", uri::split_fragment(base).0)
            } else {
                written.to_owned()
            }
        } else {
            uri::resolve(base, written)
        };
        if fragment == "#" {
            resolved[..resolved.len() - 1].to_owned()
        } else {
            resolved
        }
    }

    fn find(
        &mut self,
        document: u32,
        base: &Rc<str>,
        written: &str,
        key: &str,
    ) -> Result<Target, String> {
        if let Some(target) = self.names(document).get(key) {
            return Ok(target.clone());
        }
        if !self.draft.is_modern() && written.starts_with('#') {
            if let Some(target) = self.names(document).get(written) {
                return Ok(target.clone());
            }
            let root = Target {
                document,
                value: self.documents[document as usize].root().id(),
                base: "".into(),
            };
            return self.point(root, written, written);
        }
        let (uri, fragment) = uri::split_fragment(key);
        let start = if let Some(target) = self.names(document).get(uri) {
            target.clone()
        } else if let Some(given) = self.given.get(key).or_else(|| self.given.get(uri)) {
            Target {
                document: *given,
                value: self.documents[*given as usize].root().id(),
                base: uri.into(),
            }
        } else if self.draft.is_modern() && uri == uri::split_fragment(base).0 {
            Target {
                document,
                value: self.documents[document as usize].root().id(),
                base: Rc::clone(base),
            }
        } else {
            return Err(format!(
                "`{written}` is not among this schema's references, and the registry does not fetch schemas."
            ));
        };
        if self.given.contains_key(key) {
            return Ok(start);
        }
        let given = start.document;
        for name in [key, fragment] {
            if let Some(target) = self.names(given).get(name) {
                return Ok(target.clone());
            }
        }
        self.point(start, fragment, written)
    }

    /// Follows a JSON pointer.
    fn point(&mut self, from: Target, fragment: &str, written: &str) -> Result<Target, String> {
        let Target { document, base, .. } = from;
        let root = self.documents[document as usize].root();
        let mut value = self.documents[document as usize].value(from.value);
        let mut base = base;
        for (depth, step) in uri::pointer_steps(fragment).enumerate() {
            let id = self.child(document, value, self.draft.id_keyword());
            if let Some(id) = id.and_then(Value::as_str) {
                base = uri::resolve(&base, id).into();
            }
            let next = match value.kind() {
                Kind::Object(_) => self.child(document, value, &step),
                Kind::Array(mut items) => step.parse().ok().and_then(|at| items.nth(at)),
                _ => None,
            };
            // The registry copies the root's `definitions` into its `$defs`.
            let copied = match depth {
                0 if step == "$defs" => root.get("definitions"),
                1 if root
                    .get("$defs")
                    .is_some_and(|defs| defs.id() == value.id()) =>
                {
                    root.get("definitions")
                        .and_then(|definitions| self.child(document, definitions, &step))
                }
                _ => None,
            };
            value = next.or(copied).ok_or_else(|| {
                format!("`{written}` leads nowhere: there is nothing at that place.")
            })?;
        }
        Ok(Target {
            document,
            value: value.id(),
            base,
        })
    }

    fn child(&mut self, document: u32, object: Value<'d>, name: &str) -> Option<Value<'d>> {
        const LARGE: usize = 32;
        let members = object.as_object()?;
        if members.len() < LARGE {
            return object.get(name);
        }
        let index = self
            .members
            .entry((document, object.id()))
            .or_insert_with(|| members.map(|member| (member.name, member.value)).collect());
        index.get(name).copied()
    }

    fn scope(&self, value: Value<'_>, base: &Rc<str>) -> Rc<str> {
        match value.get(self.draft.id_keyword()).and_then(Value::as_str) {
            Some(id) => uri::resolve(base, id).into(),
            None => Rc::clone(base),
        }
    }

    /// The schemas of a document that have a name: by what `$id` says (up to draft 7 as it is written), or anchors.
    fn names(&mut self, document: u32) -> &HashMap<String, Target> {
        if !self.named.contains_key(&document) {
            let named = self.look_through(document);
            self.named.insert(document, named);
        }
        &self.named[&document]
    }

    fn look_through(&self, document: u32) -> HashMap<String, Target> {
        let modern = self.draft.is_modern();
        let mut named = HashMap::new();
        let base: Rc<str> = if modern && document == 0 {
            "mem://input".into()
        } else {
            "".into()
        };
        let mut open = vec![(self.documents[document as usize].root(), base)];
        while let Some((value, base)) = open.pop() {
            match value.kind() {
                Kind::Object(members) => {
                    let id = value.get(self.draft.id_keyword()).and_then(Value::as_str);
                    let outer = base;
                    let base = self.scope(value, &outer);
                    let mut name = |name: String| {
                        let target = Target {
                            document,
                            value: value.id(),
                            base: Rc::clone(&outer),
                        };
                        named.entry(name).or_insert(target);
                    };
                    if let Some(id) = id {
                        name(if modern {
                            base.trim_end_matches('#').to_owned()
                        } else {
                            id.to_owned()
                        });
                    }
                    for keyword in ["$anchor", "$dynamicAnchor"] {
                        if let Some(anchor) = value
                            .get(keyword)
                            .and_then(Value::as_str)
                            .filter(|_| modern)
                        {
                            name(uri::resolve(&base, &format!("#{anchor}")));
                        }
                    }
                    let inner = members
                        .filter(|member| !(modern && ["enum", "const"].contains(&member.name)));
                    open.extend(inner.map(|member| (member.value, Rc::clone(&base))));
                }
                Kind::Array(items) => open.extend(items.map(|item| (item, Rc::clone(&base)))),
                _ => {}
            }
        }
        named
    }
}
