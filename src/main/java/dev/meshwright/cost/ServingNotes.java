package dev.meshwright.cost;

import dev.meshwright.cost.ledger.Ledger;
import dev.meshwright.cost.ledger.Term;
import dev.meshwright.cost.ledger.Unit;

/** Takes down how the times of continuous batching come about. */
final class ServingNotes {

    private final Ledger ledger;
    private final EngineProfile engine;
    private final int inputTokens;
    private final PromptSteps prompts;
    private final ServingTimes times;

    ServingNotes(Ledger ledger, EngineProfile engine, int inputTokens, PromptSteps prompts, ServingTimes times) {
        this.ledger = ledger;
        this.engine = engine;
        this.inputTokens = inputTokens;
        this.prompts = prompts;
        this.times = times;
    }

    /**
     * Takes everything down.
     *
     * @param promptStepSeconds what the prompts of a step add to it
     * @param prefill their pass
     * @param cycle a decode step
     */
    void take(double promptStepSeconds, PassTimes prefill, double cycle) {
        double own = engine.ownPromptStep() ? 1 : 0;
        ledger.note(
                "promptSeconds",
                promptStepSeconds,
                Unit.SECONDS,
                "interference * slowestStage + own * overhead",
                "the prompts of a step ride along in it; SGLang gives them a step of their own; interference is 1 unless"
                        + " calibrated",
                Term.of("interference", engine.promptInterference(), Unit.FRACTION),
                Term.from("slowestStage", prefill.maxSeconds(), Unit.SECONDS, "prefill.slowestStage"),
                Term.count("own", own),
                Term.of("overhead", engine.stepSeconds(), Unit.SECONDS));
        ledger.note(
                "timePerOutputToken",
                times.perOutputToken(),
                Unit.SECONDS,
                "t_d + p * (n - 1) / n * t_p",
                "continuous batching: steps with prompts per decode step from a Poisson process (docs/COST_MODEL.md)",
                Term.from("t_d", cycle, Unit.SECONDS, "decodeStep"),
                Term.count("p", prompts.perDecodeStep()),
                Term.count("n", prompts.sequences()),
                Term.from("t_p", promptStepSeconds, Unit.SECONDS, "promptSeconds"));
        ledger.note(
                "timeToFirstToken",
                times.firstToken(),
                Unit.SECONDS,
                "request + I * perInputToken + (1 + polls) * TPOT + own * overhead + (1 - own) * t_d + latency",
                "requests arrive one by one: the step in progress, then the step with the prompt (docs/COST_MODEL.md)",
                Term.of("request", engine.requestSeconds(), Unit.SECONDS),
                Term.count("I", inputTokens),
                Term.of("perInputToken", engine.inputTokenSeconds(), Unit.SECONDS),
                Term.count("polls", engine.pollSteps()),
                Term.from("TPOT", times.perOutputToken(), Unit.SECONDS, "timePerOutputToken"),
                Term.count("own", own),
                Term.of("overhead", engine.stepSeconds(), Unit.SECONDS),
                Term.from("t_d", cycle, Unit.SECONDS, "decodeStep"),
                Term.from("latency", prefill.sumSeconds(), Unit.SECONDS, "prefill.microBatch"));
    }
}
