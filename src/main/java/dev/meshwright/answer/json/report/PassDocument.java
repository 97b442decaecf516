package dev.meshwright.answer.json.report;

import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.explain.judgement.PassTime;
import dev.meshwright.answer.explain.judgement.RankLoads;
import dev.meshwright.answer.explain.judgement.Roofline;
import dev.meshwright.cost.evaluation.Evaluation.Efficiency;
import dev.meshwright.cost.evaluation.Evaluation.Phase;
import dev.meshwright.cost.evaluation.Evaluation.Remainder;
import dev.meshwright.cost.evaluation.StageTimeline;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the time of a pass goes, what is lost on the way from the bound, and its kernels under their roofs. */
final class PassDocument {

    private PassDocument() {}

    static Map<String, Object> pass(Assessment assessment) {
        PassTime time = assessment.passTime();
        List<Map<String, Object>> parts = new ArrayList<>();
        for (PassTime.Part part : time.parts()) {
            Phase phase = part.phase();
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("component", phase.component().id());
            row.put("words", phase.component().label());
            row.put("kind", phase.component().kind().name().toLowerCase(Locale.ROOT));
            row.put("seconds", phase.seconds());
            row.put("share", part.share().isPresent() ? part.share().getAsDouble() : null);
            row.put("flops", phase.flops());
            row.put("memoryBytes", phase.memoryBytes());
            row.put("linkBytes", phase.linkBytes());
            row.put("networkBytes", phase.networkBytes());
            parts.add(row);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("what", what(assessment));
        document.put("seconds", time.seconds());
        document.put("parts", parts);
        Map<String, Object> others = new LinkedHashMap<>();
        others.put("seconds", time.others().seconds());
        others.put("share", time.others().share());
        document.put("others", others);
        return document;
    }

    /** Load of each rank over the mean, by layer. */
    static Map<String, Object> loads(RankLoads loads) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("before", loads.before());
        document.put("after", loads.after());
        return document;
    }

    private static String what(Assessment assessment) {
        return switch (assessment.problem().workload()) {
            case Training training -> "a micro-batch's forward pass";
            case Prefill prefill -> "a micro-batch's prefill";
            case Decode decode -> step(assessment);
            case Serving serving -> step(assessment);
        };
    }

    private static String step(Assessment assessment) {
        return assessment.degrees().microBatches() > 1 ? "a micro-batch's decode step" : "a decode step";
    }

    static List<Map<String, Object>> losses(Efficiency efficiency) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Remainder remainder : efficiency.remainders()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("loss", remainder.kind().label());
            row.put("words", remainder.kind().words());
            row.put("meaning", remainder.kind().meaning());
            row.put("left", remainder.left());
            row.put("lost", remainder.lost());
            row.put("throughput", remainder.tokensPerSecond());
            rows.add(row);
        }
        return rows;
    }

    /** Micro-batches on their way through the stages. */
    static Map<String, Object> pipeline(StageTimeline timeline) {
        List<Map<String, Object>> stages = new ArrayList<>();
        for (StageTimeline.Row stage : timeline.stages()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("begins", stage.beginsSeconds());
            row.put("seconds", stage.seconds());
            row.put("busy", stage.busy());
            row.put("bubble", stage.bubble());
            stages.add(row);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("microBatches", timeline.microBatches());
        document.put("virtualStages", timeline.virtualStages());
        document.put("seconds", timeline.seconds());
        document.put("pace", timeline.paceSeconds());
        document.put("round", timeline.round());
        document.put("stages", stages);
        return document;
    }

    static Map<String, Object> roofline(Roofline roofline) {
        Map<String, Object> peaks = new LinkedHashMap<>();
        roofline.peaks().forEach((format, flops) -> peaks.put(format.label(), flops));
        List<Map<String, Object>> operations = new ArrayList<>();
        for (Roofline.Operation operation : roofline.operations()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("component", operation.component().id());
            row.put("words", operation.component().label());
            row.put("format", operation.format().label());
            row.put("flopsPerByte", operation.flopsPerByte());
            row.put("flopsPerSecond", operation.flopsPerSecond());
            row.put("roof", operation.roof());
            operations.add(row);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("gpu", roofline.gpu());
        document.put("memoryBandwidth", roofline.memoryBandwidth());
        document.put("peakFlops", peaks);
        document.put("operations", operations);
        return document;
    }
}
