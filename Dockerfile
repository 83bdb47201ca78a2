# taizhang as a service: a small image, no build tools in it, nothing run as root, the graph in one volume.
FROM python:3.13-slim AS build
WORKDIR /src
COPY . .
# Without Node in this image the build brings its own as a package (setup.py); none of it is in the image that runs.
RUN python -m venv /opt/taizhang && /opt/taizhang/bin/pip install --no-cache-dir -c constraints.txt .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/taizhang --create-home taizhang
COPY --from=build /opt/taizhang /opt/taizhang
ENV PATH=/opt/taizhang/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    TAIZHANG_STORE=/var/lib/taizhang/store \
    TAIZHANG_HOST=0.0.0.0 \
    TAIZHANG_LOG=info
USER 10001
WORKDIR /var/lib/taizhang
VOLUME /var/lib/taizhang
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
ENTRYPOINT ["taizhang"]
CMD ["serve"]
