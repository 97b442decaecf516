package dev.meshwright.launch.source;

import dev.meshwright.launch.LaunchFile;
import dev.meshwright.launch.shell.Call;
import dev.meshwright.launch.shell.Script;
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

    private Dockerfile() {}

    static List<Start> starts(LaunchFile file, Script script) {
        Map<String, String> environment = new TreeMap<>();
        String image = "";
        Optional<Line> entry = Optional.empty();
        Optional<Line> command = Optional.empty();
        for (Line line : lines(file.text())) {
            switch (line.name()) {
                case "FROM" -> {
                    image = line.rest().replaceFirst("^--\\S+\\s+", "").split("\\s+", 2)[0];
                    entry = Optional.empty();
                    command = Optional.empty();
                }
                case "ENV", "ARG" -> set(line.rest(), environment);
                case "ENTRYPOINT" -> entry = Optional.of(line);
                case "CMD" -> command = Optional.of(line);
                default -> {}
            }
        }
        int at = entry.or(() -> Optional.of(new Line("", "", 1))).orElseThrow().number();
        List<String> words = new ArrayList<>(entry.map(Dockerfile::words).orElse(List.of()));
        words.addAll(command.map(Dockerfile::words).orElse(List.of()));
        Deployment deployment = Deployment.BARE.by("", image);
        int place = command.isPresent() && entry.isEmpty() ? command.get().number() : at;
        List<Call> calls = new Containers(file.name(), script).calls(words, environment, place);
        return calls.stream().map(call -> Start.of(call, deployment)).toList();
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
        for (String word : Arguments.words(text)) {
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
