type Size = { readonly width: number; readonly height: number };
type Cut = Size & { readonly left: number; readonly top: number };

/** The middle of a picture that fills a place of another shape without being stretched; in the picture's own pixels. */
export function coverOf(picture: Size, place: Size): Cut {
  const scale = Math.max(place.width / picture.width, place.height / picture.height);
  const [width, height] = [place.width / scale, place.height / scale];
  return { left: (picture.width - width) / 2, top: (picture.height - height) / 2, width, height };
}
