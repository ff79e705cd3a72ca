import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';

/** A test that is given the folder of a file system of 1 MB; where none can be mounted it says so, and is skipped. */
export function itOnSmallDisk(title: string, work: (folder: string) => Promise<void>, timeoutMs?: number): void {
  const small = smallDisk();
  if (small === undefined) it.skip(`${title} (not tested: no small file system can be mounted here)`, () => undefined);
  else it(title, () => work(small()), timeoutMs);
}

/** Makes a file system of 1 MB, which is there until the running test is over; undefined where that is not allowed. */
export function smallDisk(): (() => string) | undefined {
  const tried = mkdtempSync(join(tmpdir(), 'versus-test-'));
  const isAllowed = mount(tried);
  if (isAllowed) unmount(tried);
  rmSync(tried, { recursive: true });
  if (!isAllowed) return undefined;
  return () => {
    const folder = join(temporaryFolder(), 'small');
    mkdirSync(folder);
    expect(mount(folder)).toBe(true);
    onTestFinished(() => unmount(folder));
    return folder;
  };
}

function mount(folder: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0;
}

function unmount(folder: string): void {
  spawnSync('umount', ['--lazy', folder]);
}
