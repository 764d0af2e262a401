import { useSyncExternalStore } from 'react';

const media = () => window.matchMedia('(prefers-reduced-motion: reduce)');

const follow = (tell: () => void) => {
  const followed = media();
  followed.addEventListener('change', tell);
  return () => followed.removeEventListener('change', tell);
};

/** Whether whoever sits here asked their system that nothing glides: what opens is there at once. */
export const useCalm = (): boolean => useSyncExternalStore(follow, () => media().matches);
