package dev.meshwright.lab.pool;

import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.UnpredictableRowException;
import dev.meshwright.layout.PoolRole;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A measured deployment of pools, as its row states it.
 *
 * @param model by name
 * @param gpu by name
 * @param engine that runs it
 * @param format of its weights, as checkpoints are called
 * @param pools instances of each pool that there is
 * @param input lengths of prompts
 * @param output lengths of answers; one token where only prompts were read
 * @param clients that wait for their answers; empty where a pool was measured full
 * @param perGpu sequences on a GPU of a pool that was measured full, or tokens of prompts; empty where that is not said
 * @param wholePrompts whether prompts were read in one step each
 * @param assumed what the row does not state and is taken for granted
 */
record PoolRow(
        String model,
        String gpu,
        Engine engine,
        String format,
        Map<PoolRole, Instances> pools,
        Length input,
        Length output,
        OptionalInt clients,
        OptionalInt perGpu,
        boolean wholePrompts,
        List<String> assumed) {

    private static final Pattern COUNTED = Pattern.compile("(\\d+) x (.*)");

    private static final Pattern DEGREE = Pattern.compile("\\b(TP|DP|EP|PP)(\\d+)\\b");

    private static final Pattern PER_GPU = Pattern.compile("(\\d+)(?: tokens)? per GPU");

    private static final Pattern DRAWN = Pattern.compile("(?i)inferencex draw 0\\.8\\.\\.1(?:\\.0)?");

    private static final Pattern GUESSES =
            Pattern.compile("(?i)\\b(?:MTP\\d?|EAGLE\\d?|dspark|dflash|drafts|speculation (?!off))");

    private static final Pattern HITS = Pattern.compile("(?i)prefix hits \\d");

    private static final Pattern REDUNDANT = Pattern.compile("(\\d{1,4}) redundant");

    private static final Pattern ONE_BY_ONE = Pattern.compile("(?i)no chunking, concurrency (\\d{1,5})");

    private static final Pattern GPUS = Pattern.compile("(\\d{1,4}) GPUs");

    private static final Pattern PROFILE = Pattern.compile("(?i)derived from a profile");

    private static final Pattern ALONE = Pattern.compile("(?i)pools measured");

    /** Shortest requests of an InferenceX benchmark, as a part of the nominal ones. */
    private static final double SHORTEST = 0.8;

    /**
     * Equal instances.
     *
     * @param number how many
     * @param degrees by name; those that are not stated are 1
     * @param redundant experts beside one copy of each
     */
    record Instances(int number, Map<String, Integer> degrees, int redundant) {

        int degree(String name) {
            return degrees.getOrDefault(name, 1);
        }
    }

    /**
     * Reads a row.
     *
     * @throws UnpredictableRowException if something is missing that a prediction needs, or was measured that is not predicted
     */
    static PoolRow of(Map<String, String> row) {
        String notes = row.getOrDefault("notes", "");
        refuse(notes);
        Map<PoolRole, Instances> pools = new EnumMap<>(PoolRole.class);
        List<String> assumed = new ArrayList<>();
        for (PoolRole role : PoolRole.values()) {
            instances(row, role, assumed).ifPresent(found -> pools.put(role, found));
        }
        if (pools.isEmpty()) {
            throw new UnpredictableRowException("no pool's layout is stated in degrees");
        }
        int input = RowValues.tokens(row, "isl");
        Load load = Load.of(row);
        boolean alone = pools.size() == 1 || ALONE.matcher(notes).find();
        if (load.clients().isEmpty() && (load.perGpu().isEmpty() || !alone)) {
            throw new UnpredictableRowException("neither clients nor what is on a GPU are stated in numbers");
        }
        // A profile is of one step, with as many tokens in the cache as it says.
        boolean step = PROFILE.matcher(notes).find() && load.clients().isEmpty();
        if (pools.containsKey(PoolRole.DECODE) && !step && RowValues.count(row, "osl", 0) < 1) {
            throw new UnpredictableRowException("osl is missing");
        }
        boolean drawn = DRAWN.matcher(row.getOrDefault("lengths", "")).matches();
        int output = pools.containsKey(PoolRole.DECODE) ? Math.max(1, RowValues.count(row, "osl", 1)) : 1;
        return new PoolRow(
                RowValues.word(row, "model"),
                RowValues.word(row, "gpu"),
                engine(RowValues.word(row, "engine")),
                format(row.getOrDefault("precision", "")),
                pools,
                length(input, drawn),
                length(output, drawn),
                load.clients(),
                load.perGpu(),
                load.wholePrompts(),
                assumed);
    }

    private static void refuse(String notes) {
        if (GUESSES.matcher(notes).find()) {
            throw new UnpredictableRowException("pools with speculative decoding are not predicted");
        }
        if (HITS.matcher(notes).find() && !notes.contains("no prefix hits")) {
            throw new UnpredictableRowException("pools with prefix hits are not predicted");
        }
    }

    /** What was in flight: clients, or sequences on a GPU, and whether prompts were read whole. */
    private record Load(OptionalInt clients, OptionalInt perGpu, boolean wholePrompts) {

        static Load of(Map<String, String> row) {
            String words = row.getOrDefault("concurrency", row.getOrDefault("concurrency_or_rate", ""));
            Matcher oneByOne = ONE_BY_ONE.matcher(words);
            boolean whole = oneByOne.matches();
            String few = whole ? oneByOne.group(1) : words;
            Matcher each = PER_GPU.matcher(words);
            return new Load(
                    few.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(few)) : OptionalInt.empty(),
                    each.find() ? OptionalInt.of(Integer.parseInt(each.group(1))) : OptionalInt.empty(),
                    whole);
        }
    }

    private static Length length(int nominal, boolean drawn) {
        return drawn ? new Length.Uniform((int) Math.round(SHORTEST * nominal), nominal) : new Length.Fixed(nominal);
    }

    private static Optional<Instances> instances(Map<String, String> row, PoolRole role, List<String> assumed) {
        String layout = row.getOrDefault(role.label() + "_layout", "").strip();
        String stated = row.getOrDefault(role.label() + "_instances", "").strip();
        if (layout.isEmpty() || stated.equals("0")) {
            return Optional.empty();
        }
        Matcher counted = COUNTED.matcher(layout);
        boolean inLayout = counted.matches();
        String number = inLayout ? counted.group(1) : stated.matches("\\d+") ? stated : "1";
        Map<String, Integer> degrees = degrees(inLayout ? counted.group(2) : layout);
        Matcher gpus = GPUS.matcher(layout);
        if (degrees.isEmpty() && role == PoolRole.DECODE && gpus.matches()) {
            assumed.add("attention copies and spread experts on the decode pool's GPUs");
            degrees = Map.of("DP", Integer.parseInt(gpus.group(1)), "EP", Integer.parseInt(gpus.group(1)));
        }
        if (degrees.isEmpty()) {
            throw new UnpredictableRowException("the layout of the " + role.label() + " pool is not stated in degrees");
        }
        Matcher redundant = REDUNDANT.matcher(layout);
        return Optional.of(new Instances(
                Integer.parseInt(number), degrees, redundant.find() ? Integer.parseInt(redundant.group(1)) : 0));
    }

    private static Map<String, Integer> degrees(String layout) {
        Map<String, Integer> degrees = new TreeMap<>();
        Matcher degree = DEGREE.matcher(layout);
        while (degree.find()) {
            degrees.putIfAbsent(degree.group(1), Integer.parseInt(degree.group(2)));
        }
        return degrees;
    }

    private static Engine engine(String words) {
        // DeepSeek's own engine runs the kernels that SGLang took over (DeepEP, DeepGEMM, FlashMLA).
        String name = words.toLowerCase(Locale.ROOT).replace("deepseek internal", Engine.SGLANG.label());
        for (Engine engine : Engine.values()) {
            if (name.startsWith(engine.label())) {
                return engine;
            }
        }
        throw new UnpredictableRowException("unknown engine " + words);
    }

    /** What formats of the weights come first: {@code fp8}, {@code nvfp4 experts + fp8 attention}. */
    private static String format(String precision) {
        String first = precision.toLowerCase(Locale.ROOT).replaceFirst("[ ,(].*$", "");
        return first.equals("nvfp4") ? "fp4" : first;
    }
}
