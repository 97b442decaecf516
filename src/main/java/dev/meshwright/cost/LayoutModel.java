package dev.meshwright.cost;

import dev.meshwright.cluster.Device;
import dev.meshwright.cost.Evaluation.Efficiency;
import dev.meshwright.cost.Evaluation.ExpertBalance;
import dev.meshwright.cost.Evaluation.Phase;
import dev.meshwright.cost.Evaluation.StageCost;
import dev.meshwright.cost.compute.Pass;
import dev.meshwright.cost.ledger.Ledger;
import dev.meshwright.cost.memory.MemoryComponent;
import dev.meshwright.cost.tally.Component;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.LayoutRules;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.Violation;
import dev.meshwright.problem.Problem;
import dev.meshwright.workload.Workload.Decode;
import dev.meshwright.workload.Workload.Prefill;
import dev.meshwright.workload.Workload.Serving;
import dev.meshwright.workload.Workload.Training;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The exact evaluation of a complete layout: every stage on its GPUs, every expert in its slot. */
final class LayoutModel {

    private final Problem problem;
    private final CostParts parts;
    private final LayoutRules rules;
    private final List<Device> devices;

    LayoutModel(CostParts parts) {
        this.parts = parts;
        this.problem = parts.problem();
        this.rules = new LayoutRules(problem);
        this.devices = problem.cluster().devices();
    }

    /**
     * The system's performance and what the efficiency chain needs: the tokens of one replica, what they take with the
     * pipeline's idle time and what they take in the end.
     */
    private record Outcome(Performance system, double tokens, double pipelineSeconds, double finalSeconds) {}

    Evaluation evaluate(Layout layout, Ledger ledger) {
        List<Violation> violations = new ArrayList<>(rules.violations(layout));
        if (!LayoutRules.evaluable(violations)) {
            throw new IllegalArgumentException("The parts of the layout do not fit together: " + violations);
        }
        Degrees degrees = layout.degrees();
        Replicas replicas = new Replicas(parts, layout, devices);
        Pass pass = parts.timing().mainPass(degrees);
        ReplicaTimes times = replicas.times(pass);
        EfficiencyChain chain = new EfficiencyChain();
        Outcome outcome =
                switch (problem.workload()) {
                    case Prefill prefill ->
                        steady(
                                degrees,
                                times,
                                pass,
                                chain,
                                (one, notes) -> parts.timing().prefill(prefill, degrees, one, notes),
                                ledger);
                    case Decode decode ->
                        steady(
                                degrees,
                                times,
                                pass,
                                chain,
                                (one, notes) -> parts.timing().decode(decode, degrees, one, notes),
                                ledger);
                    case Serving serving -> serving(serving, degrees, replicas, times, pass, chain, ledger);
                    case Training training -> training(training, layout, times, pass, chain, ledger);
                };
        List<StageCost> stages = stages(layout, replicas, times.stageSeconds());
        violations.addAll(MemoryViolations.of(problem, layout, stages));
        Efficiency efficiency = chain.losses(
                outcome.tokens(),
                outcome.pipelineSeconds(),
                outcome.finalSeconds(),
                outcome.system().tokensPerSecond(),
                degrees,
                problem.cluster().gpus());
        Evaluation evaluation = new Evaluation(
                violations,
                TargetCheck.missed(problem, outcome.system(), degrees.gpus()),
                degrees.gpus(),
                outcome.system(),
                stages,
                phases(times.traversal().tally()),
                efficiency,
                balance(times.loads()),
                List.of());
        if (ledger instanceof Ledger.Book book) {
            new LayoutNotes(parts, layout, book).take(evaluation, times);
            return evaluation.withDerivations(book.all());
        }
        return evaluation;
    }

    boolean fits(Layout layout) {
        return stages(
                        layout,
                        new Replicas(parts, layout, devices),
                        new double[layout.degrees().pipeline()])
                .stream()
                .allMatch(stage -> stage.memoryBytes() <= stage.usableBytes());
    }

