import { useSettings } from "../app/workspace";
import { Note } from "../kit/Note";
import { clock } from "../kit/times";
import { useElapsed } from "../kit/useElapsed";

/** Moments in ms since 1970; 0 for never. */
type Props = { lastDataAt: number; askedAt: number; everyMs: number; details?: string | null };

/** "Disconnected: last data 14:02:41, trying again in 4 s.", above rows that are kept while no broker answers. */
export function LostNote({ lastDataAt, askedAt, everyMs, details }: Props) {
  const { zone } = useSettings();
  const since = useElapsed(askedAt, 1000);
  const left = Math.ceil((everyMs - since) / 1000);
  const last = lastDataAt === 0 ? "no data yet" : `last data ${clock(lastDataAt, zone)}`;
  const next = left < 1 ? "now" : `in ${left} s`;
  return (
    <Note tone="warn" message={`Disconnected: ${last}, trying again ${next}.`} details={details} banner />
  );
}
