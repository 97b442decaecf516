package dev.meshwright.cost.bound;

import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.pass.ExposedTime;
import dev.meshwright.cost.pass.PassTimer;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.layout.Degrees;
import java.util.function.IntFunction;

/**
 * What handing micro-batches on takes at least, whatever lies where.
 *
 * <p>Stages on the fewest islands share them with few others: k = islands x their size / GPUs of a stage of them at most, so
 * a pipeline of p stages crosses islands {@code ceil(p / k) - 1} times. Crossing less often takes runs of more than k stages on
 * the same islands, of which each then lies on more islands and exchanges tokens over them. Where that costs every layer more
 * than a hop saves, nobody gains by it; layers to which it costs less may make up as many stages as there are of them.
 *
 * <p>Keeps a scratch account: one instance per thread.
 */
final class HopBound {

    private final PassTimer timer;
    private final ExposedTime exposed;
    private final Tally scratch = new Tally();

    public HopBound(PassTimer timer, ExposedTime exposed) {
        this.timer = timer;
        this.exposed = exposed;
    }

    /**
     * Hops of a micro-batch on its way.
     *
     * @param sumSeconds of all of them
     * @param leastSeconds of any of them
     */
    public record Hops(double sumSeconds, double leastSeconds) {}

    /**
     * Hops between stages on GPUs of one site.
     *
     * @param dearer seconds that each layer takes longer where its stage has no more GPUs on an island than that
     */
    public Hops onOneSite(Degrees degrees, Pass pass, Site site, IntFunction<double[]> dearer) {
        int hops = degrees.pipeline() - 1;
        double across = seconds(degrees, pass, site, false);
        double inside = Math.min(across, seconds(degrees, pass, site, true));
        int island = site.links().islandSize();
        int stage = degrees.gpusPerStage();
        int together = Math.max(1, Math.ceilDiv(stage, island) * island / stage);
        int crossing = Math.ceilDiv(degrees.pipeline(), together) - 1;
        int places = island / (together + 1);
        int cheap = 0;
        if (crossing > 0 && places > 0) {
            for (double more : dearer.apply(places)) {
                cheap += more < across - inside ? 1 : 0;
            }
            crossing = Math.max(crossing - cheap, least(degrees, island));
        }
        return new Hops(
                crossing * across + (hops - crossing) * inside, crossing == hops && cheap == 0 ? across : inside);
    }

    /** Seconds of all hops at least, between stages on islands of that size and their share of them on any kind of GPU. */
    public double between(Degrees degrees, Pass pass, Site site, int island) {
        if (degrees.pipeline() == 1) {
            return 0;
        }
        int crossing = least(degrees, island);
        double across = seconds(degrees, pass, site, false);
        double inside = Math.min(across, seconds(degrees, pass, site, true));
        return crossing * across + (degrees.pipeline() - 1 - crossing) * inside;
    }

    /**
     * A replica lies on n islands at least. Stages whose ranks all stay on their islands touch the same ones, no more than
     * they have GPUs, so there are {@code ceil(n / GPUs of a stage)} runs of such stages or more, and a crossing between
     * two runs.
     */
    private static int least(Degrees degrees, int island) {
        int islands = Math.ceilDiv(degrees.gpusPerReplica(), island);
        return Math.min(degrees.pipeline(), Math.ceilDiv(islands, degrees.gpusPerStage())) - 1;
    }

    private double seconds(Degrees degrees, Pass pass, Site site, boolean onIsland) {
        scratch.clear();
        timer.hop(site, pass, degrees, onIsland, scratch);
        return exposed.passes(Component.PIPELINE_HOP, pass, degrees) * scratch.totalSeconds();
    }
}
