/** Three streams that flow into one. */
export function Logo({ size = 18 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="var(--accent)"
      strokeWidth="2.2"
      aria-hidden="true"
    >
      <g strokeLinecap="round">
        <path d="M3 5c6.4 0 5.6 5.9 11.800 5.900" />
        <path d="M3 19c6.400 0 5.600-5.900 11.800-5.900" opacity="0.75" />
        <path d="M3 12h12" />
      </g>
      <path d="M15 12h5.500" strokeWidth="4" strokeLinecap="round" />
    </svg>
  );
}
