package dev.meshwright.serve;

import com.sun.net.httpserver.HttpServer;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves the workbench until it is closed. */
public final class WorkbenchServer implements AutoCloseable {

    /** Connections that wait to be taken. */
    private static final int MOST_PORT = 65_535;

    private static final int BACKLOG = 256;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Jobs jobs;
    private final ServeSettings settings;

    private WorkbenchServer(HttpServer server, ExecutorService threads, Jobs jobs, ServeSettings settings) {
        this.server = server;
        this.threads = threads;
        this.jobs = jobs;
        this.settings = settings;
    }

    /**
     * Begins to listen.
     *
     * @throws InvalidInputException where nobody can listen there
     */
    public static WorkbenchServer start(ServeSettings settings) {
        if (settings.port() < 0 || settings.port() > MOST_PORT) {
            throw fault(settings, "must be 0 to " + MOST_PORT);
        }
        try {
            // The JDK's server gives up on clients that send or take nothing; seconds.
            System.setProperty("sun.net.httpserver.maxReqTime", "30");
            HttpServer server = HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), BACKLOG);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            Jobs jobs = new Jobs(threads);
            ServeSettings bound = settings.onPort(server.getAddress().getPort());
            server.createContext("/", new Router(bound, jobs));
            server.setExecutor(threads);
            server.start();
            return new WorkbenchServer(server, threads, jobs, bound);
        } catch (IOException | IllegalArgumentException e) {
            throw fault(settings, "cannot be listened on: " + e.getMessage());
        }
    }

    private static InvalidInputException fault(ServeSettings settings, String message) {
        return new InvalidInputException(List.of(new Fault(
                "",
                "--port",
                settings.host() + ":" + settings.port(),
                message,
                "Maybe --port 0, which takes any that is free.")));
    }

    /** Where a browser finds it. */
    public String address() {
        return "http://" + settings.host() + ":" + settings.port() + settings.root();
    }

    /** Questions that are worked on. */
    public int running() {
        return jobs.running();
    }

    /** Ends running questions and stops. */
    @Override
    public void close() {
        jobs.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
