# The portal for production: web, worker and scheduler are one image with different commands (docker-compose.yml).
FROM node:22-slim AS front-end
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts
COPY static static
RUN npm run build

FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 KRS_DATA_DIR=/srv/krs-data PORT=8000 XDG_CACHE_HOME=/tmp
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/krs --shell /usr/sbin/nologin krs \
    && install -d -o krs -g krs /srv/krs-data
WORKDIR /srv/krs
COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/base.txt
# Everything that .dockerignore lets through; the rooms are not listed here a second time.
COPY . ./
COPY --from=front-end /build/node_modules/idn-area-data node_modules/idn-area-data
COPY --from=front-end /build/static/build static/build
# Translations are compiled and static files collected once, here; the values below serve no request.
RUN pybabel compile -d locale -D django \
    && SECRET_KEY=only-while-building-this-image-0123456789 KRS_FIELD_KEY=only-while-building-this-image-9876543210 \
       KRS_LOOKUP_KEY=only-while-building-this-image-5678901234 \
       ALLOWED_HOSTS=build DATABASE_URL=postgres://build/build REDIS_URL=redis://build EMAIL_URL=smtp://build \
       python manage.py collectstatic --noinput
USER krs
VOLUME /srv/krs-data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["python", "-c", \
    "import os, urllib.request as u; host = os.environ['ALLOWED_HOSTS'].split(',')[0].lstrip('.'); u.urlopen(u.Request('http://127.0.0.1:8000/readyz', headers={'Host': host}), timeout=4)"]
CMD ["gunicorn", "--config", "python:krs_portal.web.config", "--bind", "0.0.0.0:8000"]
