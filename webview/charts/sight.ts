/** Whether an element is on the screen, or about to come there. */

type Watch = (inSight: boolean) => void;

const watched = new WeakMap<Element, Watch>();

/** So far beyond the edges: what is scrolled to has already been drawn. */
const margin = "200px";

let observer: IntersectionObserver | undefined;

/** @returns what ends the watch */
export function onSight(element: Element, watch: Watch): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) watched.get(target)?.(isIntersecting);
    },
    { rootMargin: margin },
  );
  watched.set(element, watch);
  observer.observe(element);
  return () => {
    watched.delete(element);
    observer?.unobserve(element);
  };
}
