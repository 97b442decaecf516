# docker build -t meshwright .    and    docker run --rm -v "$PWD:/work" meshwright search problem.yaml
FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /source
COPY . .
RUN mvn -q -B -ntp package -Pdist -Dmaven.test.skip=true -DskipGuards \
    && rm target/dist/*.tar.gz && mv target/dist/meshwright-* /meshwright

# A shell and the C library are all that it needs.
FROM debian:stable-slim
COPY --from=build /meshwright /opt/meshwright
WORKDIR /work
ENTRYPOINT ["/opt/meshwright/bin/meshwright"]
CMD ["--help"]
