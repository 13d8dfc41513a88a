# Two stages: what builds is not shipped. The steps are those of `make`: locked, hash-checked packages first,
# then the project itself without any dependency resolution.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/tindak
COPY requirements/run.txt requirements/run.txt
RUN /opt/tindak/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY service service
COPY workflows workflows
COPY migrations migrations
COPY openapi openapi
RUN /opt/tindak/bin/python -m pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin tindak
COPY --from=build /opt/tindak /opt/tindak
ENV PATH=/opt/tindak/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 TINDAK_HOST=0.0.0.0
# Where keys and the signer's memory lie; an empty volume mounted here takes over the owner.
RUN install -d -o 10001 -g 0 -m 0700 /var/lib/tindak
ENV TINDAK_HOME=/var/lib/tindak
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
ENTRYPOINT ["tindak"]
CMD ["api"]
