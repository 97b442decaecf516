package dev.meshwright.serve;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** Questions that run, and the last that were answered. */
final class Jobs implements AutoCloseable {

    /** Questions at a time: each takes a core. */
    static final int MOST_RUNNING = 4;

    /** Answers that are kept; a page is a megabyte. */
    private static final int MOST_KEPT = 30;

    private static final int BITS_OF_A_NAME = 96;

    private static final int LETTERS_AND_DIGITS = 36;

    private final SecureRandom random = new SecureRandom();
    private final ExecutorService threads;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, Job> byTab = new LinkedHashMap<>();

    Jobs(ExecutorService threads) {
        this.threads = threads;
    }

    /** Begins to answer; nobody wants what the same tab asked before. Empty where too many run. */
    synchronized Optional<Job> begin(Asked asked) {
        Job before = byTab.get(asked.tab());
        if (before != null) {
            before.abandon();
        }
        forget();
        long running = jobs.values().stream()
                .filter(job -> job.running() && !job.abandoned())
                .count();
        if (running >= MOST_RUNNING) {
            return Optional.empty();
        }
        Job job = new Job(new BigInteger(BITS_OF_A_NAME, random).toString(LETTERS_AND_DIGITS));
        jobs.put(job.id(), job);
        byTab.put(asked.tab(), job);
        threads.execute(() -> answer(asked, job));
        return Optional.of(job);
    }

    /** Keeps an answer that took no time, under a name of its own. */
    synchronized Job keep(Job.Answered answer) {
        Job job = new Job(new BigInteger(BITS_OF_A_NAME, random).toString(LETTERS_AND_DIGITS));
        job.finish(answer);
        forget();
        jobs.put(job.id(), job);
        return job;
    }

    /** Forgets the oldest answers, beyond those that are kept. */
    private void forget() {
        jobs.values().stream()
                .filter(job -> !job.running())
                .limit(Math.max(0, jobs.size() - MOST_KEPT))
                .toList()
                .forEach(job -> {
                    jobs.remove(job.id());
                    byTab.values().remove(job);
                });
    }

    private static void answer(Asked asked, Job job) {
        // The solver finds its classes by the thread's loader, which a server's thread need not have.
        Thread.currentThread().setContextClassLoader(Jobs.class.getClassLoader());
        try {
            job.finish(asked.answer(job));
        } catch (InvalidInputException e) {
            job.finish(new Job.Failed(e.faults()));
        } catch (Job.AbandonedException e) {
            job.finish(new Job.Failed(List.of(new Fault("", "", "", "was cancelled", ""))));
        } catch (RuntimeException e) {
            job.finish(new Job.Failed(List.of(new Fault("", "", "", "internal error: " + e, "Please report it."))));
        }
    }

    /** Questions that somebody's thread works on, abandoned ones included. */
    synchronized int running() {
        return (int) jobs.values().stream().filter(Job::running).count();
    }

    synchronized Optional<Job> find(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public synchronized void close() {
        jobs.values().forEach(Job::abandon);
    }
}
