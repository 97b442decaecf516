package dev.meshwright.launch.source;

import dev.meshwright.launch.Findings;
import dev.meshwright.launch.LaunchFile;
import dev.meshwright.launch.shell.Call;
import dev.meshwright.launch.shell.Script;
import dev.meshwright.launch.shell.syntax.Installs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the last stage of a Dockerfile starts: ENTRYPOINT with CMD behind it, in words or for a shell. */
final class Dockerfile {

    private static final Pattern INSTRUCTION = Pattern.compile("(?s)\\s*([A-Za-z]+)\\s+(.*)");
    private static final Pattern ITEM = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"");

    private final LaunchFile file;
    private final Script script;
    private final Map<String, String> given;

    /** Defaults of {@code ARG} in front of all stages: they fill in images, and stages that ask for them. */
    private final Map<String, String> outer = new TreeMap<>();

    private final Map<String, Stage> stages = new TreeMap<>();

    /** @param given values of arguments and variables that somebody states beside the file */
    Dockerfile(LaunchFile file, Script script, Map<String, String> given) {
        this.file = file;
        this.script = script;
        this.given = Map.copyOf(given);
    }

    /** What has come together in a stage, the base image under it included. */
    private static final class Stage {
        private String image = "";
        private final Map<String, String> arguments = new TreeMap<>();
        private final Map<String, String> environment = new TreeMap<>();
        private final Map<String, String> installed = new TreeMap<>();
        private Optional<Line> entry = Optional.empty();
        private Optional<Line> command = Optional.empty();

        /** A stage on top of it: arguments stay behind. */
        private Stage above() {
            Stage above = new Stage();
            above.image = image;
            above.environment.putAll(environment);
            above.installed.putAll(installed);
            above.entry = entry;
            above.command = command;
            return above;
        }

        /** Variables of a line; those of {@code ENV} win against arguments. */
        private Map<String, String> variables() {
            Map<String, String> all = new TreeMap<>(arguments);
            all.putAll(environment);
            return all;
        }
    }

    List<Start> starts() {
        Stage stage = new Stage();
        boolean inside = false;
        for (Line line : lines(file.text())) {
            if (line.name().equals("FROM")) {
                stage = from(line);
                inside = true;
            } else if (line.name().equals("ARG")) {
                argument(line.rest(), inside ? stage.arguments : outer, inside ? stage.variables() : outer);
            } else {
                instruction(line, stage);
            }
        }
        return starts(stage);
    }

    private List<Start> starts(Stage stage) {
        Optional<Line> entry = stage.entry;
        Optional<Line> command = stage.command;
        int at = entry.or(() -> Optional.of(new Line("", "", 1))).orElseThrow().number();
        List<String> words = new ArrayList<>(entry.map(Dockerfile::words).orElse(List.of()));
        words.addAll(command.map(Dockerfile::words).orElse(List.of()));
        Deployment deployment = Deployment.BARE.by("", stage.image);
        int place = command.isPresent() && entry.isEmpty() ? command.get().number() : at;
        Map<String, String> environment = new TreeMap<>(given);
        environment.putAll(stage.variables());
        List<Call> calls = new Containers(file.name(), script).calls(words, environment, place);
        return Script.behind(calls, stage.installed).stream()
                .map(call -> Start.of(call, deployment))
                .toList();
    }

    /** {@code FROM image AS name}: an image, or an earlier stage by its name. */
    private Stage from(Line line) {
        String[] words = new Interpolation(outer)
                .filled(line.rest().replaceFirst("^(?:--\\S++\\s++)++", ""))
                .split("\\s+", -1);
        Stage base = stages.get(words[0].toLowerCase(Locale.ROOT));
        Stage stage = base == null ? new Stage() : base.above();
        if (base == null) {
            stage.image = words[0];
        }
        if (words.length > 2 && words[1].equalsIgnoreCase("AS")) {
            stages.put(words[2].toLowerCase(Locale.ROOT), stage);
        }
        return stage;
    }

    private void instruction(Line line, Stage stage) {
        switch (line.name()) {
            case "ENV" -> set(new Interpolation(stage.variables()).filled(line.rest()), stage.environment);
            case "RUN" -> {
                // What a build runs serves nobody, and what cannot be understood of it is no fault of the launch.
                Script build = new Script(List.of(), new Findings());
                Containers containers = new Containers(file.name(), build);
                String text = line.rest().replaceFirst("^(?:--\\S++\\s++)++", "");
                List<String> words = words(new Line("RUN", text, line.number()));
                containers
                        .started(words, stage.variables(), line.number())
                        .forEach(call -> stage.installed.putAll(Installs.of(call.words())));
            }
            case "ENTRYPOINT" -> stage.entry = Optional.of(line);
            case "CMD" -> stage.command = Optional.of(line);
            default -> {}
        }
    }

    /** An argument has the value that somebody states, else its default, else that of one in front of all stages. */
    private void argument(String text, Map<String, String> into, Map<String, String> before) {
        for (String word : Arguments.words(new Interpolation(before).filled(text))) {
            String name = word.replaceFirst("(?s)=.*", "");
            Optional<String> value = Optional.ofNullable(given.get(name))
                    .or(() -> word.contains("=") ? Optional.of(word.replaceFirst("[^=]*=", "")) : Optional.empty())
                    .or(() -> Optional.ofNullable(outer.get(name)));
            value.ifPresent(known -> into.put(name, known));
        }
    }

    /** An instruction with its continued lines. */
    private record Line(String name, String rest, int number) {}

    private static List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>();
        StringBuilder whole = new StringBuilder();
        int number = 0;
        int first = 1;
        for (String row : text.lines().toList()) {
            number++;
            if (row.stripLeading().startsWith("#")) {
                continue;
            }
            if (whole.isEmpty()) {
                first = number;
            }
            boolean continued = row.stripTrailing().endsWith("\\");
            whole.append(continued ? row.stripTrailing().replaceFirst("\\\\$", " ") : row);
            if (!continued) {
                Matcher instruction = INSTRUCTION.matcher(whole);
                if (instruction.matches()) {
                    lines.add(new Line(
                            instruction.group(1).toUpperCase(Locale.ROOT),
                            instruction.group(2).strip(),
                            first));
                }
                whole.setLength(0);
            }
        }
        return lines;
    }

    private static void set(String text, Map<String, String> environment) {
        List<String> words = Arguments.words(text);
        if (words.size() > 1 && !words.getFirst().contains("=")) {
            // The old form, of one variable and a blank.
            environment.put(words.getFirst(), String.join(" ", words.subList(1, words.size())));
            return;
        }
        for (String word : words) {
            if (word.contains("=")) {
                environment.put(word.replaceFirst("(?s)=.*", ""), word.replaceFirst("[^=]*=", ""));
            }
        }
    }

    private static List<String> words(Line line) {
        if (!line.rest().startsWith("[")) {
            return List.of("/bin/sh", "-c", line.rest());
        }
        List<String> words = new ArrayList<>();
        Matcher items = ITEM.matcher(line.rest());
        while (items.find()) {
            words.add(items.group(1).replace("\\\"", "\"").replace("\\\\", "\\"));
        }
        return words;
    }
}
