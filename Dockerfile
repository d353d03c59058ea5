# Builds Eventfork and leaves a JRE, the jar and its libraries. The local cloud's stand-ins are not fetched, and the
# libraries that fetch them are left out: the image runs against a real cloud or an endpoint.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY src src
COPY docs docs
COPY README.md ./
RUN mvn -q -B -DskipTests -Deventfork.localcloud.skip package \
 && rm -rf target/lib \
 && mvn -q -B dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib \
      -DexcludeGroupIds=eu.maveniverse.maven.mima,eu.maveniverse.maven.mima.runtime,org.apache.maven,org.apache.maven.resolver,org.codehaus.plexus

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --no-create-home eventfork
WORKDIR /opt/eventfork
COPY --from=build /build/target/eventfork.jar ./
COPY --from=build /build/target/lib lib
USER 10001
ENV EVENTFORK_CLOUD=aws \
    EVENTFORK_HOST=0.0.0.0
EXPOSE 8080 9876
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/9876 && printf 'GET /observe/health/live HTTP/1.0\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200 '"]
# The exec form: signals reach Java, which drains and stops.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-jar", "eventfork.jar"]
