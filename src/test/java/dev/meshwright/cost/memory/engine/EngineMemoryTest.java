package dev.meshwright.cost.memory.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.Problems;
import dev.meshwright.cost.memory.engine.EngineReserve.Outside;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineMemoryTest {

    private static final double GIB = 0x1p30;
    private static final Degrees ALONE = Problems.degrees(8, 1, 1, 1, 1, 1, 1, 1);
    private static final Degrees FOUR = Problems.degrees(8, 4, 1, 1, 1, 1, 1, 1);

    private static EngineMemory engine(Model model, String gpu, Assumptions assumptions, double factor) {
        Problem problem = Problems.problem(model, Problems.cluster(1, 8, gpu), Problems.serving(4096, 1024))
                .withAssumptions(assumptions);
        return EngineMemory.of(problem, factor).orElseThrow();
    }

    private static EngineMemory mixtral(Engine engine, String version, double share) {
        Assumptions assumptions = Assumptions.NONE
                .withEngine(engine)
                .withSetup(new EngineSetup(EngineVersion.of(version), OptionalInt.empty(), OptionalInt.empty()))
                .withMemoryFraction(share);
        return engine(Architectures.mixtral(), "h100-sxm", assumptions, 1);
    }

    /** The share is of all: 0.9 x 80 less 20 of weights and 5 of the rest. */
    @Test
    void everythingIsUnderVllmsShare() {
        EngineMemory engine = mixtral(Engine.VLLM, "0.11", 0.9);
        assertThat(engine.roomBytes(ALONE, 80 * GIB, 20 * GIB, 5 * GIB)).isCloseTo(47 * GIB, within(1.0));
    }

    /** 0.9 x (80 - 0.9) less 20 of weights; the 5 of the rest lie in the tenth that is left. */
    @Test
    void weightsAndCacheAreUnderSglangsShare() {
        EngineMemory engine = mixtral(Engine.SGLANG, "", 0.9);
        assertThat(engine.roomBytes(ALONE, 80 * GIB, 20 * GIB, 5 * GIB))
                .isCloseTo((0.9 * 79.1 - 20) * GIB, within(1.0));
        // Where the rest needs more than the tenth, the cache would run out of memory later: 80 - 20 - 12.
        assertThat(engine.roomBytes(ALONE, 80 * GIB, 20 * GIB, 12 * GIB)).isCloseTo(48 * GIB, within(1.0));
    }

    /** 0.9 of what is free when weights and a largest step have theirs: 0.9 x (80 - 20 - 5). */
    @Test
    void theCacheAloneIsUnderTensorRtsShare() {
        EngineMemory engine = mixtral(Engine.TENSORRT_LLM, "1.2", 0.9);
        assertThat(engine.roomBytes(ALONE, 80 * GIB, 20 * GIB, 5 * GIB)).isCloseTo(49.5 * GIB, within(1.0));
    }

    /** What bounds compare, one number per layout with one per GPU, is the same as asking for the room. */
    @ParameterizedTest
    @EnumSource
    void claimsAreWithinTheLimitWhereTheCacheIsWithinTheRoom(Engine engine) {
        Random random = new Random(7);
        for (int round = 0; round < 1000; round++) {
            double share = round % 3 == 0 ? 0 : 0.3 + 0.7 * random.nextDouble();
            Assumptions assumptions = Assumptions.NONE.withEngine(engine);
            EngineMemory memory = engine(
                    Architectures.mixtral(),
                    "h100-sxm",
                    share > 0 ? assumptions.withMemoryFraction(share) : assumptions,
                    0.5 + random.nextDouble());
            double capacity = Problems.gpu("h100-sxm").memoryBytes();
            double weights = random.nextDouble() * 60 * GIB;
            double cache = random.nextDouble() * 60 * GIB;
            // Inside what SGLang leaves for it: the second limit of its rule is no share of anything.
            double outside = random.nextDouble() * 0.05 * GIB;
            double room = memory.roomBytes(FOUR, capacity, weights, outside);
            boolean fits = memory.claimedBytes(FOUR, weights, cache, outside) <= memory.limitBytes(capacity);
            if (Math.abs(room - cache) > 1e-6 * capacity && room < capacity - weights - outside) {
                assertThat(fits)
                        .as("room %s, cache %s", room / GIB, cache / GIB)
                        .isEqualTo(cache <= room);
            }
        }
    }

    /** 38.5 bytes for each logit of 1,024 sequences and 32,000 tokens of vocabulary, the layer's tensors beneath it. */
    @Test
    void samplingIsProfiledForAllSequencesThatMayRun() {
        Outside outside = mixtral(Engine.VLLM, "0.11", 0.9).reserve().outside(FOUR);
        assertThat(outside.layers() + outside.logits()).isEqualTo(38.5 * 1024 * 32_000);
        assertThat(outside.graphs()).isZero();
        // 0.7 GiB, and 0.0105 GiB for each of 51 + 51 graphs: 1, 2, 4, then every 8th to 256, then every 16th to 512.
        Outside later = mixtral(Engine.VLLM, "0.22", 0.9).reserve().outside(ALONE);
        assertThat(later.graphs()).isCloseTo((0.7 + 0.0105 * 102) * GIB, within(1.0));
    }

    /** Copies of a token and their inner tensors: 2 x 8,192 x [3 h + 2 x (2 f / 4 + f / 4)] on four ranks. */
    @Test
    void tensorsOfAStepAreWholeOnEveryRank() {
        Outside outside = mixtral(Engine.VLLM, "0.22", 0.9).reserve().outside(FOUR);
        double copies = 2 * (2 * 14336 / 4.0 + 14336 / 4.0);
        assertThat(outside.layers()).isEqualTo(2.0 * 8192 * (3 * 4096 + copies));
    }

    @Test
    void aSitesFactorMultipliesAllThatIsKept() {
        Assumptions vllm = Assumptions.NONE.withEngine(Engine.VLLM);
        Outside plain =
                engine(Architectures.mixtral(), "h100-sxm", vllm, 1).reserve().outside(FOUR);
        Outside twice =
                engine(Architectures.mixtral(), "h100-sxm", vllm, 2).reserve().outside(FOUR);
        assertThat(twice.layers() + twice.logits()).isCloseTo(2 * (plain.layers() + plain.logits()), within(1.0));
        assertThat(twice.context() + twice.collectives())
                .isCloseTo(2 * (plain.context() + plain.collectives()), within(1.0));
    }

    /** SGLang: 512 + 1.5 x 8,192 + 2 x 512 + 128 x 8 MiB of 139.80 GiB are kept back. */
    @Test
    void sglangsDefaultShareIsDerived() {
        Assumptions sglang = Assumptions.NONE.withEngine(Engine.SGLANG);
        EngineMemory engine = engine(Architectures.mixtral(), "h200-sxm", sglang, 1);
        double reserved = 512 + 1.5 * 8192 + 2 * 512 + 128 * 8;
        assertThat(engine.share(Problems.degrees(8, 8, 1, 1, 1, 1, 1, 1)))
                .isCloseTo(1 - reserved / (139.80 * 1024), within(1e-6));
        // Alone: at least 10 GiB on GPUs above 60 GiB, which 512 + 1.5 x 8,192 MiB exceed already.
        assertThat(engine.share(ALONE)).isCloseTo(1 - (512 + 1.5 * 8192 + 1024 + 128) / (139.80 * 1024), within(1e-6));
    }

    /** With 8 attention copies the ranks are 8 too, and each copy pads the graphs: 3 MiB a sequence, 4.5 above 300. */
    @Test
    void sglangsDefaultShareLeavesRoomForAttentionCopies() {
        Degrees copies = Problems.degrees(8, 1, 8, 8, 1, 1, 1, 1);
        Assumptions sglang = Assumptions.NONE.withEngine(Engine.SGLANG);
        double ranksAndPrompts = 512 + 1.5 * 8192 + 128 * 8;
        assertThat(engine(Architectures.mixtral(), "h200-sxm", sglang, 1).share(copies))
                .isCloseTo(1 - (ranksAndPrompts + 2 * 512 + 4.5 * 512 * 8) / (139.80 * 1024), within(1e-6));
        Assumptions few =
                sglang.withSetup(new EngineSetup(EngineVersion.of(""), OptionalInt.of(128), OptionalInt.empty()));
        assertThat(engine(Architectures.mixtral(), "h200-sxm", few, 1).share(copies))
                .isCloseTo(1 - (ranksAndPrompts + 2 * 128 + 3 * 128 * 8) / (139.80 * 1024), within(1e-6));
    }

    /** 2,880 columns are 23 x 128 = 2,944, halves of them 12 x 128 = 1,536; 2,880 rows are 12 x 256 = 3,072. */
    @Test
    void widthsArePaddedForTheKernelsOfAFormat() {
        EngineMemory engine = mixtral(Engine.VLLM, "0.22", 0.9);
        assertThat(engine.padding(Precision.MXFP4, 2880, 2880)).isCloseTo(2944.0 / 2880 * 3072 / 2880, within(1e-12));
        assertThat(engine.padding(Precision.MXFP4, 2880, 1440)).isCloseTo(1536.0 / 1440 * 3072 / 2880, within(1e-12));
        assertThat(engine.padding(Precision.MXFP4, 4096, 2048)).isEqualTo(1);
        assertThat(engine.padding(Precision.NVFP4, 2880, 2880)).isEqualTo(1);
    }

    @Test
    void trainingAndProblemsWithoutAnEngineHaveNoRule() {
        Problem plain = Problems.problem(
                Architectures.mixtral(), Problems.cluster(1, 8, "h100-sxm"), Problems.serving(4096, 1024));
        assertThat(EngineMemory.of(plain, 1)).isEmpty();
        Problem training = plain.withWorkload(Problems.training(4096, 64))
                .withAssumptions(Assumptions.NONE.withEngine(Engine.VLLM));
        assertThat(EngineMemory.of(training, 1)).isEmpty();
    }
}
