// Accepts and finishes deliveries, several at once, and says on standard output what was acknowledged. Started by tests, which kill it.
// usage: node writer.ts '<place as JSON>' <holder> <count>
import { once } from 'node:events';
import { openStore } from '../../src/store/open-store.ts';
import { ANSWERED, delivery, HELPED, post } from './samples.ts';

const AT_ONCE = 8;

const [place = '', holder = '', count = ''] = process.argv.slice(2);
console.log('ready');
await once(process.stdin, 'data');
const store = await openStore(JSON.parse(place));
let begun = 0;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (begun < Number(count)) {
      begun += 1;
      const key = `${holder} ${begun}`;
      await store.deliveries.accept(delivery(key, key), lease());
      console.log(`taken ${key}`);
      const { outcome } = await store.commits.finish({
        states: [{ thread: key, state: { ...ANSWERED, version: key }, after: 0 }],
        posts: [post(key)],
        notes: [{ ...HELPED, thread: key }],
        ...lease(),
        key,
        thread: key,
      });
      if (outcome === 'kept') console.log(`kept ${key}`);
    }
  }),
);
await store.health.close();
process.exit();

function lease() {
  const at = Date.now();
  return { holder, at, until: at + 60_000 };
}
