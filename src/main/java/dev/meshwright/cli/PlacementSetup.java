package dev.meshwright.cli;

import dev.meshwright.cost.PlacementCosts;
import dev.meshwright.io.Fault;
import dev.meshwright.io.InvalidInputException;
import dev.meshwright.io.PlacementFiles;
import dev.meshwright.io.ProblemFiles;
import dev.meshwright.io.RecordedLoads;
import dev.meshwright.model.FeedForward.Mixture;
import dev.meshwright.model.Layer;
import dev.meshwright.placement.BalanceBounds;
import dev.meshwright.placement.ExpertPlacement;
import dev.meshwright.placement.LoadProfile;
import dev.meshwright.placement.NodeTraffic;
import dev.meshwright.placement.PlacementProblem;
import dev.meshwright.placement.PlacementProblem.Migration;
import dev.meshwright.placement.SlotCost;
import dev.meshwright.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Options and files of {@code place} made one {@link PlacementProblem}, with all that is wrong with them reported. */
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
    PlacementProblem problem() {
        if (files.isEmpty()) {
            options.loads.forEach(path -> files.add(RecordedLoads.read(path)));
        }
        int layers = files.getFirst().loads().length;
        int experts = files.getFirst().loads()[0].length;
        checkFiles(layers, experts);
        Optional<Problem> asked = Optional.ofNullable(options.problem)
                .map(file -> ProblemFiles.open(file).problem());
        traffic.routing = asked.flatMap(PlacementSetup::routing);
        if (options.current != null) {
            current = Optional.of(new ExpertPlacement(PlacementFiles.read(options.current, layers, experts)));
        }
        List<Fault> faults = numberFaults();
        // What depends on the number of ranks says nothing where that is wrong.
        if (options.ranks >= 1 && options.ranks <= MOST_SLOTS) {
            shapeFaults(layers, experts, slots(experts), faults);
        }
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
        int slots = slots(experts);
        SlotCost cost = slotCost(asked, slots / options.ranks);
        PlacementProblem problem = new PlacementProblem(
                options.ranks,
                options.nodes,
                slots / options.ranks,
                options.distinct,
                profiles(cost),
                files.size() == 1 ? 0 : robust(),
                migration(layers, slots),
                Optional.empty(),
                options.grouping == PlaceOptions.Grouping.hard ? options.groups : 0);
        return traffic.added(problem, timed ? evaluation : Optional.empty());
    }

    /** The routed layers of the problem's model; empty for a dense one. */
    private static Optional<Mixture> routing(Problem asked) {
        return asked.model().layerKinds().stream()
                .map(Layer::feedForward)
                .filter(Mixture.class::isInstance)
                .map(Mixture.class::cast)
                .findFirst();
    }

    /** What a slot costs: nanoseconds of a step, or load; with a problem file, prepares what its workload makes of placements. */
    private SlotCost slotCost(Optional<Problem> asked, int perRank) {
        if (asked.isPresent()) {
            evaluation = Optional.of(new PlacementEvaluation(asked.get(), planner, files, options.ranks, perRank));
            files.forEach(file -> evaluations.add(
                    new PlacementEvaluation(asked.get(), planner, List.of(file), options.ranks, perRank)));
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

    /** What is wrong whatever the loads are. */
    private List<Fault> numberFaults() {
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
        if (options.slotsPerLayer.equals("auto") && current.isPresent()) {
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
        timed = options.objective == PlaceOptions.Goal.time || options.objective == null && options.problem != null;
        if (timed && options.problem == null) {
            faults.add(fault(
                    "--objective",
                    "time",
                    "needs --problem, which says model, GPUs and workload",
                    "Maybe --objective balance."));
        }
        if (!options.weights.isEmpty() && options.weights.size() != files.size()) {
            faults.add(fault("--weights", options.weights, "must be one per profile: " + files.size(), ""));
        }
        options.weights.stream()
                .filter(weight -> !(weight > 0))
                .forEach(weight -> faults.add(fault("--weights", weight, "must be positive", "")));
        return faults;
    }

    static Fault fault(String option, Object value, String message, String maybe) {
        return new Fault("", option, String.valueOf(value), message, maybe);
    }

    /** As asked, or as the placement in force has them, or one per expert. */
    private int slots(int experts) {
        return options.slots > 0
                ? options.slots
                : current.map(ExpertPlacement::slots).orElse(Math.ceilDiv(experts, options.ranks) * options.ranks);
    }

    private void shapeFaults(int layers, int experts, int slots, List<Fault> faults) {
        int ranks = options.ranks;
        if (current.isPresent() && current.get().slots() != slots) {
            faults.add(fault(
                    "--slots",
                    slots,
                    "differs from the " + current.get().slots() + " slots of the current placement",
                    "Maybe --slots " + current.get().slots() + "."));
        } else if (slots % ranks != 0 && options.slots <= 0) {
            faults.add(fault("--ranks", ranks, "must divide the " + slots + " slots of the current placement", ""));
        } else if (slots % ranks != 0) {
            int below = slots / ranks * ranks;
            faults.add(fault(
                    "--slots",
                    slots,
                    "must be a multiple of " + ranks + " ranks",
                    "Maybe " + (below >= experts ? below + " or " : "")
                            + Math.max(below + ranks, Math.ceilDiv(experts, ranks) * ranks) + "."));
        }
        if (options.nodes < 1 || ranks % options.nodes != 0 || options.nodes > NodeTraffic.MOST_NODES) {
            faults.add(fault(
                    "--nodes",
                    options.nodes,
                    "must divide " + ranks + " ranks, " + NodeTraffic.MOST_NODES + " at most",
                    ""));
        }
        if (options.groups < 0 || options.groups > 0 && experts % options.groups != 0) {
            faults.add(fault("--groups", options.groups, "must divide " + experts + " experts", ""));
        }
        boolean whole = options.groups > 0 && options.grouping == PlaceOptions.Grouping.hard;
        if (whole && options.nodes > 0 && options.groups % options.nodes != 0) {
            faults.add(fault(
                    "--groups",
                    options.groups,
                    "must be a multiple of " + options.nodes + " nodes to stay whole",
                    "Maybe --grouping soft."));
        }
        faults.addAll(traffic.faults());
        moveFaults(faults);
    }

    private void moveFaults(List<Fault> faults) {
        if (options.maxMoves == null) {
            return;
        }
        if (current.isEmpty()) {
            faults.add(fault("--max-moves", options.maxMoves, "needs --current, the placement to start from", ""));
        }
        double value = number(options.maxMoves.replace("%", ""));
        if (!(value >= 0) || options.maxMoves.endsWith("%") && value > 100) {
            faults.add(fault(
                    "--max-moves", options.maxMoves, "must be a number of slots or a percentage such as 11%", ""));
        }
    }

    private List<LoadProfile> profiles(SlotCost cost) {
        List<LoadProfile> profiles = new ArrayList<>();
        for (RecordedLoads file : files) {
            double weight = options.weights.isEmpty() ? 1 : options.weights.get(profiles.size());
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

    private Optional<Migration> migration(int layers, int slots) {
        if (current.isEmpty()) {
            return Optional.empty();
        }
        long all = (long) layers * slots;
        if (options.maxMoves == null) {
            return Optional.of(new Migration(current.get(), all));
        }
        double value = number(options.maxMoves.replace("%", ""));
        return Optional.of(
                new Migration(current.get(), (long) (options.maxMoves.endsWith("%") ? all * value / 100 : value)));
    }

    /** Nodes per token of a placement on sampled tokens that it was not made for; empty where tokens are not sampled. */
    OptionalDouble nodesPerTokenUnseen(PlacementProblem problem, ExpertPlacement placement) {
        return traffic.nodesPerTokenUnseen(problem, placement);
    }
}
