# The packages the bot runs on; nothing of development, and not the Node that package.json brings for older systems.
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# The binary that draws pictures is an optional package too, so these are installed, and that Node is taken away again.
RUN npm ci --omit=dev --ignore-scripts && rm -r node_modules/node-linux-* node_modules/.bin/node

FROM node:24-bookworm-slim
# The playground is for the machine it runs on; nobody outside of the container could open it.
ENV NODE_ENV=production PLAYGROUND=off
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY src ./src
COPY knowledge ./knowledge
RUN mkdir data && chown node:node data
USER node
VOLUME /app/data
# The option keeps a third of the memory free; ARCHITECTURE.md says more.
CMD ["node", "--max-semi-space-size=4", "src/main.ts"]
