package dev.meshwright.spark;

import dev.meshwright.io.tree.Documents;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import dev.meshwright.workbench.sweep.Answering;

/** What an executor does. One workbench serves all of its tasks, so that surfaces of efficiencies are read once. */
final class Executor {

    private static final Workbench WORKBENCH = new Workbench();

    private Executor() {}

    /** The answer to a scenario as a line of JSON: {@code number, answer}. */
    static String answer(ShippedScenario shipped) {
        Answering answering = new Answering(WORKBENCH, shipped.effort(), shipped.replayed());
        Object answer = answering.answer(answering.open(shipped.scenario()), Watch.NONE);
        return Documents.toJsonLine(new Answer(shipped.number(), answer).document());
    }
}
