import { CORE_SCHEMA, EVENT_ID, type Event, getScalarValue, load, parseEvents, YAMLException } from 'js-yaml';

/** References to an anchor in one file; more of them can make a small file grow without bound. */
const MAX_ALIASES = 20;

export type Path = readonly (string | number)[];

/** A value with the lines it stands on, or why there is none. Lines count from 1. */
export type ParsedYaml =
  | { readonly value: unknown; readonly lineOf: (path: Path) => number; readonly error?: undefined }
  | { readonly error: { readonly line: number; readonly message: string } };

/** Parses YAML 1.2 (core schema). `lineOf` gives the line of the value at a path, or of the nearest part of the path that exists. */
export function parseYaml(text: string): ParsedYaml {
  try {
    const value: unknown = load(text, { schema: CORE_SCHEMA, maxAliases: MAX_ALIASES });
    let places: Place | undefined;
    return {
      value,
      lineOf: (path) => {
        places ??= placesOf(parseEvents(text, {}), text);
        return lineAt(text, offsetOf(places, path));
      },
    };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { error: { line: (error.mark?.line ?? 0) + 1, message: error.reason } };
  }
}

type Place = { readonly offset: number; readonly children: Map<string | number, Place> };

/** Where every value begins, as a tree of the same shape as the value. */
function placesOf(events: readonly Event[], text: string): Place {
  let position = 0;
  return placeOfNext();

  function placeOfNext(): Place {
    const event = events[position];
    position += 1;
    switch (event?.type) {
      case EVENT_ID.MAPPING: {
        const children = new Map<string | number, Place>();
        while (hasMore()) {
          const key = events[position];
          position += 1;
          const isName = key?.type === EVENT_ID.SCALAR;
          const place = placeOfNext();
          // An empty value has no place of its own: it is where its name is.
          const offset = place.offset < 0 && isName ? key.valueStart : place.offset;
          children.set(isName ? getScalarValue(text, key) : '', { ...place, offset });
        }
        return { offset: event.start, children };
      }
      case EVENT_ID.SEQUENCE: {
        const children = new Map<string | number, Place>();
        while (hasMore()) children.set(children.size, placeOfNext());
        return { offset: event.start, children };
      }
      case EVENT_ID.DOCUMENT:
        return placeOfNext();
      case EVENT_ID.SCALAR:
        return { offset: event.valueStart, children: new Map() };
      case EVENT_ID.ALIAS:
        return { offset: event.anchorStart, children: new Map() };
      case EVENT_ID.POP:
      case undefined:
        return { offset: 0, children: new Map() };
    }
  }

  /** Whether the collection goes on; steps over its end when it does not. */
  function hasMore(): boolean {
    const event = events[position];
    if (event !== undefined && event.type !== EVENT_ID.POP) return true;
    position += 1;
    return false;
  }
}

function offsetOf(root: Place, path: Path): number {
  let place = root;
  for (const step of path) {
    const child = place.children.get(step);
    if (!child) break;
    place = child;
  }
  return Math.max(0, place.offset);
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
