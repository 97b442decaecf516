package dev.meshwright.lab.serving;

import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.cost.engine.EngineSettings;
import dev.meshwright.facts.engine.Speculation;
import dev.meshwright.facts.engine.Speculation.Method;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.lab.row.StatedLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Settings of a benchmark's script that its row does not record, from {@link InferencexRecipes}.
 *
 * @param degrees how the model was split
 * @param requestInterval decode steps between looks for new requests
 * @param batchWait decode steps for which prompts wait for others
 * @param engine what the engine was started with
 * @param cache format of the KV cache; empty for what the label of the weights suggests
 * @param drafts tokens that are guessed per sequence and step, in speculative decoding
 * @param acceptance how often each of them counts; empty where that is not known
 * @param mostSequences that the engine was allowed to have in flight; empty for no limit
 * @param chunkedPrompts whether prompts were read in parts; empty for the engine's default
 */
public record ServingRecipe(
        RowDegrees degrees,
        int requestInterval,
        int batchWait,
        EngineSettings engine,
        Optional<Precision> cache,
        int drafts,
        List<Double> acceptance,
        OptionalInt mostSequences,
        Optional<Boolean> chunkedPrompts) {

    private static final int NARROW_CACHE_BITS = 8;

    public ServingRecipe {
        acceptance = List.copyOf(acceptance);
    }

    /** Engines as they come. */
    public static ServingRecipe plain(RowDegrees degrees) {
        return new ServingRecipe(
                degrees,
                1,
                0,
                EngineSettings.DEFAULT,
                Optional.empty(),
                0,
                List.of(),
                OptionalInt.empty(),
                Optional.empty());
    }

    /** The settings with which {@code row} was measured, as far as they are known. */
    public static ServingRecipe of(ServingRow row) {
        Map<String, String> settings = InferencexRecipes.settings(row);
        settings.putAll(row.harness().settings());
        RowDegrees degrees = degrees(settings, row);
        return new ServingRecipe(
                degrees,
                count(settings, "poll", row).orElse(1),
                count(settings, "wait", row).orElse(0),
                new EngineSettings(
                        stepOfRank(count(settings, "step", row), degrees, row),
                        count(settings, "balance", row).orElse(0),
                        count(settings, "graphs", row),
                        KernelPaths.paddedExpertRows(row),
                        KernelPaths.moreExpertKernels(row),
                        Boolean.parseBoolean(settings.get("fusedSums"))),
                cache(settings, row),
                count(settings, "drafts", row).orElse(0),
                List.of(),
                count(settings, "running", row),
                Optional.ofNullable(settings.get("chunked")).map(Boolean::parseBoolean));
    }

    /** The same with so many tokens guessed per sequence and step, of which as many count as is published of the model. */
    public ServingRecipe withDrafts(int guessed, String modelPath) {
        return new ServingRecipe(
                degrees,
                requestInterval,
                batchWait,
                engine,
                cache,
                guessed,
                Acceptances.of(modelPath, guessed),
                mostSequences,
                chunkedPrompts);
    }

    /** How tokens are guessed, by the model's own layers; empty where none are. */
    Optional<Speculation> speculation(EngineConstants constants) {
        return drafts == 0
                ? Optional.empty()
                : Optional.of(
                        acceptance.isEmpty()
                                ? Speculation.even(
                                        Method.MTP,
                                        drafts,
                                        constants.value("speculation.acceptedShare"),
                                        Optional.empty())
                                : new Speculation(Method.MTP, acceptance, Optional.empty()));
    }

    private static OptionalInt count(Map<String, String> settings, String name, ServingRow row) {
        String value = settings.get(name);
        return value == null ? OptionalInt.empty() : OptionalInt.of(InferencexRecipes.value(value, row));
    }

    private static Optional<Precision> cache(Map<String, String> settings, ServingRow row) {
        OptionalInt bits = count(settings, "cache", row);
        return bits.isEmpty()
                ? Optional.empty()
                : Optional.of(bits.getAsInt() <= NARROW_CACHE_BITS ? Precision.FP8 : Precision.BF16);
    }

    private static RowDegrees degrees(Map<String, String> settings, ServingRow row) {
        RowDegrees labelled = row.degrees();
        int tensor = count(settings, "tensor", row).orElse(labelled.tensor());
        int data = count(settings, "data", row).orElse(labelled.data());
        RowDegrees ran = new RowDegrees(tensor, data, labelled.expert(), labelled.expertTensor(), labelled.pipeline());
        // Experts are spread over the GPUs that ran.
        OptionalInt expert = count(settings, "expert", row.withDegrees(ran));
        return expert.isEmpty()
                ? ran
                : new RowDegrees(
                        tensor,
                        data,
                        expert.getAsInt(),
                        StatedLayout.gpus(tensor, data, 1) / expert.getAsInt(),
                        labelled.pipeline());
    }

    /** SGLang deals a step's tokens out to its attention copies; the other engines' settings are per copy. */
    private static OptionalInt stepOfRank(OptionalInt tokens, RowDegrees degrees, ServingRow row) {
        return tokens.isEmpty() || row.engine() != Engine.SGLANG
                ? tokens
                : OptionalInt.of(Math.max(1, tokens.getAsInt() / degrees.data()));
    }

    /** {@code row} with the degrees that ran. */
    ServingRow deployed(ServingRow row) {
        return row.withDegrees(degrees);
    }

    /** {@code admitted} with no more sequences than the engine was allowed to have in flight. */
    ServingCase limited(ServingRow row, ServingCase admitted) {
        if (mostSequences.isEmpty()) {
            return admitted;
        }
        int ranks = row.degrees().data() * row.degrees().pipeline();
        int allowed = Math.max(1, mostSequences.getAsInt() / ranks);
        return allowed < admitted.layout().degrees().microBatch() ? admitted.admitting(row, allowed) : admitted;
    }
}
