package dev.meshwright.question.place;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.base.resource.MemoryLimit;
import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.placement.experts.traffic.NodeTraffic;
import java.util.ArrayList;
import java.util.List;

/** All that is wrong with a request, in the words of the command line. */
final class RequestFaults {

    /** More than any cluster has: tables of experts x slots must fit into memory. */
    private static final int MOST_SLOTS = 32_768;

    private static final double BYTES_PER_SLOT = 200;

    private final PlaceRequest request;
    private final List<Fault> faults = new ArrayList<>();

    private RequestFaults(PlaceRequest request) {
        this.request = request;
    }

    /**
     * Checks a request.
     *
     * @throws InvalidInputException if anything is wrong with it
     */
    static void check(PlaceRequest request) {
        checkLoads(request.loads());
        RequestFaults found = new RequestFaults(request);
        found.numbers();
        int ranks = request.shape().ranks();
        // What depends on the number of ranks says nothing where that is wrong.
        if (ranks >= 1 && ranks <= MOST_SLOTS) {
            found.slots();
            found.room();
            found.shape();
            found.faults.addAll(new Choices(request).faults());
            found.moves();
        }
        if (!found.faults.isEmpty()) {
            throw new InvalidInputException(found.faults);
        }
    }

    static InvalidInputException wrong(String option, Object value, String message, String maybe) {
        return new InvalidInputException(List.of(fault(option, value, message, maybe)));
    }

    static Fault fault(String option, Object value, String message, String maybe) {
        return new Fault("", option, String.valueOf(value), message, maybe);
    }

    private void add(String option, Object value, String message, String maybe) {
        faults.add(fault(option, value, message, maybe));
    }

    private static void checkLoads(List<RecordedLoads> loads) {
        RecordedLoads first = loads.getFirst();
        for (RecordedLoads file : loads) {
            if (file.layers() != first.layers() || file.experts() != first.experts()) {
                throw wrong(
                        file.name(),
                        file.layers() + " x " + file.experts(),
                        "has another shape than " + first.name() + ": " + first.layers() + " x " + first.experts(),
                        "");
            }
        }
    }

    /** What is wrong whatever the loads are. */
    private void numbers() {
        counts();
        aims();
        weights();
    }

    private void counts() {
        PlaceRequest.Shape shape = request.shape();
        if (shape.ranks() < 1 || shape.ranks() > MOST_SLOTS) {
            add("--ranks", shape.ranks(), "must be 1 to " + MOST_SLOTS, "");
        }
        if (shape.slots() < 0 || shape.slots() > MOST_SLOTS) {
            add("--slots", shape.slots(), "must be 1 to " + MOST_SLOTS, "");
        }
        if (request.routing().topK() < 0) {
            add("--top-k", request.routing().topK(), "must be 1 or more", "");
        }
        if (request.routing().topGroups() < 0) {
            add("--top-groups", request.routing().topGroups(), "must be 1 or more", "");
        }
        if (!List.of("same", "auto").contains(shape.slotsPerLayer())) {
            add("--slots-per-layer", shape.slotsPerLayer(), "must be same or auto", "");
        }
        if (shape.slotsPerLayer().equals("auto")
                && request.migration().current().isPresent()) {
            add("--slots-per-layer", "auto", "cannot be combined with --current, whose slots are fixed", "");
        }
    }

    /** Searching keeps some placements of every layer, and what their ranks carry. */
    private void room() {
        double bytes = BYTES_PER_SLOT * request.layers() * ((double) request.slots() + request.experts());
        if (!MemoryLimit.allows(bytes)) {
            add(
                    "--slots",
                    request.slots(),
                    "in " + Figures.number(request.layers(), "layer") + " take about " + Figures.bytes(bytes) + ", "
                            + Figures.bytes(MemoryLimit.bytes()) + " of memory may be taken",
                    "Maybe a larger --memory-limit and Java heap.");
        }
    }

    private void aims() {
        if (request.effort().moves() < -1) {
            add("--moves", request.effort().moves(), "must be 0 or more", "");
        }
        double blend = request.worstShare();
        if (!(blend >= 0 && blend <= 1)) {
            add("--robust", request.aim().robust(), "must be mean, worst or a number between 0 and 1", "");
        }
        if (request.timed() && request.question().isEmpty()) {
            add(
                    "--objective",
                    "time",
                    "needs --problem, which says model, GPUs and workload",
                    "Maybe --objective balance.");
        }
    }

    private void weights() {
        List<Double> weights = request.aim().weights();
        if (!weights.isEmpty() && weights.size() != request.loads().size()) {
            add(
                    "--weights",
                    weights,
                    "must be one per profile: " + request.loads().size(),
                    "");
        }
        weights.stream()
                .filter(weight -> !(weight > 0 && Double.isFinite(weight)))
                .forEach(weight -> add("--weights", weight, "must be positive and finite", ""));
    }

    private void slots() {
        int ranks = request.shape().ranks();
        int experts = request.experts();
        int slots = request.slots();
        int today =
                request.migration().current().map(current -> current.slots()).orElse(slots);
        if (today != slots) {
            add(
                    "--slots",
                    slots,
                    "differs from the " + today + " slots of the current placement",
                    "Maybe --slots " + today + ".");
        } else if (slots % ranks != 0 && request.shape().slots() <= 0) {
            add("--ranks", ranks, "must divide the " + slots + " slots of the current placement", "");
        } else if (slots % ranks != 0) {
            int below = slots / ranks * ranks;
            add(
                    "--slots",
                    slots,
                    "must be a multiple of " + ranks + " ranks",
                    "Maybe " + (below >= experts ? below + " or " : "")
                            + Math.max(below + ranks, Math.ceilDiv(experts, ranks) * ranks) + ".");
        }
    }

    private void shape() {
        int ranks = request.shape().ranks();
        int nodes = request.shape().nodes();
        if (nodes < 1 || ranks % nodes != 0 || nodes > NodeTraffic.MOST_NODES) {
            add("--nodes", nodes, "must divide " + ranks + " ranks, " + NodeTraffic.MOST_NODES + " at most", "");
        }
        int groups = request.routing().groups();
        if (groups < 0 || (groups > 0 && request.experts() % groups != 0)) {
            add("--groups", groups, "must divide " + request.experts() + " experts", "");
        }
        if (request.wholeGroups() > 0 && nodes > 0 && groups % nodes != 0) {
            add(
                    "--groups",
                    groups,
                    "must be a multiple of " + nodes + " nodes to stay whole",
                    "Maybe --grouping soft.");
        }
    }

    private void moves() {
        if (request.migration().most().isEmpty()) {
            return;
        }
        String most = request.migration().most().get();
        if (request.migration().current().isEmpty()) {
            add("--max-moves", most, "needs --current, the placement to start from", "");
        }
        double value = PlaceRequest.number(most.replaceFirst("\\s*%$", ""));
        if (!(value >= 0) || (most.endsWith("%") && value > 100)) {
            add("--max-moves", most, "must be a number of slots or a percentage such as 11%", "");
        }
    }
}
