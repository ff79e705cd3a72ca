import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/** How near to its end a list must be to follow it. */
const NEAR_PX = 80;

/**
 * Keeps a list at its newest message while whoever reads it stands there; opening another one goes there too. Of a message
 * that is longer than the list its beginning is shown; one that only changes stays where it is.
 */
export function useNewest(place: string, newest: string | undefined): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const isOwnScroll = useRef(false);
  const follow = () => {
    const element = list.current;
    if (!element || !isFollowing.current) return;
    const last = element.querySelector<HTMLElement>(':scope > :last-child');
    const end = element.scrollHeight - element.clientHeight;
    const top = Math.max(0, Math.min(end, (last?.offsetTop ?? end) - element.offsetTop));
    isOwnScroll.current = Math.abs(element.scrollTop - top) > 1;
    element.scrollTo({ top });
  };
  useEffect(() => {
    const element = list.current;
    const scrolled = () => {
      if (!isOwnScroll.current && element)
        isFollowing.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
      isOwnScroll.current = false;
    };
    element?.addEventListener('scroll', scrolled, { passive: true });
    // A list that becomes shorter or longer, as beside the inspector, still shows its newest message.
    const resized = new ResizeObserver(follow);
    if (element) resized.observe(element);
    return () => {
      element?.removeEventListener('scroll', scrolled);
      resized.disconnect();
    };
  }, []);
  useLayoutEffect(() => {
    isFollowing.current = true;
  }, [place]);
  useLayoutEffect(follow, [place, newest]);
  return list;
}
