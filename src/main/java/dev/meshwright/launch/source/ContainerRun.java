package dev.meshwright.launch.source;

import dev.meshwright.launch.LaunchFile;
import dev.meshwright.launch.shell.Call;
import dev.meshwright.launch.shell.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** {@code docker run OPTIONS IMAGE WORDS} in a script: what the container starts, with what its options say of it. */
final class ContainerRun {

    private static final Set<String> PROGRAMS = Set.of("docker", "podman", "nerdctl");

    /** Options without a value; all others have one behind them, or after an equals sign. */
    private static final Set<String> SWITCHES = Set.of(
            "--rm",
            "--detach",
            "--interactive",
            "--tty",
            "--privileged",
            "--init",
            "--publish-all",
            "-P",
            "--read-only",
            "--no-healthcheck",
            "--oom-kill-disable",
            "--quiet",
            "-q",
            "--replace");

    /** Short ones, of which several stand together: {@code -itd}. */
    private static final String SHORT_SWITCHES = "-[dit]+";

    private final Containers containers;
    private final Call call;
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> volumes = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private OptionalInt gpus = OptionalInt.empty();
    private String image = "";

    private ContainerRun(Script script, Call call) {
        this.containers = new Containers(call.place().file(), script);
        this.call = call;
    }

    /** What a command of a script starts: the command itself, or what is inside the container that it runs. */
    static List<Start> starts(Script script, Call call) {
        List<String> words = call.words();
        for (int at = 0; at + 2 < words.size(); at++) {
            boolean runs = PROGRAMS.contains(new LaunchFile(words.get(at), "").baseName());
            int run = words.get(at + 1).equals("container") ? at + 2 : at + 1;
            if (runs && words.get(run).equals("run")) {
                return new ContainerRun(script, call).read(words.subList(run + 1, words.size()));
            }
        }
        return List.of(Start.of(call, job(call)));
    }

    /** What the batch job around a command gives it. */
    private static Deployment job(Call call) {
        return call.gpus().isPresent() ? Deployment.BARE.on(call.nodes(), call.gpus()) : Deployment.BARE;
    }

    private List<Start> read(List<String> all) {
        int at = 0;
        while (at < all.size() && all.get(at).startsWith("-")) {
            String word = all.get(at);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            if (SWITCHES.contains(word) || word.matches(SHORT_SWITCHES)) {
                at++;
            } else if (equals > 0) {
                option(word.substring(0, equals), word.substring(equals + 1));
                at++;
            } else {
                option(word, at + 1 < all.size() ? all.get(at + 1) : "");
                at += 2;
            }
        }
        if (at >= all.size()) {
            return List.of();
        }
        image = all.get(at);
        // What stands here already is an entry point in place of the image's.
        boolean programmed = Containers.programmed(words, all.subList(at + 1, all.size()));
        words.addAll(all.subList(at + 1, all.size()));
        Deployment deployment =
                job(call).on(OptionalInt.empty(), gpus).by("", image).programmed(programmed);
        List<Start> starts = new ArrayList<>();
        for (Call inside : containers.calls(words, environment, call.place().line())) {
            Call there = inside.within(call.allocation());
            starts.add(new Start(there, Optional.empty(), Optional.empty(), mounted(there), deployment));
        }
        return starts;
    }

    private void option(String name, String value) {
        switch (name) {
            case "-e", "--env" -> {
                int equals = value.indexOf('=');
                if (equals > 0) {
                    environment.put(value.substring(0, equals), value.substring(equals + 1));
                } else if (call.environment().containsKey(value)) {
                    environment.put(value, call.environment().get(value));
                }
            }
            case "-v", "--volume" -> volumes.add(value);
            case "--gpus" -> gpus = visible(value.replace("\"", "").replace("'", ""));
            case "--entrypoint" -> words.add(0, value);
            default -> {}
        }
    }

    /** {@code 4} or {@code device=0,1}; empty for all of them. */
    private static OptionalInt visible(String value) {
        return value.startsWith("device=") ? OptionalInt.of(value.split(",", -1).length) : Containers.whole(value);
    }

    /** The model behind a mounted path is named where it is mounted from. */
    private Optional<String> mounted(Call inside) {
        return volumes.stream()
                .map(volume -> volume.split(":", -1))
                .filter(sides -> sides.length > 1 && inside.words().contains(sides[1]))
                .map(sides -> sides[0])
                .findFirst();
    }
}
