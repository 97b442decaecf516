package dev.meshwright.launch.source;

import dev.meshwright.launch.shell.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts options that stand in a file of their own behind the command that another file has. */
final class Joined {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)\\}?");

    /** Found anywhere in a word: no part of it is looked at twice, however long it is. */
    private static final Pattern TAKES_MORE = Pattern.compile(
            "\\b(torchrun|torch\\.distributed|pretrain_\\w{1,99}\\.py|train\\w{0,99}\\.py)\\b|\\S\\.sh\\b");

    private Joined() {}

    /** Commands with the options of other files; where there is no command, the options by themselves. */
    static List<Start> of(List<Start> starts, List<Start> loose) {
        List<Start> words =
                loose.stream().filter(start -> start.settings().isEmpty()).toList();
        List<Start> joined = new ArrayList<>();
        for (Start start : starts) {
            joined.add(words.size() == 1 && takesMore(start) ? with(start, words.getFirst()) : start);
        }
        boolean used = starts.stream().anyMatch(Joined::takesMore);
        if (!used) {
            joined.addAll(words);
        }
        // Settings in a file are what a command names with --config; without any command they are the launch.
        if (joined.isEmpty()) {
            joined.addAll(
                    loose.stream().filter(start -> start.settings().isPresent()).toList());
        }
        return List.copyOf(joined);
    }

    /** A program for training, or one whose launcher alone was given. */
    private static boolean takesMore(Start start) {
        return start.call().words().stream()
                .anyMatch(word -> TAKES_MORE.matcher(word).find());
    }

    /** Templates in the options are filled in from the environment of the command; options of the command win. */
    private static Start with(Start start, Start options) {
        List<String> filled = new ArrayList<>();
        Map<String, String> environment = start.call().environment();
        for (String word : options.call().words()) {
            Matcher variables = VARIABLE.matcher(word);
            filled.add(variables.replaceAll(
                    found -> Matcher.quoteReplacement(environment.getOrDefault(found.group(1), found.group()))));
        }
        Call call = start.call();
        List<String> words = new ArrayList<>(call.words());
        int behindProgram = program(words);
        words.addAll(behindProgram, filled);
        return new Start(call.withWords(words), start.settings(), start.engine(), start.model(), start.deployment());
    }

    /** Where the options of the program begin: behind its script, or behind everything. */
    private static int program(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).endsWith(".py") || words.get(i).endsWith(".sh")) {
                return i + 1;
            }
        }
        return words.size();
    }
}
