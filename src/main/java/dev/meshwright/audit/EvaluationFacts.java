package dev.meshwright.audit;

import dev.meshwright.cost.Evaluation;
import dev.meshwright.cost.Evaluation.Phase;
import dev.meshwright.cost.Evaluation.StageCost;
import dev.meshwright.cost.ledger.Derivation;
import dev.meshwright.cost.ledger.Term;
import dev.meshwright.cost.ledger.Unit;
import dev.meshwright.cost.memory.MemoryComponent;
import dev.meshwright.cost.tally.Component;
import dev.meshwright.model.CacheSize;
import dev.meshwright.problem.Problem;
import dev.meshwright.problem.Targets;
import dev.meshwright.quantity.Dimension;
import dev.meshwright.quantity.Figures;
import dev.meshwright.workload.Workload;
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
        modelFlopsUtilisation();
        memory();
        cache();
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

    /** Of the GPU whose cache fills first. */
    private void cache() {
        Derivation row = derivations.get("memory." + MemoryComponent.CACHE.label() + ".part_0");
        if (row == null) {
            return;
        }
        double tokens = term(row, "sequences") * term(row, "context");
        double fewest = Double.POSITIVE_INFINITY;
        for (StageCost stage : evaluation.stages()) {
            double cache = stage.memory().getOrDefault(MemoryComponent.CACHE, 0.0);
            double room = Math.max(0, stage.usableBytes() - stage.memoryBytes() + cache);
            if (cache > 0 && room * tokens / cache < fewest) {
                fewest = room * tokens / cache;
                facts.put("cache.room.perGpu", room, "usable memory less every other row of the bill");
                uniform(cache / tokens);
            }
        }
    }

    /** Where windows fill, tokens of long sequences take less than those of short ones: then there is no such number. */
    private void uniform(double bytesPerToken) {
        CacheSize size = CacheSize.of(problem.model());
        if (size.bytesPerToken() == size.bytesPerTokenPastWindows()) {
            facts.put("cache.bytesPerToken.perGpu", bytesPerToken, "KV cache row over the tokens that it holds");
        }
    }

    private static double term(Derivation derivation, String symbol) {
        return derivation.terms().stream()
                .filter(term -> term.symbol().equals(symbol))
                .mapToDouble(Term::value)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(derivation.quantity() + " has no term " + symbol));
    }

    /** In serving the counted tokens are those written, while prompts cost as well: nothing is said. */
    private void modelFlopsUtilisation() {
        Fact work = facts.all().get("flops.perToken");
        Fact peak = facts.all().get("gpu.peakFlops");
        if (problem.workload() instanceof Workload.Serving || work == null || peak == null) {
            return;
        }
        double perGpu = evaluation.performance().tokensPerSecond() / evaluation.gpus();
        Fact rate = Fact.input("throughput.perGpu", perGpu, Dimension.TOKENS_PER_SECOND, MODELLED);
        facts.put(new Fact(
                "compute.modelFlopsUtilisation",
                perGpu * work.value() / peak.value(),
                Dimension.FRACTION,
                "throughput.perGpu * flops.perToken / gpu.peakFlops",
                List.of(rate, work, peak),
                "FLOP of the counted tokens, over the peak",
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
        facts.put(
                "targets.memory.met",
                evaluation.stages().stream().allMatch(stage -> stage.memoryBytes() <= stage.usableBytes()),
                "fullest GPU " + Figures.bytes(evaluation.heaviestStage().memoryBytes()) + " of usable "
                        + Figures.bytes(evaluation.heaviestStage().usableBytes()));
        targets.throughput().ifPresent(target -> {
            double wanted = target.tokensPerSecond();
            facts.put(
                    "targets.throughput.met",
                    system >= wanted,
                    "system " + Figures.tokensPerSecond(system) + ", target " + Figures.tokensPerSecond(wanted));
            facts.put(
                    "targets.throughput.metPerGpu",
                    system / evaluation.gpus() >= wanted,
                    "per GPU " + Figures.tokensPerSecond(system / evaluation.gpus()) + ", target "
                            + Figures.tokensPerSecond(wanted));
        });
        evaluation.performance().timeToFirstTokenSeconds().ifPresent(seconds -> targets.timeToFirstTokenSeconds()
                .ifPresent(
                        limit -> facts.put("targets.timeToFirstToken.met", seconds <= limit, limit(seconds, limit))));
        evaluation.performance().timePerOutputTokenSeconds().ifPresent(seconds -> targets.timePerOutputTokenSeconds()
                .ifPresent(
                        limit -> facts.put("targets.timePerOutputToken.met", seconds <= limit, limit(seconds, limit))));
    }

    private static String limit(double seconds, double limit) {
        return Figures.seconds(seconds) + ", limit " + Figures.seconds(limit);
    }
}
