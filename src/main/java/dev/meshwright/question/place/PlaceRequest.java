package dev.meshwright.question.place;

import dev.meshwright.base.quantity.PlainNumber;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.placement.experts.ExpertPlacement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks for a placement of experts.
 *
 * @param loads one recording per workload profile; at least one, all of one shape
 * @param shape ranks and slots
 * @param routing how tokens choose experts, and what traffic between nodes may cost
 * @param aim what is minimised
 * @param question model, GPUs and workload behind the loads; without it times of a step are unknown
 * @param migration what runs today, where a placement is to start from it
 * @param compare whether to set the placement beside today's and that of the published policy
 * @param effort how much is tried
 */
public record PlaceRequest(
        List<RecordedLoads> loads,
        Shape shape,
        Routing routing,
        Aim aim,
        Optional<Question> question,
        Migration migration,
        boolean compare,
        Effort effort) {

    /** How groups of experts are kept together. */
    public enum Grouping {
        /** Each group stays on one node. */
        hard,
        /** As few nodes per token as the balance limit allows. */
        soft
    }

    /** What is minimised. */
    public enum Goal {
        /** Nanoseconds of a step by the cost model. */
        time,
        /** Load of the busiest rank over the mean. */
        balance
    }

    /**
     * Ranks and slots.
     *
     * @param ranks of the expert-parallel group
     * @param nodes that the ranks lie on, in order, equally many on each
     * @param slots of a layer over all ranks; 0 = those of today's placement, else one per expert
     * @param slotsPerLayer {@code same}, or {@code auto}: {@code slots} is the mean, layers that gain most get more
     * @param distinctRanks whether two replicas of an expert may never share a rank
     */
    public record Shape(int ranks, int nodes, int slots, String slotsPerLayer, boolean distinctRanks) {

        /** {@code ranks} ranks on one node, one slot per expert. */
        public static Shape of(int ranks) {
            return new Shape(ranks, 1, 0, "same", false);
        }
    }

    /**
     * How tokens choose experts.
     *
     * @param groups of consecutive experts from which tokens choose together; 0 = none
     * @param grouping how they are kept together
     * @param topK experts per token; 0 = what the loads or the model say
     * @param topGroups groups that a token may choose from; 0 = what the model says, or half of them
     * @param balanceLimit max/mean that traffic may cost, a number or {@code eplb} for what EPLB's placement has
     */
    public record Routing(int groups, Grouping grouping, int topK, int topGroups, Optional<String> balanceLimit) {

        /** Nothing known. */
        public static final Routing FREE = new Routing(0, Grouping.soft, 0, 0, Optional.empty());
    }

    /**
     * What is minimised.
     *
     * @param goal time where there is a question and nothing is said, else balance
     * @param weights of the profiles; none = all equal
     * @param robust over several profiles: {@code mean}, {@code worst}, or a number between 0 (mean) and 1 (worst)
     */
    public record Aim(Optional<Goal> goal, List<Double> weights, String robust) {

        /** Half the mean, half the worst of equal profiles. */
        public static final Aim USUAL = new Aim(Optional.empty(), List.of(), "0.5");

        public Aim {
            weights = List.copyOf(weights);
        }
    }

    /**
     * The placement in force.
     *
     * @param current what runs today; empty where placing starts from nothing
     * @param most slots over all layers that may change, a number, or a percentage such as {@code 11%}; empty = all
     */
    public record Migration(Optional<ExpertPlacement> current, Optional<String> most) {

        /** From scratch. */
        public static final Migration NONE = new Migration(Optional.empty(), Optional.empty());
    }

    /**
     * How much is tried.
     *
     * @param moves per layer; -1 = by the kind of problem
     * @param seed of every random choice
     * @param timeLimit after which the best so far is the answer; empty = none
     */
    public record Effort(long moves, long seed, Optional<Duration> timeLimit) {

        /** The usual moves with seed 1, all the time that they take. */
        public static final Effort USUAL = new Effort(-1, 1, Optional.empty());
    }

    public PlaceRequest {
        loads = List.copyOf(loads);
    }

    /** One slot per expert on {@code ranks} ranks, balanced over {@code loads}. */
    public static PlaceRequest of(List<RecordedLoads> loads, int ranks) {
        return new PlaceRequest(
                loads, Shape.of(ranks), Routing.FREE, Aim.USUAL, Optional.empty(), Migration.NONE, false, Effort.USUAL);
    }

    /**
     * Looks at the request without placing anything.
     *
     * @throws dev.meshwright.base.fault.InvalidInputException with all that is wrong with it
     */
    public void require() {
        RequestFaults.check(this);
    }

    /** The same with a question behind the loads and that many slots of a layer. */
    public PlaceRequest asking(Question behind, int slots) {
        Shape wider = new Shape(shape.ranks(), shape.nodes(), slots, shape.slotsPerLayer(), shape.distinctRanks());
        return new PlaceRequest(loads, wider, routing, aim, Optional.of(behind), migration, compare, effort);
    }

    /** Whether nanoseconds of a step are minimised, not busiest over mean. */
    boolean timed() {
        return aim.goal().orElse(question.isPresent() ? Goal.time : Goal.balance) == Goal.time;
    }

    /** Whether groups only hint at where tokens go. */
    boolean softGroups() {
        return routing.groups() > 0 && routing.grouping() == Grouping.soft;
    }

    /** Groups that must each stay on one node; 0 = none. */
    int wholeGroups() {
        return routing.grouping() == Grouping.hard ? routing.groups() : 0;
    }

    int layers() {
        return loads.getFirst().layers();
    }

    int experts() {
        return loads.getFirst().experts();
    }

    /** As asked, or as the placement in force has them, or one per expert. */
    int slots() {
        return shape.slots() > 0
                ? shape.slots()
                : migration
                        .current()
                        .map(ExpertPlacement::slots)
                        .orElse(Math.ceilDiv(experts(), shape.ranks()) * shape.ranks());
    }

    /** Weight of the worst profile; NaN where the text says none. */
    double worstShare() {
        return switch (aim.robust()) {
            case "mean" -> 0;
            case "worst" -> 1;
            default -> number(aim.robust());
        };
    }

    /** The number that {@code text} says; NaN where it says none. */
    static double number(String text) {
        return PlainNumber.read(text).orElse(Double.NaN);
    }
}
