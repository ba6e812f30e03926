# One app process. Written with docs/deploy.md; see there what was checked without a container engine and what wasn't.
FROM python:3.11-slim-bookworm

# Pictures are drawn by Chromium with the font in data/fonts; nothing is fetched while the app runs.
RUN apt-get update \
 && apt-get install -y --no-install-recommends chromium fontconfig \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements.txt requirements-postgresql.txt ./
RUN pip install --no-cache-dir -r requirements-postgresql.txt

COPY app.py ./
COPY .streamlit ./.streamlit
COPY data/fonts ./data/fonts
COPY data/samples ./data/samples
COPY data/schemes ./data/schemes
COPY data/templates ./data/templates
COPY evaluation ./evaluation
COPY pages ./pages
RUN python -m compileall -q evaluation

RUN useradd --uid 10001 --home-dir /home/evaluation --create-home evaluation \
 && install -d -o evaluation -g evaluation -m 700 /srv/home
USER evaluation
VOLUME /srv/home

ENV EVALUATION_ACCESS=password \
    EVALUATION_HOME=/srv/home \
    TZ=Asia/Shanghai \
    PYTHONDONTWRITEBYTECODE=1

EXPOSE 8501
# It asks under a name that the app answers to; any other gets status 403.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8501/_stcore/health', headers={'Host': os.environ.get('STREAMLIT_SERVER_ALLOWED_HOSTS', '127.0.0.1').split()[0]}), timeout=4)"]

# Inside the container it listens everywhere; compose.yaml publishes it to the host's own address only, for the proxy there.
CMD ["streamlit", "run", "app.py", "--server.address", "0.0.0.0", "--server.port", "8501", "--server.headless", "true"]
