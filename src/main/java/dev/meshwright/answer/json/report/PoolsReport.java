package dev.meshwright.answer.json.report;

import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.answer.explain.pool.PoolShare;
import dev.meshwright.answer.json.DerivationDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a report shows of a plan with pools: each pool has a pass, losses, a roofline and derivations of its own. */
final class PoolsReport {

    private PoolsReport() {}

    static Map<String, Object> of(String question, PoolArgument argument) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("question", question);
        report.put("setting", SettingDocument.of(argument.problem()));
        report.put(
                "layout",
                argument.shares().stream()
                        .map(share -> share.layout().degrees().shortName())
                        .collect(Collectors.joining(" + ")));
        report.put("targets", TargetsDocument.of(argument.targets(), argument.missedTargets()));
        argument.served().ifPresent(served -> report.put("replay", LoopDocument.of(served)));
        Map<String, Object> pools = new LinkedHashMap<>();
        argument.shares().forEach(share -> pools.put(share.role().label(), pool(share)));
        report.put("pools", pools);
        report.put("derivations", DerivationDocument.book(argument.derivations()));
        return report;
    }

    private static Map<String, Object> pool(PoolShare share) {
        Assessment assessment = share.assessment();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("layout", share.layout().degrees().shortName());
        document.put("requestsPerSecond", share.requestsPerSecond());
        document.put("busy", share.busy());
        assessment.rankLoads().ifPresent(loads -> document.put("rankLoads", PassDocument.loads(loads)));
        document.put("pass", PassDocument.pass(assessment));
        document.put("losses", PassDocument.losses(assessment.evaluation().efficiency()));
        document.put("roofline", PassDocument.roofline(assessment.roofline()));
        assessment.timeline().ifPresent(timeline -> document.put("pipeline", PassDocument.pipeline(timeline)));
        document.put(
                "derivations",
                DerivationDocument.book(assessment.evaluation().derivations().reversed()));
        return document;
    }
}
