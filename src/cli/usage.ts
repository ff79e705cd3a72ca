/** Wrong usage: one line says what is wrong and what to do. */
export class UsageError extends Error {}

/** What `parse` gives; what it cannot read is wrong usage. */
export function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(
      error instanceof Error
        ? `${error.message.split('. ')[0]}; put "--" before words that begin with a dash, and see versus --help`
        : String(error),
    );
  }
}
