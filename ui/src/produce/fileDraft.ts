import type { FileDraft } from "../bindings";
import { Store } from "../kit/store";
import type { TopicSession } from "../messages/TopicSession";

/** What stands in the form that produces many messages. */
export type FileFields = {
  source: "file" | "text";
  path: string;
  text: string;
  format: FileDraft["format"];
  separator: string;
};

const EMPTY: FileFields = { source: "file", path: "", text: "", format: "jsonLines", separator: ":" };

const kept = new WeakMap<TopicSession, Store<FileFields>>();

/** What was typed for a topic: it outlives the drawer, and goes with the topic's tab. */
export function fileFieldsOf(session: TopicSession): Store<FileFields> {
  let fields = kept.get(session);
  if (!fields) {
    fields = new Store(EMPTY);
    kept.set(session, fields);
  }
  return fields;
}

/** What is to be checked and sent, or why there is nothing yet. */
export function toFileDraft(fields: FileFields): FileDraft | { missing: string } {
  const { source, path, text, format } = fields;
  if (source === "file" && path.trim() === "") return { missing: "Choose a file first." };
  if (source === "text" && text.trim() === "") return { missing: "Paste some lines first." };
  if (format === "keyValue" && fields.separator === "")
    return { missing: "Say what separates key and value." };
  return {
    path: source === "file" ? path.trim() : null,
    text: source === "text" ? text : null,
    format,
    separator: fields.separator.replaceAll("\\t", "\t"),
  };
}
