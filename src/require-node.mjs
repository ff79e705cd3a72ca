// Plain JavaScript on purpose: it must run on the very Node that is too old for the rest.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const isSuitable = (major === 24 && minor >= 16) || (major === 26 && minor >= 1) || major > 26;

if (!isSuitable) {
  console.error(
    `Versus needs Node 24.16 or newer, or 26.1 or newer; this is Node ${process.versions.node} (${process.platform} ${process.arch}). ` +
      'On Linux (glibc, x64 or arm64) "npm ci" brings it; elsewhere install Node 24 and try again.',
  );
  process.exit(2);
}
