package dev.meshwright.cli;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cost.PlacementCosts;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.io.loads.RecordedLoadFiles;
import dev.meshwright.io.plan.PlacementFiles;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.ExpertProblem.Migration;
import dev.meshwright.placement.experts.LoadProfile;
import dev.meshwright.placement.experts.SlotCost;
import dev.meshwright.placement.experts.planner.BalanceBounds;
import dev.meshwright.placement.experts.traffic.NodeTraffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Options and files of {@code place} made one {@link ExpertProblem}, with all that is wrong with them reported. */
final class PlacementSetup {

    /** More than any cluster has: tables of experts x slots must fit into memory. */
    private static final int MOST_SLOTS = 32_768;

    private final PlaceOptions options;
    private final Planner planner;
    private final PlacementTraffic traffic;
    final List<RecordedLoads> files = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    Optional<PlacementEvaluation> evaluation = Optional.empty();
    /** One per profile, where there is a problem file: each profile is a workload of its own. */
    final List<PlacementEvaluation> evaluations = new ArrayList<>();
    /** Whether nanoseconds of a step are minimised, not busiest over mean. */
    boolean timed;
    /** The placement in force, if it is not in a file. */
    Optional<ExpertPlacement> current = Optional.empty();

    PlacementSetup(PlaceOptions options, Planner planner, long seed) {
        this.options = options;
        this.planner = planner;
        this.traffic = new PlacementTraffic(options, files, seed);
    }

    static InvalidInputException wrong(String option, Object value, String message, String maybe) {
        return new InvalidInputException(List.of(fault(option, value, message, maybe)));
    }

    /** The problem; throws {@link InvalidInputException} or {@code InfeasiblePlacementException}. */
    ExpertProblem problem() {
        if (files.isEmpty()) {
            options.loads.forEach(path -> files.add(RecordedLoadFiles.read(path)));
        }
        int layers = files.getFirst().loads().length;
        int experts = files.getFirst().loads()[0].length;
        checkFiles(layers, experts);
        checkNumbers();
        int slots = slots(experts);
        checkShape(experts, slots);
        timed = options.objective == PlaceOptions.Goal.time || (options.objective == null && options.problem != null);
        if (timed && options.problem == null) {
            throw wrong(
                    "--objective",
                    "time",
                    "needs --problem, which says model, GPUs and workload",
                    "Maybe --objective balance.");
        }
        SlotCost cost = slotCost(slots / options.ranks);
        ExpertProblem problem = new ExpertProblem(
                options.ranks,
                options.nodes,
                slots / options.ranks,
                options.distinct,
                profiles(cost),
                files.size() == 1 ? 0 : robust(),
                migration(layers, experts, slots),
                Optional.empty(),
                options.grouping == PlaceOptions.Grouping.hard ? options.groups : 0);
        return traffic.added(problem, timed ? evaluation : Optional.empty());
    }

    /** What a slot costs: nanoseconds of a step, or load; with a problem file, prepares what its workload makes of placements. */
    private SlotCost slotCost(int perRank) {
        if (options.problem != null) {
            Problem asked = ProblemFiles.open(options.problem).problem();
            evaluation = Optional.of(new PlacementEvaluation(asked, planner, files, options.ranks, perRank));
            files.forEach(file ->
                    evaluations.add(new PlacementEvaluation(asked, planner, List.of(file), options.ranks, perRank)));
            if (timed) {
                PlacementCosts costs = evaluation.get().costs();
                return (layer, share) -> Math.round(costs.slotSeconds(layer, share) * 1e9);
            }
        }
        return BalanceBounds.cost(options.ranks);
    }

    private void checkFiles(int layers, int experts) {
        for (RecordedLoads file : files) {
            if (file.loads().length != layers || file.loads()[0].length != experts) {
                throw wrong(
                        file.name(),
                        file.loads().length + " x " + file.loads()[0].length,
                        "has another shape than " + files.getFirst().name() + ": " + layers + " x " + experts,
                        "");
            }
        }
    }

