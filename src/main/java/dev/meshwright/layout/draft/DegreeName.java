package dev.meshwright.layout.draft;

import dev.meshwright.base.quantity.NearNames;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The degrees that a plan states, by the names of plan files and by those that engines and people have for them. Case,
 * separators and endings such as {@code size} do not matter: {@code tensor}, {@code TP}, {@code tp_size},
 * {@code tensor-parallel-size} and {@code tensor_model_parallel_size} are one degree.
 */
public enum DegreeName {
    TENSOR("tensor", "TP", "tensorparallel", "tensormodelparallel"),
    DATA("data", "DP", "dataparallel", "attentiondp", "attentiondataparallel", "dpattention", "dpattn"),
    EXPERT("expert", "EP", "experts", "expertparallel", "expertmodelparallel", "moeep", "moeexpertparallel"),
    EXPERT_TENSOR("expertTensor", "ETP", "experttensorparallel", "moetp", "moetensorparallel"),
    EXPERT_DATA("expertData", "EDP", "expertdataparallel"),
    PIPELINE("pipeline", "PP", "pipelineparallel", "pipelinemodelparallel"),
    REPLICAS("replicas", "x", "replica", "instances", "instance"),
    MICRO_BATCH("microBatch", "MBS"),
    MICRO_BATCHES("microBatches", "MB", "nummicrobatches"),
    VIRTUAL_STAGES("virtualStages", "v", "vpp", "virtualpipeline", "virtualpipelineparallel", "virtualchunks"),
    SLOTS_PER_RANK("slotsPerRank", "slots"),
    CONTEXT("context", "CP", "contextparallel", "dcp", "decodecontextparallel");

    /** {@code experts} is the placement of experts in plan files, so it names the degree in text alone. */
    private static final String PLACEMENT = "experts";

    private final String field;
    private final String abbreviation;
    private final List<String> others;

    DegreeName(String field, String abbreviation, String... others) {
        this.field = field;
        this.abbreviation = abbreviation;
        this.others = List.of(others);
    }

    /** The name in plan files. */
    public String field() {
        return field;
    }

    /** The short name, as in headlines. */
    public String abbreviation() {
        return abbreviation;
    }

    /** The degree that a word of text means, whatever its case and separators; empty where none does. */
    public static Optional<DegreeName> ofWord(String word) {
        String letters = NearNames.letters(word);
        return named(letters).or(() -> named(letters.replaceFirst("(size|degree|s)$", "")));
    }

    private static Optional<DegreeName> named(String letters) {
        return Arrays.stream(values())
                .filter(degree -> NearNames.letters(degree.field).equals(letters)
                        || NearNames.letters(degree.abbreviation).equals(letters)
                        || degree.others.contains(letters))
                .findFirst();
    }

    /** The degree that a field of a layout means; empty for fields that are something else. */
    public static Optional<DegreeName> ofField(String field) {
        return NearNames.letters(field).equals(PLACEMENT) ? Optional.empty() : ofWord(field);
    }

    /** Names to suggest where none is understood: those of plan files and the short ones. */
    public static List<String> suggestions() {
        return Arrays.stream(values())
                .flatMap(degree -> List.of(degree.field, degree.abbreviation).stream())
                .toList();
    }
}
