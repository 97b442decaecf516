package dev.meshwright.workbench.sweep;

import dev.meshwright.io.sweep.Scenario;
import dev.meshwright.workbench.Effort;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** Machines that share the scenarios of a sweep; found by {@link java.util.ServiceLoader}. */
public interface Helpers {

    /**
     * How scenarios are answered there, as {@link Answering} is made.
     *
     * @param effort for each
     * @param replayed whether the serving loop of answers is replayed
     */
    record Manner(Effort effort, boolean replayed) {}

    /** Why they cannot help here, as a sentence that says what to do; empty where they can. */
    String absent();

    /**
     * Answers scenarios there, which may take place more than once and in any order.
     *
     * @param master where the machines are, as Spark names it
     * @param answered takes each scenario's answer once, as plain data, on the calling thread
     * @param cancelled whether no more of them are to be answered
     */
    void answer(
            List<Scenario> scenarios,
            String master,
            Manner manner,
            BiConsumer<Scenario, Object> answered,
            BooleanSupplier cancelled);

    /**
     * Copies a file to a file system of theirs.
     *
     * @param target where to, with the scheme of the file system
     */
    void copy(Path file, String master, String target);
}
