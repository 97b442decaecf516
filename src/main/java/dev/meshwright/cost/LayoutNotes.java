package dev.meshwright.cost;

import dev.meshwright.cost.Evaluation.Loss;
import dev.meshwright.cost.Evaluation.StageCost;
import dev.meshwright.cost.compute.Pass;
import dev.meshwright.cost.ledger.Ledger;
import dev.meshwright.cost.ledger.Term;
import dev.meshwright.cost.ledger.Unit;
import dev.meshwright.cost.memory.MemoryComponent;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.model.ParameterCount;
import java.util.ArrayList;
import java.util.List;

/** Takes down how the numbers of a complete layout hang together, from the system down to the passes. */
final class LayoutNotes {

    private final CostParts parts;
    private final Layout layout;
    private final Ledger ledger;

    LayoutNotes(CostParts parts, Layout layout, Ledger ledger) {
        this.parts = parts;
        this.layout = layout;
        this.ledger = ledger;
    }

    /** Takes down the system's numbers of an evaluation; the workload's timing has taken down those of a replica. */
    void take(Evaluation evaluation, ReplicaTimes times) {
        Degrees degrees = layout.degrees();
        pass(ledger, "main", parts.timing().mainPass(degrees), degrees, times, parts.exposed());
        parameters();
        throughput(evaluation);
        efficiency(evaluation);
        memory(evaluation);
    }

    /** Takes down the time of a pass and its phases. */
    static void pass(Ledger ledger, String pass, Pass kind, Degrees degrees, ReplicaTimes times, ExposedTime exposed) {
        if (!ledger.active()) {
            return;
        }
        PhaseNotes phases = new PhaseNotes(
                ledger, times.traversal(), times.site(), pass, component -> exposed.passes(component, kind, degrees));
        phases.take();
        PassTimes slowest = times.slowest();
        phases.way(slowest.sumSeconds());
        List<Term> stages = new ArrayList<>();
        for (int stage = 0; stage < times.stageSeconds().length; stage++) {
            stages.add(Term.of("stage_" + stage, times.stageSeconds()[stage], Unit.SECONDS));
        }
        String longest = stages.stream()
                .skip(1)
                .map(Term::symbol)
                .reduce("stage_0", (left, right) -> "max(" + left + ", " + right + ")");
        boolean single = stages.size() == 1;
        Term[] terms = single
                ? new Term[] {Term.from("way", slowest.maxSeconds(), Unit.SECONDS, pass + ".microBatch")}
                : stages.toArray(Term[]::new);
        ledger.note(
                pass + ".slowestStage",
                slowest.maxSeconds(),
                Unit.SECONDS,
                single ? "way" : longest,
                single ? "there is one stage" : "everybody waits for the slowest stage, its hop included",
                terms);
    }

    private void parameters() {
        ParameterCount count = ParameterCount.of(parts.problem().model());
        ledger.note(
                "parameters.total",
                count.total(),
                Unit.COUNT,
                "total",
                "counted from the architecture (docs/COST_MODEL.md, parameters)",
                Term.count("total", count.total()));
        ledger.note(
                "parameters.active",
                count.active(),
                Unit.COUNT,
                "active",
                "routed experts counted as those one token uses",
                Term.count("active", count.active()));
    }

    private void throughput(Evaluation evaluation) {
        double system = evaluation.performance().tokensPerSecond();
        boolean together = parts.problem().workload() instanceof dev.meshwright.workload.Workload.Training;
        int copies = together ? 1 : layout.degrees().replicas();
        ledger.note(
                "throughput.system",
                system,
                Unit.TOKENS_PER_SECOND,
                "replicas * perReplica",
                together ? "replicas make one step together" : "replicas run independently; mean of the replicas",
                Term.count("replicas", copies),
                Term.from("perReplica", system / copies, Unit.TOKENS_PER_SECOND, "throughput.replica"));
        ledger.note(
                "throughput.perGpu",
                system / evaluation.gpus(),
                Unit.TOKENS_PER_SECOND,
                "system / gpus",
                "over the GPUs that the layout uses",
                Term.from("system", system, Unit.TOKENS_PER_SECOND, "throughput.system"),
                Term.count("gpus", evaluation.gpus()));
    }

    private void efficiency(Evaluation evaluation) {
        List<Term> terms = new ArrayList<>();
        StringBuilder product = new StringBuilder("1");
        for (Loss loss : evaluation.efficiency().losses()) {
            product.append(" * (1 - ").append(loss.kind().label()).append(')');
            terms.add(Term.of(loss.kind().label(), loss.fraction(), Unit.FRACTION));
        }
        ledger.note(
                "efficiency.total",
                evaluation.efficiency().total(),
                Unit.FRACTION,
                product.toString(),
                "each loss is the part of the remaining time that one effect adds (docs/COST_MODEL.md, efficiency)",
                terms.toArray(Term[]::new));
        ledger.note(
                "throughput.bound",
                evaluation.efficiency().boundTokensPerSecond(),
                Unit.TOKENS_PER_SECOND,
                "system / efficiency",
                "all GPUs at the roofline of the whole step: "
                        + (evaluation.efficiency().boundByCompute() ? "FLOP/s bind" : "memory bandwidth binds"),
                Term.from(
                        "system",
                        evaluation.performance().tokensPerSecond(),
                        Unit.TOKENS_PER_SECOND,
                        "throughput.system"),
                Term.from("efficiency", evaluation.efficiency().total(), Unit.FRACTION, "efficiency.total"));
    }

    /** The fullest GPU's bill, booked once more with somebody listening. */
    private void memory(Evaluation evaluation) {
        Degrees degrees = layout.degrees();
        StageCost heaviest = evaluation.heaviestStage();
        int stage = evaluation.stages().indexOf(heaviest);
        Stage layers = heaviest.layers();
        parts.memory()
                .fill(degrees, parts.stageShape(degrees, stage, layers), new double[MemoryComponent.COUNT], ledger);
        ledger.note(
                "memory.utilisation",
                heaviest.memoryBytes() / heaviest.capacityBytes(),
                Unit.FRACTION,
                "used / capacity",
                "of the fullest GPU",
                Term.from("used", heaviest.memoryBytes(), Unit.BYTES, "memory.perGpu"),
                Term.of("capacity", heaviest.capacityBytes(), Unit.BYTES));
    }
}
