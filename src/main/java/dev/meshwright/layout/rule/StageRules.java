package dev.meshwright.layout.rule;

import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the stages of a layout, their chunks and the stage of multi-token prediction must satisfy. */
final class StageRules {

    private final Problem problem;

    StageRules(Problem problem) {
        this.problem = problem;
    }

    /**
     * What degrees alone must satisfy: a layer to begin each chunk with, whole rounds of micro-batches through chunks, and
     * one chunk per stage where nothing is trained (vLLM, SGLang and TensorRT-LLM give a rank one range of layers).
     */
    static void degrees(Problem problem, Degrees degrees, List<Violation> broken) {
        Model model = problem.model();
        int chunks = degrees.pipeline() * degrees.virtualStages();
        int most = (int)
                IntStream.range(0, model.depth()).filter(model::mayBeginStage).count();
        if (chunks > most) {
            broken.add(Violation.count(
                    Constraint.LAYERS_PER_STAGE,
                    "/layout/pipeline x virtualStages",
                    chunks,
                    most,
                    Mends.stages(degrees, most)));
        }
        if (degrees.virtualStages() > 1 && !(problem.workload() instanceof Training)) {
            broken.add(Violation.count(
                    Constraint.INTERLEAVED_IN_TRAINING,
                    "/layout/virtualStages",
                    degrees.virtualStages(),
                    1,
                    "Inference engines run one chunk per stage: set virtualStages to 1."));
        } else if (degrees.virtualStages() > 1 && degrees.microBatches() % degrees.pipeline() != 0) {
            broken.add(Violation.count(
                    Constraint.INTERLEAVING,
                    "/layout/microBatches",
                    degrees.microBatches(),
                    degrees.pipeline(),
                    "Set microBatches to "
                            + Math.ceilDiv(degrees.microBatches(), degrees.pipeline()) * (long) degrees.pipeline()
                            + ", a multiple of pipeline, or virtualStages to 1."));
        }
    }

    /** All rules of stages that {@code layout} breaks. */
    List<Violation> violations(Layout layout) {
        List<Violation> broken = new ArrayList<>();
        stages(layout, broken);
        return broken;
    }

    private void stages(Layout layout, List<Violation> broken) {
        if (layout.stages().stream().anyMatch(stage -> stage.chunks().size() > 1)) {
            chunks(layout, broken);
            return;
        }
        int next = 0;
        for (int i = 0; i < layout.stages().size(); i++) {
            Stage stage = layout.stages().get(i);
            // Megatron has stages of the embedding or the head alone; inference engines have none.
            boolean empty = stage.layers() == 0 && problem.workload() instanceof Training;
            if (!empty && (stage.firstLayer() != next || stage.layers() <= 0)) {
                broken.add(Violation.count(
                        Constraint.STAGES,
                        "/layout/stages/" + i,
                        stage.firstLayer(),
                        next,
                        "Stages are contiguous: let stage " + i + " begin at layer " + next
                                + " and hold a layer or more."));
                return;
            }
            next += stage.layers();
            if (stage.layers() > 0) {
                border("/layout/stages/" + i, "stage " + i, stage.firstLayer(), broken);
            }
        }
        ends(layout, next, broken);
    }

    /** Chunk k of stage s is number {@code k p + s} of all, and they follow each other without a gap; some may be empty. */
    private void chunks(Layout layout, List<Violation> broken) {
        int virtual = layout.degrees().virtualStages();
        int next = 0;
        for (int chunk = 0; chunk < virtual; chunk++) {
            for (int i = 0; i < layout.stages().size(); i++) {
                List<Stage.Range> own = layout.stages().get(i).chunks();
                if (own.size() != virtual) {
                    broken.add(Violation.count(
                            Constraint.STAGES,
                            "/layout/stages/" + i,
                            own.size(),
                            virtual,
                            otherChunks(virtual, own.size())));
                    return;
                }
                Stage.Range range = own.get(chunk);
                if (range.layers() > 0 && range.firstLayer() != next) {
                    broken.add(Violation.count(
                            Constraint.STAGES,
                            "/layout/stages/" + i + "/" + chunk,
                            range.firstLayer(),
                            next,
                            "Chunks follow each other from stage to stage: let chunk " + chunk + " of stage " + i
                                    + " begin at layer " + next + "."));
                    return;
                }
                if (range.layers() > 0 && layout.stages().size() > 1) {
                    border(
                            "/layout/stages/" + i + "/" + chunk,
                            "chunk " + chunk + " of stage " + i,
                            range.firstLayer(),
                            broken);
                }
                next += range.layers();
            }
        }
        ends(layout, next, broken);
    }

