/** Three arcs of sound, the nearest one warm: somebody is speaking. */
export function Logo({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <rect width="32" height="32" rx="8" className="logo-ground" />
      <g fill="none" strokeLinecap="round" strokeWidth="2.6">
        <path d="M9.5 12.2a9 9 0 0 1 0 7.6" stroke="#f08a5d" />
        <path d="M14.2 9.4a14 14 0 0 1 0 13.2" stroke="#8fd3cb" />
        <path d="M19 6.8a19.5 19.5 0 0 1 0 18.4" stroke="#cfe6e2" />
      </g>
    </svg>
  );
}
