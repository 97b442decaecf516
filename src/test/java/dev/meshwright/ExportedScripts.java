package dev.meshwright;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What bash and shellcheck say of scripts that exports write, those inside manifests too. Many are read by one process of each;
 * texts that differ in digits alone are of one shape and read once.
 */
public final class ExportedScripts {

    /** Debian's places; elsewhere a program is not looked for. */
    private static Optional<Path> program(String name) {
        return Stream.of("/usr/bin/", "/usr/local/bin/", "/bin/")
                .map(folder -> Path.of(folder + name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private final Map<String, String> shapes = new LinkedHashMap<>();
    private int added;

    /** Adds the scripts among files by their names. */
    public ExportedScripts add(Map<String, String> files) {
        files.forEach((name, text) -> {
            if (name.endsWith(".sh") || name.endsWith(".sbatch")) {
                script(text);
            } else if (name.endsWith("manifest.yaml")) {
                new Load(LoadSettings.builder().build()).loadAllFromString(text).forEach(this::inside);
            }
        });
        return this;
    }

    /** Adds the scripts of a folder and of those below it. */
    public ExportedScripts add(Path folder) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                files.put(file.toString(), Files.readString(file));
            }
        }
        return add(files);
    }

    private void script(String text) {
        added++;
        shapes.putIfAbsent(text.replaceAll("[0-9]+", "0"), text);
    }

    /** Commands of containers: what stands behind a shell's {@code -c}, where Kubernetes takes two dollars for one. */
    private void inside(Object node) {
        if (node instanceof Map<?, ?> mapping) {
            mapping.values().forEach(this::inside);
        } else if (node instanceof List<?> list) {
            boolean shell = list.size() == 3 && "/bin/bash".equals(list.get(0)) && "-ec".equals(list.get(1));
            if (shell) {
                script("#!/bin/bash -e\n" + ((String) list.get(2)).replace("$$", "$"));
            }
            list.forEach(this::inside);
        }
    }

    /** How many scripts were added. */
    public int size() {
        return added;
    }

    /** Fails with what either says; one that is not on this machine says nothing, and that is printed. */
    public void passBoth() {
        assertThat(shapes).as("scripts that were written").isNotEmpty();
        try {
            Path folder = Files.createTempDirectory("scripts");
            try {
                List<String> files = new ArrayList<>();
                for (String text : shapes.values()) {
                    files.add(Files.writeString(folder.resolve(files.size() + ".sh"), text)
                            .toString());
                }
                passes("bash", List.of("-c", "for f; do \"$0\" -n \"$f\" || exit 1; done", "/bin/bash"), files);
                passes("shellcheck", List.of(), files);
            } finally {
                try (Stream<Path> all = Files.list(folder)) {
                    for (Path file : all.toList()) {
                        Files.delete(file);
                    }
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void passes(String name, List<String> options, List<String> files) throws IOException {
        Optional<Path> program = program(name);
        if (program.isEmpty()) {
            System.out.println("No " + name + " on this machine: it does not read exported scripts.");
            return;
        }
        List<String> command = new ArrayList<>(List.of(program.get().toString()));
        command.addAll(options);
        command.addAll(files);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.onExit().join().exitValue()).as(said).isZero();
    }
}
