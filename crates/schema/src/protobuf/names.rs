use super::tree::{Declared, File};
use std::collections::HashMap;

/// The name that nothing has: the root of all packages.
pub(super) const ROOT: u32 = 0;

/// The names that the files of one schema declare, as a tree of packages and messages.
#[derive(Debug, Clone)]
pub(super) struct Names {
    nodes: Vec<Node>,
    /// The node of each file's messages.
    of_messages: Vec<Vec<u32>>,
}

#[derive(Debug, Clone)]
struct Node {
    parent: u32,
    name: Box<str>,
    children: HashMap<Box<str>, u32>,
    declared: Option<(usize, Declared)>,
}

impl Names {
    /// Files later in the order do not take a name that an earlier one has.
    pub(super) fn new<'a>(files: impl Iterator<Item = &'a File>) -> Self {
        let root = Node {
            parent: ROOT,
            name: "".into(),
            children: HashMap::new(),
            declared: None,
        };
        let mut names = Self {
            nodes: vec![root],
            of_messages: Vec::new(),
        };
        for (index, file) in files.enumerate() {
            names.add(index, file);
        }
        names
    }

    fn add(&mut self, index: usize, file: &File) {
        let package = file.package.as_ref().map_or("", |package| &package.text);
        let package = parts(package).fold(ROOT, |node, part| self.child(node, part));
        let mut nodes = vec![package; file.messages.len()];
        // A message comes after the one that it is nested in.
        for (id, message) in file.messages.iter().enumerate() {
            let parent = message.parent.map_or(package, |parent| nodes[parent]);
            nodes[id] = self.child(parent, &message.name.text);
            self.declare(nodes[id], (index, Declared::Message(id)));
        }
        for (id, made) in file.enums.iter().enumerate() {
            let parent = made.parent.map_or(package, |parent| nodes[parent]);
            let node = self.child(parent, &made.name.text);
            self.declare(node, (index, Declared::Enum(id)));
        }
        self.of_messages.push(nodes);
    }

    fn declare(&mut self, node: u32, declared: (usize, Declared)) {
        let place = &mut self.nodes[node as usize].declared;
        // In one file the last of a name counts, as in the registry's maps.
        if place.is_none_or(|(file, _)| file == declared.0) {
            *place = Some(declared);
        }
    }

    fn child(&mut self, parent: u32, name: &str) -> u32 {
        if let Some(node) = self.nodes[parent as usize].children.get(name) {
            return *node;
        }
        let node = self.nodes.len() as u32;
        self.nodes[parent as usize]
            .children
            .insert(name.into(), node);
        self.nodes.push(Node {
            parent,
            name: name.into(),
            children: HashMap::new(),
            declared: None,
        });
        node
    }

    /// The scope of what stands in a message.
    pub(super) fn scope(&self, file: usize, message: usize) -> u32 {
        self.of_messages[file][message]
    }

    /// The scope of what stands in no message.
    pub(super) fn package(&self, file: &File) -> u32 {
        let package = file.package.as_ref().map_or("", |package| &package.text);
        self.walk(ROOT, package).unwrap_or(ROOT)
    }

    /// What a name means in a scope: looked for in it and then outward; a leading dot makes it absolute.
    pub(super) fn find(&self, scope: u32, name: &str) -> Option<(usize, Declared)> {
        if let Some(absolute) = name.strip_prefix('.') {
            return self.within(ROOT, absolute);
        }
        let mut scope = scope;
        loop {
            if let Some(found) = self.within(scope, name) {
                return Some(found);
            }
            if scope == ROOT {
                return None;
            }
            scope = self.nodes[scope as usize].parent;
        }
    }

    /// What a name means seen from a path of names, the innermost last.
    pub(super) fn find_from(&self, path: &[&str], name: &str) -> Option<(usize, Declared)> {
        let mut scope = ROOT;
        for part in path {
            match self.nodes[scope as usize].children.get(*part) {
                Some(node) => scope = *node,
                None => break,
            }
        }
        self.find(scope, name)
    }

    fn within(&self, scope: u32, name: &str) -> Option<(usize, Declared)> {
        let node = self.walk(scope, name)?;
        self.nodes[node as usize].declared
    }

    fn walk(&self, from: u32, name: &str) -> Option<u32> {
        parts(name).try_fold(from, |node, part| {
            self.nodes[node as usize].children.get(part).copied()
        })
    }

    /// The names from the root down to a scope.
    pub(super) fn path(&self, scope: u32) -> Vec<&str> {
        let mut path = Vec::new();
        let mut scope = scope;
        while scope != ROOT {
            let node = &self.nodes[scope as usize];
            path.push(&*node.name);
            scope = node.parent;
        }
        path.reverse();
        path
    }
}

fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split('.').filter(|part| !part.is_empty())
}
