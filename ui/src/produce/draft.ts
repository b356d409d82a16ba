import type { Payload, ProduceDraft } from "../bindings";
import { grouped } from "../kit/numbers";

/** How a payload is written in the editor. JSON is text that is checked. */
export type DraftForm = "json" | "text" | "hex";

export type DraftHeader = { id: number; name: string; value: string; form: "text" | "hex"; isNull: boolean };

/** What stands in the produce drawer: more than what is sent, so that a switch thrown back loses nothing. */
export type DraftState = {
  key: string;
  keyForm: "text" | "hex";
  keyIsNull: boolean;
  value: string;
  valueForm: DraftForm;
  tombstone: boolean;
  headers: DraftHeader[];
  /** As typed; empty: by key. */
  partition: string;
  /** How often it is sent, as typed; empty: once. */
  times: string;
};

export const EMPTY_DRAFT: DraftState = {
  key: "",
  keyForm: "text",
  keyIsNull: true,
  value: "",
  valueForm: "json",
  tombstone: false,
  headers: [],
  partition: "",
  times: "",
};

/** Stands for the running number, where a message is sent more than once. */
export const RUNNING_NUMBER = "{{n}}";
const MOST_TIMES = 1_000_000;

/** A longer value, in UTF-16 units, is sent as it is: an editor would freeze the window over it. */
export const MOST_EDITED = 256 * 1024;

let lastId = 0;

export function newHeader(): DraftHeader {
  lastId += 1;
  return { id: lastId, name: "", value: "", form: "text", isNull: false };
}

export function toDraft(state: DraftState): ProduceDraft {
  return {
    key: state.keyIsNull ? null : payload(state.keyForm, state.key),
    value: state.tombstone ? null : payload(state.valueForm, state.value),
    headers: state.headers.map(({ name, value, form, isNull }) => ({
      name,
      value: isNull ? null : payload(form, value),
    })),
    partition: state.partition.trim() === "" ? null : Number(state.partition),
  };
}

/** A message as the backend gives it, ready to be changed and sent again. */
export function fromDraft(draft: ProduceDraft, looksLikeJson: boolean): DraftState {
  return {
    key: draft.key?.text ?? "",
    keyForm: draft.key?.form ?? "text",
    keyIsNull: draft.key === null,
    value: draft.value?.text ?? "",
    valueForm: draft.value?.form === "hex" ? "hex" : looksLikeJson ? "json" : "text",
    tombstone: draft.value === null,
    headers: draft.headers.map(({ name, value }) => ({ ...newHeader(), name, ...headerValue(value) })),
    partition: draft.partition === null ? "" : String(draft.partition),
    times: "",
  };
}

function payload(form: DraftForm, text: string): Payload {
  return form === "hex" ? { form, text: hexDigits(text) } : { form: "text", text };
}

function headerValue(value: Payload | null): Pick<DraftHeader, "value" | "form" | "isNull"> {
  return value === null
    ? { value: "", form: "text", isNull: true }
    : { value: value.text, form: value.form, isNull: false };
}

/** How often a draft is sent; 1 where that can't be read. */
export function timesOf({ times }: Pick<DraftState, "times">): number {
  const number = wholeNumber(times);
  return number !== null && number >= 1 && number <= MOST_TIMES ? number : 1;
}

/** What is wrong with each field, but for JSON, which the backend judges. */
export function draftProblems(
  draft: DraftState,
  partitions: number | null,
): Record<"key" | "value" | "headers" | "partition" | "times", string | null> {
  const isBadHeader = ({ form, isNull, value }: DraftHeader) =>
    form === "hex" && !isNull && hexProblem(value) !== null;
  const hasHexValue = !draft.tombstone && draft.valueForm === "hex";
  return {
    key: !draft.keyIsNull && draft.keyForm === "hex" ? hexProblem(draft.key) : null,
    value: hasHexValue ? hexProblem(draft.value) : null,
    headers: draft.headers.some(isBadHeader) ? "A header is not valid hex." : null,
    partition: partitionProblem(draft.partition, partitions),
    times: timesProblem(draft.times),
  };
}

/** A partition number that the topic has, or why not. */
function partitionProblem(text: string, partitions: number | null): string | null {
  if (text.trim() === "") return null;
  if (!/^\d+$/.test(text.trim())) return "A partition is a whole number from 0.";
  if (partitions !== null && Number(text) >= partitions) {
    return `This topic has partitions 0 to ${partitions - 1}.`;
  }
  return null;
}

/** Hex is pairs of digits; spaces, colons and a leading 0x are for the eye. */
export function hexProblem(text: string): string | null {
  const digits = hexDigits(text);
  if (/[^0-9a-f]/i.test(digits)) return "Only hexadecimal digits, 0 to 9 and a to f.";
  return digits.length % 2 === 1 ? "A byte is two digits: one digit is missing." : null;
}

/** Bytes that the value is sent as. */
export function valueSize({ value, valueForm }: DraftState): number {
  return valueForm === "hex"
    ? Math.floor(hexDigits(value).length / 2)
    : new TextEncoder().encode(value).length;
}

function hexDigits(text: string): string {
  return text.replace(/^\s*0x/i, "").replace(/[\s:]/g, "");
}

function timesProblem(text: string): string | null {
  if (text.trim() === "") return null;
  const number = wholeNumber(text);
  if (number === null || number < 1) return "Write a whole number from 1 on.";
  return number > MOST_TIMES ? `At most ${grouped(MOST_TIMES)} at once.` : null;
}

function wholeNumber(text: string): number | null {
  const digits = text.replace(/[,\s]/g, "");
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}
