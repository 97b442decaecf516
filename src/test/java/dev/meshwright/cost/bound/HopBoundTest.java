package dev.meshwright.cost.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Problems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.evaluation.DecodePass;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.layout.Degrees;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hops between stages: those that may stay on an island of eight GPUs, and those that must leave it. */
class HopBoundTest {

    private static final int ISLAND = 8;

    private final Problem problem = Problems.problem(
            ModelCatalogue.standard().find("mixtral-8x7b").orElseThrow().model(),
            Problems.cluster(8, ISLAND, "h100-sxm"),
            Problems.decode(2000, 500));
    private final CostParts parts =
            CostParts.of(Problems.question(problem), EngineConstants.standard(), TrainingConstants.standard());
    private final HopBound hops = new HopBound(parts.timer(), parts.exposed());
    private final Site site = parts.sites().getFirst();

    private static Degrees degrees(int stage, int pipeline) {
        return Problems.degrees(8, 1, stage, stage, pipeline, 1, 4, pipeline);
    }

    private double inside(Degrees degrees, Pass pass) {
        return hops.between(degrees, pass, site, 1 << 20) / (degrees.pipeline() - 1);
    }

    /** With islands of one GPU every hop of stages of one GPU crosses. */
    private double across(Degrees degrees, Pass pass) {
        return hops.between(degrees, pass, site, 1) / (degrees.pipeline() - 1);
    }

    /**
     * Stages of so many GPUs lie {@code together} on an island, or on as few islands as hold them whole; one hop crosses between
     * two such groups.
     */
    @ParameterizedTest
    @CsvSource({
        "1, 2, 8",
        "1, 8, 8",
        "1, 16, 8",
        "1, 17, 8",
        "1, 32, 8",
        "2, 4, 4",
        "2, 8, 4",
        "2, 9, 4",
        "4, 2, 2",
        "4, 7, 2",
        "8, 2, 1",
        "8, 5, 1"
    })
    void stagesThatFitTogetherCrossOnce(int stage, int pipeline, int together) {
        Degrees degrees = degrees(stage, pipeline);
        Pass pass = parts.timing().mainPass(degrees);
        double inside = inside(degrees, pass);
        double across = across(degrees(1, pipeline), parts.timing().mainPass(degrees(1, pipeline)));
        assertThat(across).isGreaterThan(inside).isPositive();
        int crossing = (pipeline + together - 1) / together - 1;
        HopBound.Hops bound = hops.onOneSite(degrees, pass, site, places -> new double[] {1, 1, 1});
        assertThat(bound.sumSeconds()).isCloseTo(crossing * across + (pipeline - 1 - crossing) * inside, within(1e-15));
        assertThat(bound.leastSeconds()).isCloseTo(crossing == pipeline - 1 ? across : inside, within(1e-15));
    }

    /**
     * Where a layer hardly takes longer on a stage that lies on two islands, that stage spares a crossing; but a replica of n islands has
     * {@code ceil(n / GPUs of a stage)} runs of stages at least. 32 stages of one GPU lie on 4 islands: 3 crossings, however cheap layers are.
     */
    @Test
    void layersThatMaySpreadSpareCrossings() {
        Degrees degrees = degrees(1, 32);
        Pass pass = parts.timing().mainPass(degrees);
        double inside = inside(degrees, pass);
        double across = across(degrees, pass);
        HopBound.Hops bound = hops.onOneSite(degrees, pass, site, places -> new double[] {0, 0});
        assertThat(bound.sumSeconds()).isCloseTo(3 * across + 28 * inside, within(1e-15));
        // 7 stages of 4 GPUs are 2 to an island, 3 crossings; 28 GPUs lie on 4 islands, runs of at most 4: one may do
        // without any.
        Degrees wide = degrees(4, 7);
        Pass other = parts.timing().mainPass(wide);
        double near = inside(wide, other);
        HopBound.Hops spread = hops.onOneSite(wide, other, site, places -> new double[] {0, across, 0});
        assertThat(spread.sumSeconds()).isCloseTo((3 - 2) * across + (6 - 1) * near, within(1e-15));
        HopBound.Hops all = hops.onOneSite(wide, other, site, places -> new double[] {0, 0, 0});
        assertThat(all.sumSeconds()).isCloseTo(6 * near, within(1e-15));
        assertThat(all.leastSeconds()).isCloseTo(near, within(1e-15));
    }

    @Test
    void oneStageHasNoHops() {
        Degrees one = degrees(8, 1);
        Pass pass = parts.timing().mainPass(one);
        assertThat(hops.between(one, pass, site, ISLAND)).isZero();
        assertThat(hops.onOneSite(one, pass, site, places -> new double[0]).sumSeconds())
                .isZero();
    }

    /** What the cost model tells others of degrees is what their bound is made of. */
    @Test
    void passesThatOthersAskForAreThoseOfTheBound() {
        CostModel decode = Problems.costModel(problem);
        Degrees degrees = Problems.degrees(8, 1, 8, 8, 1, 8, 4, 1);
        DegreeBound bound = decode.bound(degrees);
        DecodePass pass = decode.decodePass(degrees);
        assertThat(pass.headSeconds()).isPositive().isLessThan(pass.seconds() / 2);
        assertThat(bound.performance().stepSeconds())
                .isCloseTo(decode.engine().stepSeconds(4) + pass.seconds(), within(1e-12));
        CostModel serving = Problems.costModel(Problems.problem(
                ModelCatalogue.standard().find("mixtral-8x7b").orElseThrow().model(),
                Problems.cluster(8, ISLAND, "h100-sxm"),
                Problems.serving(2000, 500)));
        assertThat(serving.bound(degrees)
                        .performance()
                        .timePerOutputTokenSeconds()
                        .orElseThrow())
                .isCloseTo(serving.servingTimes(degrees).perOutputToken(), within(1e-12));
    }
}
