/** Of a hundred; what is there is never 0 %, and what is not whole never 100 %. */
export function percent(part: number, whole: number): string {
  if (part === 0 || whole === 0) return "0 %";
  const share = (part / whole) * 100;
  if (share < 0.1) return "< 0.1 %";
  if (share > 99.9 && part < whole) return "> 99.9 %";
  return `${share >= 10 ? Math.round(share) : share.toFixed(1)} %`;
}
