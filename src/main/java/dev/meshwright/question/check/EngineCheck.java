package dev.meshwright.question.check;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.engine.Comparison;
import dev.meshwright.layout.engine.EngineRule;
import dev.meshwright.layout.engine.EngineRule.Kind;
import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.layout.engine.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Whether the engine that a problem names can express a plan, and which plan near it it can. */
final class EngineCheck {

    private final Question question;
    private final Problem problem;
    private final Optional<EngineSpace> space;

    EngineCheck(Question question) {
        this.question = question;
        this.problem = question.problem();
        this.space = EngineSpace.restricting(problem);
    }

    /**
     * Rules of the engine that a plan breaks.
     *
     * @param cut as stated
     * @param layout complete; empty where the plan's parts do not fit together
     * @param others what it breaks of the rules that hold of every engine: those are not said twice
     */
    List<Violation> violations(Cut cut, Optional<Layout> layout, List<Violation> others) {
        if (space.isEmpty()) {
            return List.of();
        }
        List<EngineRule> broken = new ArrayList<>(space.get().broken(cut));
        layout.map(space.get()::broken).orElse(List.of()).stream()
                .filter(rule -> !broken.contains(rule))
                .forEach(broken::add);
        List<EngineRule> rules = broken.stream()
                .filter(rule -> rule.kind() == Kind.RULE
                        && others.stream()
                                .noneMatch(other -> other.constraint().label().equals(rule.id())))
                .toList();
        if (rules.isEmpty()) {
            return List.of();
        }
        String nearest = nearest(cut);
        return rules.stream().map(rule -> violation(rule, cut, nearest)).toList();
    }

    /** A sentence where an instance is larger than any that has been seen to run. */
    Optional<String> note(Cut cut) {
        return space.flatMap(there -> there.broken(cut).stream()
                .filter(rule -> rule.kind() == Kind.LIMIT)
                .findFirst()
                .map(rule -> "An instance of the plan has " + cut.gpusPerReplica() + " GPUs. " + rule.sentence()
                        + " search.maximumInstance lets a search go further."));
    }

    private Violation violation(EngineRule rule, Cut cut, String nearest) {
        Comparison least = rule.anyOf().stream()
                .min(Comparator.comparingDouble(comparison -> away(comparison, cut)))
                .orElseThrow();
        String fix = space.orElseThrow().name() + " (" + rule.id() + "): " + rule.sentence()
                + mend(rule, least, cut, nearest);
        return Violation.count(Constraint.ENGINE, place(least.quantity()), value(least, cut), least.number(), fix);
    }

    private String mend(EngineRule rule, Comparison least, Cut cut, String nearest) {
        return switch (least.quantity()) {
            case OWN_MAP -> " Leave out experts: the engine puts them in order.";
            case UNSUPPORTED_FORMAT -> " Other weights, a cache in 16 or 8 bits, or another engine.";
            case UNEVEN -> " Leave out stages: the engine makes them equal.";
            case UNEQUAL_NODES, UNEQUAL_STAGE_NODES, UNEQUAL_COPY_NODES, UNEQUAL_JOB_NODES ->
                space.orElseThrow().broken(cut).contains(rule)
                        ? nearest
                        : " Leave out devices: ranks are put where the engine starts them, where enough nodes have room.";
            default -> nearest;
        };
    }

    private static String place(Quantity quantity) {
        return switch (quantity) {
            case OWN_MAP -> "/layout/experts";
            case UNEVEN -> "/layout/stages";
            case UNSUPPORTED_FORMAT -> "/model/weights";
            case UNEQUAL_NODES, UNEQUAL_STAGE_NODES, UNEQUAL_COPY_NODES, UNEQUAL_JOB_NODES -> "/layout/devices";
            case REDUNDANT -> "/layout/slotsPerRank";
            case INSTANCE -> "/layout";
            default -> "/layout/" + quantity.label();
        };
    }

    private double value(Comparison comparison, Cut cut) {
        return switch (comparison.quantity()) {
            case OWN_MAP,
                    UNEVEN,
                    UNEQUAL_NODES,
                    UNEQUAL_STAGE_NODES,
                    UNEQUAL_COPY_NODES,
                    UNEQUAL_JOB_NODES,
                    UNSUPPORTED_FORMAT -> 1;
            default -> comparison.quantity().of(cut, problem.model().experts());
        };
    }

    /** How far a comparison is from holding, in doublings; a placement of its own is nearest to give up. */
    private double away(Comparison comparison, Cut cut) {
        return switch (comparison.quantity()) {
            case OWN_MAP, UNEVEN, UNEQUAL_NODES, UNEQUAL_STAGE_NODES, UNEQUAL_COPY_NODES, UNEQUAL_JOB_NODES -> 0;
            case GPT_OSS, UNSUPPORTED_FORMAT -> Double.POSITIVE_INFINITY;
            default -> Math.abs(Math.log((1 + value(comparison, cut)) / (1 + comparison.number())));
        };
    }

    private String nearest(Cut cut) {
        Problem free = problem.withLimits(SearchLimits.DEFAULT.withEngines(problem.limits()));
        return new NearestExpressible(new CostModel(question.with(free)))
                .to(cut)
                .map(found -> " The nearest that it can express is " + found.shortName()
                        + (!found.shortName().equals(cut.shortName())
                                ? "."
                                : " with " + found.slotsPerRank() + " expert slots per rank."))
                .orElse(" It can express nothing here.");
    }
}
