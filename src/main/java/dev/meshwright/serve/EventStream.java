package dev.meshwright.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** News of a question as server-sent events. Whoever closes the stream does not want the answer any more. */
final class EventStream {

    /** A closed tab is noticed by writing to it. */
    private static final long BEAT_MILLISECONDS = 400;

    private final Exchange exchange;
    private final Job job;

    EventStream(Exchange exchange, Job job) {
        this.exchange = exchange;
        this.job = job;
    }

    void send() throws IOException {
        try (OutputStream out = exchange.stream("text/event-stream; charset=utf-8")) {
            while (job.running()) {
                job.heard();
                String line = job.next(BEAT_MILLISECONDS);
                write(out, line == null ? ": beat\n\n" : event("progress", line));
            }
            write(
                    out,
                    switch (job.state()) {
                        case Job.Running running -> "";
                        case Job.Answered answered -> event("answered", answered.sentence());
                        case Job.Failed failed -> event("failed", "");
                    });
        } catch (IOException e) {
            job.abandon();
        } catch (InterruptedException e) {
            job.abandon();
            Thread.currentThread().interrupt();
        }
    }

    private static String event(String name, String line) {
        return "event: " + name + "\ndata: " + line.replaceAll("\\R", " ") + "\n\n";
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
