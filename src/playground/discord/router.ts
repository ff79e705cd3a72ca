import type { Route } from './route.ts';

/** A route that fits a request, with the parts of the path it names. */
export type Matched = { readonly route: Route; readonly params: ReadonlyMap<string, string> };

/** Finds the route of a request. */
export type Router = {
  /** The route; or whether another method would have found one. */
  readonly match: (method: string, path: string) => Matched | 'otherMethod' | undefined;
};

type Compiled = { readonly route: Route; readonly parts: readonly string[] };

/** A router over these routes; among those that fit, the one with more literal parts wins. */
export function createRouter(routes: readonly Route[]): Router {
  const byLength = new Map<number, Compiled[]>();
  for (const route of routes) {
    const parts = route.path.split('/').slice(1);
    byLength.set(parts.length, [...(byLength.get(parts.length) ?? []), { route, parts }]);
  }
  for (const compiled of byLength.values()) compiled.sort((a, b) => literals(b) - literals(a));

  return {
    match: (method, path) => {
      const parts = path.split('/').slice(1).map(decoded);
      const fitting = (byLength.get(parts.length) ?? []).filter((one) => fits(one, parts));
      const found = fitting.find(({ route }) => route.method === method);
      if (!found) return fitting.length > 0 ? 'otherMethod' : undefined;
      const named = found.parts.flatMap((part, at): [string, string][] =>
        part.startsWith(':') ? [[part.slice(1), parts[at] ?? '']] : [],
      );
      return { route: found.route, params: new Map(named) };
    },
  };
}

function fits({ parts }: Compiled, given: readonly string[]): boolean {
  return parts.every((part, at) => (part.startsWith(':') ? given[at] !== '' : part === given[at]));
}

function literals({ parts }: Compiled): number {
  return parts.filter((part) => !part.startsWith(':')).length;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