    private String otherChunks(int virtual, int chunks) {
        return problem.workload() instanceof Training
                ? "Give every stage virtualStages = " + virtual + " chunks, or set virtualStages to " + chunks + "."
                : "Inference engines run one chunk per stage: let stages hold layers that follow each other.";
    }

    private void ends(Layout layout, int next, List<Violation> broken) {
        int pipeline = layout.degrees().pipeline();
        int depth = problem.model().depth();
        if (next != depth) {
            broken.add(Violation.count(
                    Constraint.STAGES,
                    "/layout/stages",
                    next,
                    depth,
                    "Let the stages end at layer " + (depth - 1) + "."));
        }
        prediction(layout, broken);
        if (layout.stages().size() != pipeline) {
            broken.add(Violation.count(
                    Constraint.STAGES,
                    "/layout/stages",
                    layout.stages().size(),
                    pipeline,
                    "Give " + pipeline + " stages, or set pipeline to "
                            + layout.stages().size() + "."));
        }
    }

    /** A layer that takes positions, or keys and values, from an earlier one is on the same stage (GLM-5.2 on PP fails). */
    private void border(String where, String part, int first, List<Violation> broken) {
        Model model = problem.model();
        if (first >= model.depth() || model.mayBeginStage(first)) {
            return;
        }
        int before = first;
        while (!model.mayBeginStage(before)) {
            before--;
        }
        int after = first;
        while (after < model.depth() && !model.mayBeginStage(after)) {
            after++;
        }
        String later = after < model.depth() ? " or " + after : "";
        broken.add(Violation.count(
                Constraint.STAGE_BORDER,
                where,
                first,
                before,
                "Begin " + part + " at layer " + before + later + ": layer " + first
                        + " uses what an earlier layer chose or keeps."));
    }

    /** Megatron wants the layers of multi-token prediction behind the first stage. */
    private void prediction(Layout layout, List<Violation> broken) {
        if (layout.predictionStage().isEmpty()) {
            return;
        }
        int stage = layout.predictionStage().getAsInt();
        int last = layout.degrees().pipeline() - 1;
        int behind = layout.stages().stream()
                .skip(stage + 1L)
                .mapToInt(after -> after.chunks().getLast().layers())
                .sum();
        if (behind > 0 && stage <= last) {
            broken.add(Violation.count(
                    Constraint.PREDICTION_STAGE,
                    "/layout/predictionStage",
                    stage,
                    last,
                    "Multi-token prediction follows all layers: no later stage may have layers in its last chunk."));
        } else if (stage < Math.min(1, last) || stage > last) {
            broken.add(Violation.count(
                    Constraint.PREDICTION_STAGE,
                    "/layout/predictionStage",
                    stage,
                    last,
                    last == 0
                            ? "Leave predictionStage out: there is one stage."
                            : "Name a stage from 1 to " + last + "."));
        } else if (!(problem.workload() instanceof Training training && training.trainPredictionLayers())) {
            broken.add(Violation.count(
                    Constraint.PREDICTION_STAGE,
                    "/layout/predictionStage",
                    1,
                    0,
                    "Nothing trains multi-token prediction: leave predictionStage out, or set"
                            + " workload.trainPredictionLayers: true."));
        }
    }
}
