import type { Deadlines, Timers } from './deadlines.ts';
import type { Acknowledgement, Line, Parcel, RetryReason } from './parcel.ts';

/** What a test can make go wrong with the next parcels. */
export type DeliveryFault =
  /** Sends it once more after it was acknowledged. */
  | { readonly kind: 'redeliver' }
  /** Sends it later. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Never sends it. */
  | { readonly kind: 'lose' };

export type PostOffice = {
  /** Hands a parcel to the app; resolves with what became of its first try. Events are tried again until taken. */
  readonly deliver: (parcel: Parcel) => Promise<Acknowledgement>;
  /** Lets something happen to the next `times` parcels with this name (every name, unless told). */
  readonly disturb: (fault: DeliveryFault, times: number, name?: string) => void;
  /** Whether a parcel is on its way. */
  readonly isBusy: () => boolean;
  /** Nothing more happens to parcels than what happened already. */
  readonly calm: () => void;
};

export type PostOfficeOptions = {
  readonly line: () => Line;
  readonly timers: Timers;
  readonly deadlines: Deadlines;
};

export function createPostOffice({ line, timers, deadlines }: PostOfficeOptions): PostOffice {
  const faults: { readonly fault: DeliveryFault; readonly name: string | undefined; times: number }[] = [];
  let underway = 0;

  return {
    deliver: async (parcel) => {
      underway += 1;
      try {
        return await withFault(parcel, nextFault(parcel.name));
      } finally {
        underway -= 1;
      }
    },
    disturb: (fault, times, name) => {
      faults.push({ fault, name, times });
    },
    isBusy: () => underway > 0,
    calm: () => {
      faults.length = 0;
    },
  };

  async function withFault(parcel: Parcel, fault: DeliveryFault | undefined): Promise<Acknowledgement> {
    switch (fault?.kind) {
      case undefined:
        return attempt(parcel, 0, undefined);
      case 'lose':
        return { kind: 'timed-out' };
      case 'delay':
        await new Promise<void>((resolve) => timers.after(fault.ms, resolve));
        return attempt(parcel, 0, undefined);
      case 'redeliver': {
        const first = await attempt(parcel, 0, undefined);
        await attempt(parcel, 1, 'timeout');
        return first;
      }
    }
  }

  async function attempt(parcel: Parcel, number: number, reason: RetryReason | undefined): Promise<Acknowledgement> {
    const outcome = await line().send(parcel, { number, reason });
    const again = reasonToRetry(outcome);
    const waitMs = deadlines.retryMs[number];
    if (parcel.kind === 'event' && again && waitMs !== undefined) {
      timers.after(waitMs, () => void attempt(parcel, number + 1, again));
    }
    return outcome;
  }

  function nextFault(name: string): DeliveryFault | undefined {
    const found = faults.find((one) => one.times > 0 && (one.name === undefined || one.name === name));
    if (found) found.times -= 1;
    return found?.fault;
  }
}

function reasonToRetry(outcome: Acknowledgement): RetryReason | undefined {
  switch (outcome.kind) {
    case 'acknowledged':
      return undefined;
    case 'timed-out':
      return 'http_timeout';
    case 'failed':
      return outcome.wantsNoRetry ? undefined : 'http_error';
    case 'unreachable':
      return 'connection_failed';
  }
}
