package dev.meshwright.workbench.sweep;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.problem.Targets.ThroughputTarget;
import dev.meshwright.io.problem.Digest;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.sweep.Asked;
import dev.meshwright.io.sweep.Scenario;
import dev.meshwright.io.sweep.ScenarioAnswer;
import dev.meshwright.io.sweep.ScenarioRow;
import dev.meshwright.io.tree.Resources;
import dev.meshwright.question.scale.Scaling;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.Effort;
import dev.meshwright.workbench.ScaleRequest;
import dev.meshwright.workbench.SearchRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.List;
import java.util.OptionalInt;

/** Answers single scenarios, on whatever machine: what comes out depends on the scenario, the effort and the version alone. */
public final class Answering {

    /** Of a fingerprint: 128 bits tell any number of scenarios apart. */
    private static final int DIGITS = 32;

    private final Workbench workbench;
    private final Effort effort;
    private final boolean replayed;

    /**
     * Answers by a workbench.
     *
     * @param effort for each scenario
     * @param replayed whether the serving loop of answers is replayed
     */
    public Answering(Workbench workbench, Effort effort, boolean replayed) {
        this.workbench = workbench;
        this.effort = effort;
        this.replayed = replayed;
    }

    /** A scenario with the fingerprint of everything that its answer depends on. */
    public sealed interface Opened {

        /** The scenario. */
        Scenario scenario();

        /** The fingerprint. */
        String digest();
    }

    /** A problem and what is asked about it. */
    record Sound(Scenario scenario, String digest, ProblemDocument document, Asked asked) implements Opened {}

    /** No problem, or no question: the answer says what is wrong. */
    record Unsound(Scenario scenario, String digest, Object answer) implements Opened {}

    /** Reads a scenario. */
    public Opened open(Scenario scenario) {
        try {
            Asked asked = scenario.asked();
            ProblemDocument document = scenario.problem();
            return new Sound(scenario, digest(asked.key(), document.digest()), document, asked);
        } catch (InvalidInputException e) {
            String text = scenario.text().text() + scenario.question().text();
            return new Unsound(scenario, digest("invalid", text), ScenarioRow.invalid(e));
        }
    }

    /**
     * The answer to a scenario, as plain data.
     *
     * @param watch once it is cancelled the answer is what was found so far
     */
    public Object answer(Opened opened, Watch watch) {
        return switch (opened) {
            case Unsound unsound -> unsound.answer();
            case Sound sound -> {
                try {
                    yield asked(sound, watch);
                } catch (InvalidInputException e) {
                    yield ScenarioRow.invalid(e);
                } catch (IllegalStateException
                        | IllegalArgumentException
                        | ArithmeticException
                        | IndexOutOfBoundsException e) {
                    // A mistake of the program's own in one scenario is no reason to lose the others.
                    yield ScenarioRow.failed(String.valueOf(e));
                }
            }
        };
    }

    private Object asked(Sound sound, Watch watch) {
        ProblemDocument document = sound.document();
        return switch (sound.asked()) {
            case Asked.Search unused ->
                ScenarioAnswer.of(
                        workbench.search(new SearchRequest(document, Constants.STANDARD, 0, replayed, effort), watch));
            case Asked.Check check -> ScenarioAnswer.of(workbench.check(request(document, check), watch));
            case Asked.Scale scale -> ScenarioAnswer.of(workbench.scale(request(document, scale), watch));
        };
    }

    private CheckRequest request(ProblemDocument document, Asked.Check check) {
        return new CheckRequest(
                document, check.plan(), Constants.STANDARD, List.of(), OptionalInt.empty(), replayed, effort);
    }

    private ScaleRequest request(ProblemDocument document, Asked.Scale scale) {
        ThroughputTarget target = document.problem()
                .targets()
                .throughput()
                .orElseThrow(() -> new InvalidInputException(List.of(new Fault(
                        "",
                        "/targets/throughput",
                        "",
                        "is missing: that is what a size is sought for",
                        "Maybe {value: 100 tokens/ms, scope: system}."))));
        Scaling.Goal goal =
                new Scaling.Goal(target.tokensPerSecond(), target.scope(), List.of(), scale.mostGpus(), false);
        return new ScaleRequest(document, Constants.STANDARD, goal, replayed, effort);
    }

    private String digest(String question, String problem) {
        String asked = String.join(
                "\n",
                "meshwright " + Resources.version(),
                question,
                "seed " + effort.seed(),
                "limit " + effort.timeLimit().map(String::valueOf).orElse("none"),
                replayed ? "replayed" : "closed form",
                problem);
        return Digest.ofText(asked).substring(0, DIGITS);
    }
}
