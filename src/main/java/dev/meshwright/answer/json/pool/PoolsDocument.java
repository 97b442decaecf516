package dev.meshwright.answer.json.pool;

import dev.meshwright.answer.PoolsCheckAnswer;
import dev.meshwright.answer.Provenance;
import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.explain.pool.Gain;
import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.answer.explain.pool.PoolProof;
import dev.meshwright.answer.explain.pool.PoolShare;
import dev.meshwright.answer.json.EvaluationDocument;
import dev.meshwright.answer.json.LayoutDocument;
import dev.meshwright.answer.json.loop.GuessDocument;
import dev.meshwright.answer.json.loop.HeadroomDocument;
import dev.meshwright.answer.json.loop.LatencyDocument;
import dev.meshwright.answer.json.money.ExpensesDocument;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.pool.CacheTransfer;
import dev.meshwright.cost.pool.PoolPerformance;
import dev.meshwright.cost.pool.PoolsEvaluation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan of two pools as plain data: the layouts of both, what they cost, and why nothing else is better. */
public final class PoolsDocument {

    private PoolsDocument() {}

    /** The plan that a search found. */
    public static Map<String, Object> of(SearchAnswer.Split answer) {
        return plan(answer.argument(), answer.notes(), answer.provenance());
    }

    /** A plan that somebody found. */
    public static Map<String, Object> plan(PoolArgument argument, List<String> notes, Provenance provenance) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("name", argument.problem().name());
        problem.put("digest", provenance.problemDigest());
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("problem", problem);
        plan.put("pools", pools(argument));
        plan.put("evaluation", evaluation(argument));
        plan.put("notes", notes);
        Map<String, Object> origin = new LinkedHashMap<>();
        origin.put("tool", "meshwright " + provenance.version());
        origin.put("seed", provenance.seed());
        plan.put("provenance", origin);
        return plan;
    }

    /** Why there is no such plan. */
    public static Map<String, Object> of(SearchAnswer.NoPools answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("feasible", false);
        document.put("reason", answer.reason());
        document.put("complete", answer.complete());
        document.put("notes", answer.notes());
        return document;
    }

    /** The verdict on a plan that somebody else wrote. */
    public static Map<String, Object> of(PoolsCheckAnswer answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("feasible", answer.plan().feasible());
        document.put("violations", EvaluationDocument.violations(answer.plan().violations()));
        answer.argument().ifPresent(argument -> {
            document.put("evaluation", evaluation(argument));
            document.put("pools", pools(argument));
        });
        List<String> notes = new ArrayList<>(answer.plan().notes());
        notes.addAll(answer.assumed());
        document.put("notes", notes);
        return document;
    }

    /** The layouts of both pools and what lies between them. */
    public static Map<String, Object> pools(PoolArgument argument) {
        Map<String, Object> pools = new LinkedHashMap<>();
        for (PoolShare share : argument.shares()) {
            Map<String, Object> pool = new LinkedHashMap<>();
            pool.put("instances", share.instances());
            pool.put("gpu", share.gpu());
            pool.put(
                    "layout",
                    LayoutDocument.of(share.layout(), argument.problem().cluster()));
            pools.put(share.role().label(), pool);
        }
        pools.put("transfer", transfer(argument.evaluation().transfer()));
        return pools;
    }

    private static Map<String, Object> transfer(CacheTransfer transfer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("bytes", transfer.bytes());
        document.put("seconds", transfer.seconds());
        document.put("latencySeconds", transfer.latencySeconds());
        document.put("over", transfer.inside() ? "links" : "network");
        return document;
    }

    /** What the plan costs. */
    public static Map<String, Object> evaluation(PoolArgument argument) {
        PoolsEvaluation evaluation = argument.evaluation();
        Performance performance = evaluation.together().performance();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("feasible", evaluation.feasible());
        document.put("gpus", evaluation.gpus());
        document.put("idle", evaluation.idle());
        Map<String, Object> throughput = new LinkedHashMap<>();
        throughput.put("system", performance.tokensPerSecond());
        throughput.put("perGpu", evaluation.tokensPerSecondPerGpu());
        throughput.put("unit", "tokens/s");
        throughput.put("counts", "output tokens");
        throughput.put("input", performance.inputTokensPerSecond());
        throughput.put("total", performance.tokensPerSecond() + performance.inputTokensPerSecond());
        document.put("throughput", throughput);
        argument.timeToFirstToken().ifPresent(seconds -> document.put("timeToFirstToken", seconds));
        argument.timePerOutputToken().ifPresent(seconds -> document.put("timePerOutputToken", seconds));
        argument.served().ifPresent(served -> document.put("latency", LatencyDocument.of(served, performance)));
        argument.headroom().ifPresent(headroom -> document.put("headroom", HeadroomDocument.of(headroom)));
        argument.guesses().ifPresent(gain -> document.put("speculation", GuessDocument.of(gain)));
        document.put("stepTime", performance.stepSeconds());
        document.put("requests", requests(evaluation.together()));
        argument.shares()
                .forEach(share ->
                        document.put(share.role().label(), EvaluationDocument.of(share.assessment(), Map.of())));
        argument.gain().ifPresent(gain -> document.put("aggregated", gain(gain)));
        argument.proof().ifPresent(proof -> document.put("bound", bound(proof)));
        argument.energy().ifPresent(energy -> {
            document.put("tokensPerJoule", energy.tokensPerJoule());
            document.put("watts", energy.watts());
        });
        argument.expenses().ifPresent(expenses -> document.put("cost", ExpensesDocument.of(expenses)));
        document.put("missedTargets", EvaluationDocument.violations(argument.missedTargets()));
        return document;
    }

    private static Map<String, Object> requests(PoolPerformance together) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("system", together.requestsPerSecond());
        document.put("prefill", together.prefillRequests());
        document.put("decode", together.decodeRequests());
        document.put("sent", together.sentRequests());
        document.put("received", together.receivedRequests());
        document.put("unit", "requests/s");
        document.put("limit", together.limit().words());
        return document;
    }

    private static Map<String, Object> gain(Gain gain) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("layout", gain.layout());
        document.put("gpus", gain.gpus());
        document.put("throughput", gain.performance().tokensPerSecond());
        document.put("missesTargets", gain.missesTargets());
        document.put("gain", gain.factor());
        return document;
    }

    private static Map<String, Object> bound(PoolProof proof) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(proof.quantity(), proof.bound());
        document.put("gap", proof.gap());
        document.put("argument", proof.sentence());
        document.put("covers", List.copyOf(proof.covered()));
        document.put("leavesOut", List.copyOf(proof.leftOut()));
        return document;
    }
}
