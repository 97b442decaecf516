package dev.meshwright.cost.exact;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.base.derivation.Term;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Loss;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.cost.pass.ExposedTime;
import dev.meshwright.cost.serving.PassTimes;
import dev.meshwright.facts.model.ParameterCount;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
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
    void take(Evaluation evaluation) {
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
        slowestStage(ledger, pass, times.stageSeconds(), slowest.maxSeconds());
    }

    private static void slowestStage(Ledger ledger, String pass, double[] stageSeconds, double slowest) {
        String quantity = pass + ".slowestStage";
        if (stageSeconds.length == 1) {
            ledger.note(
                    quantity,
                    slowest,
                    Dimension.SECONDS,
                    "way",
                    "there is one stage",
                    Term.from("way", pass + ".microBatch"));
            return;
        }
        String formula = "stage_0";
        List<Term> stages = new ArrayList<>();
        for (int stage = 0; stage < stageSeconds.length; stage++) {
            stages.add(Term.of("stage_" + stage, stageSeconds[stage], Dimension.SECONDS));
            formula = stage == 0 ? formula : "max(" + formula + ", stage_" + stage + ")";
        }
        ledger.note(
                quantity,
                slowest,
                Dimension.SECONDS,
                formula,
                "everybody waits for the slowest stage, its hop included",
                stages.toArray(Term[]::new));
    }

    private void parameters() {
        ParameterCount count = ParameterCount.of(parts.problem().model());
        ledger.given(
                "parameters.total",
                count.total(),
                Dimension.COUNT,
                "counted from the architecture (docs/COST_MODEL.md, parameters)");
        ledger.given(
                "parameters.active", count.active(), Dimension.COUNT, "routed experts counted as those one token uses");
    }

    private void throughput(Evaluation evaluation) {
        double system = evaluation.performance().tokensPerSecond();
        ledger.note(
                "throughput.perGpu",
                system / evaluation.gpus(),
                Dimension.TOKENS_PER_SECOND,
                "system / gpus",
                "over the GPUs that the layout uses",
                Term.from("system", "throughput.system"),
                Term.count("gpus", evaluation.gpus()));
    }

    private void efficiency(Evaluation evaluation) {
        List<Term> terms = new ArrayList<>();
        StringBuilder product = new StringBuilder("1");
        for (Loss loss : evaluation.efficiency().losses()) {
            product.append(" * (1 - ").append(loss.kind().label()).append(')');
            String quantity = "loss." + loss.kind().label();
            ledger.given(
                    quantity,
                    loss.fraction(),
                    Dimension.FRACTION,
                    "part of the remaining time that it adds: " + loss.kind().meaning());
            terms.add(Term.from(loss.kind().label(), quantity));
        }
        ledger.note(
                "efficiency.total",
                evaluation.efficiency().total(),
                Dimension.FRACTION,
                product.toString(),
                "each loss is the part of the remaining time that one effect adds (docs/COST_MODEL.md, efficiency)",
                terms.toArray(Term[]::new));
        ledger.note(
                "throughput.bound",
                evaluation.efficiency().boundTokensPerSecond(),
                Dimension.TOKENS_PER_SECOND,
                "system / efficiency",
                "all GPUs at the roofline of the whole step: "
                        + (evaluation.efficiency().boundByCompute() ? "FLOP/s bind" : "memory bandwidth binds"),
                Term.from("system", "throughput.system"),
                Term.from("efficiency", "efficiency.total"));
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
                Dimension.FRACTION,
                "used / capacity",
                "of the fullest GPU",
                Term.from("used", "memory.perGpu"),
                Term.of("capacity", heaviest.capacityBytes(), Dimension.BYTES));
    }
}
