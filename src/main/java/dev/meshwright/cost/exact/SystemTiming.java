package dev.meshwright.cost.exact;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation.Efficiency;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.cost.pass.WorkloadTiming;
import dev.meshwright.cost.serving.ContinuousBatching;
import dev.meshwright.cost.serving.PassTimes;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import java.util.ArrayList;
import java.util.List;

/** From the passes of a layout's replicas to what the whole system reaches, with the losses on the way. */
final class SystemTiming {

    private final CostParts parts;
    private final Layout layout;
    private final Degrees degrees;
    private final Replicas replicas;
    private final Ledger ledger;
    private final EfficiencyChain chain;

    SystemTiming(CostParts parts, Layout layout, Replicas replicas, Ledger ledger) {
        this.parts = parts;
        this.layout = layout;
        this.degrees = layout.degrees();
        this.replicas = replicas;
        this.ledger = ledger;
        this.chain = new EfficiencyChain(degrees, parts.problem().assumptions(), parts.exposed());
    }

    /**
     * What the system reaches.
     *
     * @param performance of all replicas
     * @param efficiency from the bound to it
     * @param times of the main pass; in training the tail of the step is in its account
     */
    record Outcome(Performance performance, Efficiency efficiency, ReplicaTimes times) {}

    /**
     * The system's performance and what the efficiency chain needs: the tokens of one replica, what they take with the
     * pipeline's idle time and what they take in the end.
     */
    private record Achieved(Performance system, double tokens, double pipelineSeconds, double finalSeconds) {}

    Outcome outcome() {
        WorkloadTiming timing = parts.timing();
        Pass pass = timing.mainPass(degrees);
        ReplicaTimes times = replicas.times(pass);
        Achieved achieved =
                switch (parts.problem().workload()) {
                    case Prefill prefill ->
                        steady(
                                pass,
                                times,
                                parts.engine().stepSeconds(),
                                (one, notes) -> timing.prefill(prefill, degrees, one, notes));
                    case Decode decode ->
                        steady(
                                pass,
                                times,
                                parts.engine().stepSeconds(degrees.sequencesPerRank()),
                                (one, notes) -> timing.decode(decode, degrees, one, notes));
                    case Serving serving -> serving(serving, pass, times);
                    case Training training -> training(training, pass, times);
                };
        Efficiency efficiency = chain.losses(
                achieved.tokens(),
                achieved.pipelineSeconds(),
                achieved.finalSeconds(),
                achieved.system().tokensPerSecond(),
                parts.problem().cluster());
        return new Outcome(achieved.system(), efficiency, times);
    }

    @FunctionalInterface
    private interface ReplicaPerformance {
        Performance of(PassTimes times, Ledger ledger);
    }

    /** Prefill or decode alone: replicas run independently and add up. */
    private Achieved steady(Pass pass, ReplicaTimes times, double overheadSeconds, ReplicaPerformance performance) {
        chain.add(pass, times, passesPerStage());
        chain.addOverhead(overheadSeconds);
        List<Performance> each = new ArrayList<>();
        for (PassTimes replica : times.replicas()) {
            each.add(performance.of(replica, Ledger.NONE));
        }
        Performance system = Performance.ofReplicas(each);
        explain(each, system, (replica, notes) -> {
            explain(replica, "main", pass, notes);
            performance.of(times.replicas().get(replica), notes);
        });
        double step = each.getFirst().stepSeconds();
        double tokens = each.getFirst().tokensPerSecond() * step;
        double seconds = tokens * degrees.replicas() / system.tokensPerSecond();
        return new Achieved(system, tokens, seconds, seconds);
    }

    @FunctionalInterface
    private interface ReplicaNotes {
        void take(int replica, Ledger notes);
    }

    /** Takes down, if anybody listens, how one replica of each kind comes to its performance, and how the system does. */
    private void explain(List<Performance> each, Performance system, ReplicaNotes replicaNotes) {
        if (ledger.active()) {
            ReplicaKinds kinds = new ReplicaKinds(each, ledger);
            kinds.firsts().forEach(first -> replicaNotes.take(first, kinds.ledger(first)));
            kinds.note(system);
        }
    }

