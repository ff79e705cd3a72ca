import { commitContract } from './commit-contract.ts';
import { describeOnEach, EVERY_KIND } from './databases.ts';
import { inboxContract } from './inbox-contract.ts';
import { memoryContract } from './memory-contract.ts';
import { orderContract } from './order-contract.ts';
import { outboxContract } from './outbox-contract.ts';

describeOnEach(EVERY_KIND, 'the store', (database) => {
  inboxContract(database);
  commitContract(database);
  outboxContract(database);
  memoryContract(database);
  orderContract(database);
});
