/** The message of the error that says that work took longer than it may. */
export const TOO_LATE = 'too late';

/** The work's own end, or a rejection when it takes longer; the work itself goes on. */
export async function within<Result>(timeoutMs: number, work: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(TOO_LATE)), timeoutMs);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
