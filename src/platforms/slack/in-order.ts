/** Does the work of one name after the other, and that of different names side by side. */
export type InOrder = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;

/** A queue for each name; what fails does not hold up what comes after it. */
export function createInOrder(): InOrder {
  const last = new Map<string, Promise<unknown>>();

  return (name, work) => {
    const before = last.get(name);
    const done = before ? before.then(work) : work();
    const settled = done.then(forget, forget);
    last.set(name, settled);
    return done;

    function forget(): void {
      if (last.get(name) === settled) last.delete(name);
    }
  };
}
