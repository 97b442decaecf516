package dev.meshwright.launch.export.shell;

import dev.meshwright.facts.engine.option.OptionType;
import dev.meshwright.launch.export.Flag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Options as words of a command line, in shell's spelling. */
public final class CommandLine {

    private CommandLine() {}

    /** One line for each option; those of a mapping are one, in JSON. */
    public static List<String> options(List<Flag> flags) {
        return phrases(flags).stream().map(ShellWords::line).toList();
    }

    /** The same as words that no shell reads. */
    public static List<String> words(List<Flag> flags) {
        return phrases(flags).stream().flatMap(List::stream).toList();
    }

    private static List<List<String>> phrases(List<Flag> flags) {
        List<List<String>> lines = new ArrayList<>();
        Map<String, List<Flag>> mappings = new LinkedHashMap<>();
        for (Flag flag : flags) {
            if (flag.nested()) {
                String name = flag.option().name();
                mappings.computeIfAbsent(name.substring(0, name.indexOf('.')), unused -> new ArrayList<>())
                        .add(flag);
            } else {
                lines.add(option(flag));
            }
        }
        mappings.forEach((name, keys) -> lines.add(List.of("--" + name, json(keys))));
        return lines;
    }

    private static List<String> option(Flag flag) {
        if (flag.option().type() == OptionType.SWITCH) {
            return List.of(
                    flag.value().equals("false")
                            ? "--no-" + flag.option().name()
                            : flag.option().flag());
        }
        List<String> words = new ArrayList<>(List.of(flag.option().flag()));
        if (flag.option().type() == OptionType.LIST) {
            words.addAll(Arrays.asList(flag.value().split(",", -1)));
        } else {
            words.add(flag.value());
        }
        return words;
    }

    private static String json(List<Flag> keys) {
        return keys.stream()
                .map(flag -> {
                    String name = flag.option().name();
                    boolean text = flag.option().type() == OptionType.TEXT;
                    String value = text ? '"' + flag.value() + '"' : flag.value();
                    return '"' + name.substring(name.indexOf('.') + 1) + "\": " + value;
                })
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** Words that are shell already, as those of a node are. */
    public static List<String> raw(List<Flag> flags) {
        return flags.stream()
                .map(flag -> flag.option().type() == OptionType.SWITCH
                        ? flag.option().flag()
                        : flag.option().flag() + " " + flag.value())
                .toList();
    }

    /** A variable before a command. */
    public static String variable(Flag flag) {
        return flag.option().name() + "=" + ShellWords.quoted(flag.value());
    }
}
