import pino from 'pino';
import { redact } from './redact.ts';

export type Log = Readonly<
  Record<'debug' | 'info' | 'warn' | 'error', (fields: Readonly<Record<string, unknown>>, message: string) => void>
>;

/**
 * JSON lines on standard error. Callers pass ids, counts and durations, never words of people; the secrets given here, and
 * whatever has the form of a token, are struck out of every line all the same.
 */
export function createLog(level: string, secrets: readonly string[] = []): Log {
  let destination = openDestination();
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => destination.write(redact(line, secrets)) },
  );

  /** A line that has no room is lost with its destination, which would keep it; the caller goes on, and the next line is tried anew. */
  function openDestination() {
    const opened = pino.destination({ fd: 2, sync: true });
    opened.on('error', () => {
      destination = openDestination();
    });
    return opened;
  }
}