    @FunctionalInterface
    private interface ReplicaPerformance {
        Performance of(PassTimes times, Ledger ledger);
    }

    /** Prefill or decode alone: replicas run independently and add up. */
    private Outcome steady(
            Degrees degrees,
            ReplicaTimes times,
            Pass pass,
            EfficiencyChain chain,
            ReplicaPerformance performance,
            Ledger ledger) {
        double perStage = (double) degrees.microBatches() / degrees.pipeline();
        chain.add(times.traversal(), pass, degrees, times.site(), problem.assumptions(), parts.timer(), perStage);
        chain.addOverhead(parts.engine().stepSeconds());
        List<Performance> each = new ArrayList<>();
        for (PassTimes replica : times.replicas()) {
            each.add(performance.of(replica, each.isEmpty() ? ledger : Ledger.NONE));
        }
        Performance system = sum(each);
        double step = each.getFirst().stepSeconds();
        double tokens = each.getFirst().tokensPerSecond() * step;
        double seconds = tokens * degrees.replicas() / system.tokensPerSecond();
        return new Outcome(system, tokens, seconds, seconds);
    }

    private Outcome serving(
            Serving serving,
            Degrees degrees,
            Replicas replicas,
            ReplicaTimes decode,
            Pass decodePass,
            EfficiencyChain chain,
            Ledger ledger) {
        Pass prefillPass = parts.timing().servingPrefill(serving, degrees);
        ReplicaTimes prefill = replicas.times(prefillPass);
        LayoutNotes.pass(ledger, "prefill", prefillPass, degrees, prefill, parts.timer());
        List<Performance> each = new ArrayList<>();
        for (int replica = 0; replica < decode.replicas().size(); replica++) {
            each.add(parts.timing()
                    .serving(
                            serving,
                            degrees,
                            decode.replicas().get(replica),
                            prefill.replicas().get(replica),
                            replica == 0 ? ledger : Ledger.NONE));
        }
        Performance system = sum(each);
        // The life of the sequences of one attention rank: steps without prompts, and steps with them.
        double prompts = parts.timing().promptStepsPerLife(serving, degrees);
        double share = 1.0 / degrees.pipeline();
        chain.add(
                decode.traversal(),
                decodePass,
                degrees,
                decode.site(),
                problem.assumptions(),
                parts.timer(),
                parts.timing().decodePassesPerLife(serving, degrees) * share);
        chain.add(
                prefill.traversal(),
                prefillPass,
                degrees,
                prefill.site(),
                problem.assumptions(),
                parts.timer(),
                prompts * share);
        chain.addOverhead(parts.timing().overheadPerLife(serving, degrees));
        double tokens = parts.timing().sequencesPerReplica(degrees, serving.concurrency()) * serving.outputTokens();
        double busy = parts.timing()
                .busySeconds(
                        serving,
                        degrees,
                        decode.replicas().getFirst(),
                        prefill.replicas().getFirst());
        double life = tokens * degrees.replicas() / system.tokensPerSecond();
        return new Outcome(system, tokens, Math.min(busy, life), life);
    }

