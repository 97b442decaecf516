package dev.meshwright.question.place;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.workload.RecordedLoads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How many experts a token chooses, and from how many groups: as stated, as known, or so that neither contradicts the other. */
final class Choices {

    /** Experts per token of most large models. */
    private static final int USUAL_CHOICES = 8;

    /** A token chooses one of so many experts at most, where nothing is said. */
    private static final int FEW = 4;

    private final PlaceRequest request;
    private final PlaceRequest.Routing stated;
    private final Optional<Mixture> known;

    Choices(PlaceRequest request) {
        this.request = request;
        this.stated = request.routing();
        this.known = request.question().flatMap(question -> question.problem().model().layerKinds().stream()
                .map(Layer::feedForward)
                .filter(Mixture.class::isInstance)
                .map(Mixture.class::cast)
                .findFirst());
    }

    /** What was asked, what the loads or the problem's model say, or {@value #USUAL_CHOICES}, which few experts cannot be. */
    int topK() {
        RecordedLoads first = request.loads().getFirst();
        int experts = first.experts();
        if (stated.topK() > 0) {
            return stated.topK();
        }
        if (first.topK() > 0) {
            return first.topK();
        }
        if (known.isPresent()) {
            return known.get().expertsPerToken();
        }
        int usual = Math.max(1, Math.min(USUAL_CHOICES, experts / FEW));
        // Groups that were stated say that a token's experts are among theirs.
        return stated.topGroups() > 0 && stated.groups() > 0
                ? Math.min(usual, Math.max(1, experts / stated.groups() * stated.topGroups()))
                : usual;
    }

    /** What was asked, what the problem's model says of these groups, or half of them, or as many as hold a token's experts. */
    int topGroups() {
        if (stated.topGroups() > 0) {
            return stated.topGroups();
        }
        int perGroup = request.experts() / stated.groups();
        int ofModel = known.filter(layer -> layer.groups() == stated.groups())
                .map(Mixture::groupsPerToken)
                .orElse(0);
        return ofModel > 0 ? ofModel : Math.max(Math.max(1, stated.groups() / 2), Math.ceilDiv(topK(), perGroup));
    }

    /** What is wrong with the choices of a token, which only stated numbers can be. */
    List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        int experts = request.experts();
        int topK = topK();
        boolean choices = stated.topK() >= 0 && topK <= experts;
        if (!choices) {
            faults.add(RequestFaults.fault("--top-k", topK, "must be 1 to " + experts + " experts", ""));
        }
        if (stated.groups() < 1 || experts % stated.groups() != 0) {
            return faults;
        }
        int perGroup = experts / stated.groups();
        int topGroups = topGroups();
        if (stated.topGroups() < 0 || stated.topGroups() > stated.groups()) {
            faults.add(RequestFaults.fault(
                    "--top-groups", stated.topGroups(), "must be 1 to " + stated.groups() + " groups", ""));
        } else if (choices && topK > perGroup * topGroups) {
            faults.add(RequestFaults.fault(
                    "--top-groups",
                    topGroups,
                    "groups of " + perGroup + " hold " + perGroup * topGroups + " experts, a token chooses " + topK,
                    "Maybe " + Math.ceilDiv(topK, perGroup) + "."));
        }
        return faults;
    }
}
