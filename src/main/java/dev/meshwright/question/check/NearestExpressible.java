package dev.meshwright.question.check;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.IntRange;
import dev.meshwright.question.search.space.LayoutSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Of the cuts that a search would look at, the one nearest to another: with fewest doublings and halvings of its degrees, and of
 * those nearest the first with a batch that may work.
 */
final class NearestExpressible {

    /** Cuts that are bounded to find one that may work; the nearest of all where none of them does. */
    private static final int MOST_BOUNDED = 100;

    /** A doubling of all GPUs weighs as much as so many of one degree. */
    private static final double GPUS = 2;

    private final CostModel costModel;

    NearestExpressible(CostModel costModel) {
        this.costModel = costModel;
    }

    /** @param distance in doublings */
    private record Near(Family family, double distance) {
        Cut cut() {
            return family.cut();
        }
    }

    /** The nearest cut; empty where the space has none. */
    Optional<Cut> to(Cut cut) {
        List<Near> all = new ArrayList<>();
        new LayoutSpace(costModel.problem()).forEach(family -> family.contexts().forEach(context -> {
            Family one = copies(family.withContexts(List.of(context)), cut);
            all.add(new Near(one, distance(one.cut(), cut)));
        }));
        all.sort(Comparator.comparingDouble(Near::distance)
                .thenComparing(near -> near.family().least(), Ranking.SIMPLER));
        return IntStream.range(0, Math.min(MOST_BOUNDED, all.size()))
                .mapToObj(all::get)
                .filter(near -> costModel.bound(near.family()).bound().mayWork())
                .findFirst()
                .or(() -> all.stream().findFirst())
                .map(Near::cut);
    }

    /** With copies on as many of the plan's GPUs as may be. */
    private static Family copies(Family family, Cut like) {
        long gpus = (long) like.replicas() * like.gpusPerReplica();
        int wanted = (int) Math.min(Integer.MAX_VALUE, gpus / family.cut().gpusPerReplica());
        int copies =
                Math.clamp(wanted, family.replicas().least(), family.replicas().most());
        return family.with(IntRange.of(copies), family.microBatch(), family.microBatches());
    }

    private static double distance(Cut one, Cut other) {
        return apart(one.tensor(), other.tensor())
                + apart(one.data(), other.data())
                + apart(one.expert(), other.expert())
                + apart(one.expertTensor(), other.expertTensor())
                + apart(one.expertData(), other.expertData())
                + apart(one.pipeline(), other.pipeline())
                + apart(one.replicas(), other.replicas())
                + apart(one.context(), other.context())
                + apart(one.slotsPerRank() * (double) one.expert(), other.slotsPerRank() * (double) other.expert())
                + GPUS
                        * apart(
                                (double) one.gpusPerReplica() * one.replicas(),
                                (double) other.gpusPerReplica() * other.replicas());
    }

    private static double apart(double one, double other) {
        return Math.abs(Math.log(Math.max(1, one) / Math.max(1, other))) / Math.log(2);
    }
}
