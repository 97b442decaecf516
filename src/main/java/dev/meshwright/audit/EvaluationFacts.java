package dev.meshwright.audit;

import dev.meshwright.cost.Evaluation;
import dev.meshwright.cost.Evaluation.Phase;
import dev.meshwright.cost.Evaluation.StageCost;
import dev.meshwright.cost.ledger.Derivation;
import dev.meshwright.cost.ledger.Term;
import dev.meshwright.cost.ledger.Unit;
import dev.meshwright.cost.memory.MemoryComponent;
import dev.meshwright.cost.tally.Component;
import dev.meshwright.problem.Problem;
import dev.meshwright.problem.Targets;
import dev.meshwright.quantity.Comparison;
import dev.meshwright.quantity.Dimension;
import dev.meshwright.quantity.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the cost model says about the layout. */
final class EvaluationFacts {

    private static final String MODELLED = "cost model";

    private final Problem problem;
    private final Evaluation evaluation;
    private final Facts facts;
    private final Map<String, Derivation> derivations = new LinkedHashMap<>();

    EvaluationFacts(Problem problem, Evaluation evaluation, Facts facts) {
        this.problem = problem;
        this.evaluation = evaluation;
        this.facts = facts;
        evaluation.derivations().forEach(derivation -> derivations.put(derivation.quantity(), derivation));
    }

    void take() {
        for (Derivation derivation : derivations.values()) {
            if (QuantityCatalogue.find(derivation.quantity()).isPresent()) {
                facts.put(converted(derivation, 3));
            }
        }
        performance();
        memory();
        phases();
        targets();
    }

    /** The derivation and those it rests on, to a depth that a reader follows. */
    private Fact converted(Derivation derivation, int depth) {
        List<Fact> inputs = new ArrayList<>();
        for (Term term : derivation.terms()) {
            Derivation inner = term.quantity() == null ? null : derivations.get(term.quantity());
            if (inner != null && depth > 0) {
                Fact fact = converted(inner, depth - 1);
                inputs.add(new Fact(
                        term.symbol(),
                        term.value(),
                        fact.dimension(),
                        fact.formula(),
                        fact.inputs(),
                        fact.source(),
                        false));
            } else {
                inputs.add(Fact.input(term.symbol(), term.value(), dimension(term.unit()), ""));
            }
        }
        return new Fact(
                derivation.quantity(),
                derivation.value(),
                dimension(derivation.unit()),
                derivation.formula(),
                inputs,
                derivation.source(),
                false);
    }

    private static Dimension dimension(Unit unit) {
        return switch (unit) {
            case SECONDS -> Dimension.SECONDS;
            case BYTES -> Dimension.BYTES;
            case FLOP -> Dimension.FLOP;
            case FLOP_PER_SECOND -> Dimension.FLOP_PER_SECOND;
            case BYTES_PER_SECOND -> Dimension.BYTES_PER_SECOND;
            case TOKENS_PER_SECOND -> Dimension.TOKENS_PER_SECOND;
            case COUNT -> Dimension.COUNT;
            case FRACTION -> Dimension.FRACTION;
        };
    }

    private void performance() {
        var performance = evaluation.performance();
        performance.timeToFirstTokenSeconds().ifPresent(value -> fallback("timeToFirstToken", value));
        performance.timePerOutputTokenSeconds().ifPresent(value -> fallback("timePerOutputToken", value));
        fallback("stepTime", performance.stepSeconds());
        for (Evaluation.Loss.Kind kind : Evaluation.Loss.Kind.values()) {
            facts.put("loss." + kind.label(), 0, "no such loss in the cost model's chain");
        }
        for (Evaluation.Loss loss : evaluation.efficiency().losses()) {
            facts.put(
                    "loss." + loss.kind().label(),
                    loss.fraction(),
                    "part of the remaining time that it adds: " + loss.kind().meaning());
        }
        double variation = evaluation.balance().coefficientOfVariation();
        facts.put("balance.coefficientOfVariation", variation, "loads of the expert ranks, mean over layers")
                .put("balance.maxOverMean", evaluation.balance().maxOverMean(), "mean over layers");
    }

