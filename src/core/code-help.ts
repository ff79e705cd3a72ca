import type { Term } from './lexicon.ts';

const TROUBLE =
  /\b(?:(?:admin|app|build|client|container|files?|jobs?|migrations?|pages?|process|script|server|service|site|sockets?|tasks?|tests?|workers?) (?:do|does|is|are|will|can) not|not (?:working|loading|showing|starting)|[a-z]*errors?|err|fails?|failing|failed|bugs?|crash\w*|stack ?trace|traceback|exceptions?|hangs?|stuck(?! with)|undefined|(?:does|do|is|are) not (?:work|working|load|loading|start|starting|connect|connecting|pick up|show|showing|run|running)|no such|any ideas?$|leaks? memory|out of memory|keeps? (?:failing|crashing|disconnecting|restarting|timing out)|cannot (?:find|read|import)|(?:time|timed) ?out)\b/;

/** Whether somebody mends something that broke: an answer about choosing would be a guess. */
export function isTrouble(terms: readonly Term[]): boolean {
  return TROUBLE.test(terms.map((term) => term.word).join(' '));
}

const HOW_TO =
  '(?:how (?:do|can|could|would|should|to)(?: i| we| you| one)?|(?:what|which) is the (?:command|syntax|code|flag) (?:to|for))';
const DONE_TO_CODE =
  '(?:add (?:an?|another|custom|the)|center|clean up|configure the|convert|create an? (?:new )?(?:component|field|file|form|model|project|route|superuser|table|user|view)|' +
  'declare|define|delete|disable the|drop|exit|fetch|filter|format|import|increase the|initiali[sz]e|insert|install|iterate|kill|log in|loop|mock|override|' +
  'paginate|parse|pass an?|print|read an?|redirect|reload the|remove|rename|render an?|reset|restart the|return|serialize|set the|sort|squash|start an?|truncate|' +
  'undo|uninstall|upload an?|write an?)';
const CODE_HELP = new RegExp(
  `\\b${HOW_TO} ${DONE_TO_CODE}\\b|^(?:can you |could you |please )*(?:write|code|convert|fix|refactor|debug|show)(?: me| us)? (?:an?|this|my|our|some)\\b|\\b(?:code|snippet|hello world|boilerplate) (?:for|of|in|please)\\b|\\bhello world$`,
);

/** Whether somebody wants code, or a command: what compares options has none. */
export function isCodeHelp(terms: readonly Term[]): boolean {
  return CODE_HELP.test(terms.map((term) => term.word).join(' '));
}