    private void explain(int replica, String name, Pass pass, Ledger notes) {
        LayoutNotes.pass(notes, name, pass, degrees, replicas.times(pass, replica), parts.exposed());
    }

    /** Micro-batches of a step over the number of stages. */
    private double passesPerStage() {
        return (double) degrees.microBatches() / degrees.pipeline();
    }

    /** Replicas serve independently; the chain follows the sequences of one attention rank through their lives. */
    private Achieved serving(Serving serving, Pass decodePass, ReplicaTimes decode) {
        ContinuousBatching batching = parts.timing().batching(serving, degrees);
        Pass promptPass = batching.promptPass();
        ReplicaTimes prompts = replicas.times(promptPass);
        List<Performance> each = new ArrayList<>();
        for (int replica = 0; replica < decode.replicas().size(); replica++) {
            each.add(batching.performance(
                    decode.replicas().get(replica), prompts.replicas().get(replica), Ledger.NONE));
        }
        Performance system = Performance.ofReplicas(each);
        explain(each, system, (replica, notes) -> {
            explain(replica, "main", decodePass, notes);
            explain(replica, "prefill", promptPass, notes);
            batching.performance(
                    decode.replicas().get(replica), prompts.replicas().get(replica), notes);
        });
        double share = 1.0 / degrees.pipeline();
        chain.add(decodePass, decode, batching.decodePassesPerLife() * share);
        chain.add(promptPass, prompts, batching.promptPassesPerLife() * share);
        chain.addOverhead(batching.overheadPerLife());
        double tokens = degrees.sequencesPerReplica(serving.concurrency()) * serving.outputTokens();
        // One stage has no bubble: its copies wait for each other's prompts.
        double busy = degrees.pipeline() == 1
                ? chain.exposedSeconds()
                : batching.busySeconds(
                        decode.replicas().getFirst(), prompts.replicas().getFirst());
        double life = tokens * degrees.replicas() / system.tokensPerSecond();
        return new Achieved(system, tokens, Math.min(busy, life), life);
    }

    /** Replicas make one step together: the slowest pass, then the longest tail. */
    private Achieved training(Training training, Pass pass, ReplicaTimes times) {
        Tail tail = tail(training, times);
        double tokens = (double) training.globalBatch() * training.longest();
        Performance system = parts.timing().training(tokens, degrees, times.slowest(), tail.seconds(), ledger);
        chain.add(pass, times, passesPerStage());
        chain.addOverhead(tail.optimizerSeconds());
        chain.addMessages(tail.seconds() - tail.optimizerSeconds());
        times.traversal().tally().add(tail.ofFirstStage(), 1);
        LayoutNotes.pass(ledger, "main", pass, degrees, times, parts.exposed());
        double step = system.stepSeconds();
        return new Achieved(system, tokens / degrees.replicas(), step, step);
    }

    /**
     * What follows the micro-batches of a step.
     *
     * @param seconds of the slowest stage, exposed
     * @param optimizerSeconds of them
     * @param ofFirstStage what the first stage books
     */
    private record Tail(double seconds, double optimizerSeconds, Tally ofFirstStage) {}

    private Tail tail(Training training, ReplicaTimes times) {
        Tail slowest = new Tail(0, 0, new Tally());
        for (int stage = 0; stage < degrees.pipeline(); stage++) {
            Stage layers = layout.stages().get(stage);
            int ends = (stage == 0 ? 1 : 0) + (stage == degrees.pipeline() - 1 ? 1 : 0);
            Tally tally = new Tally();
            double seconds = parts.tail()
                    .add(
                            times.site(),
                            degrees,
                            training.zeroStage(),
                            parts.kinds().layersOfKinds(layers),
                            ends,
                            times.stageSeconds()[stage],
                            tally);
            Tally first = stage == 0 ? tally : slowest.ofFirstStage();
            slowest = seconds > slowest.seconds()
                    ? new Tail(seconds, tally.seconds(Component.OPTIMIZER), first)
                    : new Tail(slowest.seconds(), slowest.optimizerSeconds(), first);
        }
        return slowest;
    }
}
