import { useEffect, useRef } from 'react';

/** A place for what a player shows; the element itself goes on as it is wherever it stands. */
export function Picture({ element, label }: { readonly element: HTMLMediaElement; readonly label: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.append(element);
  }, [element]);
  return <div ref={place} className="picture" role="img" aria-label={label} />;
}
