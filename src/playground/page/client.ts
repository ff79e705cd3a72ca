import type { Gesture } from '../gesture.ts';
import type { Outcome, Platform, WireEntry } from '../protocol.ts';
import type { Event } from './model.ts';

/** Hears of everything that happens; the browser connects again by itself. `lost` says whether it has to. */
export function listen(happened: (event: Event) => void, lost: (isLost: boolean) => void): () => void {
  const stream = new EventSource('/events');
  stream.onmessage = ({ data }) => {
    lost(false);
    happened(JSON.parse(data));
  };
  stream.onerror = () => lost(true);
  return () => stream.close();
}

/** Does something as a person; what their client would not let them do comes back as a notice. */
export async function act(gesture: Gesture): Promise<Outcome> {
  try {
    const response = await fetch('/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(gesture),
    });
    const body: Outcome & { readonly error?: string } = await response.json();
    return body.error === undefined ? body : { notice: body.error };
  } catch {
    return { notice: 'The playground does not answer; is it still running?' };
  }
}

/** What went over the wire in the newest exchange. */
export async function wireOf(platform: Platform): Promise<readonly WireEntry[]> {
  const response = await fetch(`/wire/${platform}`);
  return response.json();
}
