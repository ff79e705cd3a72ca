import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startNode } from './child.ts';
import { describeOnEach } from './store/databases.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MAIN = join(import.meta.dirname, '..', 'src', 'main.ts');

describeOnEach(['PostgreSQL'], 'the running bot whose database', ({ place, server }) => {
  async function started() {
    const there = await place();
    const url = 'url' in there ? there.url : '';
    await server().crash();
    return startNode([MAIN], { DATABASE_URL: url, LOG_LEVEL: 'info', PLAYGROUND: 'off' }, temporaryFolder());
  }

  it('is just starting says that it waits for it, once, and then works', async () => {
    const bot = await started();
    await bot.says('versus: the database cannot be reached yet', 'stderr');
    await server().start();
    bot.process.stdin.end('what is django\n');
    const { code, stdout, stderr } = await bot.ended;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain('What is Django?');
    expect(stdout).not.toContain('out of reach');
    expect(stderr.split('cannot be reached yet (connect ECONNREFUSED')).toHaveLength(2);
  }, 90_000);

  it('is waited for ends with 0 when it is told to stop', async () => {
    const bot = await started();
    await bot.says('cannot be reached yet', 'stderr');
    bot.process.kill('SIGTERM');
    expect((await bot.ended).code).toBe(0);
    await server().start();
  }, 60_000);
});
