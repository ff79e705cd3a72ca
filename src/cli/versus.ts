#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { ask } from './ask.ts';
import { check } from './check.ts';
import { KnowledgeError, loadKnowledge } from './load-knowledge.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    turns: { type: 'boolean', default: false },
    explain: { type: 'boolean', default: false },
  },
});
const dir = process.env.KNOWLEDGE_DIR ?? 'knowledge';
const [command, ...rest] = positionals;
if (command === 'check') process.exitCode = check(dir);
else if (command === 'ask') await ask(rest.join(' '), values, loadKnowledge(dir));
else {
  console.error('versus: no such command');
  process.exitCode = 2;
}
void KnowledgeError;
