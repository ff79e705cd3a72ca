import { type JsonObject, textIn } from './json.ts';
import { type ApiReply, rateLimited } from './web-api.ts';

/** What a test can make go wrong with calls of a Web API method. */
export type ApiFault =
  /** 429; without seconds, the answer does not say when to come back. */
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds?: number }
  /** 500, before the call was carried out, or after: then what was asked for has happened all the same. */
  | { readonly kind: 'server-error'; readonly isStored: boolean }
  /** 401, as a proxy or a broken edge answers. */
  | { readonly kind: 'unauthorized' }
  /** An error of Slack's own, such as `fatal_error`. */
  | { readonly kind: 'refused'; readonly error: string }
  /** No answer at all; the call is carried out or not. */
  | { readonly kind: 'hang'; readonly isStored: boolean }
  /** The connection breaks; the call is carried out or not. */
  | { readonly kind: 'reset'; readonly isStored: boolean }
  /** Carried out at once, answered late. */
  | { readonly kind: 'late'; readonly ms: number };

export type FaultScope = {
  /** How many calls are hit; one, unless told. */
  readonly times?: number;
  /** Only calls that name this channel. */
  readonly channel?: string;
};

/** What to do with one call. */
export type Treatment = {
  readonly isCarriedOut: boolean;
  readonly answer:
    | { readonly kind: 'own'; readonly afterMs: number }
    | { readonly kind: 'instead'; readonly reply: ApiReply }
    | { readonly kind: 'never' }
    | { readonly kind: 'reset' };
};

export type ApiFaults = {
  readonly add: (method: string, fault: ApiFault, scope?: FaultScope) => void;
  /** How this call is treated; takes one use of the fault that fits. */
  readonly treat: (method: string, args: JsonObject) => Treatment;
  readonly clear: () => void;
};

const NO_FAULT: Treatment = { isCarriedOut: true, answer: { kind: 'own', afterMs: 0 } };

export function createApiFaults(): ApiFaults {
  let faults: {
    readonly method: string;
    readonly fault: ApiFault;
    readonly channel: string | undefined;
    times: number;
  }[] = [];
  return {
    add: (method, fault, { times = 1, channel } = {}) => {
      faults.push({ method, fault, channel, times });
    },
    treat: (method, args) => {
      const place = textIn(args.channel ?? args.channel_id);
      const found = faults.find(
        (one) => one.times > 0 && one.method === method && (one.channel === undefined || one.channel === place),
      );
      if (!found) return NO_FAULT;
      found.times -= 1;
      return treatment(found.fault);
    },
    clear: () => {
      faults = [];
    },
  };
}

function treatment(fault: ApiFault): Treatment {
  switch (fault.kind) {
    case 'rate-limited':
      return { isCarriedOut: false, answer: { kind: 'instead', reply: rateLimited(fault.retryAfterSeconds) } };
    case 'server-error':
      return { isCarriedOut: fault.isStored, answer: { kind: 'instead', reply: bare(500, 'internal_error') } };
    case 'unauthorized':
      return { isCarriedOut: false, answer: { kind: 'instead', reply: bare(401, 'invalid_auth') } };
    case 'refused':
      return { isCarriedOut: false, answer: { kind: 'instead', reply: bare(200, fault.error) } };
    case 'hang':
      return { isCarriedOut: fault.isStored, answer: { kind: 'never' } };
    case 'reset':
      return { isCarriedOut: fault.isStored, answer: { kind: 'reset' } };
    case 'late':
      return { isCarriedOut: true, answer: { kind: 'own', afterMs: fault.ms } };
  }
}

function bare(status: number, error: string): ApiReply {
  return { status, headers: {}, body: { ok: false, error } };
}
