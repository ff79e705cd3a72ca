/** Wrong usage: one line says what is wrong and what to do. */
export class UsageError extends Error {}