    /** What is wrong whatever the loads are, all of it at once. */
    private void checkNumbers() {
        List<Fault> faults = new ArrayList<>();
        if (options.ranks < 1 || options.ranks > MOST_SLOTS) {
            faults.add(fault("--ranks", options.ranks, "must be 1 to " + MOST_SLOTS, ""));
        }
        if (options.slots < 0 || options.slots > MOST_SLOTS) {
            faults.add(fault("--slots", options.slots, "must be 1 to " + MOST_SLOTS, ""));
        }
        if (!List.of("same", "auto").contains(options.slotsPerLayer)) {
            faults.add(fault("--slots-per-layer", options.slotsPerLayer, "must be same or auto", ""));
        }
        if (options.slotsPerLayer.equals("auto") && (options.current != null || current.isPresent())) {
            faults.add(
                    fault("--slots-per-layer", "auto", "cannot be combined with --current, whose slots are fixed", ""));
        }
        if (options.moves < -1) {
            faults.add(fault("--moves", options.moves, "must be 0 or more", ""));
        }
        double blend = robust();
        if (!(blend >= 0 && blend <= 1)) {
            faults.add(fault("--robust", options.robust, "must be mean, worst or a number between 0 and 1", ""));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
    }

    private static Fault fault(String option, Object value, String message, String maybe) {
        return new Fault("", option, String.valueOf(value), message, maybe);
    }

    private int slots(int experts) {
        return options.slots > 0 ? options.slots : Math.ceilDiv(experts, options.ranks) * options.ranks;
    }

    private void checkShape(int experts, int slots) {
        int ranks = options.ranks;
        if (slots % ranks != 0) {
            int below = slots / ranks * ranks;
            throw wrong(
                    "--slots",
                    slots,
                    "must be a multiple of " + ranks + " ranks",
                    "Maybe " + (below >= experts ? below + " or " : "")
                            + Math.max(below + ranks, Math.ceilDiv(experts, ranks) * ranks) + ".");
        }
        if (options.nodes < 1 || ranks % options.nodes != 0 || options.nodes > NodeTraffic.MOST_NODES) {
            throw wrong(
                    "--nodes",
                    options.nodes,
                    "must divide " + ranks + " ranks, " + NodeTraffic.MOST_NODES + " at most",
                    "");
        }
        if (options.groups < 0 || (options.groups > 0 && experts % options.groups != 0)) {
            throw wrong("--groups", options.groups, "must divide " + experts + " experts", "");
        }
        if (options.groups > 0
                && options.grouping == PlaceOptions.Grouping.hard
                && options.groups % options.nodes != 0) {
            throw wrong(
                    "--groups",
                    options.groups,
                    "must be a multiple of " + options.nodes + " nodes to stay whole",
                    "Maybe --grouping soft.");
        }
        if (!options.weights.isEmpty() && options.weights.size() != files.size()) {
            throw wrong("--weights", options.weights, "must be one per profile: " + files.size(), "");
        }
    }

    private List<LoadProfile> profiles(SlotCost cost) {
        List<LoadProfile> profiles = new ArrayList<>();
        for (RecordedLoads file : files) {
            double weight = options.weights.isEmpty() ? 1 : options.weights.get(profiles.size());
            if (!(weight > 0)) {
                throw wrong("--weights", weight, "must be positive", "");
            }
            profiles.add(LoadProfile.fromLoads(file.name(), weight, file.loads(), cost));
        }
        return profiles;
    }

    private double robust() {
        return switch (options.robust) {
            case "mean" -> 0;
            case "worst" -> 1;
            default -> number(options.robust);
        };
    }

    /** The number that {@code text} says; NaN where it says none. */
    static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private Optional<Migration> migration(int layers, int experts, int slots) {
        if (options.current == null && current.isEmpty()) {
            if (options.maxMoves != null) {
                throw wrong("--max-moves", options.maxMoves, "needs --current, the placement to start from", "");
            }
            return Optional.empty();
        }
        ExpertPlacement today = current.orElseGet(() -> new ExpertPlacement(
                PlacementFiles.read(java.util.Objects.requireNonNull(options.current), layers, experts)));
        if (today.slots() != slots) {
            throw wrong(
                    "--slots",
                    slots,
                    "differs from the " + today.slots() + " slots of the current placement",
                    "Maybe --slots " + today.slots() + ".");
        }
        long all = (long) layers * slots;
        if (options.maxMoves == null) {
            return Optional.of(new Migration(today, all));
        }
        boolean percent = options.maxMoves.endsWith("%");
        double value = number(options.maxMoves.replace("%", ""));
        if (!(value >= 0) || (percent && value > 100)) {
            throw wrong("--max-moves", options.maxMoves, "must be a number of slots or a percentage such as 11%", "");
        }
        return Optional.of(new Migration(today, (long) (percent ? all * value / 100 : value)));
    }

    /** Nodes per token of a placement on sampled tokens that it was not made for; empty where tokens are not sampled. */
    OptionalDouble nodesPerTokenUnseen(ExpertProblem problem, ExpertPlacement placement) {
        return traffic.nodesPerTokenUnseen(problem, placement);
    }
}