    private Outcome training(
            Training training, Layout layout, ReplicaTimes times, Pass pass, EfficiencyChain chain, Ledger ledger) {
        Degrees degrees = layout.degrees();
        PassTimes slowest = times.slowest();
        double tailSeconds = 0;
        double optimizerSeconds = 0;
        Tally tail = new Tally();
        for (int stage = 0; stage < degrees.pipeline(); stage++) {
            Stage layers = layout.stages().get(stage);
            int ends = (stage == 0 ? 1 : 0) + (stage == degrees.pipeline() - 1 ? 1 : 0);
            Tally tally = new Tally();
            double seconds = parts.tail()
                    .add(
                            times.site(),
                            degrees,
                            training.zeroStage(),
                            parts.kinds().layersOfKinds(layers.firstLayer(), layers.lastLayer()),
                            ends,
                            times.stageSeconds()[stage],
                            tally);
            if (seconds > tailSeconds) {
                tailSeconds = seconds;
                optimizerSeconds = tally.seconds(Component.OPTIMIZER);
            }
            if (stage == 0) {
                tail.add(tally, 1);
            }
        }
        double tokens = (double) training.globalBatch() * training.longest();
        Performance system = parts.timing().training(tokens, degrees, slowest, tailSeconds, ledger);
        double perStage = (double) degrees.microBatches() / degrees.pipeline();
        chain.add(times.traversal(), pass, degrees, times.site(), problem.assumptions(), parts.timer(), perStage);
        chain.addOverhead(optimizerSeconds);
        chain.addMessages(tailSeconds - optimizerSeconds);
        times.traversal().tally().add(tail, 1);
        double step = system.stepSeconds();
        return new Outcome(system, tokens / degrees.replicas(), step, step);
    }

    private static Performance sum(List<Performance> replicas) {
        double tokens = 0;
        double input = 0;
        double first = 0;
        double perToken = 0;
        double step = 0;
        for (Performance replica : replicas) {
            tokens += replica.tokensPerSecond();
            input += replica.inputTokensPerSecond();
            first = Math.max(first, replica.timeToFirstTokenSeconds().orElse(0));
            perToken = Math.max(perToken, replica.timePerOutputTokenSeconds().orElse(0));
            step = Math.max(step, replica.stepSeconds());
        }
        return new Performance(
                tokens,
                input,
                first > 0 ? OptionalDouble.of(first) : OptionalDouble.empty(),
                perToken > 0 ? OptionalDouble.of(perToken) : OptionalDouble.empty(),
                step);
    }

    private List<StageCost> stages(Layout layout, Replicas replicas, double[] stageSeconds) {
        Degrees degrees = layout.degrees();
        List<StageCost> stages = new ArrayList<>();
        double[] bytes = new double[MemoryComponent.COUNT];
        for (int stage = 0; stage < degrees.pipeline(); stage++) {
            Stage layers = layout.stages().get(stage);
            parts.memory()
                    .fill(
                            degrees,
                            parts.stageShape(degrees, stage, layers.firstLayer(), layers.lastLayer()),
                            bytes,
                            Ledger.NONE);
            Device tightest = replicas.tightest(stage);
            stages.add(new StageCost(
                    layers,
                    tightest.gpu().name(),
                    stageSeconds[stage],
                    rows(bytes),
                    parts.usableBytes(tightest.gpu()),
                    tightest.gpu().memoryBytes()));
        }
        return stages;
    }

    private static Map<MemoryComponent, Double> rows(double[] bytes) {
        Map<MemoryComponent, Double> rows = new EnumMap<>(MemoryComponent.class);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] > 0) {
                rows.put(MemoryComponent.at(i), bytes[i]);
            }
        }
        return rows;
    }

    private static List<Phase> phases(Tally tally) {
        List<Phase> phases = new ArrayList<>();
        for (Component component : Component.values()) {
            if (tally.seconds(component) > 0) {
                phases.add(new Phase(
                        component,
                        tally.seconds(component),
                        tally.flops(component),
                        tally.memoryBytes(component),
                        tally.linkBytes(component),
                        tally.networkBytes(component)));
            }
        }
        return phases;
    }

    private static ExpertBalance balance(LayerLoads[] loads) {
        double sum = 0;
        double worst = 1;
        double variation = 0;
        int routed = 0;
        for (LayerLoads layer : loads) {
            if (layer != LayerLoads.NONE) {
                routed++;
                sum += layer.maxOverMeanShare();
                worst = Math.max(worst, layer.maxOverMeanShare());
                variation += layer.coefficientOfVariation();
            }
        }
        return routed == 0 ? ExpertBalance.NONE : new ExpertBalance(sum / routed, worst, variation / routed);
    }
}
