/** The text without secrets. */
export function redact(text: string, secrets: readonly string[] = []): string {
  const known = secrets.filter((secret) => secret.length > 5);
  return known.reduce((rest, secret) => rest.replaceAll(secret, STRUCK), text).replaceAll(TOKENS, STRUCK);
}

/** What is struck out stands as this. */
const STRUCK = '[redacted]';

/** Tokens of Slack and Discord, and the tokens of interactions in addresses of Discord's API. */
const TOKENS =
  /\bx(?:ox[a-z]|app)-[\w-]+|\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}|(?<=\/(?:webhooks|interactions)\/\d{1,25}\/)[\w.%~-]{20,}/g;
