use std::{collections::BTreeMap, fs};

/// Bytes in memory (RSS) of a process's descendants, by the names of their programs. Empty where the system has no `/proc`.
pub(super) fn of_descendants(process: u32) -> BTreeMap<String, u64> {
    let all: Vec<(u32, u32)> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let id: u32 = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            // The name in brackets may hold spaces; the parent is the second word behind it.
            let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?;
            Some((id, parent.parse().ok()?))
        })
        .collect();
    let mut descendants = vec![process];
    let mut at = 0;
    while let Some(&parent) = descendants.get(at) {
        descendants.extend(all.iter().filter(|(_, of)| *of == parent).map(|(id, _)| id));
        at += 1;
    }
    let mut memory = BTreeMap::new();
    for id in &descendants[1..] {
        // It may have ended meanwhile.
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            Some(line.trim().to_owned())
        };
        let kib = field("VmRSS:").and_then(|text| text.trim_end_matches(" kB").parse::<u64>().ok());
        if let (Some(name), Some(kib)) = (field("Name:"), kib) {
            *memory.entry(name).or_default() += kib << 10;
        }
    }
    memory
}
