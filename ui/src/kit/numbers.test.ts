import { expect, test } from "vitest";
import { bytes, duration, grouped, short } from "./numbers";
import { moment, zoneName } from "./times";

test("numbers lose no digit and read in groups", () => {
  expect(["9223372036854775807", 88412122n, -1234, 999].map(grouped)).toEqual([
    "9,223,372,036,854,775,807",
    "88,412,122",
    "-1,234",
    "999",
  ]);
  expect([9999, 999_960, 88_412_122, 2_480_000, 999_996_000].map(short)).toEqual([
    "9,999",
    "999,960",
    "88.4 M",
    "2.48 M",
    "1 G",
  ]);
  expect([381, 1024, 12_700, 268_435_456].map(bytes)).toEqual(["381 B", "1 KiB", "12.4 KiB", "256 MiB"]);
  expect([40, 1234, 59_000, 7_200_000].map(duration)).toEqual(["40 ms", "1.2 s", "59 s", "2 h"]);
});

test("a time carries its date unless it is of today", () => {
  const noon = Date.UTC(2026, 10, 24, 12);
  expect(moment(noon + 1096, "utc", noon)).toBe("12:00:01.096");
  expect(moment(noon - 86_400_000, "utc", noon)).toBe("2026-11-23 12:00:00.000");
  expect(moment(9e18, "utc", noon), "beyond any calendar").toBe("9000000000000000000");
  expect(zoneName("utc")).toBe("UTC");
});
