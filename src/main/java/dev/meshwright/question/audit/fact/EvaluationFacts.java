package dev.meshwright.question.audit.fact;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.derivation.Formula;
import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.CacheRoom;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Phase;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.facts.model.CacheSize;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the cost model says about the layout. */
public final class EvaluationFacts {

    private static final String MODELLED = "cost model";

    private final Problem problem;
    private final Evaluation evaluation;
    private final Facts facts;

    public EvaluationFacts(Problem problem, Evaluation evaluation, Facts facts) {
        this.problem = problem;
        this.evaluation = evaluation;
        this.facts = facts;
    }

    public void take() {
        evaluation.derivations().forEach(facts::put);
        performance();
        memory();
        cache();
        phases();
        targets();
    }

    private void performance() {
        var performance = evaluation.performance();
        performance.timeToFirstTokenSeconds().ifPresent(value -> fallback("timeToFirstToken", value));
        performance.timePerOutputTokenSeconds().ifPresent(value -> fallback("timePerOutputToken", value));
        fallback("stepTime", performance.stepSeconds());
        for (Evaluation.Loss.Kind kind : Evaluation.Loss.Kind.values()) {
            fallback("loss." + kind.label(), 0, "no such loss in the cost model's chain");
        }
        double variation = evaluation.balance().coefficientOfVariation();
        facts.put("balance.coefficientOfVariation", variation, "loads of the expert ranks, mean over layers")
                .put("balance.maxOverMean", evaluation.balance().maxOverMean(), "mean over layers");
    }

    private void fallback(String quantity, double value) {
        fallback(quantity, value, MODELLED);
    }

    private void fallback(String quantity, double value, String source) {
        if (!facts.all().containsKey(quantity)) {
            facts.put(quantity, value, source);
        }
    }

    private void memory() {
        StageCost heaviest = evaluation.heaviestStage();
        List<String> weights = new ArrayList<>();
        for (MemoryComponent component : MemoryComponent.values()) {
            String row = "memory." + component.label();
            double bytes = heaviest.memory().getOrDefault(component, 0.0);
            fallback(row, bytes);
            if (component.label().startsWith("weights.") && bytes > 0) {
                weights.add(row);
            }
        }
        sum("memory.weights.perGpu", weights, "weight rows of the fullest GPU");
        facts.put(facts.get("memory." + MemoryComponent.EXPERT_WEIGHTS.label()).named("memory.experts.perGpu"));
    }

    /** What the caches hold: the same numbers that the evaluation prints; a rule tells them where it comes to the same. */
    private void held(CacheRoom cache) {
        double replicas = facts.get("degrees.replicas").value();
        facts.put("cache.tokensPerRank", cache.tokensPerRank(), "room over what requests of the plan's length take");
        facts.put("cache.tokens", cache.tokens() * replicas, "those of all attention ranks");
        facts.put(
                "cache.longestContext",
                cache.longestContext(),
                cache.limitedByModel()
                        ? "positions of the model, fewer than the " + Figures.count(cache.longestInCache())
                                + " tokens that the cache holds"
                        : "room over what one request takes");
    }

    /** Of the GPU whose cache fills first. */
    private void cache() {
        evaluation.cache().ifPresent(this::held);
        Optional<Derivation> kind = Optional.ofNullable(facts.all().get("memory." + MemoryComponent.CACHE.label()))
                .flatMap(EvaluationFacts::firstKind);
        if (kind.isEmpty()) {
            return;
        }
        double tokens = kind.get().input("sequences").value()
                * kind.get().input("context").value();
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

    /** The cache of the first kind of layers: all kinds hold the same tokens. */
    private static Optional<Derivation> firstKind(Derivation row) {
        boolean itself = row.inputs().stream().anyMatch(input -> input.symbol().equals("sequences"));
        return itself
                ? Optional.of(row)
                : row.inputs().stream()
                        .map(Derivation.Input::derivation)
                        .flatMap(part -> firstKind(part).stream())
                        .findFirst();
    }

    /** Where windows fill, tokens of long sequences take less than those of short ones: then there is no such number. */
    private void uniform(double bytesPerToken) {
        CacheSize size = CacheSize.of(problem.model());
        if (size.bytesPerToken() == size.bytesPerTokenPastWindows()) {
            facts.put("cache.bytesPerToken.perGpu", bytesPerToken, "KV cache row over the tokens that it holds");
        }
    }

    private void phases() {
        List<String> sent = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        List<String> phases = new ArrayList<>();
        for (Phase phase : evaluation.phases()) {
            Component component = phase.component();
            String seconds = "main." + component.id();
            fallback(seconds, phase.seconds());
            phases.add(seconds);
            facts.put("flops." + component.id(), phase.flops(), MODELLED);
            if (component.kind() == Component.Kind.COMMUNICATION) {
                String bytes = "communication." + component.id() + ".bytes";
                facts.put(bytes, phase.linkBytes() + phase.networkBytes(), "sent over links and NIC for a micro-batch");
                sent.add(bytes);
                messages.add(seconds);
            }
        }
        sum("communication.bytes", sent, "sent over links and NIC for a micro-batch");
        if (messages.isEmpty()) {
            facts.put("communication.share", 0, "messages over all phases");
            return;
        }
        String formula = "(" + String.join(" + ", messages) + ") / (" + String.join(" + ", phases) + ")";
        follow("communication.share", formula, "messages over all phases");
    }

    private void sum(String quantity, List<String> parts, String source) {
        if (parts.isEmpty()) {
            facts.put(quantity, 0, source);
        } else {
            follow(quantity, String.join(" + ", parts), source);
        }
    }

    /** Adds what follows from other facts. */
    private void follow(String quantity, String formula, String source) {
        Formula over = new Formula(formula);
        List<Derivation.Input> inputs = over.symbols().stream()
                .map(symbol -> Derivation.Input.named(facts.get(symbol)))
                .toList();
        facts.put(Derivation.of(quantity, QuantityCatalogue.get(quantity).dimension(), over, inputs, source));
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
