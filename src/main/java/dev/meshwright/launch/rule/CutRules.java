package dev.meshwright.launch.rule;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.launch.model.ModelFacts;
import dev.meshwright.launch.pool.PoolLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Cuts of matrices by the degrees that an engine gives them ({@link Cuts}). Engines cut dense layers and shared experts by
 * degrees of their own, which a layout has no name for, so that this is asked of a launch and not of a layout ({@code vllm}
 * and {@code sglang}: {@code layers/quantization/fp8.py}, {@code create_weights}). A mend is a change of options whose layout
 * has good cuts alone.
 */
final class CutRules {

    /** Ranks of a stage beyond which nobody has gone. */
    private static final int LARGEST = 4096;

    private final Judgement judgement;
    private final Cuts cuts;
    private final PoolLayout layout;
    private final Function<Map<Meaning, String>, PoolLayout> changed;
    private final Meaning tensorFlag;

    private CutRules(Judgement judgement, ModelFacts facts, Function<Map<Meaning, String>, PoolLayout> changed) {
        this.judgement = judgement;
        this.cuts = Cuts.of(facts, judgement.pool().weights());
        this.layout = judgement.layout();
        this.changed = changed;
        this.tensorFlag =
                judgement.options().book().of(Meaning.TENSOR).isPresent() ? Meaning.TENSOR : Meaning.STAGE_RANKS;
    }

    /**
     * Judges the cuts of a pool.
     *
     * @param changed layout of the same server with other values of some options
     */
    static void judge(Judgement judgement, Function<Map<Meaning, String>, PoolLayout> changed) {
        judgement.pool().facts().ifPresent(facts -> new CutRules(judgement, facts, changed).judge());
    }

    private void judge() {
        List<String> heads = cuts.heads(layout);
        List<String> widths = cuts.widths(layout);
        String flag = judgement.flag(tensorFlag);
        heads.forEach(broken -> judgement.refused(flag, broken, mend(degrees(2))));
        if (!widths.isEmpty()) {
            List<String> mends = new ArrayList<>(degrees(1));
            wholeParts(layout.stageRanks(), Map.of()).ifPresent(mends::add);
            judgement.fails(flag, String.join("; ", widths), mend(mends));
        }
    }

    private String mend(List<String> mends) {
        List<String> all = new ArrayList<>(mends);
        if (all.isEmpty()) {
            candidates()
                    .mapToObj(this::wholeParts)
                    .flatMap(Optional::stream)
                    .findFirst()
                    .ifPresent(all::add);
        }
        if (all.isEmpty() && cuts.withoutBlocks().good(layout)) {
            all.add("weights without such blocks (BF16)");
        }
        return all.isEmpty() ? "other degrees" : String.join(", or ", all);
    }

    /** Degrees, the nearest smaller one first and then larger ones. */
    private IntStream candidates() {
        return IntStream.concat(below(), above());
    }

    private int degree() {
        return tensorFlag == Meaning.TENSOR ? layout.tensor() : layout.stageRanks();
    }

    private IntStream below() {
        return IntStream.iterate(Math.min(degree() - 1, LARGEST), tried -> tried >= 1, tried -> tried - 1);
    }

    private IntStream above() {
        return IntStream.rangeClosed(degree() + 1, Math.min(2 * degree(), LARGEST));
    }

    /** The nearest degrees with good cuts, the smaller one first, at most so many; a larger one may need more GPUs. */
    private List<String> degrees(int most) {
        String found = Stream.of(below(), above())
                .flatMapToInt(tried -> tried.filter(this::good).limit(1))
                .limit(most)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(" or "));
        return found.isEmpty() ? List.of() : List.of(judgement.flag(tensorFlag) + " " + found);
    }

    private boolean good(int degree) {
        return good(Map.of(tensorFlag, String.valueOf(degree))).isPresent();
    }

    /** The layout with other options, if its cuts are good and its ranks are whole and there. */
    private Optional<PoolLayout> good(Map<Meaning, String> options) {
        PoolLayout other = changed.apply(options);
        boolean whole = other.expert().isEmpty()
                || (other.expertTensor().isPresent()
                        && other.expert().getAsInt()
                                        * other.expertTensor().getAsInt()
                                        * other.expertData().orElse(1)
                                == other.stageRanks());
        int wanted = Integer.parseInt(options.getOrDefault(tensorFlag, String.valueOf(degree())));
        whole &= wanted == (tensorFlag == Meaning.TENSOR ? other.tensor() : other.stageRanks());
        boolean there = other.gpusPerServer() <= judgement.pool().gpusGiven().orElse(Integer.MAX_VALUE);
        return whole && there && cuts.good(other) ? Optional.of(other) : Optional.empty();
    }

    /** The same where experts, or dense layers, stay whole too. */
    private Optional<String> wholeParts(int degree) {
        PoolLayout other = changed.apply(Map.of(tensorFlag, String.valueOf(degree)));
        return wholeParts(other.stageRanks(), Map.of(tensorFlag, String.valueOf(degree)));
    }

    /** Experts, or dense layers, that stay whole on so many ranks of a stage, beside other changes. */
    private Optional<String> wholeParts(int ranks, Map<Meaning, String> beside) {
        Map<Meaning, String> experts = new LinkedHashMap<>(beside);
        if (layout.expertTensor().orElse(1) > 1 || (layout.expert().isPresent() && !beside.isEmpty())) {
            experts.putAll(wholeExperts(ranks));
        }
        Map<Meaning, String> dense = new LinkedHashMap<>(beside);
        if (layout.denseTensor() > 1
                && judgement.options().book().of(Meaning.DENSE_TENSOR).isPresent()) {
            dense.put(Meaning.DENSE_TENSOR, "1");
        }
        Map<Meaning, String> both = new LinkedHashMap<>(experts);
        both.putAll(dense);
        return Stream.of(experts, dense, both)
                .filter(options ->
                        options.size() > beside.size() && good(options).isPresent())
                .findFirst()
                .map(this::written);
    }

    private Map<Meaning, String> wholeExperts(int ranks) {
        if (judgement.options().book().of(Meaning.EXPERT_SWITCH).isPresent()) {
            return Map.of(Meaning.EXPERT_SWITCH, "true");
        }
        Map<Meaning, String> whole = new LinkedHashMap<>();
        whole.put(Meaning.EXPERT, String.valueOf(ranks));
        if (judgement.options().states(Meaning.EXPERT_TENSOR)) {
            whole.put(Meaning.EXPERT_TENSOR, "1");
        }
        return whole;
    }

    private String written(Map<Meaning, String> options) {
        List<String> words = new ArrayList<>();
        options.forEach((meaning, value) -> words.add(
                meaning == Meaning.EXPERT_SWITCH
                        ? "add " + judgement.flag(meaning)
                        : judgement.flag(meaning) + " " + value));
        boolean experts = options.containsKey(Meaning.EXPERT) || options.containsKey(Meaning.EXPERT_SWITCH);
        return String.join(" and ", words) + (experts ? " (experts stay whole)" : "");
    }
}
