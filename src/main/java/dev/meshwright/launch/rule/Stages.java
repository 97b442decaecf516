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
 * @param problem why the layers do not spread so; empty where they do
 * @param mend what to write instead
 */
public record Stages(Optional<List<Integer>> chunks, int virtualStages, String problem, String mend) {

    private static Stages fine(Optional<List<Integer>> chunks, int virtual) {
        return new Stages(chunks, virtual, "", "");
    }

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
            return fine(Optional.empty(), Math.max(1, virtual));
        }
        int middle = counted - first.orElse(0) - last.orElse(0);
        int middleStages = pipeline - (first.isPresent() ? 1 : 0) - (last.isPresent() ? 1 : 0);
        if (middleStages > 0 ? middle % middleStages != 0 || middle < 0 : middle != 0) {
            return first.isEmpty() && last.isEmpty()
                    ? uneven(counted, virtual, pipeline, options, fits)
                    : unevenMiddle(counted, virtual, middleStages, options);
        }
        int perStage = middleStages > 0 ? middle / middleStages : 0;
        if (perChunk.isPresent()) {
            virtual = Math.max(1, perStage / perChunk.getAsInt());
        }
        if (perStage % virtual != 0) {
            return new Stages(
                    Optional.empty(),
                    virtual,
                    perStage + " layers of a stage are not divisible by " + virtual + " virtual stages",
                    options.book().flag(Meaning.VIRTUAL_STAGES) + " with a divisor of " + perStage);
        }
        List<Integer> stages = new ArrayList<>(Collections.nCopies(Math.max(0, middleStages), perStage));
        first.ifPresent(own -> stages.addFirst(own));
        last.ifPresent(stages::add);
        stages.set(0, stages.getFirst() - (embedding ? 1 : 0));
        stages.set(stages.size() - 1, stages.getLast() - (loss ? 1 : 0));
        return fine(Optional.of(List.copyOf(stages)), virtual);
    }

    private static Stages uneven(int counted, int virtual, int pipeline, Options options, IntPredicate fits) {
        int ends = counted / pipeline;
        while (pipeline > 2 && ends > 0 && (counted - 2 * ends) % (pipeline - 2) != 0) {
            ends--;
        }
        String sizes = options.book().flag(Meaning.FIRST_STAGE) + " " + ends + " "
                + options.book().flag(Meaning.LAST_STAGE) + " " + ends;
        String fewer = options.book().flag(Meaning.PIPELINE) + " " + divisor(counted, pipeline, fits);
        return new Stages(
                Optional.empty(),
                virtual,
                counted + " layers are not divisible by " + pipeline + " stages",
                (pipeline > 2 && ends > 0 ? sizes + ", or " : "") + fewer + ", or "
                        + options.book().flag(Meaning.STAGE_LETTERS));
    }

    /** Where the sizes of the ends are stated, the next smaller one of theirs that leaves whole stages between them. */
    private static Stages unevenMiddle(int counted, int virtual, int stages, Options options) {
        int first = options.integer(Meaning.FIRST_STAGE).orElse(0);
        int last = options.integer(Meaning.LAST_STAGE).orElse(0);
        int middle = counted - first - last;
        Meaning end = first > 0 ? Meaning.FIRST_STAGE : Meaning.LAST_STAGE;
        int size = first > 0 ? first : last;
        int others = first + last - size;
        while (size > 0 && !whole(counted - size - others, stages)) {
            size--;
        }
        String problem = stages < 1 || middle < 0
                ? first + last + " layers of the first and the last stage are not the " + counted + " that there are"
                : middle + " layers between the first and the last stage are not divisible by " + stages + " stages";
        String even = "neither " + options.book().flag(Meaning.FIRST_STAGE) + " nor "
                + options.book().flag(Meaning.LAST_STAGE);
        return new Stages(
                Optional.empty(),
                virtual,
                problem,
                (size > 0 ? options.book().flag(end) + " " + size : even) + ", or "
                        + options.book().flag(Meaning.STAGE_LETTERS));
    }

    /** Whether so many layers fill so many stages; no layers fill none. */
    private static boolean whole(int layers, int stages) {
        return stages > 0 ? layers > 0 && layers % stages == 0 : layers == 0;
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
            return new Stages(Optional.empty(), 1, "the layout " + parsed.problem(), "Et*3|(tt|)*28ttL, say");
        }
        int chunks = parsed.chunks().size();
        List<Integer> sizes =
                parsed.chunks().stream().map(range -> range.layers()).toList();
        int virtual = Math.max(1, chunks / Math.max(1, pipeline));
        if (chunks % pipeline != 0) {
            return new Stages(
                    Optional.of(sizes),
                    virtual,
                    chunks + " stages in the layout are not divisible by " + pipeline + " pipeline stages",
                    "--pipeline-model-parallel-size " + divisor(chunks, pipeline, fits) + ", or another layout");
        }
        int stated = sizes.stream().mapToInt(Integer::intValue).sum();
        if (layers > 0 && stated != layers) {
            return new Stages(
                    Optional.of(sizes),
                    virtual,
                    "the layout has " + stated + " layers and the model " + layers,
                    "as many t as layers");
        }
        return fine(Optional.of(sizes), virtual);
    }
}
