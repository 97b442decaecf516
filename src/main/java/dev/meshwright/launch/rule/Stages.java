package dev.meshwright.launch.rule;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.launch.option.Options;
import dev.meshwright.layout.MegatronLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * Layers of Megatron's stages and chunks, by each of its ways of saying them.
 *
 * @param chunks layers of each chunk in virtual-stage-major order, or of each stage where a stage has one; empty where the
 *     number of layers is not known or the options do not go together
 * @param virtualStages chunks of a stage
 * @param problem why the layers do not spread so, with the mend behind a bar; empty where they do
 */
public record Stages(Optional<List<Integer>> chunks, int virtualStages, String problem) {

    /** The stages that the options say, for a model of so many layers; 0 for an unknown number. */
    public static Stages of(Options options, int layers, int pipeline) {
        return of(options, layers, pipeline, stages -> true);
    }

    /**
     * The same, with mends that the ranks allow.
     *
     * @param fits whether the ranks can be so many stages
     */
    static Stages of(Options options, int layers, int pipeline, IntPredicate fits) {
        Optional<String> letters = options.text(Meaning.STAGE_LETTERS);
        if (letters.isPresent()) {
            return ofLetters(letters.get(), layers, pipeline, fits);
        }
        int virtual = options.integer(Meaning.VIRTUAL_STAGES).orElse(1);
        OptionalInt first = options.integer(Meaning.FIRST_STAGE);
        OptionalInt last = options.integer(Meaning.LAST_STAGE);
        boolean embedding = options.on(Meaning.EMBEDDING_IN_SPLIT);
        boolean loss = options.on(Meaning.LOSS_IN_SPLIT);
        int counted = layers + (embedding ? 1 : 0) + (loss ? 1 : 0);
        OptionalInt perChunk = options.integer(Meaning.LAYERS_PER_VIRTUAL_STAGE);
        if (layers == 0 || pipeline < 1 || virtual < 1 || perChunk.orElse(1) < 1) {
            return new Stages(Optional.empty(), Math.max(1, virtual), "");
        }
        int middle = counted - first.orElse(0) - last.orElse(0);
        int middleStages = pipeline - (first.isPresent() ? 1 : 0) - (last.isPresent() ? 1 : 0);
        if (middleStages > 0 ? middle % middleStages != 0 || middle < 0 : middle != 0) {
            return new Stages(
                    Optional.empty(), virtual, uneven(counted, middle, middleStages, pipeline, options, fits));
        }
        int perStage = middleStages > 0 ? middle / middleStages : 0;
        if (perChunk.isPresent()) {
            virtual = Math.max(1, perStage / perChunk.getAsInt());
        }
        if (perStage % virtual != 0) {
            return new Stages(
                    Optional.empty(),
                    virtual,
                    perStage + " layers of a stage are not divisible by " + virtual + " virtual stages|"
                            + options.book().flag(Meaning.VIRTUAL_STAGES) + " with a divisor of " + perStage);
        }
        List<Integer> stages = new ArrayList<>(Collections.nCopies(Math.max(0, middleStages), perStage));
        first.ifPresent(own -> stages.addFirst(own));
        last.ifPresent(stages::add);
        stages.set(0, stages.getFirst() - (embedding ? 1 : 0));
        stages.set(stages.size() - 1, stages.getLast() - (loss ? 1 : 0));
        return new Stages(Optional.of(List.copyOf(stages)), virtual, "");
    }

    private static String uneven(
            int counted, int middle, int middleStages, int pipeline, Options options, IntPredicate fits) {
        boolean plain = middle == counted;
        String what = counted + " layers";
        String reason = plain
                ? what + " are not divisible by " + pipeline + " stages"
                : middle + " layers between the first and the last stage are not divisible by " + middleStages
                        + " stages";
        int ends = Math.floorDiv(counted, pipeline);
        while (plain && pipeline > 2 && ends > 0 && (counted - 2 * ends) % (pipeline - 2) != 0) {
            ends--;
        }
        String sizes = options.book().flag(Meaning.FIRST_STAGE) + " " + ends + " "
                + options.book().flag(Meaning.LAST_STAGE) + " " + ends;
        String fewer = options.book().flag(Meaning.PIPELINE) + " " + divisor(counted, pipeline, fits);
        return reason + "|" + (plain && pipeline > 2 && ends > 0 ? sizes + ", or " : "") + fewer + ", or "
                + options.book().flag(Meaning.STAGE_LETTERS);
    }

    private static int divisor(int number, int most, IntPredicate fits) {
        int divisor = most;
        while (divisor > 1 && (number % divisor != 0 || !fits.test(divisor))) {
            divisor--;
        }
        return divisor;
    }

    private static Stages ofLetters(String letters, int layers, int pipeline, IntPredicate fits) {
        MegatronLayout.Parsed parsed = MegatronLayout.parse(letters);
        if (!parsed.problem().isEmpty()) {
            return new Stages(Optional.empty(), 1, "the layout " + parsed.problem() + "|Et*3|(tt|)*28ttL, say");
        }
        int chunks = parsed.chunks().size();
        List<Integer> sizes =
                parsed.chunks().stream().map(range -> range.layers()).toList();
        int virtual = Math.max(1, chunks / Math.max(1, pipeline));
        if (chunks % pipeline != 0) {
            return new Stages(
                    Optional.of(sizes),
                    virtual,
                    chunks + " stages in the layout are not divisible by " + pipeline + " pipeline stages|"
                            + "--pipeline-model-parallel-size " + divisor(chunks, pipeline, fits)
                            + ", or another layout");
        }
        int stated = sizes.stream().mapToInt(Integer::intValue).sum();
        if (layers > 0 && stated != layers) {
            return new Stages(
                    Optional.of(sizes),
                    virtual,
                    "the layout has " + stated + " layers and the model " + layers + "|as many t as layers");
        }
        return new Stages(Optional.of(sizes), virtual, "");
    }
}
