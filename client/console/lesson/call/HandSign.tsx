/** A raised hand; its words stand beside it. */
export function HandSign() {
  return (
    <svg className="hand-sign" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M4 8V4.5a1 1 0 0 1 2 0V7 2.5a1 1 0 0 1 2 0V7 3a1 1 0 0 1 2 0v4-2.5a1 1 0 0 1 2 0V11a4 4 0 0 1-4 4H8c-1.6 0-2.6-.7-3.4-2L2.300 9.500a1 1 0 0 1 1.700-1Z" />
    </svg>
  );
}
