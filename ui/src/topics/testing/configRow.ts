import type { ConfigRow } from "../../bindings";

/** A setting of a topic, as a test wants it. */
export function configRow(part: Partial<ConfigRow> & { name: string }): ConfigRow {
  return {
    value: null,
    source: "default",
    default: null,
    doc: null,
    sensitive: false,
    readOnly: false,
    type: null,
    choices: [],
    ...part,
  };
}
