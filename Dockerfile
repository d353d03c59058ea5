# Builds Eventfork and leaves a JRE, the jar and its libraries. There is no local cloud in the image: it runs against
# AWS, or against the endpoint that EVENTFORK_ENDPOINT names. Others can reach what a container listens on, so it wants
# a token and TLS or a proxy, and route files, which are code, are mounted read-only (docs/security.md):
#   docker run --stop-timeout 40 -p 127.0.0.1:8080:8080 -v "$PWD/my-routes:/routes:ro" -e EVENTFORK_ROUTES=/routes
#     -v "$PWD/secrets:/run/secrets:ro" -e EVENTFORK_ADMIN_TOKEN_FILE=/run/secrets/admin-token
#     -e EVENTFORK_BEHIND_PROXY=true eventfork
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src src
COPY docs docs
COPY README.md CHANGELOG.md ./
# First with the local cloud, for a start against it that lists the classes; then what goes into the image.
COPY bench/archive bench/archive
RUN mvn -q -B -DskipTests package && mv target /cloud \
 && mvn -q -B -Pimage -DskipTests package \
 && CLOUD_JAR=/cloud/eventfork.jar bench/archive target/eventfork.classes

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin eventfork
WORKDIR /opt/eventfork
COPY --from=build /build/target/eventfork.jar ./
COPY --from=build /build/target/lib lib
# The classes as a start and an order load them, kept ready for the next start: it takes half the time.
RUN --mount=type=bind,from=build,source=/build/target/eventfork.classes,target=/tmp/eventfork.classes \
    java -Xshare:dump -XX:SharedClassListFile=/tmp/eventfork.classes -XX:SharedArchiveFile=eventfork.jsa \
      -cp eventfork.jar
# What Java and the HTTP server keep for a while; all else of the file system may be read-only.
VOLUME ["/tmp"]
USER 10001
ENV EVENTFORK_CLOUD=aws \
    EVENTFORK_HOST=0.0.0.0
EXPOSE 8080 9876
# On loopback, where health and metrics are unless EVENTFORK_OBSERVE_HOST says otherwise.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${EVENTFORK_OBSERVE_PORT:-9876} && printf 'GET /observe/health/live HTTP/1.0\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200 '"]
# The exec form: signals reach Java, which drains and ends with 0. Give it time: docker stop --time 40.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:SharedArchiveFile=eventfork.jsa", "-jar", "eventfork.jar"]
