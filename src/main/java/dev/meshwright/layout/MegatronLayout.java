package dev.meshwright.layout;

import dev.meshwright.layout.Stage.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Layers of pipeline stages as Megatron's {@code --pipeline-model-parallel-layout} writes them: {@code Et*3|(tt|)*29,m|L}.
 * A bar ends a chunk; chunk i is chunk {@code i / p} of stage {@code i mod p}. E is the embedding, t a layer, m a layer of
 * multi-token prediction, L the head; {@code *n} repeats a letter or a group in parentheses, commas mean nothing (Megatron
 * Core 0.20, pipeline_parallel_layer_layout).
 */
public final class MegatronLayout {

    /** No model has more layers in more chunks. */
    private static final int LONGEST = 100_000;

    private final String text;
    private int at;
    private String problem = "";

    private MegatronLayout(String text) {
        this.text = text;
    }

    /**
     * What a layout says.
     *
     * @param chunks layers of each chunk, in their order
     * @param predictionChunk chunk of the multi-token-prediction layers; empty without
     * @param predictionLayers how many of them
     * @param problem what is wrong with it; empty where nothing is
     */
    public record Parsed(List<Range> chunks, OptionalInt predictionChunk, int predictionLayers, String problem) {

        /** The chunks of each of {@code pipeline} stages, whose number divides that of the chunks. */
        public List<Stage> stages(int pipeline) {
            List<Stage> stages = new ArrayList<>();
            for (int stage = 0; stage < pipeline; stage++) {
                List<Range> own = new ArrayList<>();
                for (int chunk = stage; chunk < chunks.size(); chunk += pipeline) {
                    own.add(chunks.get(chunk));
                }
                stages.add(new Stage(own));
            }
            return stages;
        }
    }

    /** Reads a layout. */
    public static Parsed parse(String text) {
        MegatronLayout layout = new MegatronLayout(text.replaceAll("[\\s,]", ""));
        String letters = layout.sequence(0);
        if (layout.problem.isEmpty() && layout.at < layout.text.length()) {
            layout.problem = "has a ) without its (";
        }
        return layout.problem.isEmpty()
                ? parsed(letters)
                : new Parsed(List.of(), OptionalInt.empty(), 0, layout.problem);
    }

    private String sequence(int depth) {
        StringBuilder letters = new StringBuilder();
        while (at < text.length() && text.charAt(at) != ')' && problem.isEmpty()) {
            char letter = text.charAt(at++);
            String item = String.valueOf(letter);
            if (letter == '(') {
                item = group(depth);
            } else if ("EtmL|".indexOf(letter) < 0) {
                problem = "has '" + letter + "', which is none of E, t, m, L, |, (, ) and *n";
            }
            int times = times();
            if ((long) letters.length() + (long) times * item.length() > LONGEST) {
                problem = "is longer than " + LONGEST + " letters";
                return "";
            }
            letters.append(item.repeat(times));
        }
        return letters.toString();
    }

    private String group(int depth) {
        if (depth > 8) {
            problem = "nests more than 8 groups";
            return "";
        }
        String inside = sequence(depth + 1);
        if (at >= text.length()) {
            problem = problem.isEmpty() ? "has a ( without its )" : problem;
            return "";
        }
        at++;
        return inside;
    }

    private int times() {
        if (at >= text.length() || text.charAt(at) != '*') {
            return 1;
        }
        int end = ++at;
        while (end < text.length() && Character.isDigit(text.charAt(end)) && end - at < 7) {
            end++;
        }
        if (end == at) {
            problem = "has a * without a number after it";
            return 0;
        }
        int number = Integer.parseInt(text.substring(at, end));
        at = end;
        return number;
    }

    private static Parsed parsed(String letters) {
        List<Range> chunks = new ArrayList<>();
        int next = 0;
        int predictions = 0;
        int predictionChunk = -1;
        String problem = "";
        String[] parts = letters.split("\\|", -1);
        for (int chunk = 0; chunk < parts.length; chunk++) {
            String part = parts[chunk];
            int layers = (int) part.chars().filter(letter -> letter == 't').count();
            int own = (int) part.chars().filter(letter -> letter == 'm').count();
            chunks.add(new Range(next, next + layers - 1));
            next += layers;
            if (own > 0 && predictionChunk >= 0) {
                problem = "has m in two chunks, where all of them stand in one";
            } else if (own > 0) {
                predictionChunk = chunk;
            }
            predictions += own;
        }
        if (!letters.matches("E[^EL]*L")) {
            problem = "must begin with its only E and end with its only L";
        } else if (letters.matches(".*m[^L]*t.*")) {
            problem = "has t after m: multi-token prediction follows all layers";
        }
        return new Parsed(
                List.copyOf(chunks),
                predictionChunk < 0 ? OptionalInt.empty() : OptionalInt.of(predictionChunk),
                predictions,
                problem);
    }

    /**
     * The layout of stages.
     *
     * @param stages with as many chunks each as there are virtual stages
     * @param predictionStage stage of the multi-token-prediction layers, whose last chunk holds them; the last stage where
     *     empty
     * @param predictionLayers how many of them are trained
     */
    public static String of(List<Stage> stages, OptionalInt predictionStage, int predictionLayers) {
        int virtualStages = stages.getFirst().chunks().size();
        int predicting = predictionStage.orElse(stages.size() - 1);
        List<String> parts = new ArrayList<>();
        for (int chunk = 0; chunk < virtualStages; chunk++) {
            for (int stage = 0; stage < stages.size(); stage++) {
                String ends = chunk == 0 && stage == 0 ? "E" : "";
                String layers =
                        repeated("t", stages.get(stage).chunks().get(chunk).layers());
                boolean last = chunk == virtualStages - 1;
                String prediction = last && stage == predicting ? repeated("m", predictionLayers) : "";
                parts.add(ends + layers + prediction + (last && stage == stages.size() - 1 ? "L" : ""));
            }
        }
        return joined(parts);
    }

    private static String repeated(String letter, int times) {
        return times > 3 ? letter + "*" + times : letter.repeat(Math.max(0, times));
    }

    /** Equal chunks that follow each other are one group. */
    private static String joined(List<String> parts) {
        StringBuilder text = new StringBuilder();
        for (int part = 0; part < parts.size(); ) {
            int end = part + 1;
            while (end < parts.size() && parts.get(end).equals(parts.get(part))) {
                end++;
            }
            // The last chunk has no bar after it, so it stays out of groups.
            int times = Math.min(end, parts.size() - 1) - part;
            if (times > 1) {
                text.append('(').append(parts.get(part)).append("|)*").append(times);
                part += times;
            } else {
                text.append(parts.get(part)).append(part < parts.size() - 1 ? "|" : "");
                part++;
            }
        }
        return text.toString();
    }
}
