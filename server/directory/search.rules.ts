/** Whether any of an entry's words holds what somebody typed. */
export function createMatcher(query: string): (words: readonly string[]) => boolean {
  const wanted = query.trim().toLowerCase();
  return (words) => words.some((word) => word.toLowerCase().includes(wanted));
}
