import pino from 'pino';

export type Log = {
  readonly info: (fields: Readonly<Record<string, unknown>>, message: string) => void;
};

/** JSON lines on standard error. Callers pass ids, counts and durations: never words of people, never a token. */
export function createLog(level: string): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ fd: 2, sync: true }));
}
