package dev.meshwright.facts.problem;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.engine.TrainingEngine;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.workload.Disaggregation;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.Workload;
import java.util.Optional;

/**
 * Everything that a layout is judged by.
 *
 * @param name of the problem
 * @param model with its number formats
 * @param declared what the author says about the model; audited, never computed with
 * @param cluster the GPUs at hand
 * @param workload what is asked
 * @param expertLoad how tokens spread over experts
 * @param balance the load balance the author wants, and what happens to overflow
 * @param objective what is best
 * @param targets what must be reached
 * @param assumptions what the author overrides in the cost model
 * @param limits what the search may choose from
 * @param prices what GPUs cost
 */
public record Problem(
        String name,
        Model model,
        Declared declared,
        Cluster cluster,
        Workload workload,
        ExpertLoad expertLoad,
        LoadBalance balance,
        Objective objective,
        Targets targets,
        Assumptions assumptions,
        SearchLimits limits,
        Prices prices) {

    /** The most throughput, with unmeasured routing and without targets, assumptions or limits. */
    public static Problem plain(String name, Model model, Cluster cluster, Workload workload) {
        return new Problem(
                name,
                model,
                Declared.NOTHING,
                cluster,
                workload,
                new ExpertLoad.Unmeasured(),
                LoadBalance.NONE,
                Objective.THROUGHPUT,
                Targets.NONE,
                Assumptions.NONE,
                SearchLimits.DEFAULT,
                Prices.NONE);
    }

    /** Label of the engine that is named: one that trains where something is trained, else one that serves. */
    public Optional<String> engine() {
        return workload instanceof Workload.Training
                ? assumptions.setup().training().map(TrainingEngine::label)
                : assumptions.engine().map(Engine::label);
    }

    /** Whether prompts and answers may have GPUs of their own. */
    public boolean wantsPools() {
        return workload instanceof Workload.Serving serving && serving.disaggregation() != Disaggregation.AGGREGATED;
    }

    /** The same question about other work. */
    public Problem withWorkload(Workload other) {
        return new Problem(
                name,
                model,
                declared,
                cluster,
                other,
                expertLoad,
                balance,
                objective,
                targets,
                assumptions,
                limits,
                prices);
    }

    /** The same question under other assumptions. */
    public Problem withAssumptions(Assumptions other) {
        return new Problem(
                name,
                model,
                declared,
                cluster,
                workload,
                expertLoad,
                balance,
                objective,
                targets,
                other,
                limits,
                prices);
    }

    /** The same question with tokens spread over experts in another way. */
    public Problem withExpertLoad(ExpertLoad other) {
        return new Problem(
                name,
                model,
                declared,
                cluster,
                workload,
                other,
                balance,
                objective,
                targets,
                assumptions,
                limits,
                prices);
    }

    /** The same question on another cluster. */
    public Problem withCluster(Cluster other) {
        return new Problem(
                name,
                model,
                declared,
                other,
                workload,
                expertLoad,
                balance,
                objective,
                targets,
                assumptions,
                limits,
                prices);
    }

    /** The same question about another model. */
    public Problem withModel(Model other) {
        return new Problem(
                name,
                other,
                declared,
                cluster,
                workload,
                expertLoad,
                balance,
                objective,
                targets,
                assumptions,
                limits,
                prices);
    }

    /** The same question with other limits of the search. */
    public Problem withLimits(SearchLimits other) {
        return new Problem(
                name,
                model,
                declared,
                cluster,
                workload,
                expertLoad,
                balance,
                objective,
                targets,
                assumptions,
                other,
                prices);
    }

    /** The same question with other prices. */
    public Problem withPrices(Prices other) {
        return new Problem(
                name,
                model,
                declared,
                cluster,
                workload,
                expertLoad,
                balance,
                objective,
                targets,
                assumptions,
                limits,
                other);
    }

    /**
     * Whether a throughput target decides which layouts count. Where most tokens per second of the whole system are asked for
     * a target of the system does not: the best reaches it if anything does.
     */
    public boolean throughputBinds() {
        return targets.throughput()
                .filter(target -> objective != Objective.THROUGHPUT || target.scope() == Targets.Scope.PER_GPU)
                .isPresent();
    }

    /** The same question without a throughput target; most tokens per second where that was what GPUs were counted for. */
    public Problem withoutThroughputTarget() {
        return withTargets(targets.withoutThroughput(), objective == Objective.GPUS ? Objective.THROUGHPUT : objective);
    }

    /** The same question with other aims. */
    public Problem withTargets(Targets otherTargets, Objective otherObjective) {
        return new Problem(
                name,
                model,
                declared,
                cluster,
                workload,
                expertLoad,
                balance,
                otherObjective,
                otherTargets,
                assumptions,
                limits,
                prices);
    }
}
