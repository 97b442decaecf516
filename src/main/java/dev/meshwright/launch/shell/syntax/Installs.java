package dev.meshwright.launch.shell.syntax;

import dev.meshwright.launch.LaunchFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What installers of Python distributions put where a program runs: {@code pip install vllm==0.8.5}. */
public final class Installs {

    private static final Pattern PIP = Pattern.compile("pipx?[0-9.]*");

    /** A requirement of one version ({@code PEP 508}): name, extras, the version, a marker behind it. */
    private static final Pattern REQUIREMENT =
            Pattern.compile("([A-Za-z0-9][\\w.-]*)\\s*(?:\\[[^]]*])?\\s*={2,3}\\s*v?([0-9][^\\s;,*]*)\\s*(?:;.*)?");

    private Installs() {}

    /** Versions by distribution that a command installs; none where it is no installer. */
    public static Map<String, String> of(List<String> words) {
        Map<String, String> installed = new TreeMap<>();
        int install = words.indexOf("install");
        boolean installer = install > 0
                && words.subList(0, install).stream()
                        .map(word -> new LaunchFile(word, "").baseName())
                        .anyMatch(word -> PIP.matcher(word).matches());
        int add = words.indexOf("add");
        boolean project =
                add > 0 && new LaunchFile(words.get(add - 1), "").baseName().equals("uv");
        List<String> wanted = installer
                ? words.subList(install + 1, words.size())
                : project ? words.subList(add + 1, words.size()) : List.of();
        for (String word : wanted) {
            requirement(word).ifPresent(found -> installed.put(found.getKey(), found.getValue()));
        }
        return installed;
    }

    private static Optional<Map.Entry<String, String>> requirement(String word) {
        Matcher requirement = REQUIREMENT.matcher(word.strip());
        return requirement.matches()
                ? Optional.of(Map.entry(
                        requirement.group(1).toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-"), requirement.group(2)))
                : Optional.empty();
    }
}
