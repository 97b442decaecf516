package dev.meshwright.answer.text.loop;

import dev.meshwright.answer.text.page.Page;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.replay.deployment.Headroom;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a stream has to spare, and what becomes of it where an instance fails, on a few lines. */
public final class HeadroomText {

    private HeadroomText() {}

    /** Prints it where a stream was replayed. */
    public static void print(Page page, Optional<Headroom> headroom) {
        headroom.ifPresent(found -> page.paragraph("  ", words(found)));
    }

    private static String words(Headroom headroom) {
        if (headroom.sentPerSecond().isEmpty()) {
            return largest(headroom);
        }
        String most = headroom.mostPerSecond().isPresent()
                ? "Headroom: up to " + Figures.plain(headroom.mostPerSecond().getAsDouble())
                        + " requests/s of such a stream are answered within the targets, "
                        + Figures.percent(Math.abs(headroom.share().orElseThrow()))
                        + (headroom.share().orElseThrow() < 0 ? " fewer" : " more") + " than are sent."
                : "Headroom: none; no rate that was tried is answered within the targets.";
        return most + headroom.failures().stream().map(HeadroomText::words).collect(Collectors.joining());
    }

    /** How many may come, and how many may where an instance fails. */
    private static String largest(Headroom headroom) {
        if (headroom.mostPerSecond().isEmpty()) {
            return "Largest rate: no stream that was tried is answered within the targets.";
        }
        return "Largest rate: up to " + Figures.plain(headroom.mostPerSecond().getAsDouble())
                + " requests/s are answered within the targets."
                + headroom.failures().stream()
                        .map(failure -> " Where " + failure.what() + " fails, "
                                + (failure.mostPerSecond().isPresent()
                                        ? "up to "
                                                + Figures.plain(
                                                        failure.mostPerSecond().getAsDouble()) + "."
                                        : "none."))
                        .collect(Collectors.joining());
    }

    private static String words(Headroom.Failure failure) {
        String where = " Where " + failure.what() + " fails, ";
        if (failure.served().isEmpty()) {
            return where + "nobody is answered.";
        }
        ServedRequests served = failure.served().get();
        if (!failure.survived()) {
            return where + "the others answer "
                    + Figures.plain(served.sustainableRequestsPerSecond().orElseThrow())
                    + " requests/s and the queue grows.";
        }
        String times = "p99 is " + Figures.seconds(served.timeToFirstToken().p99()) + " to the first token and "
                + Figures.seconds(served.timePerOutputToken().p99()) + " per token";
        String missed = failure.missed().stream().map(TargetOutcome::words).collect(Collectors.joining(", "));
        return where + times + (missed.isEmpty() ? ", within every target." : "; missed: " + missed + ".");
    }
}
