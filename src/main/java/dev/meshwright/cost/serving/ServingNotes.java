package dev.meshwright.cost.serving;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.base.derivation.Term;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.cost.evaluation.ServingTimes;
import dev.meshwright.layout.Degrees;
import java.util.stream.Stream;

/** Takes down how the times of continuous batching come about. */
final class ServingNotes {

    private static final String POISSON =
            "continuous batching: steps with prompts per decode step from a Poisson process (docs/COST_MODEL.md)";

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

    /** Takes everything down. */
    void take(Degrees degrees) {
        if (engine.ownPromptStep()) {
            ownStep();
        } else {
            mixedStep(degrees);
        }
        ledger.note(
                "timeToFirstToken",
                times.firstToken(),
                Dimension.SECONDS,
                guesses()
                        ? "request + I * perInputToken + waited * s * TPOT + t_m"
                        : "request + I * perInputToken + waited * TPOT + t_m",
                "requests arrive one by one: the step in progress and the one planned meanwhile, then that with the prompt (docs/COST_MODEL.md)",
                perToken(
                        Term.of("request", engine.requestSeconds(), Dimension.SECONDS),
                        Term.count("I", inputTokens),
                        Term.of("perInputToken", engine.inputTokenSeconds(), Dimension.SECONDS),
                        Term.count("waited", engine.waitSteps() + prompts.heldSteps()),
                        Term.from("TPOT", "timePerOutputToken"),
                        Term.from("t_m", "promptStep")));
    }

    /** A prompt longer than a step is read in c of them. */
    private static String inParts(String step) {
        return "c * (" + step + ")";
    }

    private void ownStep() {
        ledger.note(
                "promptStep",
                times.promptStep(),
                Dimension.SECONDS,
                inParts("overhead + way"),
                "prompts have a step of their own, in which nobody decodes",
                Term.count("c", prompts.chunks()),
                Term.of("overhead", engine.stepSeconds(), Dimension.SECONDS),
                Term.from("way", "prefill.microBatch"));
        ledger.note(
                "timePerOutputToken",
                times.perOutputToken(),
                Dimension.SECONDS,
                guesses() ? "(t_d + interference * p * t_p) / s" : "t_d + interference * p * t_p",
                POISSON,
                perToken(
                        Term.from("t_d", "decodeStep"),
                        Term.of("interference", engine.promptInterference(), Dimension.FRACTION),
                        Term.count("p", prompts.ofOthers()),
                        Term.from("t_p", "promptRound")));
    }

    private void mixedStep(Degrees degrees) {
        ledger.note(
                "promptStep",
                times.promptStep(),
                Dimension.SECONDS,
                inParts("overhead + max((m - 1) * slowest + slowestWithPrompts, way)"),
                "one of the step's micro-batches has prompts beside its decoding sequences",
                Term.count("c", prompts.chunks()),
                Term.of("overhead", engine.stepSeconds(degrees.sequencesPerRank()), Dimension.SECONDS),
                Term.count("m", degrees.microBatches()),
                Term.from("slowest", "main.slowestStage"),
                Term.from("slowestWithPrompts", "prefill.slowestStage"),
                Term.from("way", "prefill.microBatch"));
        double share = engine.promptInterference() * prompts.ofOthers();
        ledger.note(
                "timePerOutputToken",
                times.perOutputToken(),
                Dimension.SECONDS,
                mixed(share < 1),
                share < 1 ? POISSON : "more prompts arrive than steps have room for: every step has some",
                perToken(
                        Term.of("interference", engine.promptInterference(), Dimension.FRACTION),
                        Term.count("p", prompts.ofOthers()),
                        Term.from("t_d", "decodeStep"),
                        Term.from("t_p", "promptRound")));
    }

    private String mixed(boolean someWithout) {
        String steps = someWithout ? "(1 - interference * p) * t_d + interference * p * t_p" : "interference * p * t_p";
        return guesses() ? "(" + steps + ") / s" : steps;
    }

    private boolean guesses() {
        return engine.speculation().isPresent();
    }

    /** {@code terms}, and s where a step makes several tokens of a sequence. */
    private Term[] perToken(Term... terms) {
        Term guessed = Term.count("s", engine.tokensPerDecodeStep());
        return guesses() ? Stream.concat(Stream.of(terms), Stream.of(guessed)).toArray(Term[]::new) : terms;
    }
}
