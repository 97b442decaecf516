package dev.meshwright.spark;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A master and workers of a Spark on this machine, from the jars of the tests. They end when it is closed. */
final class StandaloneSpark implements AutoCloseable {

    private static final List<String> OPENED = List.of(
            "java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util",
            "java.util.concurrent", "java.util.concurrent.atomic", "jdk.internal.ref", "sun.nio.ch", "sun.nio.cs",
            "sun.util.calendar");

    private final Path folder;
    private final int port;
    private final List<Process> processes = new ArrayList<>();

    /** Starts a master and workers of one core each. */
    StandaloneSpark(Path folder, int workers) throws IOException, InterruptedException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.writeString(folder.resolve("logback.xml"), """
                <configuration>
                  <appender name="all" class="ch.qos.logback.core.ConsoleAppender"><encoder><pattern>%msg%n</pattern></encoder></appender>
                  <root level="INFO"><appender-ref ref="all"/></root>
                </configuration>
                """);
        // Workers start executors with what lies in the folder of jars.
        Path jars = Files.createDirectories(folder.resolve("jars"));
        for (String entry : System.getProperty("java.class.path").split(":")) {
            if (entry.endsWith(".jar") && !Files.exists(jars.resolve(Path.of(entry).getFileName()))) {
                Files.createSymbolicLink(jars.resolve(Path.of(entry).getFileName()), Path.of(entry));
            }
        }
        start("master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "" + port, "--webui-port", "0");
        await("master", "New state: ALIVE");
        for (int worker = 0; worker < workers; worker++) {
            start("worker" + worker, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory",
                    "1g", "--webui-port", "0", "--work-dir", folder.resolve("work" + worker).toString(), master());
            await("worker" + worker, "Successfully registered");
        }
    }

    /** As {@code --master} wants it. */
    String master() {
        return "spark://127.0.0.1:" + port;
    }

    /** A command of Meshwright's as its own process, with Spark on its class path. */
    Process meshwright(String log, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "-Dspark.executor.extraClassPath=" + System.getProperty("java.class.path"),
                "-Dspark.executor.memory=512m",
                "-Dspark.driver.host=127.0.0.1",
                "-Dspark.driver.bindAddress=127.0.0.1",
                "dev.meshwright.cli.Main"));
        all.addAll(List.of(arguments));
        return start(log, all.toArray(String[]::new));
    }

    /** An executor under way, as a process. */
    Optional<ProcessHandle> executor() {
        return processes.stream()
                .flatMap(process -> process.toHandle().descendants())
                .filter(process -> command(process).contains("CoarseGrainedExecutorBackend"))
                .findFirst();
    }

    /** Java tells no arguments that are longer than a page. */
    private static String command(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", "" + process.pid(), "cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    private Process start(String log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path")));
        OPENED.forEach(name -> command.add(1, "--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log + ".log").toFile());
        builder.environment().putAll(Map.of(
                "SPARK_HOME", folder.toString(),
                "SPARK_SCALA_VERSION", "2.13",
                "SPARK_LOCAL_IP", "127.0.0.1",
                "JAVA_HOME", System.getProperty("java.home")));
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** What a process said so far. */
    String said(String log) throws IOException {
        return Files.readString(folder.resolve(log + ".log"), StandardCharsets.UTF_8);
    }

    private void await(String log, String words) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!said(log).contains(words)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(log + " does not say \"" + words + "\": " + said(log));
            }
            Thread.sleep(100);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> all = processes.stream()
                .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process.toHandle())))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (Process process : processes) {
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
