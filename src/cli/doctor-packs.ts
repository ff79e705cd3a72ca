import { checkUsage } from '../core/check-usage.ts';
import { KnowledgeError, loadLibrary } from '../pack/load-knowledge.ts';
import { openPacks } from '../pack/read-pack.ts';
import type { Finding } from './doctor-report.ts';

/** Whether the packs can be answered from, and whether a review of what they claim is due; `versus check` looks closer. */
export function examinePacks(knowledgeDir: string, today: string): Finding[] {
  try {
    return [
      ...loadLibrary(knowledgeDir).map(({ pack, version }): Finding => {
        const sizes = `${pack.entries.size} entries, ${pack.claims.size} claims`;
        return { area: 'packs', level: 'ok', says: `${pack.id} ${version}: ${sizes}` };
      }),
      ...openPacks(knowledgeDir).packs.flatMap(({ checked: { draft } }) => {
        const due = draft ? checkUsage(draft, today).filter(({ path }) => path.at(-1) === 'reviewBy').length : 0;
        return due === 0 ? [] : [dueFinding(draft?.pack.id ?? '', due)];
      }),
    ];
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error;
    const more = error.lines.length - MAX_LINES;
    return [
      ...error.lines.slice(0, MAX_LINES).map(
        (says): Finding => ({
          area: 'packs',
          level: 'problem',
          says,
          todo: 'mend it: the bot does not start on it; knowledge/README.md explains every field',
        }),
      ),
      ...(more > 0
        ? [{ area: 'packs', level: 'problem', says: `${more} more like these`, todo: 'run versus check' } as const]
        : []),
    ];
  }
}

const MAX_LINES = 3;

function dueFinding(pack: string, count: number): Finding {
  return {
    area: 'packs',
    level: 'warning',
    says: `${pack}: the review of ${count === 1 ? 'a claim is' : `${count} claims is`} due; answers say that they may be outdated`,
    todo: 'run versus check, which names them',
  };
}
