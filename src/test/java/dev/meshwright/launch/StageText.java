package dev.meshwright.launch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Stages as the table of cases words them: {@code 32,29}, {@code 8 each, VPP 8}, {@code 2, 14 of 4, 2 (VPP 2)}, {@code 32 virtual
 * (VPP 4): 1, 30 of 2, mtp}, {@code 24 counted each, VPP 12: 23,24,24,23 layers}.
 */
record StageText(Optional<List<Integer>> layers, OptionalInt virtualStages, OptionalInt chunks) {

    private static final Pattern VIRTUAL = Pattern.compile("VPP (\\d+)");
    private static final Pattern CHUNKS = Pattern.compile("^(\\d+) (?:virtual|written)");

    static StageText of(String text, int pipeline) {
        Matcher virtual = VIRTUAL.matcher(text);
        OptionalInt chunksOfStage =
                virtual.find() ? OptionalInt.of(Integer.parseInt(virtual.group(1))) : OptionalInt.empty();
        Matcher counted = CHUNKS.matcher(text);
        OptionalInt chunks = counted.find() ? OptionalInt.of(Integer.parseInt(counted.group(1))) : OptionalInt.empty();
        String list = text.contains(":") ? text.substring(text.indexOf(':') + 1) : chunks.isPresent() ? "" : text;
        list = list.replaceAll("\\(?VPP \\d+\\)?", "")
                .replace("layers", "")
                .replaceAll(",\\s*$", "")
                .strip();
        return new StageText(layers(list, pipeline), chunksOfStage, chunks);
    }

    private static Optional<List<Integer>> layers(String list, int pipeline) {
        if (list.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> layers = new ArrayList<>();
        for (String part : Stream.of(list.split(",")).map(String::strip).toList()) {
            if (part.endsWith("each")) {
                layers.addAll(Collections.nCopies(pipeline, Integer.parseInt(part.replaceFirst("\\D.*", ""))));
            } else if (part.contains(" of ")) {
                String[] sides = part.split(" of ");
                layers.addAll(Collections.nCopies(Integer.parseInt(sides[0]), Integer.parseInt(sides[1])));
            } else {
                layers.add(part.startsWith("mtp") ? 0 : Integer.parseInt(part.replaceFirst("\\+.*", "")));
            }
        }
        return Optional.of(List.copyOf(layers));
    }
}