    private void fallback(String quantity, double value) {
        if (!facts.all().containsKey(quantity)) {
            facts.put(quantity, value, MODELLED);
        }
    }

    private void memory() {
        StageCost heaviest = evaluation.heaviestStage();
        double weights = 0;
        for (MemoryComponent component : MemoryComponent.values()) {
            double bytes = heaviest.memory().getOrDefault(component, 0.0);
            fallback("memory." + component.label(), bytes);
            weights += component.label().startsWith("weights.") ? bytes : 0;
        }
        facts.put("memory.weights.perGpu", weights, "weight rows of the fullest GPU");
        Fact experts = facts.all().get("memory." + MemoryComponent.EXPERT_WEIGHTS.label());
        facts.put(new Fact(
                "memory.experts.perGpu",
                experts.value(),
                experts.dimension(),
                experts.formula(),
                experts.inputs(),
                experts.source(),
                false));
    }

    private void phases() {
        double total = 0;
        double messages = 0;
        double bytes = 0;
        for (Phase phase : evaluation.phases()) {
            Component component = phase.component();
            total += phase.seconds();
            fallback("main." + component.id(), phase.seconds());
            facts.put("flops." + component.id(), phase.flops(), MODELLED);
            if (component.kind() == Component.Kind.COMMUNICATION) {
                messages += phase.seconds();
                bytes += phase.linkBytes() + phase.networkBytes();
                facts.put(
                        "communication." + component.id() + ".bytes",
                        phase.linkBytes() + phase.networkBytes(),
                        "sent over links and NIC for a micro-batch");
            }
        }
        facts.put("communication.bytes", bytes, "sent over links and NIC for a micro-batch")
                .put("communication.share", total > 0 ? messages / total : 0, "messages over all phases");
    }

    private void targets() {
        Targets targets = problem.targets();
        double system = evaluation.performance().tokensPerSecond();
        Comparison memory = Comparison.of(
                evaluation.heaviestStage().memoryBytes(),
                evaluation.heaviestStage().usableBytes(),
                Figures::bytes);
        facts.put(
                "targets.memory.met",
                evaluation.stages().stream().allMatch(stage -> stage.memoryBytes() <= stage.usableBytes()),
                "fullest GPU " + memory.value() + " of usable " + memory.limit());
        targets.throughput().ifPresent(target -> {
            double wanted = target.tokensPerSecond();
            Comparison whole = Comparison.of(system, wanted, Figures::tokensPerSecond);
            Comparison each = Comparison.of(system / evaluation.gpus(), wanted, Figures::tokensPerSecond);
            facts.put(
                    "targets.throughput.met",
                    system >= wanted,
                    "system " + whole.value() + ", target " + whole.limit());
            facts.put(
                    "targets.throughput.metPerGpu",
                    system / evaluation.gpus() >= wanted,
                    "per GPU " + each.value() + ", target " + each.limit());
        });
        evaluation.performance().timeToFirstTokenSeconds().ifPresent(seconds -> targets.timeToFirstTokenSeconds()
                .ifPresent(
                        limit -> facts.put("targets.timeToFirstToken.met", seconds <= limit, limit(seconds, limit))));
        evaluation.performance().timePerOutputTokenSeconds().ifPresent(seconds -> targets.timePerOutputTokenSeconds()
                .ifPresent(
                        limit -> facts.put("targets.timePerOutputToken.met", seconds <= limit, limit(seconds, limit))));
    }

    private static String limit(double seconds, double limit) {
        Comparison shown = Comparison.of(seconds, limit, Figures::seconds);
        return shown.value() + ", limit " + shown.limit();
    }
}
