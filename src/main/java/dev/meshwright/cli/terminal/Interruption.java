package dev.meshwright.cli.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C: the running command is asked to stop and gets a moment to print what it has. Uses a shutdown hook, because the
 * platform offers no other portable way to learn of the signal.
 */
public final class Interruption {

    private static final long SECONDS_TO_FINISH = 5;

    /** What shells report for a process that Ctrl-C ended. */
    private static final int CODE_OF_INTERRUPTED = 130;

    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;
    private volatile int code = CODE_OF_INTERRUPTED;

    /** Starts to listen. */
    public void install() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::onShutdown, "interruption"));
    }

    /** Whether the user asked to stop. */
    public boolean requested() {
        return requested;
    }

    /** Ends the process with the command's own exit code, or 130 where it was interrupted and has no answer. */
    public void exit(int exitCode) {
        code = requested && exitCode == ExitCode.NO_ANSWER_YET.code() ? CODE_OF_INTERRUPTED : exitCode;
        finished.countDown();
        // In a shutdown under way this call never returns; the hook ends the process.
        System.exit(code);
    }

    private void onShutdown() {
        if (finished.getCount() == 0) {
            return;
        }
        requested = true;
        try {
            boolean inTime = finished.await(SECONDS_TO_FINISH, TimeUnit.SECONDS);
            Runtime.getRuntime().halt(inTime ? code : CODE_OF_INTERRUPTED);
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(CODE_OF_INTERRUPTED);
        }
    }
}
