package dev.meshwright.cost.layer;

import dev.meshwright.cost.hardware.Kernels;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.ExpertSlots;

/**
 * Time of the routed experts of one layer on an expert rank.
 *
 * <p>A physical expert that receives a share s of the layer's {@code T_g * k} assignments computes {@code s T_g k} of
 * them and is touched at all with a probability that {@link ExpertPopularity} gives.
 * Its time is the roofline of the two, see {@link Kernels#expertSeconds}; a rank's time is the sum over its slots plus
 * the launches. In decode that is the touched experts times their weights, in prefill the assignments.
 *
 * @param mixture the layer
 * @param input elements per token that an expert reads
 * @param widthPerRank inner width of an expert on one GPU, {@code f_e / x}
 * @param groupTokens tokens in the expert group, {@code T_g = T d / y} with y copies of the experts in a stage
 * @param weights format of the expert weights
 * @param popularity what is known of unmeasured routing
 */
public record RoutedExperts(
        Mixture mixture,
        double input,
        double widthPerRank,
        double groupTokens,
        Precision weights,
        ExpertPopularity popularity) {

    /** The routed experts of {@code mixture} under {@code degrees}, for a pass of {@code tokens} per attention rank. */
    public static RoutedExperts of(
            Mixture mixture,
            int hidden,
            Degrees degrees,
            double tokens,
            Precision weights,
            ExpertPopularity popularity) {
        return new RoutedExperts(
                mixture,
                mixture.expertInput(hidden),
                (double) mixture.width() / degrees.expertTensor(),
                tokens * degrees.dataPerExpertCopy(),
                weights,
                popularity);
    }

    /** Token-expert pairs of the layer in the expert group, {@code T_g k}. */
    public double assignments() {
        return groupTokens * mixture.expectedExpertsPerToken();
    }

    /** Probability that a physical expert with {@code share} of the assignments gets at least one token. */
    public double touched(double share) {
        return popularity.touched(Math.min(1, share * mixture.expectedExpertsPerToken()), groupTokens);
    }

    /** Seconds of one physical expert with {@code share} of the assignments, launches left out. */
    public double slotSeconds(Kernels kernels, double share) {
        return kernels.expertSeconds(
                share * assignments(), touched(share), input, widthPerRank, mixture.gated(), weights);
    }

    /** A rank of {@code slots} physical experts with equal shares of a balanced layer over {@code ranks} ranks. */
    public RankLoad balanced(Kernels kernels, int ranks, int slots) {
        double share = 1.0 / ranks / slots;
        double seconds = kernels.expertLaunchSeconds(weights) + slots * slotSeconds(kernels, share);
        return new RankLoad(1.0 / ranks, slots * touched(share), seconds);
    }

    /**
     * The ranks of a placed layer.
     *
     * @param shares share of each logical expert in the assignments
     * @param slots the layer's row of the placement
     * @param routedLayer number of the layer in the placement
     * @param slotsPerRank physical experts per rank
     */
    public RankLoad[] placed(Kernels kernels, double[] shares, ExpertSlots slots, int routedLayer, int slotsPerRank) {
        double[] slotShares = slots.slotShares(routedLayer, shares);
        double launch = kernels.expertLaunchSeconds(weights);
        RankLoad[] ranks = new RankLoad[slots.slots(routedLayer) / slotsPerRank];
        for (int rank = 0; rank < ranks.length; rank++) {
            double seconds = launch;
            double share = 0;
            double touched = 0;
            for (int slot = rank * slotsPerRank; slot < (rank + 1) * slotsPerRank; slot++) {
                double slotShare = slotShares[slot];
                seconds += slotSeconds(kernels, slotShare);
                share += slotShare;
                touched += touched(slotShare);
            }
            ranks[rank] = new RankLoad(share, touched, seconds);
        }
        return ranks;
    }

    /**
     * A rank time that no placement can beat: the mean over the ranks of all experts' work, or the most popular expert
     * at its most replicas, whichever is longer.
     *
     * <p>Work is counted without replicas, because replicas never make it less: r replicas compute the same assignments
     * together and touch {@code r (1 - (1 - s k / r)^T)} experts, which is at least {@code 1 - (1 - s k)^T}, and the
     * time of a slot grows with both.
     *
     * @param work of all experts of the layer
     * @param ranks expert ranks
     * @param maxReplicas most replicas an expert can have
     */
    public RankLoad bound(Kernels kernels, Work work, int ranks, int maxReplicas) {
        double slowest = Math.max(work.seconds / ranks, slotSeconds(kernels, work.largestShare / maxReplicas));
        return new RankLoad(1.0 / ranks, work.touched / ranks, kernels.expertLaunchSeconds(weights) + slowest);
    }

    /**
     * What all experts of a layer take together, each hosted once: the same however many ranks share them.
     *
     * @param seconds launches left out
     * @param touched experts that get at least one token, on average
     * @param largestShare of the most popular expert
     */
    public record Work(double seconds, double touched, double largestShare) {}

    /** The work of experts with {@code shares} of the assignments. */
    public Work work(Kernels kernels, double[] shares) {
        double seconds = 0;
        double touched = 0;
        double largest = 0;
        for (double share : shares) {
            seconds += slotSeconds(kernels, share);
            touched += touched(share);
            largest = Math.max(largest, share);
        }
        return new Work(seconds, touched, largest);
    }

    /** The same of experts that are alike. */
    public Work evenWork(Kernels kernels) {
        double share = 1.0 / mixture.experts();
        return new Work(mixture.experts() * slotSeconds(kernels, share), mixture.experts() * touched(share), share);
    }
}
